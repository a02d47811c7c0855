"""A supervisor sends an agent on a break, or signs her out; each is kept with who did it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from campaigns.rules.agent_states import AgentEvent, AgentStatus, PauseReason
from campaigns.rules.refusals import AGENT_GONE, Refusal
from campaigns.store.access_traces import note_access
from campaigns.store.desk.agent_sessions import move_agent
from campaigns.store.floor.floor_agents import lock_desk_of_floor
from campaigns.store.session import EVERYTHING, Database, Session, tell
from campaigns.store.tables import AccessTrace, AgentSession


class Tending(StrEnum):
    """What a supervisor may do to a desk."""

    PAUSE = "pause"
    SIGN_OUT = "sign_out"


BUSY = (AgentStatus.RESERVED, AgentStatus.ON_CALL, AgentStatus.WRAP_UP)


def tend_agent(db: Database, user_id: UUID, agent_session_id: UUID, wish: Tending, *, now: datetime) -> Refusal | None:
    """Pause a desk, after the call if there is one; sign it out where no call and no outcome is open."""
    with db.transaction(EVERYTHING) as session:
        agent = lock_desk_of_floor(session, user_id, agent_session_id)
        if agent is None:
            return AGENT_GONE
        if wish is Tending.SIGN_OUT and agent.call_id is not None:
            return _not_yet(agent)
        if wish is Tending.SIGN_OUT:
            move_agent(session, agent, AgentEvent.SIGN_OUT, at=now, reason=PauseReason.BY_SUPERVISOR)
        else:
            _pause(session, agent, at=now)
        subject = {"agent_session_id": str(agent.id), "campaign_id": str(agent.campaign_id)}
        facts = {"department_id": agent.department_id, "user_id": user_id}
        note_access(session, AccessTrace(at=now, action=f"agent_{wish.value}_by_supervisor", subject=subject, **facts))
    return None


def _pause(session: Session, agent: AgentSession, *, at: datetime) -> None:
    if agent.status in BUSY:
        agent.next_pause = PauseReason.BY_SUPERVISOR
        tell(session, f"agent:{agent.id}")
        tell(session, f"floor:{agent.campaign_id}")
    else:
        move_agent(session, agent, AgentEvent.PAUSE, at=at, reason=PauseReason.BY_SUPERVISOR)


def _not_yet(agent: AgentSession) -> Refusal:
    """Say why she cannot be signed out, so that no answer is lost, and what to do first."""
    if agent.status is AgentStatus.PAUSED:
        return Refusal(
            "outcome_open", "She still owes the outcome of a call. Ask her to log it, and sign her out then."
        )
    if agent.next_pause is not None:
        return Refusal("outcome_open", "She has a call, or owes its outcome. She pauses after it: sign her out then.")
    return Refusal("outcome_open", "She has a call, or owes its outcome. Pause her first, and sign her out then.")
