"""A desk shows that it is there; a desk not heard gets no calls."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.refusals import Refusal
from campaigns.store.agent_sessions import lock_agent_session
from campaigns.store.session import EVERYTHING, Database, tell


def note_desk_alive(db: Database, session_id: UUID, *, now: datetime, kept: int | None = None) -> Refusal | None:
    """Keep the moment of the last sign of life, and how much the desk still keeps on its computer, where it says so."""
    with db.transaction(EVERYTHING) as session:
        agent = lock_agent_session(session, session_id)
        if agent is None or agent.status is AgentStatus.SIGNED_OUT:
            return Refusal("desk_unknown", "Sign in again.")
        agent.heard_at = max(agent.heard_at, now)
        if kept is not None and kept != agent.kept:
            agent.kept = kept
            tell(session, f"floor:{agent.campaign_id}")
        return None
