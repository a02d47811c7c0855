"""A supervisor leaves an agent's call."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.floor.supervision import Left
from campaigns.store.desk.listenings import leave_call, lock_listening
from campaigns.store.session import EVERYTHING, Database


def end_listening(db: Database, listening_id: UUID, user_id: UUID, *, now: datetime) -> None:
    """Leave; left already, or somebody else's, changes nothing."""
    with db.transaction(EVERYTHING) as session:
        listening = lock_listening(session, listening_id)
        if listening is not None and listening.user_id == user_id:
            leave_call(session, listening, Left.LEFT, at=now)
