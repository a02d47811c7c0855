"""A campaign's script: steps that branch on answers, and the path that a call has taken through them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import isfinite
from typing import Any

from campaigns.rules.outcomes import Outcome

MOST_OPTIONS = 9  # one digit key each
LONGEST_TEXT = 2_000
FIELDS = frozenset({"name", "village", "scheme", "department"})  # what a text may hold as {name}


class StepKind(StrEnum):
    """What a step asks for; an end asks for nothing."""

    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    END = "end"


WITH_OPTIONS = frozenset({StepKind.CHOICE, StepKind.CHOICES})


@dataclass(frozen=True)
class Option:
    """One answer to choose. `next` wins over the step's; `suggests` is the outcome that it points to."""

    value: str
    next: str | None = None
    suggests: Outcome | None = None


@dataclass(frozen=True)
class Step:
    """One question, or an ending."""

    kind: StepKind
    options: tuple[Option, ...] = ()
    next: str | None = None
    required: bool = True
    least: float | None = None
    most: float | None = None
    suggests: Outcome | None = None

    def chosen(self, value: Any) -> Option | None:
        """Return the option behind the answer to a single choice."""
        return next((option for option in self.options if option.value == value), None)

    @property
    def ways_on(self) -> tuple[str, ...]:
        """Every step that may follow this one."""
        ways = [self.next, *(option.next for option in self.options)]
        return tuple(dict.fromkeys(way for way in ways if way is not None))


@dataclass(frozen=True)
class Script:
    """A sound script: script_check has found no problem in its document."""

    opening: str
    steps: Mapping[str, Step]


@dataclass(frozen=True)
class Path:
    """What answers led through. `next_step` is the question to ask now; None once an ending is reached."""

    steps: tuple[str, ...]
    next_step: str | None
    suggested: Outcome | None


def read_script(document: Mapping[str, Any]) -> Script:
    """Return the script of a sound document."""
    return Script(document["opening"], {name: read_step(step) for name, step in document["steps"].items()})


def read_step(step: Mapping[str, Any]) -> Step:
    """Return one step of a document of the right shape."""
    return Step(
        StepKind(step["kind"]),
        tuple(Option(option["value"], option.get("next"), _outcome(option)) for option in step.get("options", ())),
        step.get("next"),
        step.get("required", True),
        step.get("min"),
        step.get("max"),
        _outcome(step),
    )


def fits(step: Step, value: Any) -> bool:
    """Say whether a value answers a step; None is a skipped question."""
    if value is None:
        return not step.required and step.kind is not StepKind.END
    check = CHECKS.get(step.kind)
    return check is not None and check(step, value)


def fitting_answers(script: Script, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the answers that belong to a question of this script and fit it."""
    return {name: value for name, value in answers.items() if name in script.steps and fits(script.steps[name], value)}


def follow(script: Script, answers: Mapping[str, Any]) -> Path:
    """Walk from the opening as far as the answers lead; answers beside the path count for nothing.

    The last suggestion on the way is the suggested outcome. An ending without one suggests `completed`; a call
    that broke off between two questions suggests `cut_off`.
    """
    steps: list[str] = []
    suggested: Outcome | None = None
    at: str | None = script.opening
    while at is not None and at not in steps:
        step = script.steps[at]
        if step.kind is StepKind.END:
            return Path((*steps, at), None, step.suggests or suggested or Outcome.COMPLETED)
        if at not in answers or not fits(step, answers[at]):
            break
        steps.append(at)
        option = step.chosen(answers[at]) if step.kind is StepKind.CHOICE else None
        suggested = (option and option.suggests) or suggested
        at = (option and option.next) or step.next
    return Path(tuple(steps), at, suggested or (Outcome.CUT_OFF if steps else None))


def _outcome(part: Mapping[str, Any]) -> Outcome | None:
    return Outcome(part["suggests"]) if part.get("suggests") else None


def _are_choices(step: Step, value: Any) -> bool:
    if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
        return False
    return len(set(value)) == len(value) and set(value) <= {option.value for option in step.options}


def _is_number(step: Step, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return False
    return (step.least is None or value >= step.least) and (step.most is None or value <= step.most)


def _is_text(_: Step, value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_TEXT


def _is_day(_: Step, value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


CHECKS: dict[StepKind, Callable[[Step, Any], bool]] = {
    StepKind.CHOICE: lambda step, value: step.chosen(value) is not None,
    StepKind.CHOICES: _are_choices,
    StepKind.NUMBER: _is_number,
    StepKind.DATE: _is_day,
    StepKind.TEXT: _is_text,
}
