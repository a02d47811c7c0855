"""Begins a long change of a list, or gives one up that was begun again and again and never came to its end."""

import logging
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from campaigns.rules.refusals import Refusal
from campaigns.store.lists.long_changes import end_change, lock_open_change, write_workbook
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import LongChange

log = logging.getLogger(__name__)
MOST_TRIES: Final = 3
GIVEN_UP: Final = Refusal(
    "change_given_up",
    "This was begun three times and never came to its end, so nothing was changed. Try again when less is going on; if"
    " it happens again, report it.",
)


def begin_change(db: Database, change_id: UUID, workbook: Path, *, now: datetime) -> LongChange | None:
    """Return the change to make, its workbook written to disk; None where nothing is left to do."""
    with db.transaction(EVERYTHING) as session:
        change = lock_open_change(session, change_id)
        if change is None:
            return None
        if change.tries >= MOST_TRIES:
            end_change(session, change_id, {"because": GIVEN_UP.because, "hint": GIVEN_UP.hint}, at=now)
            log.warning("change_given_up", extra={"change_id": str(change_id)})
            return None
        change.tries, change.begun_at, change.rows_done = change.tries + 1, now, 0
        write_workbook(session, change_id, workbook)
        return change
