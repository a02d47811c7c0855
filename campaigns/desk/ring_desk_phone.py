"""An agent who works by telephone, and has hung it up, lets it be rung again."""

from uuid import UUID

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.refusals import DESK_UNKNOWN, NO_DESK_PHONE, Refusal
from campaigns.store.desk.agent_sessions import lock_agent_session
from campaigns.store.session import EVERYTHING, Database, enqueue


def ring_desk_phone(db: Database, session_id: UUID) -> Refusal | None:
    """Let it be rung, and her parked in her room; a telephone that is off the hook is left alone."""
    with db.transaction(EVERYTHING) as session:
        agent = lock_agent_session(session, session_id)
        if agent is None or agent.status is AgentStatus.SIGNED_OUT:
            return DESK_UNKNOWN
        if agent.leg != "phone":
            return NO_DESK_PHONE
        if agent.leg_call_id is None:
            enqueue(session, "dial", "ring_agent_leg", session_id)
        return None
