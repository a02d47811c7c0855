"""An agent takes a break: at once, or after the call that she is in."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.agent_states import SYSTEM_REASONS, AgentEvent, AgentStatus, PauseReason
from campaigns.rules.refusals import Refusal
from campaigns.store.agent_sessions import lock_agent_session, move_agent
from campaigns.store.session import EVERYTHING, Database, tell

BUSY = (AgentStatus.RESERVED, AgentStatus.ON_CALL, AgentStatus.WRAP_UP)


def pause_agent(db: Database, session_id: UUID, reason: PauseReason, *, now: datetime) -> Refusal | None:
    """Pause with a reason that an agent may choose; while she is busy the break waits for the end of the call."""
    if reason in SYSTEM_REASONS:
        return Refusal("reason_not_yours", "Choose one of the listed breaks.")
    with db.transaction(EVERYTHING) as session:
        agent = lock_agent_session(session, session_id)
        if agent is None or agent.status is AgentStatus.SIGNED_OUT:
            return Refusal("desk_unknown", "Sign in again.")
        agent.heard_at = now
        if agent.status in BUSY:
            agent.next_pause = reason
            tell(session, f"agent:{agent.id}")
        else:
            move_agent(session, agent, AgentEvent.PAUSE, at=now, reason=reason)
        return None
