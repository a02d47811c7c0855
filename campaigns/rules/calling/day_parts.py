"""The parts of a day and of a weekend in which people answer differently, and the next openings of them.

Parts of about two hours, because that is how people say when they are least busy (domain.md section 6: late morning is
best for farm households in winter; calls in the same slot again have diminishing returns). Saturday and Sunday are
parts of their own in India and Pakistan alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from campaigns.rules.calling.calling_hours import CallingRules, next_opening


class DayPart(StrEnum):
    """A stretch of a working day or of a weekend day, where the called people live."""

    MORNING = "morning"
    LATE_MORNING = "late_morning"
    AFTERNOON = "afternoon"
    LATE_AFTERNOON = "late_afternoon"
    EVENING = "evening"
    WEEKEND_MORNING = "weekend_morning"
    WEEKEND_LATER = "weekend_later"


_P = DayPart
BEGINS: Final = {
    _P.MORNING: time(0),
    _P.LATE_MORNING: time(11),
    _P.AFTERNOON: time(14),
    _P.LATE_AFTERNOON: time(16),
    _P.EVENING: time(18),
    _P.WEEKEND_MORNING: time(0),
    _P.WEEKEND_LATER: time(14),
}
WORKDAY: Final = (_P.MORNING, _P.LATE_MORNING, _P.AFTERNOON, _P.LATE_AFTERNOON, _P.EVENING)
WEEKEND: Final = (_P.WEEKEND_MORNING, _P.WEEKEND_LATER)
WEEKEND_DAYS: Final = (5, 6)
SHORTEST: Final = timedelta(minutes=30)  # with less of a part left, she might be rung in the next one


@dataclass(frozen=True)
class Opening:
    """The first moment of a part of some day at which she may be called."""

    part: DayPart
    at: datetime


def part_of(moment: datetime, zone: ZoneInfo) -> DayPart:
    """Return the part of the day in which a moment lies in a zone."""
    local = moment.astimezone(zone)
    return max((part for part in _parts_of(local.date()) if BEGINS[part] <= local.time()), key=BEGINS.__getitem__)


def stretch_of(part: DayPart) -> tuple[time, time | None]:
    """Return when a part begins and ends on the clock; None: with the calling hours."""
    begins = BEGINS[part]
    later = [BEGINS[other] for other in (WEEKEND if part in WEEKEND else WORKDAY) if BEGINS[other] > begins]
    return begins, min(later, default=None)


def openings(rules: CallingRules, *, earliest: datetime, days: int) -> Iterator[Opening]:
    """Yield the opening of each part from a moment on, for so many days; parts that are shut or nearly over are left out."""
    last = earliest + timedelta(days=days)
    moment = next_opening(rules, now=earliest)
    while moment is not None and moment < last:
        part = part_of(moment, rules.zone)
        ends = _end_of(part, moment.astimezone(rules.zone).date(), rules.zone)
        if ends - moment >= SHORTEST:
            yield Opening(part, moment)
        moment = next_opening(rules, now=ends)


def _parts_of(day: date) -> tuple[DayPart, ...]:
    return WEEKEND if day.weekday() in WEEKEND_DAYS else WORKDAY


def _end_of(part: DayPart, day: date, zone: ZoneInfo) -> datetime:
    ends = stretch_of(part)[1]
    return datetime.combine(day, ends, zone) if ends else datetime.combine(day + timedelta(days=1), time.min, zone)
