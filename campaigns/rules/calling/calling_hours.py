"""When people of a place may be called: dated hours per weekday, gaps, holidays, outages, and the next allowed moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from campaigns.rules.refusals import Refusal

LOOK_AHEAD_DAYS: Final = 400  # past this a rule set that never opens is a mistake


@dataclass(frozen=True)
class HoursRow:
    """One dated row: local opening and closing time; `weekday` 0 (Monday) to 6, None for every day."""

    weekday: int | None
    opens: time
    closes: time
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class Gap:
    """One dated stretch of the day in which nobody is called: Friday prayer, the breaking of the fast.

    `weekday` as in HoursRow; `ends` at 00:00 is the end of the day.
    """

    weekday: int | None
    begins: time
    ends: time
    valid_from: date
    valid_to: date | None
    name: str = ""

    def on(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
        """Return its first and its last moment on a local day, or None where it does not stand."""
        stands = self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
        if not stands or self.weekday not in (None, day.weekday()):
            return None
        last_day = day + timedelta(days=1) if self.ends == time.min else day
        return datetime.combine(day, self.begins, zone), datetime.combine(last_day, self.ends, zone)


@dataclass(frozen=True)
class Outage:
    """A stretch of time in which a place's phones are dead; `ends` None: nobody knows yet."""

    begins: datetime
    ends: datetime | None

    def covers(self, moment: datetime) -> bool:
        """Tell whether it stands at a moment."""
        return self.begins <= moment and (self.ends is None or moment < self.ends)


@dataclass(frozen=True)
class CallingRules:
    """The rules of one campaign or of one place in it, in the called people's time zone.

    `within` are the hours that the campaign itself keeps to, inside those of its jurisdiction.
    """

    zone: ZoneInfo
    rows: tuple[HoursRow, ...]
    holidays: frozenset[date] = frozenset()
    gaps: tuple[Gap, ...] = ()
    outages: tuple[Outage, ...] = ()
    within: tuple[time, time] | None = None


# India: no commercial call from 21:00 to 09:00 (TRAI, kept since the 2010 regulations). Pakistan: no statutory
# hours were found; 09:00 to 20:00 is our own judgement (domain.md 1a, 1b).
SHIPPED: Final = {
    "IN": (HoursRow(None, time(9), time(21), date(2010, 12, 1), None), "TRAI TCCCPR: not between 21:00 and 09:00"),
    "PK": (HoursRow(None, time(9), time(20), date(2009, 8, 5), None), "own judgement; no statutory hours found"),
}
ZONES: Final = {"IN": "Asia/Kolkata", "PK": "Asia/Karachi"}


def hours_on(rules: CallingRules, day: date) -> tuple[datetime, datetime] | None:
    """Return the first and the last allowed moment of a local day, or None when nobody is called on it."""
    if day in rules.holidays:
        return None
    row = _row_for(rules.rows, day)
    if row is None:
        return None
    opens, closes = row.opens, row.closes
    if rules.within:
        opens, closes = max(opens, rules.within[0]), min(closes, rules.within[1])
    if opens >= closes:
        return None
    return datetime.combine(day, opens, rules.zone), datetime.combine(day, closes, rules.zone)


def may_call(rules: CallingRules, *, now: datetime) -> Refusal | None:
    """Tell whether a call may be placed now; a refusal says why and until when."""
    because = _closed_because(rules, now)
    if because is None:
        return None
    opening = next_opening(rules, now=now)
    until = f"until {opening.astimezone(rules.zone):%Y-%m-%d %H:%M}" if opening else "until its calling hours are set"
    return Refusal(because, f"Nobody may be called {until}.")


def may_ring(rules: CallingRules, *, now: datetime, seconds: int) -> Refusal | None:
    """Tell whether a phone may ring from now for so many seconds: to its last ring its people may be called."""
    return may_call(rules, now=now) or may_call(rules, now=now + timedelta(seconds=seconds))


def next_opening(rules: CallingRules, *, now: datetime) -> datetime | None:
    """Return the first allowed moment at or after now, or None where no day of the coming year allows any."""
    first = now.astimezone(rules.zone).date()
    for ahead in range(LOOK_AHEAD_DAYS):
        hours = hours_on(rules, first + timedelta(days=ahead))
        if hours and now < hours[1]:
            moment = _past_closures(rules, max(now, hours[0]))
            if moment is not None and moment < hours[1]:
                return moment
    return None


def closing(rules: CallingRules, *, now: datetime) -> datetime:
    """Return when calling stops next: the end of today's hours or a gap before it; now, where nobody may be called."""
    hours = hours_on(rules, now.astimezone(rules.zone).date())
    if hours is None or not hours[0] <= now < hours[1]:
        return now
    stretches = _gaps_on(rules, now.astimezone(rules.zone).date())
    return min([hours[1], *(max(begins, now) for begins, ends in stretches if ends > now)])


def in_outage(rules: CallingRules, *, at: datetime) -> bool:
    """Tell whether the phones of the place were dead at a moment."""
    return any(outage.covers(at) for outage in rules.outages)


def _closed_because(rules: CallingRules, now: datetime) -> str | None:
    day = now.astimezone(rules.zone).date()
    if day in rules.holidays:
        return "holiday"
    hours = hours_on(rules, day)
    if hours is None or not hours[0] <= now < hours[1]:
        return "outside_hours"
    if in_outage(rules, at=now):
        return "outage"
    return "gap" if any(begins <= now < ends for begins, ends in _gaps_on(rules, day)) else None


def _gaps_on(rules: CallingRules, day: date) -> list[tuple[datetime, datetime]]:
    return [stretch for gap in rules.gaps if (stretch := gap.on(day, rules.zone))]


def _past_closures(rules: CallingRules, moment: datetime) -> datetime | None:
    """Return the first moment from this one on that lies in no gap and no outage; None: an outage without end."""
    stretches: list[tuple[datetime, datetime | None]] = [(outage.begins, outage.ends) for outage in rules.outages]
    stretches += _gaps_on(rules, moment.astimezone(rules.zone).date())
    for begins, ends in sorted(stretches, key=lambda stretch: stretch[0]):
        if begins <= moment and ends is None:
            return None
        if ends is not None and begins <= moment < ends:
            moment = ends
    return moment


def _row_for(rows: Iterable[HoursRow], day: date) -> HoursRow | None:
    """Return the row of the exact weekday if there is one, else the row for every day; the newest row wins."""
    fitting = [
        row
        for row in rows
        if row.weekday in (None, day.weekday())
        and row.valid_from <= day
        and (row.valid_to is None or day <= row.valid_to)
    ]
    return max(fitting, key=lambda row: (row.weekday is not None, row.valid_from), default=None)
