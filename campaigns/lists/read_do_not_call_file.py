"""Reads the numbers of a do-not-call file, so that an officer sees what is in it before it silences anybody.

All numbers are stored in one transaction: a worker that dies leaves nothing behind, and the next one begins anew.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final
from uuid import UUID

from campaigns.rules.clock import Now
from campaigns.rules.do_not_call_states import FileEvent, FileStatus
from campaigns.rules.lists.columns import ColumnMap, guess_columns
from campaigns.rules.lists.do_not_call_rows import Tally
from campaigns.rules.refusals import Refusal
from campaigns.sheets.open_sheet import Sheet, UnreadableFile, first_rows, open_again, open_sheet
from campaigns.sheets.short_lived_folder import short_lived_folder
from campaigns.store.alone import alone_with
from campaigns.store.campaign_choices import department
from campaigns.store.lists.do_not_call_files import (
    do_not_call_file,
    forget_bytes,
    lock_do_not_call_file,
    move_do_not_call_file,
    save_rows_read,
    write_do_not_call_file,
)
from campaigns.store.lists.do_not_call_numbers import count_numbers, forget_numbers, save_numbers
from campaigns.store.session import EVERYTHING, Database, DatabaseAway
from campaigns.store.tables import DoNotCallFile

log = logging.getLogger(__name__)

FIRST_ROWS: Final = 200  # enough to find the columns with phone numbers
TOLD_EVERY: Final = 20_000  # numbers
NO_PHONES: Final = Refusal(
    "no_phone_column", "No column with phone numbers was found: look into the file, and upload the right one."
)
BROKE: Final = Refusal(
    "reading_broke",
    "The file could not be read because of a fault on our side. Upload it again; if it happens again, report it.",
)


def read_do_not_call_file(db: Database, file_id: UUID, *, now: Now, wait: bool = False) -> Refusal | None:
    """Read the file, unless it no longer waits to be read; a refusal says why it failed.

    Where somebody else is at it, leave it to her, or `wait` until she is done.
    """
    with alone_with(db, "do_not_call", file_id, wait=wait) as alone:
        with db.transaction(EVERYTHING) as session:
            file = do_not_call_file(session, file_id)
            region = department(session, file.department_id).region if file else ""
        if not alone or file is None or file.status is not FileStatus.READING:
            return None
        try:
            _read(db, file, region)
        except UnreadableFile as unreadable:
            _fail(db, file_id, unreadable.hint, now)
            return Refusal(unreadable.because, unreadable.hint)
        except DatabaseAway:  # or out of its patience: the file waits as it is, and upkeep rings again
            raise
        except Exception:
            _fail(db, file_id, BROKE.hint, now)
            raise
    return None


def _read(db: Database, file: DoNotCallFile, region: str) -> None:
    with short_lived_folder() as folder:
        path = folder / f"file{Path(file.filename).suffix[:8]}"
        with db.transaction(EVERYTHING) as session:
            write_do_not_call_file(session, file.id, path)
        tally = Tally()
        numbers = _numbers(_sheets_with_phones(path, region, max_bytes=file.size), tally, region)
        with db.transaction(EVERYTHING) as session:
            save_numbers(session, file, _told(db, file.id, tally, numbers))
            kept = lock_do_not_call_file(session, file.id)
            if kept is None or not move_do_not_call_file(kept, FileEvent.COUNT):
                forget_numbers(session, file.id)  # the officer did not wait for it
                return
            kept.numbers, kept.already = count_numbers(session, kept)
            kept.rows_read, kept.not_valid, kept.not_valid_rows = tally.rows_read, tally.not_valid, tally.not_valid_rows
            forget_bytes(session, file.id)
    log.info("do_not_call_file_read", extra={"file_id": str(file.id), "numbers": kept.numbers})


def _sheets_with_phones(path: Path, region: str, *, max_bytes: int) -> list[tuple[Sheet, ColumnMap]]:
    """Return every sheet with phones, hidden ones too: a number that is left out unseen would be rung."""
    sheet = open_sheet(path, max_bytes=max_bytes)
    others = [
        open_again(path, sheet=name, encoding=sheet.encoding, max_bytes=max_bytes)
        for name in sheet.names + sheet.hidden
        if name != sheet.name
    ]
    guessed = [(one, guess_columns(first_rows(one, FIRST_ROWS), region)) for one in (sheet, *others)]
    found = [(one, columns) for one, columns in guessed if columns.phones]
    if not found:
        raise UnreadableFile(NO_PHONES.because, NO_PHONES.hint)
    return found


def _numbers(sheets: Sequence[tuple[Sheet, ColumnMap]], tally: Tally, region: str) -> Iterator[str]:
    for sheet, columns in sheets:
        name = (sheet.name or "") if len(sheets) > 1 else ""
        yield from tally.numbers(sheet.rows(), columns, region, sheet=name)


def _told(db: Database, file_id: UUID, tally: Tally, numbers: Iterable[str]) -> Iterator[str]:
    """Let the page see how far the file is read."""
    for at, number in enumerate(numbers, start=1):
        if at % TOLD_EVERY == 0:
            with db.transaction(EVERYTHING) as session:
                save_rows_read(session, file_id, tally.rows_read)
        yield number


def _fail(db: Database, file_id: UUID, problem: str, now: Now) -> None:
    with db.transaction(EVERYTHING) as session:
        file = lock_do_not_call_file(session, file_id)
        if file is not None and move_do_not_call_file(file, FileEvent.FAIL):
            file.problem, file.ended_at = problem, now()
            forget_bytes(session, file_id)
    log.warning("do_not_call_file_failed", extra={"file_id": str(file_id)})
