"""Undoes an import that was not approved yet: the rows that were read are taken away, the file stays as it came."""

import logging
from datetime import datetime
from uuid import UUID

from campaigns.rules.list_states import ListEvent
from campaigns.rules.refusals import Refusal
from campaigns.store.list_mends import note_undone
from campaigns.store.lists import clear_rows, count_verdicts, lock_list, move_list
from campaigns.store.session import Database, Scope

log = logging.getLogger(__name__)


def undo_import(db: Database, scope: Scope, list_id: UUID, *, user_id: UUID | None, now: datetime) -> Refusal | None:
    """Put a list in review back to its columns. It has made nobody a person, a phone or a case: approval does."""
    with db.transaction(scope) as session:
        kept = lock_list(session, list_id)
        if kept is None:
            return Refusal("list_unknown", "There is no such list.")
        if not move_list(session, kept, ListEvent.UNDO_IMPORT, user_id=user_id, at=now):
            return Refusal("not_in_review", "This list is not waiting for approval. Load the page to see where it is.")
        note_undone(session, list_id, None, user_id=user_id, at=now)
        clear_rows(session, list_id)
        count_verdicts(session, kept)
        kept.rows_total, kept.rows_read = None, 0
        kept.replaces_id, kept.withdraws_missing = None, False
    log.info("import_undone", extra={"list_id": str(list_id)})
    return None
