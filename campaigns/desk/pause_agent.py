"""An agent takes a break: at once, or after the call that she is in."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.agent_states import SYSTEM_REASONS, AgentEvent, AgentStatus, PauseReason
from campaigns.rules.call_states import CallStatus
from campaigns.rules.refusals import DESK_UNKNOWN, Refusal
from campaigns.shared.endings import withdraw_call
from campaigns.store.calling.cases import lock_case
from campaigns.store.calls.calls import lock_call
from campaigns.store.desk.agent_sessions import lock_agent_session, move_agent
from campaigns.store.session import EVERYTHING, Database, Session, tell
from campaigns.store.tables import AgentSession, Call

GIVEN_BACK = "given_back"
BUSY = (AgentStatus.RESERVED, AgentStatus.ON_CALL, AgentStatus.WRAP_UP)


def pause_agent(db: Database, session_id: UUID, reason: PauseReason, *, now: datetime) -> Refusal | None:
    """Pause with a reason that an agent may choose; while she is busy the break waits for the end of the call.

    A record that she reads in preview mode is given back at once: somebody else may call that person meanwhile.
    """
    if reason in SYSTEM_REASONS:
        return Refusal("reason_not_yours", "Choose one of the listed breaks.")
    with db.transaction(EVERYTHING) as session:
        record = _record_read(session, session_id)
        agent = lock_agent_session(session, session_id)
        if agent is None or agent.status is AgentStatus.SIGNED_OUT:
            return DESK_UNKNOWN
        agent.heard_at = now
        if agent.status in BUSY:
            agent.next_pause = reason
            tell(session, f"agent:{agent.id}")
            if record is not None and record.id == agent.call_id:
                withdraw_call(session, record, GIVEN_BACK, at=now)
        else:
            move_agent(session, agent, AgentEvent.PAUSE, at=now, reason=reason)
        return None


def _record_read(session: Session, session_id: UUID) -> Call | None:
    """Return the call, locked with its case, that has not been dialled and whose record is on this desk."""
    seen = session.get(AgentSession, session_id)
    if seen is None or seen.status is not AgentStatus.RESERVED or seen.call_id is None:
        return None
    call = lock_call(session, seen.call_id)
    if call is None or not call.preview or call.status is not CallStatus.INTENDED:
        return None
    lock_case(session, call.case_id)
    return call
