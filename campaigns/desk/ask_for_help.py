"""An agent in a call asks her supervisor to come, or takes it back."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.refusals import NOT_YOUR_CALL, Refusal
from campaigns.store.desk.agent_sessions import lock_agent_session
from campaigns.store.session import EVERYTHING, Database, tell


def ask_for_help(db: Database, session_id: UUID, *, asks: bool, now: datetime) -> Refusal | None:
    """Note it, for the floor to show; the end of the call takes it back by itself."""
    with db.transaction(EVERYTHING) as session:
        agent = lock_agent_session(session, session_id)
        if agent is None or agent.status is not AgentStatus.ON_CALL:
            return NOT_YOUR_CALL
        if (agent.asked_for_help_at is not None) != asks:
            agent.asked_for_help_at = now if asks else None
            tell(session, f"agent:{session_id}")
            tell(session, f"floor:{agent.campaign_id}")
        return None
