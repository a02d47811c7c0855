"""A campaign's script: steps that branch on answers and on the record, and the path that a call has taken through them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from campaigns.rules.outcomes import Outcome
from campaigns.rules.scripts.conditions import Condition, read_condition
from campaigns.rules.scripts.who_answered import Answered, Relation

MOST_OPTIONS = 9  # one digit key each
TODAY: Final = "today"  # as the bound of a date: the day of the call, which stands in the record under this name
FIELDS = frozenset({"name", "village", "scheme", "department"})  # what a text may hold as {name}


class StepKind(StrEnum):
    """What a step asks for; an end asks for nothing."""

    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    END = "end"


class OpeningPart(StrEnum):
    """What everybody is told before anything is asked (DPDP Rules 2025, Rule 3: a notice in plain words)."""

    DEPARTMENT = "department"
    PURPOSE = "purpose"
    VERIFY = "verify"  # how to find out that the call is genuine
    REFUSE = "refuse"  # she may refuse, and loses nothing by it
    NEVER_ASK = "never_ask"  # never an OTP, a PIN or a fee


WITH_OPTIONS = frozenset({StepKind.CHOICE, StepKind.CHOICES})


@dataclass(frozen=True)
class Option:
    """One answer to choose. `next` wins over the step's; `suggests` is the outcome, `who` the speaker it points to."""

    value: str
    next: str | None = None
    suggests: Outcome | None = None
    when: Condition | None = None
    who: Answered | None = None
    relation: Relation | None = None


@dataclass(frozen=True)
class Step:
    """One question, or an ending. One whose condition does not hold is passed over, to its own `next`."""

    kind: StepKind
    options: tuple[Option, ...] = ()
    next: str | None = None
    required: bool = True
    least: float | None = None
    most: float | None = None
    earliest: str | None = None
    latest: str | None = None
    suggests: Outcome | None = None
    when: Condition | None = None
    says: frozenset[OpeningPart] = frozenset()

    def is_for(self, record: Mapping[str, str]) -> bool:
        """Say whether this step is asked of a person."""
        return self.when is None or self.when.holds(record)

    def offered(self, record: Mapping[str, str]) -> tuple[Option, ...]:
        """Return the options that a person is given."""
        return tuple(option for option in self.options if option.when is None or option.when.holds(record))

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
    """A sound script: scripts/check.py has found no problem in its document."""

    opening: str
    steps: Mapping[str, Step]

    @property
    def asks_day(self) -> bool:
        """Say whether an answer is bound by the day of the call."""
        return any(TODAY in (step.earliest, step.latest) for step in self.steps.values())

    @property
    def asks_who(self) -> bool:
        """Say whether the script finds out who speaks; one from before that was asked hides nothing."""
        return any(option.who for option in self.steps[self.opening].options)


def read_script(document: Mapping[str, Any]) -> Script:
    """Return the script of a sound document."""
    return Script(document["opening"], {name: read_step(step) for name, step in document["steps"].items()})


def read_step(step: Mapping[str, Any]) -> Step:
    """Return one step of a document of the right shape."""
    return Step(
        kind=StepKind(step["kind"]),
        options=tuple(_option(option) for option in step.get("options", ())),
        next=step.get("next"),
        required=step.get("required", True),
        least=step.get("min"),
        most=step.get("max"),
        earliest=step.get("earliest"),
        latest=step.get("latest"),
        suggests=_outcome(step),
        when=read_condition(step),
        says=frozenset(OpeningPart(part) for part in step.get("says", ())),
    )


def _option(option: Mapping[str, Any]) -> Option:
    return Option(
        option["value"],
        option.get("next"),
        _outcome(option),
        read_condition(option),
        Answered(option["who"]) if option.get("who") else None,
        Relation(option["relation"]) if option.get("relation") else None,
    )


def _outcome(part: Mapping[str, Any]) -> Outcome | None:
    return Outcome(part["suggests"]) if part.get("suggests") else None


def is_asked(script: Script, name: str, record: Mapping[str, str]) -> bool:
    """Say whether a script has this step for a person."""
    return name in script.steps and script.steps[name].is_for(record)
