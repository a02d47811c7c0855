"""An agent has read a message of her supervisor, who sees that she has."""

from datetime import datetime
from uuid import UUID

from campaigns.store.desk.desk_messages import note_message_read
from campaigns.store.session import EVERYTHING, Database, tell
from campaigns.store.tables import AgentSession


def read_desk_message(db: Database, session_id: UUID, message_id: UUID, *, now: datetime) -> None:
    """Note it once; twice is once."""
    with db.transaction(EVERYTHING) as session:
        agent = session.get(AgentSession, session_id)
        if agent is not None and note_message_read(session, session_id, message_id, at=now):
            tell(session, f"agent:{agent.id}")
            tell(session, f"floor:{agent.campaign_id}")
