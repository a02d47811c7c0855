"""Times the report of a state of twenty districts on paper, with its charts, in a process of its own as it is made."""

import shutil
import statistics
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from tempfile import TemporaryDirectory
from typing import Any, Final
from uuid import UUID

from campaigns.reports.add_up_changes import add_up_changes
from campaigns.reports.draw_report import draw_report
from campaigns.rules.accounts.written_order import FileKind, Written, WrittenOrder
from campaigns.rules.refusals import Refusal
from campaigns.rules.reports.report_figures import Days, days_of
from campaigns.rules.reports.tier_report import TierRow
from campaigns.shared.tier_drawing import TierWish
from campaigns.store.bells import NoBells
from campaigns.store.benches.long_answers import fill_answers
from campaigns.store.benches.long_tiers import fill_tiers, settle_tables
from campaigns.store.campaigns import lock_campaign
from campaigns.store.migrate import migrate
from campaigns.store.session import EVERYTHING, Database
from config import Settings
from workers.bench.office import now, open_office
from workers.environment import Home
from workers.written_files import written_file

TIMES: Final = 5
STATE: Final = "state:1"  # Jammu and Kashmir: twenty districts
NOWHERE: Final = "redis://127.0.0.1:9/0"  # nothing is rung


def time_report(cases: int, language: str, kept: Path | None) -> dict[str, Any]:
    """Fill a campaign of the whole state with answers, write its report some times, and keep the last one if asked."""
    with TemporaryDirectory(prefix="raabta-bench-") as folder, ExitStack() as ending:
        server = Home(Path(folder)).postgres()
        ending.callback(shutil.rmtree, server.folder, ignore_errors=True)
        ending.callback(server.stop)
        server.start()
        server.create("report")
        settings = Settings(database_url=server.url("report"), redis_url=NOWHERE, secret_key="bench" * 8)
        migrate(settings.database_url)
        db = ending.enter_context(closing(Database(settings.database_url, NoBells(), pool_size=2)))
        campaign_id = open_office(db).campaign_id
        with db.transaction(EVERYTHING) as session:
            campaign = lock_campaign(session, campaign_id)
        if campaign is None:
            raise LookupError(campaign_id)
        fill_tiers(db, campaign, cases, now=now(), within=STATE)
        fill_answers(db, campaign, now=now())
        add_up_changes(db)
        settle_tables(db)
        order = WrittenOrder(Written.REPORT, FileKind.PDF, campaign_id, language, now(), STATE)
        places = len(_districts(db, campaign_id))
        return {"cases": cases, "places": places, **_timed(settings, order, kept or Path(folder, "report.pdf"))}


def _districts(db: Database, campaign_id: UUID) -> Sequence[TierRow]:
    """Return the places of the report; that it can be drawn is sure before anything is timed."""
    days = days_of(None, None, "Asia/Kolkata", now=now())
    drawn = (
        draw_report(db, EVERYTHING, TierWish(campaign_id, STATE), days, now=now()) if isinstance(days, Days) else days
    )
    if isinstance(drawn, Refusal):
        raise LookupError(drawn.hint)
    return drawn.places


def _timed(settings: Settings, order: WrittenOrder, target: Path) -> dict[str, Any]:
    took, before = [], getrusage(RUSAGE_CHILDREN)
    for _ in range(TIMES):
        began = time.perf_counter()
        refusal = written_file(settings, order, target)
        took.append(time.perf_counter() - began)
        if refusal is not None:
            raise RuntimeError(refusal.hint)
    after = getrusage(RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "cpu_seconds": round(cpu / TIMES, 2),
        "language": order.language,
        "kib": round(target.stat().st_size / 1024),
        "p50_seconds": round(statistics.median(took), 2),
        "slowest_seconds": round(max(took), 2),
    }
