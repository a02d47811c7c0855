"""Finds the desk that an agent has open, and keeps that it was heard: what desks ask most, so these statements stand ready."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import DateTime, Integer, and_, bindparam, exists, func, select, text, update
from sqlalchemy.orm import Session

from campaigns.rules.agent_states import AgentEvent, AgentStatus, PauseReason
from campaigns.store.ready_statements import Ready
from campaigns.store.tables import AgentSession, AgentSessionMove, User

IS_OPEN: Final = text("agent_sessions.status <> 'signed_out'")  # as its index says it
_LIVE: Final = select(AgentSession).where(AgentSession.user_id == bindparam("user_id"), IS_OPEN)
_AT_DESK: Final = Ready(
    select(User, AgentSession)
    .outerjoin(AgentSession, and_(AgentSession.user_id == User.id, IS_OPEN))
    .where(User.id == bindparam("user_id"))
)
_HEARD: Final = Ready(
    update(AgentSession)
    .where(AgentSession.id == bindparam("agent_session_id"), IS_OPEN)
    .values(
        heard_at=func.greatest(AgentSession.heard_at, bindparam("at", type_=DateTime(timezone=True))),
        kept=func.coalesce(bindparam("now_kept", type_=Integer), AgentSession.kept),
    )
    .returning(AgentSession.campaign_id)
)


def live_agent_session(session: Session, user_id: UUID) -> AgentSession | None:
    """Return the desk at which a user works now."""
    return session.scalar(_LIVE, {"user_id": user_id})


def newest_agent_session(session: Session, user_id: UUID) -> AgentSession | None:
    """Return the desk at which a user works, or has worked last."""
    hers = select(AgentSession).where(AgentSession.user_id == user_id)
    return session.scalar(hers.order_by(AgentSession.started_at.desc()).limit(1))


def desk_ended_by_supervisor(session: Session, user_id: UUID) -> AgentSession | None:
    """Return the desk at which a user worked last, if a supervisor signed it out."""
    last = newest_agent_session(session, user_id)
    if last is None or last.status is not AgentStatus.SIGNED_OUT:
        return None
    hers = exists().where(
        AgentSessionMove.agent_session_id == last.id,
        AgentSessionMove.event == AgentEvent.SIGN_OUT,
        AgentSessionMove.reason == PauseReason.BY_SUPERVISOR,
    )
    return last if session.scalar(select(hers)) else None


def agent_at_desk(session: Session, user_id: UUID) -> tuple[User | None, AgentSession | None]:
    """Return a person and the desk at which she works now."""
    found = _AT_DESK.one(session, {"user_id": user_id})
    return (found[0], found[1]) if found else (None, None)


def note_heard(session: Session, agent_session_id: UUID, *, at: datetime, kept: int | None) -> UUID | None:
    """Keep that a desk was heard, and how much it keeps where it says so; return its campaign, None where it is closed."""
    heard = _HEARD.one(session, {"agent_session_id": agent_session_id, "at": at, "now_kept": kept})
    return heard[0] if heard else None
