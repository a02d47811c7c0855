"""The path of a call through its script: the same rule as `follow` in static/desk/path.js."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from campaigns.rules.outcomes import Outcome
from campaigns.rules.scripts.answers import fits
from campaigns.rules.scripts.conditions import NO_RECORD
from campaigns.rules.scripts.script import Option, Script, Step, StepKind
from campaigns.rules.scripts.who_answered import Answered, Relation


@dataclass(frozen=True)
class Path:
    """What answers led through. `next_step` is the question to ask now; None once an ending is reached.

    `answered_by` is who picked up. `confirmed`: the person herself is on the line now; None where the script does not ask.
    """

    steps: tuple[str, ...]
    next_step: str | None
    suggested: Outcome | None
    answered_by: Answered | None = None
    relation: Relation | None = None
    confirmed: bool | None = None


class _Walk:
    """What has been learned on the way so far."""

    def __init__(self, script: Script) -> None:
        self.steps: list[str] = []
        self.suggested: Outcome | None = None
        self.answered_by: Answered | None = None
        self.relation: Relation | None = None
        self.confirmed: bool | None = False if script.asks_who else None

    def choose(self, option: Option | None) -> None:
        if option is None:
            return
        self.suggested = option.suggests or self.suggested
        self.relation = option.relation or self.relation
        if option.who is not None:
            self.answered_by = self.answered_by or option.who
            self.confirmed = option.who is Answered.SELF

    def path(self, next_step: str | None, suggested: Outcome | None) -> Path:
        return Path(tuple(self.steps), next_step, suggested, self.answered_by, self.relation, self.confirmed)


def follow(script: Script, answers: Mapping[str, Any], record: Mapping[str, str] = NO_RECORD) -> Path:
    """Walk from the opening as far as the answers lead; answers beside the path count for nothing.

    A step that is not for this person's record is passed over. The last suggestion on the way is the suggested outcome.
    An ending without one suggests `completed`; a call that broke off between two questions suggests `cut_off`.
    """
    walk, seen = _Walk(script), set[str]()
    at: str | None = script.opening
    while at is not None and at not in seen:
        seen.add(at)
        step = script.steps[at]
        if not step.is_for(record):
            at = step.next
            continue
        if step.kind is StepKind.END:
            walk.steps.append(at)
            return walk.path(None, step.suggests or walk.suggested or Outcome.COMPLETED)
        if at not in answers or not fits(step, answers[at], record):
            break
        walk.steps.append(at)
        at = _way_on(walk, step, answers[at])
    return walk.path(at, walk.suggested or (Outcome.CUT_OFF if walk.steps else None))


def _way_on(walk: _Walk, step: Step, value: Any) -> str | None:
    option = step.chosen(value) if step.kind is StepKind.CHOICE else None
    walk.choose(option)
    return (option and option.next) or step.next
