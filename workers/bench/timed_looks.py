"""Times the dialler's looks at a busy predictive floor: reading its facts and deciding, on a PostgreSQL of its own."""

import shutil
import statistics
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from campaigns.rules.campaign_states import DialMode
from campaigns.rules.pacing import Floor, calls_to_place
from campaigns.shared.floor_watch import FloorWatch
from campaigns.store.bells import NoBells
from campaigns.store.benches.busy_floor import fill_floor
from campaigns.store.calling.calling_rules import calling_rules
from campaigns.store.campaigns import lock_campaign
from campaigns.store.migrate import migrate
from campaigns.store.session import EVERYTHING, Database
from workers.bench.office import now, open_office
from workers.environment import Home

LOOKS: Final = 120
HEARD: Final = timedelta(hours=1)


@dataclass(frozen=True)
class BusyFloor:
    """What is looked at."""

    agents: int = 350
    live: int = 1_000
    past: int = 20_000


def time_looks(floor: BusyFloor) -> dict[str, Any]:
    """Look at the floor second by second; returns the milliseconds of a look and of its decision."""
    with TemporaryDirectory(prefix="raabta-bench-") as folder:
        server = Home(Path(folder)).postgres()
        server.start()
        try:
            server.create("bench_floor")
            migrate(server.url("bench_floor"))
            with closing(Database(server.url("bench_floor"), NoBells(), pool_size=1)) as db:
                return _timed(db, floor)
        finally:
            server.stop()
            shutil.rmtree(server.folder, ignore_errors=True)


def _timed(db: Database, floor: BusyFloor) -> dict[str, Any]:
    office, moment = open_office(db), now()
    with db.transaction(EVERYTHING) as session:
        campaign = lock_campaign(session, office.campaign_id)
    if campaign is None:
        raise LookupError(office.campaign_id)
    fill_floor(db, campaign, agents=floor.agents, live=floor.live, past=floor.past, now=moment)
    watch, looks, decisions = FloorWatch(), list[float](), list[float]()
    for second in range(LOOKS):
        at = moment + timedelta(seconds=second - LOOKS)
        with db.transaction(EVERYTHING) as session:
            rules, began = calling_rules(session, campaign), time.perf_counter()
            seen = watch.look(session, campaign, rules, heard_since=at - HEARD, now=at)
            looks.append(time.perf_counter() - began)
        for pool in seen.pools:
            began = time.perf_counter()
            calls_to_place(Floor(DialMode.PREDICTIVE, len(seen.ready_in(pool)), floor.live, seen.seen_in(pool)))
            decisions.append(time.perf_counter() - began)
    learned_again, *looks = looks
    return {
        "agents": floor.agents,
        "live": floor.live,
        "past": floor.past,
        "learned_again_ms": round(learned_again * 1000),
        "look": _milliseconds(looks),
        "decision": _milliseconds(decisions),
    }


def _milliseconds(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    p95 = ordered[round(len(ordered) * 0.95) - 1]
    return {"p50_ms": round(statistics.median(ordered) * 1000, 2), "p95_ms": round(p95 * 1000, 2)}
