"""People and a floor to rehearse with, made without a database."""

from datetime import UTC, date, datetime, time
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.rules.calling.call_caps import Caps
from campaigns.rules.calling.calling_hours import CallingRules, Gap, HoursRow
from campaigns.rules.calling.place_calendars import PlaceCalendar
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.rehearsal.calendar import Hours
from campaigns.rules.rehearsal.people import NONE_YET, ORDINARY, People, Place
from campaigns.rules.rehearsal.plan import RehearsalPlan
from campaigns.rules.rehearsal.world import CarrierRoom, World

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # Monday 08:30 in Kashmir
ZONE = ZoneInfo("Asia/Kolkata")
HAJIN, SUMBAL = Place("state:1", "district:623", "block:25"), Place("state:1", "district:623", "block:32")
RULES = CallingRules(
    ZONE,
    (HoursRow(None, time(9), time(21), date(2010, 12, 1), None),),
    holidays=frozenset({date(2026, 11, 25)}),
    gaps=(Gap(4, time(12, 30), time(14, 30), date(2010, 1, 1), None),),
)


def some_people(count: int, *, seed: int = 1, numbers: int | None = None) -> People:
    """People with one or two numbers out of so many; some share them."""
    dice, people = Random(seed), People([HAJIN, SUMBAL], ["", "ur", "ks"])
    for row in range(count):
        people.place.append(dice.randrange(2))
        people.language.append(dice.randrange(2) + 1)
        people.village.append(0)
        people.list_row.append(row + 1)
        people.due_at.append(NOW.timestamp() - 60)
        for name, value in (("priority", ORDINARY), ("last_outcome", NONE_YET)):
            getattr(people, name).append(value)
        for name in ("attempts", "dials", "position", "reached", "reserved", "called_today"):
            getattr(people, name).append(0)
        people.first_phone.append(len(people.phone))
        people.phones.append(dice.choice((1, 1, 2)))
        people.phone.extend(dice.sample(range(numbers or count * 2), people.phones[-1]))
    return people


def a_world(people: People, **more: Any) -> World:
    """Twelve agents on it for three weeks, with a carrier that takes whatever comes."""
    plan = RehearsalPlan(
        more.pop("agents", 12), more.pop("days", 21), more.pop("mode", DialMode.PROGRESSIVE), runs=1,
        begins=more.pop("begins", time(10)), ends=more.pop("ends", time(18)),
    )  # fmt: skip
    facts: dict[str, Any] = {
        "hours": Hours(RULES, PlaceCalendar()),
        "caps": Caps(),
        "max_attempts": 4,
        "ring_seconds": 30,
        "max_talk_seconds": 3600,
        "carrier": CarrierRoom(20.0, 500, 400),
        "exact_seconds": 240,
    }
    return World(people=people, plan=plan, now=NOW, **facts | more)
