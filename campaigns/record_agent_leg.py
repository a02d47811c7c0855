"""Takes in that an agent's own phone leg joined or left her room."""

from datetime import datetime

from campaigns.rules.agent_states import AgentEvent, AgentStatus, PauseReason
from campaigns.store.agent_sessions import lock_agent_session, move_agent
from campaigns.store.session import EVERYTHING, Database, tell
from campaigns.telephony.port import AgentLegTold


def record_agent_leg(db: Database, told: AgentLegTold, *, now: datetime) -> bool:
    """Bind or unbind the leg; False where there is no such live desk. A ready agent whose leg fell is paused."""
    with db.transaction(EVERYTHING) as session:
        agent = lock_agent_session(session, told.agent_session_id)
        if agent is None or agent.status is AgentStatus.SIGNED_OUT:
            return False
        if told.up:
            agent.leg_call_id = told.carrier_call_id
        elif agent.leg_call_id == told.carrier_call_id:
            agent.leg_call_id = None
            if agent.status is AgentStatus.READY:
                move_agent(session, agent, AgentEvent.PAUSE, at=now, reason=PauseReason.LINK_DOWN)
        tell(session, f"agent:{agent.id}")
        return True
