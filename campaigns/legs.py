"""What follows when an agent's own leg has fallen, for her and for the call that she is in; shared like endings."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from campaigns.rules.agent_states import AgentEvent, AgentStatus, PauseReason
from campaigns.store.agent_sessions import lock_agent_session, move_agent
from campaigns.store.calls import lock_call
from campaigns.store.session import Session, enqueue, tell
from campaigns.store.tables import AgentSession

REJOINS_WITHIN: Final = timedelta(seconds=20)  # so long the person waits in the room; then upkeep ends the call


def drop_leg(session: Session, agent_session_id: UUID, carrier_call_id: str, *, at: datetime) -> bool:
    """Unbind a fallen leg; False where it is not the one that counts. What rings for her is taken back."""
    seen = session.get(AgentSession, agent_session_id)
    call = lock_call(session, seen.call_id) if seen and seen.call_id else None
    agent = lock_agent_session(session, agent_session_id)
    if agent is None or agent.leg_call_id != carrier_call_id:
        return False
    agent.leg_call_id = None
    match agent.status:
        case AgentStatus.READY:
            move_agent(session, agent, AgentEvent.PAUSE, at=at, reason=PauseReason.LINK_DOWN)
        case AgentStatus.RESERVED if agent.call_id:
            enqueue(session, "dial", "cancel_call", agent.call_id)
        case AgentStatus.ON_CALL if call is not None and call.id == agent.call_id:
            call.settle_at, call.settle_tries = at + REJOINS_WITHIN, 0
    tell(session, f"agent:{agent.id}")
    return True
