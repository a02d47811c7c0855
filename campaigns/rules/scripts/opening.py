"""The opening of a script: first who has answered, then what everybody is told; the scheme only to the person herself.

Sources: DPDP Rules 2025, Rule 3 (notice in plain words: who, what for, how to complain and to withdraw); false calls in the
name of schemes (peers.md, pain 15); shared phones (domain.md 9, needs 14 and 15).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from campaigns.rules.scripts.faults import Fault, Place, Problem
from campaigns.rules.scripts.script import OpeningPart, Option, Step, StepKind
from campaigns.rules.scripts.texts import OF_ALL, in_language, merges
from campaigns.rules.scripts.ways import in_order
from campaigns.rules.scripts.who_answered import Answered

SCHEME: Final = "scheme"
Steps = Mapping[str, Step]
Document = Mapping[str, Any]


@dataclass(frozen=True)
class _Arrival:
    """What may hold when a step is reached on one way: what has been said, and whether it is the person herself."""

    said: frozenset[OpeningPart]
    confirmed: bool


def opening_problems(document: Document, steps: Steps, *, sound: bool) -> Iterator[Problem]:
    """Yield what is missing from the opening; the ways through it are looked at where all of them are sound."""
    if "neutral" not in document:
        yield Problem(Fault.NO_NEUTRAL, Place(part="neutral"))
    for part in OF_ALL:
        yield from _too_early(Place(part=part), merges(document.get(part, {}), SCHEME))
    said = frozenset(part for step in steps.values() for part in step.says)
    for part in OpeningPart:
        if part not in said:
            yield Problem(Fault.PART_MISSING, Place(), {"part": part.value})
    for name, step in steps.items():
        yield from _of_step(document, name, step)
    if document["opening"] in steps:
        yield from _who(document["opening"], steps[document["opening"]])
    if sound:
        yield from _on_the_way(document, steps)


def _who(name: str, step: Step) -> Iterator[Problem]:
    if step.kind is not StepKind.CHOICE or not step.required:
        yield Problem(Fault.OPENING_NOT_A_CHOICE, Place(name))
        return
    told = {option.who for option in step.options if option.when is None}
    yield from (Problem(Fault.WHO_MISSING, Place(name), {"who": who.value}) for who in Answered if who not in told)


def _of_step(document: Document, name: str, step: Step) -> Iterator[Problem]:
    for number, option in enumerate(step.options, 1):
        if option.relation is not None and option.who is not Answered.FAMILY:
            yield Problem(Fault.RELATION_OF_STRANGER, Place(name, option=number))
    if OpeningPart.DEPARTMENT in step.says:
        read = document["steps"][name]["read"]
        for language in document["languages"]:
            if read.get(language) and language not in merges(read, "department"):
                yield Problem(Fault.DEPARTMENT_UNNAMED, Place(name, "read", language=language))


def _on_the_way(document: Document, steps: Steps) -> Iterator[Problem]:
    arrivals = defaultdict[str, set[_Arrival]](set)
    arrivals[document["opening"]].add(_Arrival(frozenset(), confirmed=False))
    for name in in_order(document["opening"], steps):
        yield from _said_at(document, name, steps[name], arrivals[name])
        for arrival in arrivals[name]:
            for following, then in _departures(steps[name], arrival):
                arrivals[following].add(then)


def _departures(step: Step, arrival: _Arrival) -> Iterator[tuple[str, _Arrival]]:
    """Yield where a call goes on from a step, and what holds then; whom the step is not for has heard nothing of it."""
    said = arrival.said | step.says
    options: tuple[Option | None, ...] = step.options if step.kind is StepKind.CHOICE else ()
    for option in options if step.required and options else (*options, None):
        following = (option and option.next) or step.next
        if following:
            confirmed = option.who is Answered.SELF if option and option.who else arrival.confirmed
            yield following, _Arrival(said, confirmed)
    if step.when is not None and step.next:
        yield step.next, arrival


def _said_at(document: Document, name: str, step: Step, arrivals: set[_Arrival]) -> Iterator[Problem]:
    if not all(arrival.confirmed for arrival in arrivals):
        for place, text in _merging(document, name):
            yield from _too_early(place, merges(text, SCHEME))
    asks = step.kind is not StepKind.END and not step.says and not any(option.who for option in step.options)
    if not asks:
        return
    told = [arrival.said for arrival in arrivals if arrival.confirmed]
    for part in OpeningPart:
        if any(part not in said for said in told):
            yield Problem(Fault.PART_TOO_LATE, Place(name), {"part": part.value})


def _merging(document: Document, name: str) -> Iterator[tuple[Place, Mapping[str, str]]]:
    step = document["steps"][name]
    yield from ((Place(name, part), step[part]) for part in ("read", "hint") if part in step)


def _too_early(place: Place, languages: list[str]) -> Iterator[Problem]:
    yield from (Problem(Fault.SCHEME_TOO_EARLY, in_language(place, language)) for language in languages)
