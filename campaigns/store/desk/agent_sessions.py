"""Agent sessions in the store: claimed longest-idle first, moved together with their history row."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, Integer, Text, Uuid, any_, bindparam, exists, literal_column, or_, select
from sqlalchemy.orm import Session

from campaigns.rules.agent_states import AgentEvent, AgentStatus, PauseReason, advance
from campaigns.rules.call_states import CallStatus
from campaigns.store.desk.listenings import end_listenings_of
from campaigns.store.ready_statements import Ready
from campaigns.store.session import enqueue, tell
from campaigns.store.tables import AgentSession, AgentSessionMove, Call

_LOCK: Final = Ready(
    select(AgentSession).where(AgentSession.id == bindparam("agent_session_id")).with_for_update(key_share=True)
)
_LOCK_FREE: Final = (
    select(AgentSession)
    .where(AgentSession.id == any_(bindparam("agent_session_ids", type_=ARRAY(Uuid))))
    .with_for_update(key_share=True, skip_locked=True)
    .execution_options(populate_existing=True)
)
# A line that is still open in her room, its outcome logged, must be ended before she gets the next person.
# That it has not ended, and that she is ready, is said as the indexes say it: given along as a fact it would be planned
# for anew each time.
_LINE_OPEN: Final = exists().where(
    Call.agent_session_id == AgentSession.id, Call.status != literal_column(f"'{CallStatus.ENDED}'")
)
_LONGEST_IDLE: Final = (
    select(AgentSession)
    .where(
        AgentSession.campaign_id == bindparam("campaign_id"),
        AgentSession.status == literal_column(f"'{AgentStatus.READY}'"),
        AgentSession.heard_at >= bindparam("heard_since"),
        or_(AgentSession.leg == "none", AgentSession.leg_call_id.is_not(None)),
        ~_LINE_OPEN,
    )
    .order_by(AgentSession.since)
    .limit(bindparam("limit", type_=Integer))
)
_CLAIM: Final = _LONGEST_IDLE.with_for_update(skip_locked=True, key_share=True)
_LANGUAGE: Final = bindparam("language", type_=Text)  # NULL: any
_SPEAKING: Final = _LONGEST_IDLE.where(
    or_(_LANGUAGE.is_(None), AgentSession.languages == [], any_(AgentSession.languages) == _LANGUAGE)
)
_CLAIM_SPEAKING: Final = Ready(_SPEAKING.with_for_update(skip_locked=True, key_share=True))
_WAIT_FOR_SPEAKING: Final = Ready(_SPEAKING.with_for_update(key_share=True))


def lock_agent_session(session: Session, agent_session_id: UUID) -> AgentSession | None:
    """Return the agent session locked for change; lock its call and case first."""
    found = _LOCK.held(session, {"agent_session_id": agent_session_id})
    return found[0] if found else None


def lock_free_agent_sessions(session: Session, agent_session_ids: Collection[UUID]) -> dict[UUID, AgentSession]:
    """Return those of the agent sessions that nobody else holds, locked for change; lock their calls and cases first."""
    if not agent_session_ids:
        return {}
    locked = session.scalars(_LOCK_FREE, {"agent_session_ids": list(agent_session_ids)})
    return {agent.id: agent for agent in locked}


def claim_ready_agents(
    session: Session, campaign_id: UUID, *, heard_since: datetime, limit: int, among: Collection[UUID] | None = None
) -> list[AgentSession]:
    """Lock the longest-idle ready agents whose desk was heard lately; `among`: of these desks only."""
    ready = _CLAIM if among is None else _CLAIM.where(AgentSession.id.in_(among))
    return list(session.scalars(ready, {"campaign_id": campaign_id, "heard_since": heard_since, "limit": limit}))


def claim_ready_agent_speaking(
    session: Session, campaign_id: UUID, language: str | None, *, heard_since: datetime, wait: bool = False
) -> AgentSession | None:
    """Lock the longest-idle ready agent who speaks a language (any, if None); one who is held is passed over.

    With `wait` she is waited for, and passed over only if she is not ready any more then. Lock no agent before.
    """
    first = _one_of(campaign_id, language, heard_since)
    found = (_WAIT_FOR_SPEAKING if wait else _CLAIM_SPEAKING).held(session, first)
    return found[0] if found else None


def is_anybody_ready(session: Session, campaign_id: UUID, language: str | None, *, heard_since: datetime) -> bool:
    """Tell whether a ready agent speaks a language, whoever may hold her at this moment."""
    return session.scalar(_SPEAKING, _one_of(campaign_id, language, heard_since)) is not None


def _one_of(campaign_id: UUID, language: str | None, heard_since: datetime) -> dict[str, Any]:
    return {"campaign_id": campaign_id, "language": language, "heard_since": heard_since, "limit": 1}


def move_agent(
    session: Session,
    agent: AgentSession,
    event: AgentEvent,
    *,
    at: datetime,
    reason: PauseReason | None = None,
) -> bool:
    """Advance a locked agent session and write its history; False where the event does not apply."""
    after = advance(agent.status, event)
    if after is None:
        return False
    session.add(
        AgentSessionMove(
            agent_session_id=agent.id,
            event=event,
            before=agent.status,
            after=after,
            reason=reason,
            call_id=agent.call_id,
            at=at,
        )
    )
    if agent.status is AgentStatus.ON_CALL:
        end_listenings_of(session, agent, at=at)
    agent.status = after
    agent.since = at
    agent.pause_reason = reason if after is AgentStatus.PAUSED else None
    agent.asked_for_help_at = None  # it was about the call, which is over or not yet begun
    if after is AgentStatus.SIGNED_OUT:
        agent.ended_at = at
        if agent.leg_call_id:
            enqueue(session, "dial", "end_carrier_call", agent.leg_call_id)
    tell(session, f"agent:{agent.id}")
    tell(session, f"floor:{agent.campaign_id}")
    if after is AgentStatus.READY:
        tell(session, "dialler")
    return True


def take_due_pause(session: Session, agent: AgentSession, *, at: datetime) -> None:
    """Pause an agent who asked for it while she was busy, or whose leg has fallen meanwhile.

    Her break begins as well where the server had paused her before she was done.
    """
    owes_nothing = agent.status is AgentStatus.PAUSED and agent.call_id is None
    if agent.next_pause and (agent.status is AgentStatus.READY or owes_nothing):
        reason, agent.next_pause = agent.next_pause, None
        move_agent(session, agent, AgentEvent.PAUSE, at=at, reason=reason)
    elif agent.status is AgentStatus.READY and not agent.has_leg:
        move_agent(session, agent, AgentEvent.PAUSE, at=at, reason=PauseReason.LINK_DOWN)


def silent_agents(session: Session, *, before: datetime) -> Sequence[UUID]:
    """Return desks not heard since a moment that the dialler might still count on."""
    silent = select(AgentSession.id).where(
        AgentSession.status.in_([AgentStatus.READY, AgentStatus.PAUSED]), AgentSession.heard_at < before
    )
    return session.scalars(silent).all()


def agents_in_wrap_up(session: Session) -> Sequence[AgentSession]:
    """Return the agents who are logging an outcome now."""
    return session.scalars(select(AgentSession).where(AgentSession.status == AgentStatus.WRAP_UP)).all()


def agents_without_their_call(session: Session, *, since_before: datetime) -> Sequence[UUID]:
    """Return agents who wait for a call, or seem to talk, though that call is over or there is none."""
    lives = exists().where(Call.id == AgentSession.call_id, Call.status != CallStatus.ENDED)
    held = AgentSession.status.in_([AgentStatus.RESERVED, AgentStatus.ON_CALL])
    return session.scalars(select(AgentSession.id).where(held, AgentSession.since < since_before, ~lives)).all()


def agents_owing_an_outcome(
    session: Session, *, heard_before: datetime, paused_before: datetime
) -> Sequence[AgentSession]:
    """Return paused agents with an outcome not logged, whose desk has gone silent or stands open and forgotten."""
    owing = select(AgentSession).where(
        AgentSession.status == AgentStatus.PAUSED,
        AgentSession.call_id.is_not(None),
        or_(AgentSession.heard_at < heard_before, AgentSession.since < paused_before),
    )
    return session.scalars(owing).all()


def legs_of_live_desks(session: Session) -> dict[UUID, str]:
    """Return the carrier's ids of the legs that are up, by agent session."""
    up = select(AgentSession.id, AgentSession.leg_call_id).where(
        AgentSession.leg_call_id.is_not(None), AgentSession.status != AgentStatus.SIGNED_OUT
    )
    return {desk: leg for desk, leg in session.execute(up) if leg}


def bound_legs(session: Session, carrier_call_ids: list[str]) -> set[str]:
    """Return those of the carrier's call ids that are legs of live desks."""
    mine = select(AgentSession.leg_call_id).where(
        AgentSession.leg_call_id.in_(carrier_call_ids), AgentSession.status != AgentStatus.SIGNED_OUT
    )
    return {leg for leg in session.scalars(mine) if leg}
