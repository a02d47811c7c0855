"""The agents of a floor as their supervisor sees them now, and who of them she may tend."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, aliased

from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.calling.local_day import LocalDay
from campaigns.rules.floor.supervision import Supervision
from campaigns.rules.outcomes import Outcome
from campaigns.store.desk.agent_sessions import lock_agent_session
from campaigns.store.desk.breaks_taken import breaks_of_floor
from campaigns.store.rights import may_tend_agents
from campaigns.store.tables import AgentSession, Call, Campaign, DeskMessage, Listening, User

MESSAGE_SHOWN: Final = timedelta(minutes=30)  # that it was read, or was not


@dataclass(frozen=True)
class Talks:
    """How many talks of a day came to an outcome, and how many of them to a refusal."""

    logged: int = 0
    refused: int = 0


@dataclass(frozen=True)
class AgentNow:
    """An agent at a desk."""

    id: UUID
    name: str
    status: AgentStatus
    pause_reason: PauseReason | None
    next_pause: PauseReason | None
    since: datetime
    heard_at: datetime
    asked_for_help_at: datetime | None
    line_fell_at: datetime | None  # in the talk that she is in
    kept: int  # so much is still on her computer, as it last said
    listener: str | None  # who is in her call
    listens: Supervision | None  # and how
    message_at: datetime | None  # the last one that was written to her lately
    message_read_at: datetime | None
    talks: Talks = Talks()
    break_before: timedelta = timedelta()  # today, of the break that she takes now


def agents_on_floor(session: Session, campaign_id: UUID, day: LocalDay, *, now: datetime) -> list[AgentNow]:
    """Return everybody signed in to a campaign, by name."""
    supervisor = aliased(User)
    newest = (
        select(DeskMessage.at, DeskMessage.read_at)
        .where(DeskMessage.agent_session_id == AgentSession.id, DeskMessage.at > now - MESSAGE_SHOWN)
        .order_by(DeskMessage.at.desc())
        .limit(1)
        .lateral("newest")
    )
    query = (
        select(
            AgentSession.id,
            User.name,
            AgentSession.status,
            AgentSession.pause_reason,
            AgentSession.next_pause,
            AgentSession.since,
            AgentSession.heard_at,
            AgentSession.asked_for_help_at,
            Call.agent_lost_at,
            AgentSession.kept,
            supervisor.name,
            Listening.mode,
            newest.c.at,
            newest.c.read_at,
        )
        .join(User, User.id == AgentSession.user_id)
        .outerjoin(Call, (Call.id == AgentSession.call_id) & (AgentSession.status == AgentStatus.ON_CALL))
        .outerjoin(Listening, (Listening.agent_session_id == AgentSession.id) & Listening.ended_at.is_(None))
        .outerjoin(supervisor, supervisor.id == Listening.user_id)
        .outerjoin(newest, text("true"))
        .where(AgentSession.campaign_id == campaign_id, AgentSession.status != AgentStatus.SIGNED_OUT)
        .order_by(User.name, AgentSession.id)
    )
    talks = _talks(session, campaign_id, day)
    rows: Sequence[Sequence[Any]] = session.execute(query).all()
    breaks = breaks_of_floor(session, campaign_id, since=day.begins)
    return [AgentNow(*[*row, talks.get(row[0], Talks()), breaks.get(row[0], timedelta())]) for row in rows]


def lock_desk_of_floor(session: Session, user_id: UUID, agent_session_id: UUID) -> AgentSession | None:
    """Return a live desk locked for change, if this person may tend agents of its campaign; strangers find none."""
    person, agent = session.get(User, user_id), lock_agent_session(session, agent_session_id)
    if person is None or agent is None or agent.status is AgentStatus.SIGNED_OUT:
        return None
    return agent if may_tend_agents(person, session.get_one(Campaign, agent.campaign_id)) else None


def _talks(session: Session, campaign_id: UUID, day: LocalDay) -> dict[UUID, Talks]:
    query = (
        select(
            Call.agent_session_id,
            func.count(),
            func.count().filter(Call.outcome.in_([Outcome.REFUSED, Outcome.OPT_OUT])),
        )
        .join(AgentSession, AgentSession.id == Call.agent_session_id)
        .where(
            AgentSession.campaign_id == campaign_id,
            AgentSession.status != AgentStatus.SIGNED_OUT,
            Call.intended_at >= day.begins,
            Call.intended_at < day.ends,
            Call.talking_at >= day.begins,  # by which the talks of a desk are found
            Call.outcome.is_not(None),
        )
        .group_by(Call.agent_session_id)
    )
    return {desk: Talks(logged, refused) for desk, logged, refused in session.execute(query) if desk}
