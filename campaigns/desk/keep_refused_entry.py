"""Keeps what an agent gave and could not be taken, so that she and her supervisor can still read it."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.desk.desk_entries import RefusedEntry
from campaigns.store.calls.calls import lock_call
from campaigns.store.desk.desk_entries import had_part_in, note_refused_entry
from campaigns.store.lists.erasing import forget_late_words
from campaigns.store.session import EVERYTHING, Database, tell


def keep_refused_entry(db: Database, user_id: UUID, refused: RefusedEntry, *, now: datetime) -> bool:
    """Keep an entry about a call that this agent had; False for any other: it stays on her computer only."""
    with db.transaction(EVERYTHING) as session:
        call = lock_call(session, refused.call_id)
        if call is None or not had_part_in(session, call.id, user_id):
            return False
        note_refused_entry(session, call, user_id, refused, at=now)
        forget_late_words(session, call)
        tell(session, f"floor:{call.campaign_id}")
        return True
