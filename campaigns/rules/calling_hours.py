"""When people of a place may be called: dated hours per weekday, holidays, and the next moment that is allowed."""

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
class CallingRules:
    """The rules of one campaign: its jurisdiction's rows and holidays, in the called people's time zone."""

    zone: ZoneInfo
    rows: tuple[HoursRow, ...]
    holidays: frozenset[date] = frozenset()


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
    if row is None or row.opens >= row.closes:
        return None
    return datetime.combine(day, row.opens, rules.zone), datetime.combine(day, row.closes, rules.zone)


def may_call(rules: CallingRules, *, now: datetime) -> Refusal | None:
    """Tell whether a call may be placed now; a refusal says why and until when."""
    day = now.astimezone(rules.zone).date()
    hours = hours_on(rules, day)
    if hours and hours[0] <= now < hours[1]:
        return None
    opening = next_opening(rules, now=now)
    until = f"until {opening.astimezone(rules.zone):%Y-%m-%d %H:%M}" if opening else "until its calling hours are set"
    return Refusal("holiday" if day in rules.holidays else "outside_hours", f"Nobody may be called {until}.")


def next_opening(rules: CallingRules, *, now: datetime) -> datetime | None:
    """Return the first allowed moment at or after now, or None where no day of the coming year allows any."""
    first = now.astimezone(rules.zone).date()
    for ahead in range(LOOK_AHEAD_DAYS):
        hours = hours_on(rules, first + timedelta(days=ahead))
        if hours and now < hours[1]:
            return max(now, hours[0])
    return None


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
