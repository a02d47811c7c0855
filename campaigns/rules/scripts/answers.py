"""Which answers fit a step of a script: the same rule as `fits` in static/desk/path.js."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from math import isfinite
from typing import Any, Final

from campaigns.rules.scripts.conditions import NO_RECORD
from campaigns.rules.scripts.script import TODAY, Script, Step, StepKind, is_asked

LONGEST_TEXT: Final = 2_000
LARGEST_NUMBER: Final = 99_999_999_999  # twelve digits are an Aadhaar, which is cut wherever it is kept
_WRITTEN: Final = re.compile("[^ \t\r\n\f\v\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]")
_UNKEPT: Final = re.compile("[\x00\ud800-\udfff]")  # a zero byte or half a letter: no database keeps it
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Record = Mapping[str, str]


def fits(step: Step, value: Any, record: Record = NO_RECORD) -> bool:
    """Say whether a value answers a step; None is a skipped question."""
    if value is None:
        return not step.required and step.kind is not StepKind.END
    check = _CHECKS.get(step.kind)
    return check is not None and check(step, value, record)


def fitting_answers(script: Script, answers: Mapping[str, Any], record: Record = NO_RECORD) -> dict[str, Any]:
    """Return those of the answers that belong to a question of this script and fit it."""
    return {
        name: value
        for name, value in answers.items()
        if is_asked(script, name, record) and fits(script.steps[name], value, record)
    }


def _is_choice(step: Step, value: Any, record: Record) -> bool:
    return isinstance(value, str) and value in {option.value for option in step.offered(record)}


def _are_choices(step: Step, value: Any, record: Record) -> bool:
    if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
        return False
    return len(set(value)) == len(value) and set(value) <= {option.value for option in step.offered(record)}


def _is_number(step: Step, value: Any, _: Record) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return False
    if abs(value) > LARGEST_NUMBER:
        return False
    return (step.least is None or value >= step.least) and (step.most is None or value <= step.most)


def _is_text(_: Step, value: Any, __: Record) -> bool:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or _UNKEPT.search(value):
        return False
    return _WRITTEN.search(value) is not None


def _is_day(step: Step, value: Any, record: Record) -> bool:
    if not isinstance(value, str) or not is_day(value):
        return False
    earliest, latest = (record.get(TODAY) if day == TODAY else day for day in (step.earliest, step.latest))
    return (earliest or value) <= value <= (latest or value)


def nearest_day(step: Step, wish: date, today: date) -> str:
    """Return the day nearest to a wished one that a date question takes."""
    earliest, latest = (today.isoformat() if day == TODAY else day for day in (step.earliest, step.latest))
    return min(max(wish.isoformat(), earliest or ""), latest or date.max.isoformat())


def is_day(written: str) -> bool:
    """Say whether this is a day of the calendar, written as 2026-10-31."""
    try:
        return _DAY.fullmatch(written) is not None and date.fromisoformat(written) is not None
    except ValueError:
        return False


_CHECKS: Final[dict[StepKind, Callable[[Step, Any, Record], bool]]] = {
    StepKind.CHOICE: _is_choice,
    StepKind.CHOICES: _are_choices,
    StepKind.NUMBER: _is_number,
    StepKind.DATE: _is_day,
    StepKind.TEXT: _is_text,
}
