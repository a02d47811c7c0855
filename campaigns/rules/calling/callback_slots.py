"""Which times an agent may promise for a callback: only moments at which the person may be called."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

from campaigns.rules.calling.calling_hours import CallingRules, hours_on, may_call, next_opening

OWNER_WAITS: Final = timedelta(minutes=10)  # a promised callback this late goes to anyone, though its owner is here
SOONEST: Final = timedelta(hours=1)  # a promise that the dialler can keep
TODAY_FROM: Final = timedelta(hours=2)
SLOT: Final = timedelta(hours=2)
SHORTEST: Final = timedelta(minutes=30)
DAYS_TO_CHOOSE: Final = 7
LOOK_AHEAD_DAYS: Final = 30
MORNING: Final = time(10)
AFTERNOON: Final = time(14)


class SlotName(StrEnum):
    """The slots that one key chooses; a fourth key opens every other callable hour."""

    TODAY_LATER = "today_later"
    NEXT_MORNING = "next_morning"
    NEXT_AFTERNOON = "next_afternoon"


@dataclass(frozen=True)
class CallbackSlot:
    """A stretch of time in which we promise to call."""

    name: SlotName
    at: datetime
    until: datetime


def callback_slots(rules: CallingRules, *, now: datetime, last_day: date | None = None) -> tuple[CallbackSlot, ...]:
    """Return later today, and the morning and afternoon of the next day with calling hours, where callable.

    `last_day` of the campaign: behind it nobody calls, and nothing may be promised.
    """
    today = now.astimezone(rules.zone).date()
    slots: list[CallbackSlot | None] = []
    if hours := hours_on(rules, today):
        slots.append(_within(rules, hours, SlotName.TODAY_LATER, _full_hour(now.astimezone(rules.zone) + TODAY_FROM)))
    if (day := next(_callable_days(rules, today), None)) and (hours := hours_on(rules, day)):
        for name, begins in ((SlotName.NEXT_MORNING, MORNING), (SlotName.NEXT_AFTERNOON, AFTERNOON)):
            slots.append(_within(rules, hours, name, datetime.combine(day, begins, rules.zone)))
    return tuple(slot for slot in slots if slot and not is_after(slot.at, last_day, rules))


def is_after(moment: datetime, last_day: date | None, rules: CallingRules) -> bool:
    """Say whether a moment lies behind the last day of a campaign, where its people live."""
    return last_day is not None and moment.astimezone(rules.zone).date() > last_day


def callback_hours(rules: CallingRules, *, now: datetime, last_day: date | None = None) -> tuple[datetime, ...]:
    """Return every full hour of the coming seven days with calling hours that can still be promised."""
    today = now.astimezone(rules.zone).date()
    return tuple(moment for moment in _hours_from(rules, today, last_day) if moment >= now + SOONEST)


@lru_cache(maxsize=256)  # a day's are the same with every look of every desk
def _hours_from(rules: CallingRules, today: date, last_day: date | None) -> tuple[datetime, ...]:
    days = [today, *_callable_days(rules, today)][: DAYS_TO_CHOOSE + 1]
    moments = (moment for day in days for moment in _hours_of(rules, day))
    return tuple(
        moment for moment in moments if may_call(rules, now=moment) is None and not is_after(moment, last_day, rules)
    )


def _callable_days(rules: CallingRules, today: date) -> Iterator[date]:
    for ahead in range(1, LOOK_AHEAD_DAYS + 1):
        if hours_on(rules, today + timedelta(days=ahead)):
            yield today + timedelta(days=ahead)


def _within(
    rules: CallingRules, hours: tuple[datetime, datetime], name: SlotName, begins: datetime
) -> CallbackSlot | None:
    at, until = next_opening(rules, now=max(begins, hours[0])), min(begins + SLOT, hours[1])
    return CallbackSlot(name, at, until) if at and until - at >= SHORTEST else None


def _hours_of(rules: CallingRules, day: date) -> Iterator[datetime]:
    hours = hours_on(rules, day)
    if hours is None:
        return
    moment = _full_hour(hours[0])
    while moment + SHORTEST <= hours[1]:
        yield moment
        moment += timedelta(hours=1)


def _full_hour(moment: datetime) -> datetime:
    floor = moment.replace(minute=0, second=0, microsecond=0)
    return floor if floor == moment else floor + timedelta(hours=1)
