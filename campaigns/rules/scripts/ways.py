"""The ways through a script: none is lost, none leads back, none begins in the air."""

from collections.abc import Iterator, Mapping
from typing import Any

from campaigns.rules.scripts.faults import Fault, Place, Problem
from campaigns.rules.scripts.script import Step, StepKind, read_script

Steps = Mapping[str, Step]


def ways_lost(opening: str, steps: Steps) -> Iterator[Problem]:
    """Yield each branch to a step that is none, each ending that leads on, each question that leads nowhere."""
    if opening not in steps:
        yield Problem(Fault.NO_SUCH_STEP, Place(part="opening"), {"step": opening})
    for name, step in steps.items():
        yield from _to_no_step(name, step, steps)
        if step.kind is StepKind.END:
            if step.next:
                yield Problem(Fault.END_LEADS_ON, Place(name))
        elif not step.next and (not step.required or not _every_option_leads_on(step)):
            yield Problem(Fault.LEADS_NOWHERE, Place(name))


def _to_no_step(name: str, step: Step, steps: Steps) -> Iterator[Problem]:
    if step.next and step.next not in steps:
        yield Problem(Fault.NO_SUCH_STEP, Place(name), {"step": step.next})
    for number, option in enumerate(step.options, 1):
        if option.next and option.next not in steps:
            yield Problem(Fault.NO_SUCH_STEP, Place(name, option=number), {"step": option.next})


def _every_option_leads_on(step: Step) -> bool:
    return step.kind is StepKind.CHOICE and all(option.next for option in step.options)


def ways_back(opening: str, steps: Steps) -> Iterator[Problem]:
    """Yield each way that leads back to where the call has been."""
    done: set[str] = set()

    def walk(name: str, way: tuple[str, ...]) -> Iterator[Problem]:
        if name in way:
            yield Problem(Fault.LOOP, Place(way[-1]), {"step": name})
        elif name not in done:
            for following in steps[name].ways_on:
                yield from walk(following, (*way, name))
            done.add(name)

    yield from walk(opening, ())


def ways_unreached(opening: str, steps: Steps) -> Iterator[Problem]:
    """Yield each step that no way leads to."""
    reached = set(in_order(opening, steps))
    yield from (Problem(Fault.UNREACHED, Place(name)) for name in steps if name not in reached)


def in_order(opening: str, steps: Steps) -> list[str]:
    """Return the steps that can be reached, each behind all that lead to it (where nothing leads back)."""
    behind: list[str] = []
    seen: set[str] = set()

    def walk(name: str) -> None:
        if name not in seen:
            seen.add(name)
            for following in reversed(steps[name].ways_on):
                walk(following)
            behind.append(name)

    walk(opening)
    return behind[::-1]


def questions_asked(document: Mapping[str, Any] | None) -> dict[str, StepKind]:
    """Return the questions of a sound script in the order in which they are asked; the database keeps no order of names."""
    if not document or not document["steps"]:
        return {}
    script = read_script(document)
    kinds = {name: script.steps[name].kind for name in in_order(script.opening, script.steps)}
    return {name: kind for name, kind in kinds.items() if kind is not StepKind.END}
