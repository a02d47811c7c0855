"""An agent puts the person on hold for a moment, or goes on talking with her."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.refusals import NOT_YOUR_CALL, Refusal
from campaigns.store.calls.calls import lock_call
from campaigns.store.desk.agent_sessions import lock_agent_session
from campaigns.store.session import EVERYTHING, Database, enqueue, tell


def hold_call(db: Database, session_id: UUID, call_id: UUID, *, on: bool, now: datetime) -> Refusal | None:
    """Note it on the call, and let the carrier do it; twice is once."""
    with db.transaction(EVERYTHING) as session:
        call = lock_call(session, call_id)
        agent = lock_agent_session(session, session_id)
        talks = agent is not None and agent.call_id == call_id and agent.status is AgentStatus.ON_CALL
        if call is None or agent is None or not talks:
            return NOT_YOUR_CALL
        if (call.held_at is not None) != on:
            call.held_at = now if on else None
            enqueue(session, "dial", "hold_line", call_id)
            tell(session, f"agent:{session_id}")
            tell(session, f"floor:{agent.campaign_id}")
        return None
