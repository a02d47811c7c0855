"""Times the tiers of a campaign of millions of cases, and what keeping their totals costs a call."""

import shutil
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from campaigns.reports.add_up_changes import add_up_changes
from campaigns.reports.draw_tier import draw_tier
from campaigns.rules.refusals import Refusal
from campaigns.rules.reports.report_figures import days_of
from campaigns.rules.reports.tier_report import TierReport, TierRow
from campaigns.shared.tier_drawing import TierWish
from campaigns.store.bells import NoBells
from campaigns.store.benches.long_tiers import change_cases, count_by_hand, fill_tiers, settle_tables
from campaigns.store.campaigns import lock_campaign
from campaigns.store.migrate import migrate
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import Campaign
from campaigns.store.totals.call_totals import calls_by_hour
from campaigns.store.totals.counting_anew import campaigns_counted_wrong
from workers.bench.office import Office, now, open_office
from workers.environment import Home

TIMES: Final = 60
CHANGES: Final = 2_000  # noted and not added up yet, while tiers are drawn: what 350 desks do in some ten seconds
PAIRS: Final = 300
DEPTHS: Final = ("state", "district", "block")
SAMPLED: Final = 8  # tiers of each depth


def time_tiers(cases: int, *, times: int = TIMES) -> dict[str, Any]:
    """Fill a campaign, draw its tiers of every depth by turns, and count it by hand for comparison."""
    with TemporaryDirectory(prefix="raabta-bench-") as folder, ExitStack() as ending:
        server = Home(Path(folder)).postgres()
        ending.callback(shutil.rmtree, server.folder, ignore_errors=True)
        ending.callback(server.stop)
        server.start()
        server.create("tiers")
        migrate(server.url("tiers"))
        db = ending.enter_context(closing(Database(server.url("tiers"), NoBells(), pool_size=2)))
        office = open_office(db)
        with db.transaction(EVERYTHING) as session:
            campaign = lock_campaign(session, office.campaign_id)
        if campaign is None:
            raise LookupError(office.campaign_id)
        filled = _seconds(lambda: fill_tiers(db, campaign, cases, now=now()))
        folded = _seconds(lambda: add_up_changes(db))
        settle_tables(db)
        drawn, by_hand = _drawn(office, times), _by_hand(db, campaign)
        return {
            "cases": cases,
            "fill_seconds": round(filled, 1),
            "fold_seconds": round(folded, 2),
            **drawn,
            "by_hand_ms": by_hand,
            "ratio": round(by_hand / drawn["p50_ms"], 1),
            **_cost_of_a_change(db, cases),
            "hours_ms": _hours(office),
            "counted_wrong": _counted_wrong(db),
        }


def _drawn(office: Office, times: int) -> dict[str, Any]:
    """Draw the nation, states, districts and blocks by turns, with changes noted in between."""
    wishes = _wishes(office)
    took: dict[str, list[float]] = {depth: [] for depth in wishes}
    for turn in range(times):
        change_cases(office.db, [1 + (turn * 101 + at) % 1_000 for at in range(CHANGES // times)])
        for depth, some in wishes.items():
            took[depth].append(_seconds(partial(_tier, office.db, *some[turn % len(some)])) * 1000)
    depths = {depth: {"p50_ms": _of(one, 0.5), "p95_ms": _of(one, 0.95)} for depth, one in took.items()}
    every = [one for some in took.values() for one in some]
    return {"p50_ms": _of(every, 0.5), "p95_ms": max(one["p95_ms"] for one in depths.values()), "depths": depths}


def _of(took: Sequence[float], share: float) -> float:
    """Return within how many milliseconds this share of the draws was done."""
    return round(sorted(took)[max(round(len(took) * share) - 1, 0)], 1)


def _wishes(office: Office) -> dict[str, list[tuple[Scope, TierWish]]]:
    """Return which tiers are drawn of each depth, and who sees them; those with the most people."""
    found: dict[str, list[str]] = {}
    above: str | None = None
    for depth in DEPTHS:
        rows = [row for row in _tier(office.db, office.scope, TierWish(office.campaign_id, above)).rows if row.area.id]
        found[depth] = [row.area.id for row in sorted(rows, key=_people, reverse=True)[:SAMPLED]]
        above = found[depth][0]
    wishes = {depth: [(office.scope, TierWish(office.campaign_id, one)) for one in ids] for depth, ids in found.items()}
    staff = [
        (replace(office.scope, area_id=one), TierWish(office.campaign_id, one, root=one, careful=True))
        for one in found["state"]
    ]
    return {"nation": [(office.scope, TierWish(office.campaign_id))], **wishes, "state_by_its_staff": staff}


def _people(row: TierRow) -> int:
    return row.people if isinstance(row.people, int) else 0


def _by_hand(db: Database, campaign: Campaign) -> float:
    with db.transaction(EVERYTHING) as session:
        return round(_seconds(lambda: count_by_hand(session, campaign)) * 1000, 1)


def _hours(office: Office) -> float:
    """Return how long a report waits for the hours at which its people were dialled."""
    days = days_of(None, None, "Asia/Kolkata", now=now())
    if isinstance(days, Refusal):
        raise LookupError(days.hint)
    with office.db.transaction(office.scope) as session:
        return round(_seconds(lambda: calls_by_hour(session, office.campaign_id, days, None)) * 1000, 1)


def _cost_of_a_change(db: Database, cases: int) -> dict[str, float]:
    """Compare single changes with and without their note, by turns, so that a busy machine slows both."""
    took: dict[bool, list[float]] = {True: [], False: []}
    for number in range(PAIRS):
        for counted in (True, False):
            took[counted].append(change_cases(db, [1 + number * 7 % cases], counted=counted))
    change_cases(db, [1 + number * 7 % cases for number in range(PAIRS)], counted=False)  # what was unnoted, back
    noted, bare = (statistics.median(took[counted]) * 1000 for counted in (True, False))
    return {"change_ms": round(noted, 3), "bare_change_ms": round(bare, 3), "note_costs_ms": round(noted - bare, 3)}


def _counted_wrong(db: Database) -> int:
    add_up_changes(db)
    with db.transaction(EVERYTHING) as session:
        return len(campaigns_counted_wrong(session))


def _tier(db: Database, scope: Scope, wish: TierWish) -> TierReport:
    drawn = draw_tier(db, scope, wish, now=now())
    if isinstance(drawn, Refusal):
        raise LookupError(drawn.hint)
    return drawn


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
