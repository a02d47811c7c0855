"""Imports a list: streams its rows once, stores each with its verdict, and leaves the whole of it in review.

The file is read from PostgreSQL as it came. A worker may die at any row: the next one clears what was stored and
begins anew, so that no row is doubled or lost.
"""

import logging
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from campaigns.place_lookups import PLACE_LOOKUPS
from campaigns.rules.beneficiary_list import judge_rows
from campaigns.rules.clock import Now
from campaigns.rules.columns import ColumnMap
from campaigns.rules.gazetteer import Gazetteer
from campaigns.rules.list_states import ListEvent
from campaigns.rules.refusals import Refusal
from campaigns.rules.stored_row import stored_row
from campaigns.sheets.old_font_cells import with_hindi
from campaigns.sheets.open_sheet import UnreadableFile, open_sheet
from campaigns.store.areas import gazetteer
from campaigns.store.campaign_choices import campaign_line
from campaigns.store.incoming_rows import save_rows
from campaigns.store.list_files import alone_with_list, write_file
from campaigns.store.lists import clear_rows, count_verdicts, lock_list, move_list, save_progress
from campaigns.store.rows_settling import settle_rows
from campaigns.store.session import EVERYTHING, Database, DatabaseAway
from campaigns.store.tables import BeneficiaryList

log = logging.getLogger(__name__)

AT_ONCE = 5_000  # rows in one transaction: small enough to show progress, large enough to be fast
BROKE = Refusal(
    "import_broke",
    "The list could not be read because of a fault on our side. Try again; if it happens again, report it.",
)


@dataclass(frozen=True)
class _Import:
    """What an import works with."""

    kept: BeneficiaryList
    region: str
    places: Gazetteer


def import_list(db: Database, list_id: UUID, *, now: Now, wait: bool = False) -> Refusal | None:
    """Read the list, unless it no longer waits to be read; a refusal says why it failed.

    Where somebody else is at it, leave it to her, or `wait` until she is done.
    """
    with alone_with_list(db, list_id, wait=wait) as alone:
        work = _begin(db, list_id, now) if alone else None
        if work is None:
            log.info("import_not_needed", extra={"list_id": str(list_id)})
            return None
        try:
            _read(db, work, now)
        except UnreadableFile as unreadable:
            _fail(db, list_id, unreadable.hint, now)
            return Refusal(unreadable.because, unreadable.hint)
        except DatabaseAway:  # or out of its patience: the list waits as it is, and upkeep rings again
            raise
        except Exception:
            _fail(db, list_id, BROKE.hint, now)
            raise
    return None


def _begin(db: Database, list_id: UUID, now: Now) -> _Import | None:
    with db.transaction(EVERYTHING) as session:
        kept = lock_list(session, list_id)
        if kept is None or not move_list(session, kept, ListEvent.START_IMPORT, user_id=None, at=now()):
            return None
        clear_rows(session, list_id)
        kept.rows_read, kept.rows_total = 0, None
        found = campaign_line(session, kept.campaign_id)
        if not found:
            return None
        region = found[0].region
        return _Import(kept, region, gazetteer(session, region, on=kept.uploaded_at.date(), lookups=PLACE_LOOKUPS))


def _read(db: Database, work: _Import, now: Now) -> None:
    with TemporaryDirectory(prefix="raabta-") as folder:
        path = Path(folder, "list").with_suffix(Path(work.kept.filename).suffix[:8])
        with db.transaction(EVERYTHING) as session:
            write_file(session, work.kept.id, path)
        if not _store_all(db, work, _stored_rows(work, path, now())):
            return  # withdrawn meanwhile
    with db.transaction(EVERYTHING) as session:
        kept = lock_list(session, work.kept.id)
        if kept is not None and move_list(session, kept, ListEvent.FINISH_IMPORT, user_id=None, at=now()):
            settle_rows(session, kept)
            count_verdicts(session, kept)
            log.info("list_imported", extra={"list_id": str(kept.id), "rows": kept.rows_total})


def _store_all(db: Database, work: _Import, rows: Iterator[dict[str, Any]]) -> bool:
    """Judge rows here while PostgreSQL takes the batch before in: two cores work, and two batches are in memory."""
    read = 0
    with ThreadPoolExecutor(1) as writer:
        before: Future[bool] | None = None
        for batch in _batches(rows):
            read += len(batch)
            if before is not None and not before.result():
                return False
            before = writer.submit(_store, db, work, batch, read)
        return before is None or before.result()


def _store(db: Database, work: _Import, rows: list[dict[str, Any]], read: int) -> bool:
    with db.transaction(EVERYTHING) as session:
        going_on = save_progress(session, work.kept.id, read)
        if going_on:
            save_rows(session, work.kept, rows)
    return going_on


def _stored_rows(work: _Import, path: Path, at: datetime) -> Iterator[dict[str, Any]]:
    kept = work.kept
    sheet = open_sheet(path, sheet=kept.sheet, encoding=kept.encoding, max_bytes=kept.size)
    columns = ColumnMap.from_json(kept.columns)
    for judged in judge_rows(with_hindi(sheet.rows(), columns), columns, work.region):
        yield stored_row(judged, work.places, now=at)


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(rows, AT_ONCE)):
        yield batch


def _fail(db: Database, list_id: UUID, problem: str, now: Now) -> None:
    with db.transaction(EVERYTHING) as session:
        kept = lock_list(session, list_id)
        if kept is not None and move_list(session, kept, ListEvent.FAIL_IMPORT, user_id=None, at=now()):
            kept.problem, kept.rows_read = problem, 0
            clear_rows(session, list_id)
    log.warning("import_failed", extra={"list_id": str(list_id)})
