"""Takes back what an import has read of a list in review: rows and mends; the file and its reading stay."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.list_states import ListEvent
from campaigns.store.lists.list_mends import note_undone
from campaigns.store.lists.lists import clear_rows, count_verdicts, move_list
from campaigns.store.session import Session
from campaigns.store.tables import BeneficiaryList


def undo_reading(session: Session, kept: BeneficiaryList, *, user_id: UUID | None, at: datetime) -> bool:
    """Put a locked list back to its columns; False where there is nothing to take back, or where it is too late."""
    if not move_list(session, kept, ListEvent.UNDO_IMPORT, user_id=user_id, at=at):
        return False
    note_undone(session, kept.id, None, user_id=user_id, at=at)
    clear_rows(session, kept.id)
    count_verdicts(session, kept)
    kept.rows_total, kept.rows_read = None, 0
    kept.replaces_id, kept.withdraws_missing = None, False
    return True
