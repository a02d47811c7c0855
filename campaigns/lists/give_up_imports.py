"""Gives up imports that were begun again and again and never came to their end, and says so on the list."""

import logging
from datetime import datetime
from typing import Final
from uuid import UUID

from campaigns.rules.list_states import ListEvent
from campaigns.rules.refusals import Refusal
from campaigns.store.lists.list_files import alone_with_list
from campaigns.store.lists.list_moves import imports_begun
from campaigns.store.lists.lists import clear_rows, lists_to_import, lock_list, move_list
from campaigns.store.session import EVERYTHING, Database

log = logging.getLogger(__name__)
MOST_BEGINNINGS: Final = 5
GIVEN_UP = Refusal(
    "import_given_up",
    "The list was begun five times and could never be read to its end. Try again when less is going on; if it happens again, report it.",
)


def give_up_imports(db: Database, *, now: datetime) -> None:
    """Send each such list back to its columns; one that somebody is at is left alone."""
    with db.transaction(EVERYTHING) as session:
        tired = [list_id for list_id in lists_to_import(session) if imports_begun(session, list_id) >= MOST_BEGINNINGS]
    for list_id in tired:
        with alone_with_list(db, list_id) as alone:
            if alone:
                _give_up(db, list_id, now)


def _give_up(db: Database, list_id: UUID, now: datetime) -> None:
    with db.transaction(EVERYTHING) as session:
        kept = lock_list(session, list_id)
        if kept is None or not move_list(session, kept, ListEvent.FAIL_IMPORT, user_id=None, at=now):
            return  # it was read after all
        kept.problem, kept.rows_read = GIVEN_UP.hint, 0
        clear_rows(session, list_id)
    log.warning("import_given_up", extra={"list_id": str(list_id)})
