"""Reads one share of a list: goes through the whole file and takes its own batches.

A batch is judged here while PostgreSQL takes the one before in. Each is a transaction that ends with a look at the
list: where somebody has withdrawn it, or begun to read it anew, nothing of the batch stays. So a process that
outlives the import which it belongs to can do no harm.
"""

import gc
import sys
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final
from uuid import UUID

from campaigns.rules.areas.gazetteer import Gazetteer
from campaigns.rules.lists.beneficiary_list import TOGETHER, JudgedRow, RowJudge
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.counted_rows import Totals, counts_for
from campaigns.rules.lists.sayings import KIND, note_sayings
from campaigns.rules.lists.stored_row import stored_details
from campaigns.rules.verdicts import Verdict
from campaigns.shared.place_lookups import PLACE_LOOKUPS
from campaigns.sheets.old_font_cells import with_hindi
from campaigns.sheets.open_sheet import open_again
from campaigns.sheets.sheet import Turns
from campaigns.store.areas.known_areas import known_gazetteer
from campaigns.store.lists.incoming_rows import incoming_line, save_rows
from campaigns.store.lists.lists import list_to_read, save_progress
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import BeneficiaryList

AT_ONCE: Final = 4_000  # rows in one transaction: small enough to show progress, large enough to be fast
_NEW_OBJECTS: Final = 200_000  # between two looks for rubbish; rows leave none behind
_TURN: Final = 0.0002  # seconds; of the usual 5 ms each, who stores a batch waits out one at each word of PostgreSQL


@dataclass(frozen=True)
class Share:
    """What one process reads of a list: of every `of` batches the one in place `number`, from 0."""

    list_id: UUID
    reading: int  # which reading of the list this belongs to
    path: Path
    region: str
    at: datetime
    number: int = 0
    of: int = 1

    @property
    def sayings(self) -> Path:
        """Return where it is written down what the accepted rows say, once they all are read: rules/lists/sayings."""
        return self.path.with_name(f"{self.path.name}.{self.number}.sayings")


@dataclass(frozen=True)
class _Work:
    """What a share is read with."""

    kept: BeneficiaryList
    places: Gazetteer
    alike: Counter[tuple[str, ...]]  # rows by verdict and warnings
    sayings: "array[int]"  # of a batch


def read_share(db: Database, share: Share) -> Totals | None:
    """Judge and store the rows of one share, and count them; None when the list is no longer to be read."""
    with db.transaction(EVERYTHING) as session:
        kept = list_to_read(session, share.list_id)
        places = known_gazetteer(session, share.region, on=kept.uploaded_at.date(), lookups=PLACE_LOOKUPS)
    work = _Work(kept, places, Counter(), array(KIND))
    with _seldom_collecting(), _short_turns(), ThreadPoolExecutor(1) as writer, share.sayings.open("wb") as sayings:
        before: Future[bool] | None = None
        for batch in _batches(work, share):
            if before is not None and not before.result():
                return None
            before = writer.submit(_store, db, kept, share, batch)
            work.sayings.tofile(sayings)
            del work.sayings[:]
        if before is not None and not before.result():
            return None
    return _totals(work.alike)


def _store(db: Database, kept: BeneficiaryList, share: Share, rows: list[bytes]) -> bool:
    # What a power cut takes of this is read anew with all else; the end of the import waits for the disk, and for this.
    with db.transaction(EVERYTHING, may_be_lost=True) as session:
        save_rows(session, kept, rows)
        going_on = save_progress(session, share.list_id, share.reading, len(rows))
        if not going_on:
            session.rollback()
    return going_on


def _batches(work: _Work, share: Share) -> Iterator[list[bytes]]:
    """Yield the share's batches."""
    kept = work.kept
    columns = ColumnMap.from_json(kept.columns)
    sheet = open_again(share.path, sheet=kept.sheet, encoding=kept.encoding, max_bytes=kept.size)
    judge = RowJudge(columns, share.region)
    rows = iter(with_hindi(sheet.rows(Turns(share.number, share.of, AT_ONCE)), columns))
    if share.number:  # the first rows are another's, but the heading stands among them
        judge.see_heading(list(islice(rows, AT_ONCE)))
    while batch := list(islice(rows, AT_ONCE)):
        yield [
            line
            for first in range(0, len(batch), TOGETHER)
            for line in _lines(work, judge.judge_any(batch[first : first + TOGETHER]), share.at)
        ]


def _lines(work: _Work, judged: Sequence[JudgedRow], at: datetime) -> list[bytes]:
    details = [stored_details(row, work.places, now=at) for row in judged]
    work.alike.update([(row.verdict, *told.get("warnings", ())) for row, told in zip(judged, details, strict=True)])
    accepted = [row for row in judged if row.verdict is Verdict.ACCEPTED]
    note_sayings(work.sayings, [(row.row, phone.number) for row in accepted for phone in row.phones])
    note_sayings(work.sayings, [(row.row, own) for row in accepted if (own := row.fields.scheme_person_id)])
    return [incoming_line(row, told) for row, told in zip(judged, details, strict=True)]


def _totals(alike: Counter[tuple[str, ...]]) -> Totals:
    totals: Totals = Counter()
    for (verdict, *warnings), rows in alike.items():
        totals.update(dict.fromkeys(counts_for(Verdict(verdict), {"warnings": warnings}), rows))
    return totals


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Look for rubbish seldom: a batch is many objects that all go with it, and looking at them takes a third longer."""
    usual = gc.get_threshold()
    gc.set_threshold(_NEW_OBJECTS)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@contextmanager
def _short_turns() -> Iterator[None]:
    """Let the two threads of a share take turns often: the one that stores needs little each time, and then waits."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
