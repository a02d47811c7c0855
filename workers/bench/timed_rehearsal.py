"""Plays an invented campaign through in virtual time, and counts its processor seconds beside the bare drawing and sorting of its events."""

import os
import time
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import heappop, heappush
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

from campaigns.rules.calling.call_caps import Caps
from campaigns.rules.calling.calling_hours import SHIPPED, ZONES, CallingRules
from campaigns.rules.calling.place_calendars import PlaceCalendar
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.rehearsal.calendar import Hours
from campaigns.rules.rehearsal.luck import Luck
from campaigns.rules.rehearsal.people import NONE_YET, ORDINARY, People, Place
from campaigns.rules.rehearsal.plan import RehearsalPlan
from campaigns.rules.rehearsal.predictive import rehearsed_run
from campaigns.rules.rehearsal.world import CarrierRoom, World
from workers.bench.memory import PeakMemory

BEGINS: Final = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
BLOCKS: Final = 40
LANGUAGES: Final = ("", "ks", "ur", "hi")
EVENTS_OF_CALL: Final = 2
DRAWS_OF_CALL: Final = 6


@dataclass(frozen=True)
class Size:
    """What is played."""

    people: int
    agents: int
    days: int
    mode: DialMode


def time_rehearsal(size: Size) -> dict[str, Any]:
    """Play one run and return what `raabta bench rehearsal` prints."""
    world = _world(size)
    with PeakMemory(os.getpid()) as ours:
        tally, seconds = _timed(lambda: rehearsed_run(world, seed=1).run())
    calls = sum(place.calls for place in tally.places)
    _, bare = _timed(lambda: _bare_events(calls))
    return {
        "people": size.people,
        "agents": size.agents,
        "days": size.days,
        "mode": size.mode.value,
        "seconds": round(seconds, 2),
        "calls": calls,
        "calls_per_second": round(calls / seconds),
        "exact_seconds": tally.exact_seconds,
        "bare_seconds": round(bare, 2),
        "ratio": round(seconds / bare, 1),
        "peak_mib": round(ours.mib),
    }


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.process_time()
    return work(), time.process_time() - begun


def _bare_events(calls: int) -> None:
    """Draw and sort as many events, and do nothing at them."""
    luck, coming = Luck(1), list[tuple[float, int]]()
    for event in range(calls * EVENTS_OF_CALL):
        for _ in range(DRAWS_OF_CALL // EVENTS_OF_CALL):
            luck.share()
        heappush(coming, (event + 300 * luck.share(), event))
        if len(coming) > BLOCKS:
            heappop(coming)


def _world(size: Size) -> World:
    rules = CallingRules(ZoneInfo(ZONES["IN"]), (SHIPPED["IN"][0],))
    per_second = max(1.0, size.agents / 3)
    return World(
        people=_people(size.people),
        hours=Hours(rules, PlaceCalendar()),
        caps=Caps(),
        max_attempts=4,
        ring_seconds=30,
        max_talk_seconds=3600,
        carrier=CarrierRoom(per_second, size.agents * 6, round(per_second * 22)),
        plan=RehearsalPlan(size.agents, size.days, size.mode),
        now=BEGINS,
    )


def _people(count: int) -> People:
    """Invented people of forty blocks; one in ten shares a number, one in five has two."""
    dice = Random(7)  # noqa: S311 - the same people every time
    places = [Place("state:1", f"district:{block % 5}", f"block:{block}") for block in range(BLOCKS)]
    people = People(places, list(LANGUAGES))
    numbers = 0
    for row in range(count):
        people.first_phone.append(len(people.phone))
        people.phones.append(2 if dice.random() < 0.2 else 1)
        for _ in range(people.phones[-1]):
            shared = numbers and dice.random() < 0.1
            people.phone.append(dice.randrange(numbers) if shared else numbers)
            numbers += not shared
        people.village.append(0)
        people.list_row.append(row + 1)
        people.place.append(dice.randrange(BLOCKS))
        people.language.append(dice.randrange(1, len(LANGUAGES)))
        people.due_at.append(BEGINS.timestamp() - 1)
    people.priority = array("h", [ORDINARY]) * count
    people.last_outcome = array("b", [NONE_YET]) * count
    for name, kind in (("attempts", "b"), ("dials", "h"), ("position", "b"), ("called_today", "b")):
        setattr(people, name, array(kind, bytes(count * array(kind).itemsize)))
    people.reached, people.reserved = bytearray(count), bytearray(count)
    return people
