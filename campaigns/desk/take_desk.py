"""A browser tab takes the agent's desk: there is one live desk per agent, and every older tab says so."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.desk.desk_entries import next_taking
from campaigns.rules.refusals import DESK_UNKNOWN, Refusal
from campaigns.store.desk.agent_sessions import lock_agent_session
from campaigns.store.session import EVERYTHING, Database, tell


def take_desk(db: Database, session_id: UUID, tab: str, *, now: datetime) -> Refusal | None:
    """Let this tab hold the desk from now on."""
    with db.transaction(EVERYTHING) as session:
        agent = lock_agent_session(session, session_id)
        if agent is None or agent.status is AgentStatus.SIGNED_OUT:
            return DESK_UNKNOWN
        agent.tab, agent.heard_at = tab, max(agent.heard_at, now)
        agent.taking = next_taking(agent.taking, now=now)
        tell(session, f"agent:{agent.id}")
        return None
