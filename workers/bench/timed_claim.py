"""Times the claim of cases from a queue of millions, on a PostgreSQL of its own."""

import shutil
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from campaigns.rules.case_states import CaseEvent
from campaigns.store.bells import NoBells
from campaigns.store.benches.long_queue import LANGUAGES, SHUT_DISTRICT, claim_plan, fill_queue
from campaigns.store.calling.cases import move_case
from campaigns.store.calling.ready_lanes import note_turns
from campaigns.store.calling.ready_queue import Callers, claim_due_cases, claim_facts
from campaigns.store.campaigns import lock_campaign
from campaigns.store.migrate import migrate
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Campaign
from workers.bench.office import now, open_office
from workers.embedded.postgres import Postgres
from workers.environment import Home

FEW: Final = 50_000
CASES: Final = 20  # in one claim
TIMES: Final = 200
WARM_UP: Final = 10
CALLERS: Final = Callers([], LANGUAGES[:3], [SHUT_DISTRICT])  # nobody speaks the fourth; one district is shut


@dataclass
class Queue:
    """A filled queue and what its claims took."""

    db: Database
    campaign: Campaign
    filled_seconds: float
    moment: datetime
    seconds: list[float] = field(default_factory=list)
    claimed: int = 0
    held: int = 0

    def claim(self) -> None:
        """Claim once; its cases are not there for the next claim."""
        with self.db.transaction(EVERYTHING) as session:
            began = time.perf_counter()
            found = claim_due_cases(session, self.campaign, CALLERS, now=self.moment, limit=CASES)
            note_turns(session, self.campaign.id, [due.case for due in found.due])
            self.seconds.append(time.perf_counter() - began)
            self.claimed, self.held = self.claimed + len(found.due), self.held + found.held.total()
            for due in found.due:
                move_case(session, due.case, CaseEvent.CLAIM, at=self.moment)

    def told(self) -> dict[str, Any]:
        """Return its figures and how PostgreSQL goes through it."""
        ordered = sorted(self.seconds[WARM_UP:])
        with self.db.transaction(EVERYTHING) as session:
            plan = claim_plan(session, claim_facts(session, self.campaign, CALLERS, now=self.moment, window=CASES))
        return {
            "p50_ms": round(statistics.median(ordered) * 1000, 2),
            "p95_ms": round(ordered[round(len(ordered) * 0.95) - 1] * 1000, 2),
            "claimed": self.claimed,
            "held": self.held,
            "fill_seconds": round(self.filled_seconds, 1),
            "plan": plan,
        }


def time_claims(cases: int, *, scattered: bool = False, few: int = FEW, times: int = TIMES) -> dict[str, Any]:
    """Claim 20 cases many times, by turns from a queue of `few` cases and from one of `cases`.

    Lists come block after block; a `scattered` one has the people of a block as far apart as can be.
    """
    with TemporaryDirectory(prefix="raabta-bench-") as folder, ExitStack() as ending:
        server = Home(Path(folder)).postgres()
        ending.callback(shutil.rmtree, server.folder, ignore_errors=True)
        ending.callback(server.stop)
        server.start()
        short = ending.enter_context(_queue(server, "bench_short", few, scattered=scattered))
        long = ending.enter_context(_queue(server, "bench_long", cases, scattered=scattered))
        for _ in range(times + WARM_UP):  # by turns, so that a busy machine slows both
            short.claim()
            long.claim()
        told_short, told_long = short.told(), long.told()
    return {
        "cases": cases,
        "scattered": scattered,
        "claim_of": CASES,
        "p50_ms": told_long["p50_ms"],
        "p95_ms": told_long["p95_ms"],
        "ratio": round(told_long["p50_ms"] / told_short["p50_ms"], 2),
        "ratio_p95": round(told_long["p95_ms"] / told_short["p95_ms"], 2),
        "at": {few: told_short, cases: told_long},
    }


@contextmanager
def _queue(server: Postgres, name: str, cases: int, *, scattered: bool) -> Iterator[Queue]:
    # In the afternoon of Srinagar: whom we rang within the hour, we rang today, at whatever hour this is measured.
    moment = now().replace(hour=9, minute=0)
    server.create(name)
    migrate(server.url(name))
    with closing(Database(server.url(name), NoBells(), pool_size=1)) as db:
        office = open_office(db)
        with db.transaction(EVERYTHING) as session:
            campaign = lock_campaign(session, office.campaign_id)
        if campaign is None:
            raise LookupError(office.campaign_id)
        began = time.perf_counter()
        fill_queue(db, campaign, cases, now=moment, scattered=scattered)
        yield Queue(db, campaign, time.perf_counter() - began, moment)
