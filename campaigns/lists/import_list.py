"""Imports a list: streams its rows once, stores each with its verdict, and leaves the whole of it in review.

The file is read from PostgreSQL as it came. A worker may die at any row: the next one clears what was stored and
begins anew, so that no row is doubled or lost.
"""

import logging
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from campaigns.rules.clock import Now
from campaigns.rules.list_states import ListEvent
from campaigns.rules.lists.said_again import rows_said_again
from campaigns.rules.refusals import Refusal
from campaigns.shared.list_share import Share
from campaigns.shared.list_shares import read_shares, readers_beside
from campaigns.sheets.open_sheet import UnreadableFile
from campaigns.sheets.short_lived_folder import short_lived_folder
from campaigns.store.campaign_choices import campaign_line
from campaigns.store.lists.list_files import alone_with_list, write_file
from campaigns.store.lists.lists import clear_rows, lock_list, move_list, write_totals
from campaigns.store.lists.new_rows_settling import settle_new_rows
from campaigns.store.lists.row_keys import renew_keys
from campaigns.store.session import EVERYTHING, Database, DatabaseAway
from campaigns.store.tables import BeneficiaryList

log = logging.getLogger(__name__)

BROKE = Refusal(
    "import_broke",
    "The list could not be read because of a fault on our side. Try again; if it happens again, report it.",
)


@dataclass(frozen=True)
class _Import:
    """What an import works with."""

    kept: BeneficiaryList
    region: str


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
            return unreadable.refusal()
        except (DatabaseAway, ChildProcessError):  # gone, or out of patience: the list waits, and upkeep rings again
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
        kept.readings += 1
        found = campaign_line(session, kept.campaign_id)
        return _Import(kept, found[0].region) if found else None


def _read(db: Database, work: _Import, now: Now) -> None:
    kept = work.kept
    with short_lived_folder() as folder:
        path = folder / f"list{Path(kept.filename).suffix[:8]}"
        with readers_beside(kept) as readers:
            with db.transaction(EVERYTHING) as session:
                write_file(session, kept.id, path)
            rows = read_shares(db, Share(kept.id, kept.readings, path, work.region, now()), kept, readers)
        if rows is None:
            return  # withdrawn meanwhile
    said_again = rows_said_again(rows.sayings)
    with db.transaction(EVERYTHING) as session:
        read = lock_list(session, kept.id)
        if read is not None and move_list(session, read, ListEvent.FINISH_IMPORT, user_id=None, at=now()):
            rows.totals.update(settle_new_rows(session, read, said_again))
            write_totals(read, rows.totals)
            renew_keys(session, read)  # by a job: the officer looks at the problems first
            log.info("list_imported", extra={"list_id": str(read.id), "rows": read.rows_total})


def _fail(db: Database, list_id: UUID, problem: str, now: Now) -> None:
    with db.transaction(EVERYTHING) as session:
        kept = lock_list(session, list_id)
        if kept is not None and move_list(session, kept, ListEvent.FAIL_IMPORT, user_id=None, at=now()):
            kept.problem, kept.rows_read = problem, 0
            clear_rows(session, list_id)
    log.warning("import_failed", extra={"list_id": str(list_id)})
