"""The days of a rehearsal cut into stretches in which nothing changes: who may be called, and whether agents sit there.

Each stretch is judged once, at its beginning, by the real rules; its borders are all the moments at which any of them
can change.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from campaigns.rules.calling.calling_hours import CallingRules, hours_on, may_call
from campaigns.rules.calling.place_calendars import PlaceCalendar, rules_of_place, shut_places
from campaigns.rules.rehearsal.people import Place
from campaigns.rules.rehearsal.plan import RehearsalPlan


@dataclass(frozen=True)
class Stretch:
    """From one border to the next, in seconds since 1970."""

    begins: float
    ends: float
    day: int  # of the rehearsal, from 0
    open: bool  # the campaign may call somewhere
    staffed: bool  # agents are at their desks
    shut: frozenset[int]  # places in which nobody may be called

    @property
    def works(self) -> bool:
        """Tell whether agents sit there and may call."""
        return self.open and self.staffed


@dataclass(frozen=True)
class Hours:
    """The calling rules of a campaign and of the areas in it."""

    rules: CallingRules
    calendar: PlaceCalendar

    def of(self, place: Place) -> CallingRules:
        """Return the rules where somebody lives."""
        return rules_of_place(self.rules, self.calendar, place)


def stretches(hours: Hours, plan: RehearsalPlan, places: Sequence[Place], *, now: datetime) -> list[Stretch]:
    """Return the stretches of so many local days from now on."""
    zone = hours.rules.zone
    today = now.astimezone(zone).date()
    end = datetime.combine(today + timedelta(days=plan.days), time(), zone)
    borders = sorted({border for border in _borders(hours, plan, today) if now < border < end} | {now, end})
    return [_stretch(hours, plan, places, begins, ends, today) for begins, ends in pairwise(borders)]


def _stretch(
    hours: Hours, plan: RehearsalPlan, places: Sequence[Place], begins: datetime, ends: datetime, today: date
) -> Stretch:
    is_open = may_call(hours.rules, now=begins) is None
    closed = shut_places(hours.rules, hours.calendar, now=begins) if is_open else {}
    local = begins.astimezone(hours.rules.zone)
    works = local.weekday() not in plan.days_off and hours_on(hours.rules, local.date()) is not None
    staffed = works and plan.begins <= local.time() < plan.ends
    shut = frozenset(index for index, place in enumerate(places) if closed and any(area in closed for area in place))
    return Stretch(begins.timestamp(), ends.timestamp(), (local.date() - today).days, is_open, staffed, shut)


def _borders(hours: Hours, plan: RehearsalPlan, today: date) -> Iterator[datetime]:
    zone = hours.rules.zone
    times = _times(hours, plan)
    for ahead in range(plan.days + 1):
        yield from (_at(today + timedelta(days=ahead), moment, zone) for moment in times)
    outages = [*hours.rules.outages, *(outage for found in hours.calendar.outages.values() for outage in found)]
    for outage in outages:
        yield outage.begins.astimezone(UTC)
        if outage.ends:
            yield outage.ends.astimezone(UTC)


def _times(hours: Hours, plan: RehearsalPlan) -> set[time]:
    """Return every time of day at which something may begin or end."""
    rules = hours.rules
    gaps = [*rules.gaps, *(gap for found in hours.calendar.gaps.values() for gap in found)]
    times = {time(), plan.begins, plan.ends, *(rules.within or ())}
    times.update(moment for row in rules.rows for moment in (row.opens, row.closes))
    times.update(moment for gap in gaps for moment in (gap.begins, gap.ends))
    return times


def _at(day: date, moment: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, moment, zone).astimezone(UTC)
