"""Takes in that an agent's own phone leg joined or left her room."""

from datetime import datetime

from campaigns.rules.agent_states import AgentStatus
from campaigns.shared.legs import drop_leg, welcome_back
from campaigns.store.desk.agent_sessions import lock_agent_session
from campaigns.store.desk.listenings import quieten_listenings_of
from campaigns.store.session import EVERYTHING, Database, enqueue, tell
from campaigns.telephony.port import AgentLegTold


def record_agent_leg(db: Database, told: AgentLegTold, *, now: datetime) -> bool:
    """Bind or unbind the leg; False where there is no such live desk."""
    with db.transaction(EVERYTHING) as session:
        if not told.up:
            drop_leg(session, told.agent_session_id, told.carrier_call_id, at=now)
        else:
            welcome_back(session, told.agent_session_id, at=now)
        agent = lock_agent_session(session, told.agent_session_id)
        if agent is None or agent.status is AgentStatus.SIGNED_OUT:
            return False
        if told.up and agent.leg_call_id != told.carrier_call_id:
            if agent.leg_call_id:  # a second tab or telephone: the newer leg counts
                enqueue(session, "dial", "end_carrier_call", agent.leg_call_id)
            agent.leg_call_id = told.carrier_call_id
            quieten_listenings_of(session, agent, at=now)
            tell(session, f"agent:{agent.id}")
        return True
