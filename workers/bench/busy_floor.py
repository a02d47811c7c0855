"""A whole floor at work in real time: robots at desks, the sandbox carrier, and every process of Raabta between them."""

import time
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from campaigns.house import House, open_house
from campaigns.rules.campaign_states import CampaignEvent, DialMode
from campaigns.set_up.move_campaign import move_campaign
from campaigns.store.benches.reckonings import Numbers, carrier_ids, known_calls, numbers_of_campaign
from campaigns.telephony.failures import TelephonyError
from workers.bench.first_seconds import first_seconds, percentiles
from workers.bench.long_list import write_long_list
from workers.bench.usage import Usage
from workers.carrier.log import facts, read_log
from workers.demo.opening import OpenFloor, open_floor
from workers.demo.reckoning import reckon
from workers.machine import Machine
from workers.programs import NAMES, Listening, carrier, programs, robots
from workers.robots.diary import Fact, read_diary

CARRIER_TAKES: Final = {"CALLS_PER_SECOND": "40", "CONCURRENT_CALLS": "2000"}  # of such an account
ROWS: Final = 2.0  # of the list, for each robot, minute and step of its haste: none runs out of people
SEATED: Final = 300.0  # wall seconds at most for all to sit down; each sign-in costs the hash of a password
# Wall seconds after the last has sat down that are not measured. Those who begin together end their first talks together,
# and until then pacing knows of nobody how long she talks: it places too few calls, then too many.
WARM_UP: Final = 120.0
SETTLES: Final = 120.0  # wall seconds at most for the last calls to end
STEP: Final = 10.0  # seconds of which the slowest is told
WEBHOOKS: Final = ("webhook_sent", "document_fetched")


@dataclass(frozen=True)
class Window:
    """The stretch that is measured, on the carrier's clock."""

    begins: datetime
    ends: datetime

    def holds(self, moment: datetime | None) -> bool:
        """Tell whether something happened in it."""
        return moment is not None and self.begins <= moment < self.ends


@dataclass(frozen=True)
class _Floor:
    here: Machine
    house: House
    ready: OpenFloor
    log: Path
    diary: Path

    def numbers(self) -> Numbers:
        with self.house.db.transaction(self.ready.scope) as session:
            return numbers_of_campaign(session, self.ready.campaign_id)


def measure_floor(here: Machine, agents: int, minutes: float, haste: float) -> dict[str, Any]:
    """Let the floor work for so long and return what came of it.

    `haste`: how many times as fast as people the robots talk and log. The demo's script is long, so people at their own
    pace would ask for few calls; how many a floor asks for grows with it, and with them the load of the machine.
    """
    with closing(open_house(here.settings, pool_size=2)) as house:
        floor = _open(here, house, agents, minutes, haste)
        _until(floor, lambda numbers: sum(numbers.agents.values()) >= agents, SEATED)
        _until(floor, lambda numbers: numbers.calls > 0, SEATED)
        warm_up = min(WARM_UP, minutes * 40)
        here.tend(warm_up)
        began = house.now()
        with Usage(here) as usage:
            here.tend(minutes * 60)
        window = Window(began, house.now())
        _close(floor)
        return {"warm_up_seconds": warm_up, **_figures(floor, window), **usage.told()}


def _open(here: Machine, house: House, agents: int, minutes: float, haste: float) -> _Floor:
    people = here.home.folder / "people.csv"
    write_long_list(people, 400 + round(agents * (minutes + 2 + WARM_UP / 60) * ROWS * max(haste, 1.0)))
    ready = open_floor(house, people, agents=agents, say=lambda _: None, mode=DialMode.PREDICTIVE)
    listening = Listening(here.home.ports())
    floor = _Floor(here, house, ready, here.home.logs / "carrier.jsonl", here.home.logs / "robots.jsonl")
    here.start([carrier(listening, "--log", str(floor.log))])
    here.start(programs([name for name in NAMES if name != "carrier"], listening))
    here.wait_for(*(listening.ports[name] for name in ("web", "hooks", "live", "carrier")))
    here.start([robots(agents, "--speed", str(haste), "--diary", str(floor.diary))])
    return floor


def _close(floor: _Floor) -> None:
    """Let nobody be called any more, the robots go home, and whoever is still on a line hang up."""
    house, ready = floor.house, floor.ready
    move_campaign(house.db, ready.scope, ready.campaign_id, CampaignEvent.PAUSE, None, now=house.now())
    floor.here.runner.stop(["robots"])
    with suppress(TelephonyError):
        for call in house.telephony.list_live():
            house.telephony.end_call(call.carrier_call_id)
    _until(floor, lambda numbers: numbers.live == 0, SETTLES)


def _until(floor: _Floor, done: Any, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not done(floor.numbers()) and time.monotonic() < deadline:
        floor.here.tend(0.5)


def _figures(floor: _Floor, window: Window) -> dict[str, Any]:
    with floor.house.db.transaction(floor.ready.scope) as session:
        known = known_calls(session, floor.ready.campaign_id)
    dialled = [call for call in read_log(floor.log) if not call.agent]
    reckoning, numbers = reckon(dialled, known), floor.numbers()
    placed = [call for call in dialled if window.holds(call.placed_at)]
    webhooks = _webhooks(floor, window)
    return {
        "agents_with_calls": numbers.agents_with_calls,
        "calls": len(dialled),
        "placed": len(placed),
        **_rates(window, [call.placed_at for call in placed]),
        "answered": sum(call.answered_at is not None for call in placed),
        **first_seconds(floor.log, placed, _seen(floor)).told(),
        "webhooks": percentiles([ms for each in webhooks.values() for ms in each]),
        "webhooks_of": {what: percentiles(each) for what, each in sorted(webhooks.items())},
        "doubles": reckoning.double_dials,
        "stuck": reckoning.stuck_calls,
    }


def _rates(window: Window, moments: Iterable[datetime]) -> dict[str, float]:
    """Return placements a second over all, and in the slowest stretch of ten seconds."""
    whole = (window.ends - window.begins).total_seconds()
    count = [0] * max(1, int(whole / STEP))
    for moment in moments:
        at = int((moment - window.begins) / timedelta(seconds=STEP))
        if at < len(count):
            count[at] += 1
    length = min(STEP, whole)
    return {
        "a_second": round(sum(count) / (len(count) * length), 2),
        "a_second_at_least": round(min(count) / length, 2),
    }


def _seen(floor: _Floor) -> dict[str, datetime]:
    """Return when each call first stood on an agent's screen, on the carrier's clock and by the carrier's id."""
    with floor.house.db.transaction(floor.ready.scope) as session:
        ids = carrier_ids(session, floor.ready.campaign_id)
    first: dict[str, float] = {}
    for entry in read_diary(floor.diary):
        if entry.fact is Fact.SEEN:
            first.setdefault(entry.call_id, entry.at)
    clock = floor.house.settings.clock
    return {sid: clock.at(first[str(call_id)]) for sid, call_id in ids.items() if str(call_id) in first}


def _webhooks(floor: _Floor, window: Window) -> dict[str, list[float]]:
    """Return the milliseconds until each webhook was answered, by what it told or asked."""
    took = defaultdict[str, list[float]](list)
    for fact in facts(floor.log):
        if fact["fact"] in WEBHOOKS and window.holds(datetime.fromisoformat(fact["at"])):
            took[fact.get("event", "answer")].append(fact["ms"])
    return took
