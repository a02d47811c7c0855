"""One run: a floor at work on servers of its own, a process killed, and what carrier, robots and database say of it."""

import os
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import psutil
from sqlalchemy import func, select

from campaigns.accounts.draw_account import draw_account
from campaigns.house import House, open_house
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.campaign_states import CampaignEvent
from campaigns.rules.clock import Clock
from campaigns.rules.refusals import Refusal
from campaigns.set_up.move_campaign import move_campaign
from campaigns.store.benches.reckonings import known_calls
from campaigns.store.session import EVERYTHING, DatabaseAway
from campaigns.store.tables import AgentSession, Call, LoggedOutcome
from tests.soak.plans import POSTGRES, Plan
from workers.carrier.log import live_calls, read_log
from workers.demo.opening import OpenFloor, open_floor
from workers.demo.reckoning import reckon
from workers.demo.sample_list import write_sample_list
from workers.embedded.ports import free_port
from workers.environment import Home, demo_environment, wall_second
from workers.machine import Machine, machine
from workers.programs import NAMES, Listening, carrier, programs, robots
from workers.robots.diary import Fact, read_diary

MONDAY_MORNING: Final = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # half past ten in Kashmir
SPEED: Final = 20.0
AGENTS: Final = 8
PEOPLE: Final = 240
WORKS: Final = 9.0  # wall seconds
SETTLES: Final = (
    240.0  # wall seconds; upkeep's longest schedule is 20 minutes of the floor, the rest a starved machine's
)
# What is written is on its way to the disk even when PostgreSQL dies; only the machine does not die here.
SAFE_ENOUGH: Final = ("fsync=off", "full_page_writes=off")
CARRIER_TAKES: Final = {"CALLS_PER_SECOND": "5"}
OPEN: Final = (AgentStatus.RESERVED, AgentStatus.ON_CALL, AgentStatus.WRAP_UP)


@dataclass(frozen=True)
class Found:
    """What must all be nothing, and how many calls there were."""

    calls: int
    double_dials: int
    stuck_calls: int
    stuck_agents: int
    lost_outcomes: int
    unbalanced: int

    @property
    def wrong(self) -> dict[str, int]:
        """Return what is not nothing."""
        return {name: number for name, number in vars(self).items() if number and name != "calls"}


@dataclass(frozen=True)
class _Floor:
    here: Machine
    house: House
    ready: OpenFloor

    @property
    def log(self) -> Path:
        return self.here.home.logs / "carrier.jsonl"

    @property
    def diary(self) -> Path:
        return self.here.home.logs / "robots.jsonl"


def run_plan(plan: Plan, folder: Path) -> Found:
    """Run a plan; the logs stay in the folder."""
    home = Home(folder)
    home.set_clock(Clock(wall_second(), MONDAY_MORNING, SPEED))
    home.ports(web=free_port())
    people = folder / "people.xlsx"
    write_sample_list(people, PEOPLE, seed=plan.seed)
    environment = demo_environment(os.environ, home) | CARRIER_TAKES
    try:
        with (
            machine(home, environment, *SAFE_ENOUGH) as here,
            closing(open_house(here.settings, pool_size=2)) as house,
        ):
            ready = open_floor(house, people, agents=AGENTS, say=lambda _: None, mode=plan.mode)
            floor = _Floor(here, house, ready)
            _start(floor, plan.seed)
            here.tend(plan.after)
            _kill(here, plan)
            here.tend(max(2.0, WORKS - plan.after))
            _close(floor)
            return _found(floor)
    finally:
        servers = home.servers if home.servers != folder else home.servers / "postgres"  # the logs stay
        shutil.rmtree(servers, ignore_errors=True)


def _start(floor: _Floor, seed: int) -> None:
    here, listening = floor.here, Listening(floor.here.home.ports())
    here.start([carrier(listening, "--seed", str(seed), "--log", str(floor.log))])
    here.start(programs([name for name in NAMES if name != "carrier"], listening, workers=2))
    here.wait_for(*(listening.ports[name] for name in ("web", "hooks", "live", "carrier")))
    here.start([robots(AGENTS, "--seed", str(seed), "--diary", str(floor.diary))])
    _until(floor, lambda: floor.diary.exists() and bool(live_calls(read_log(floor.log))))


def _kill(here: Machine, plan: Plan) -> None:
    if plan.victim != POSTGRES:
        here.runner.kill(plan.victim)
        return
    if here.postgres is None:
        raise ValueError("only a PostgreSQL of ours may be killed")
    postmaster = psutil.Process(here.postgres.process_id())
    for process in (postmaster, *postmaster.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL)
    here.tend(plan.away)
    psutil.wait_procs([postmaster], timeout=60)
    here.postgres.start()


def _close(floor: _Floor) -> None:
    """No new calls; talks end, agents leave, upkeep settles the rest."""
    _until(floor, lambda: _pause(floor) is None)
    _until(floor, lambda: not _live_here(floor) and not live_calls(read_log(floor.log)))
    floor.here.runner.stop(["robots"])
    _until(floor, lambda: not _stuck_agents(floor) and not _talks_without_outcome(floor))


def _pause(floor: _Floor) -> Refusal | None:
    house, ready = floor.house, floor.ready
    return move_campaign(house.db, ready.scope, ready.campaign_id, CampaignEvent.PAUSE, None, now=house.now())


def _found(floor: _Floor) -> Found:
    with floor.house.db.transaction(EVERYTHING) as session:
        known = known_calls(session, floor.ready.campaign_id)
        logged = {str(call_id) for call_id in session.scalars(select(LoggedOutcome.call_id))}
    said = {entry.call_id for entry in read_diary(floor.diary) if entry.fact is Fact.LOGGED}
    dialled = read_log(floor.log)
    reckoning = reckon(dialled, known)
    with draw_account(floor.house.db, floor.ready.scope, floor.ready.campaign_id, now=floor.house.now()) as account:
        balanced = not isinstance(account, Refusal) and account.balanced
    return Found(
        calls=len(dialled),
        double_dials=reckoning.double_dials,
        stuck_calls=reckoning.stuck_calls,
        stuck_agents=_stuck_agents(floor),
        lost_outcomes=len(said - logged) + _talks_without_outcome(floor),
        unbalanced=int(not balanced),
    )


def _live_here(floor: _Floor) -> int:
    return _count(floor, Call.ended_at.is_(None))


def _talks_without_outcome(floor: _Floor) -> int:
    return _count(floor, Call.talking_at.is_not(None), Call.outcome.is_(None))


def _stuck_agents(floor: _Floor) -> int:
    return _count(floor, AgentSession.status.in_(OPEN) | AgentSession.call_id.is_not(None), of=AgentSession)


def _count(floor: _Floor, *conditions: object, of: type[Call | AgentSession] = Call) -> int:
    with floor.house.db.transaction(EVERYTHING) as session:
        return session.scalar(select(func.count()).select_from(of).where(*conditions)) or 0  # type: ignore[arg-type]


def _until(floor: _Floor, done: Callable[[], bool]) -> None:
    """Keep the processes running until then, as long as upkeep may take; a database that is away is waited for."""
    deadline = time.monotonic() + SETTLES
    while time.monotonic() < deadline:
        with suppress(DatabaseAway):
            if done():
                return
        floor.here.tend(0.3)
