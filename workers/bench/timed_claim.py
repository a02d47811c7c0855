"""Times the claim of cases from a queue of millions, on a PostgreSQL of its own."""

import shutil
import statistics
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from campaigns.rules.case_states import CaseEvent
from campaigns.store.bells import NoBells
from campaigns.store.campaigns import lock_campaign
from campaigns.store.cases import move_case
from campaigns.store.long_queue import LANGUAGES, SHUT_DISTRICT, claim_plan, fill_queue
from campaigns.store.migrate import migrate
from campaigns.store.ready_lanes import note_turns
from campaigns.store.ready_queue import Callers, claim_due_cases, claim_facts
from campaigns.store.session import EVERYTHING, Database
from workers.bench.office import Office, now, open_office
from workers.environment import Home

FEW: Final = 50_000
CASES: Final = 20  # in one claim
TIMES: Final = 200
WARM_UP: Final = 10
CALLERS: Final = Callers([], LANGUAGES[:3], [SHUT_DISTRICT])  # nobody speaks the fourth; one district is shut


def time_claims(cases: int, *, few: int = FEW, times: int = TIMES) -> dict[str, Any]:
    """Claim 20 cases many times, from a queue of `few` cases and from one of `cases`."""
    with TemporaryDirectory(prefix="raabta-bench-") as folder:
        server = Home(Path(folder)).postgres()
        try:
            server.start()
            found = {}
            for name, number in (("few", few), ("many", cases)):
                server.create(f"bench_{name}")
                migrate(server.url(f"bench_{name}"))
                with closing(Database(server.url(f"bench_{name}"), NoBells(), pool_size=2)) as db:
                    found[name] = _timed(open_office(db), number, times)
        finally:
            server.stop()
            shutil.rmtree(server.folder, ignore_errors=True)
    return {
        "cases": cases,
        "claim_of": CASES,
        "p50_ms": found["many"]["p50_ms"],
        "p95_ms": found["many"]["p95_ms"],
        "at": {few: found["few"], cases: found["many"]},
        "ratio": round(found["many"]["p50_ms"] / found["few"]["p50_ms"], 2),
        "ratio_p95": round(found["many"]["p95_ms"] / found["few"]["p95_ms"], 2),
    }


def _timed(office: Office, cases: int, times: int) -> dict[str, Any]:
    moment = now()
    with office.db.transaction(EVERYTHING) as session:
        campaign = lock_campaign(session, office.campaign_id)
    if campaign is None:
        raise LookupError(office.campaign_id)
    began = time.perf_counter()
    fill_queue(office.db, campaign, cases, now=moment)
    filled, taken, claimed, held = time.perf_counter() - began, list[float](), 0, 0
    for _ in range(times + WARM_UP):
        with office.db.transaction(EVERYTHING) as session:
            began = time.perf_counter()
            found = claim_due_cases(session, campaign, CALLERS, now=moment, limit=CASES)
            note_turns(session, campaign.id, [due.case for due in found.due])
            taken.append(time.perf_counter() - began)
            claimed, held = claimed + len(found.due), held + found.held.total()
            for due in found.due:
                move_case(session, due.case, CaseEvent.CLAIM, at=moment)
    with office.db.transaction(EVERYTHING) as session:
        plan = claim_plan(session, claim_facts(session, campaign, CALLERS, now=moment, window=CASES))
    ordered = sorted(taken[WARM_UP:])
    return {
        "p50_ms": round(statistics.median(ordered) * 1000, 2),
        "p95_ms": round(ordered[round(len(ordered) * 0.95) - 1] * 1000, 2),
        "claimed": claimed,
        "held": held,
        "fill_seconds": round(filled, 1),
        "plan": plan,
    }
