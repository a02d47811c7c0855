"""A supervisor writes a sentence to an agent's desk, where it stands calmly until she has read it."""

from datetime import datetime
from typing import Final
from uuid import UUID

from campaigns.rules.refusals import AGENT_GONE, Refusal
from campaigns.store.desk.desk_messages import save_desk_message
from campaigns.store.floor.floor_agents import lock_desk_of_floor
from campaigns.store.session import EVERYTHING, Database, tell
from campaigns.store.tables import DeskMessage

LONGEST: Final = 280


def send_desk_message(
    db: Database, user_id: UUID, agent_session_id: UUID, words: str, *, now: datetime
) -> Refusal | None:
    """Send one message."""
    told = " ".join(words.replace("\x00", "").split())
    if not told or len(told) > LONGEST:
        return Refusal("message_length", "Write a short message: one or two sentences.")
    with db.transaction(EVERYTHING) as session:
        agent = lock_desk_of_floor(session, user_id, agent_session_id)
        if agent is None:
            return AGENT_GONE
        facts = {"department_id": agent.department_id, "agent_session_id": agent.id, "user_id": user_id}
        save_desk_message(session, DeskMessage(words=told, at=now, **facts))
        tell(session, f"agent:{agent.id}")
        tell(session, f"floor:{agent.campaign_id}")
    return None
