"""Closes an agent's desk at the end of her shift."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.agent_states import AgentEvent
from campaigns.rules.refusals import DESK_UNKNOWN, OUTCOME_PENDING, Refusal
from campaigns.store.desk.agent_sessions import lock_agent_session, move_agent
from campaigns.store.session import EVERYTHING, Database


def end_agent_session(db: Database, session_id: UUID, *, now: datetime) -> Refusal | None:
    """Sign a desk out; refused while a call or an outcome is open, so that no answer is lost."""
    with db.transaction(EVERYTHING) as session:
        agent = lock_agent_session(session, session_id)
        if agent is None:
            return DESK_UNKNOWN
        if agent.call_id is not None:
            return OUTCOME_PENDING
        move_agent(session, agent, AgentEvent.SIGN_OUT, at=now)
        return None
