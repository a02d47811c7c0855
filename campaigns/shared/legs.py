"""What follows when an agent's own leg has fallen, for her and for the call that she is in; shared like endings."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from campaigns.rules.agent_states import AgentEvent, AgentStatus, PauseReason
from campaigns.rules.call_states import CallStatus
from campaigns.rules.carrier.schedule import LIVE_STEP
from campaigns.store.calls.calls import lock_call
from campaigns.store.desk.agent_sessions import lock_agent_session, move_agent
from campaigns.store.session import Session, enqueue, tell
from campaigns.store.tables import AgentSession

# Then another agent is looked for, once. Upkeep looks every two seconds and asks the carrier first: the person waits 20 s at most.
REJOINS_WITHIN: Final = timedelta(seconds=17)


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
            call.agent_lost_at = at
            enqueue(session, "dial", "hold_line", call.id)  # she hears that she is waited for
            if agent.leg == "phone":
                enqueue(session, "dial", "ring_agent_leg", agent.id)  # a browser comes back by itself
            tell(session, f"floor:{agent.campaign_id}")
    tell(session, f"agent:{agent.id}")
    return True


def welcome_back(session: Session, agent_session_id: UUID, *, at: datetime) -> None:
    """Let the person of a talk hear her agent again, whose leg is up once more."""
    seen = session.get(AgentSession, agent_session_id)
    call = lock_call(session, seen.call_id) if seen and seen.call_id else None
    if call is not None and call.agent_session_id == agent_session_id and call.agent_lost_at is not None:
        if call.status is CallStatus.ENDED:
            return  # it stays known that nobody came back in time
        call.agent_lost_at, call.settle_at = None, at + LIVE_STEP
        enqueue(session, "dial", "hold_line", call.id)
        tell(session, f"floor:{call.campaign_id}")
