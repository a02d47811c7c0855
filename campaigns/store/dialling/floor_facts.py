"""The floor of a predictive campaign at a moment, and what has happened on it since another: few short statements."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select, text
from sqlalchemy.orm import Session

from campaigns.rules.agent_states import AgentEvent, AgentStatus, PauseReason
from campaigns.rules.call_states import CallStatus, Direction, EndReason
from campaigns.rules.calling.local_day import LocalDay
from campaigns.rules.floor.floor_news import CallTimes
from campaigns.rules.outcomes import Outcome
from campaigns.store.tables import AgentSession, AgentSessionMove, Call, CallMove, CallStep, Case, CaseLane

AT_WORK: Final = (AgentStatus.READY, AgentStatus.RESERVED, AgentStatus.ON_CALL, AgentStatus.WRAP_UP)


@dataclass(frozen=True)
class DeskNow:
    """An agent who works, with the step that her talk has come to."""

    id: UUID
    user_id: UUID
    status: AgentStatus
    since: datetime
    languages: list[str]
    next_pause: PauseReason | None
    has_leg: bool
    is_there: bool  # heard lately, and no line is open in her room
    step: str | None
    step_since: datetime | None


@dataclass(frozen=True)
class MoveOfDesk:
    """One move of a desk, with the agent behind it."""

    desk: UUID
    user_id: UUID
    event: AgentEvent
    before: AgentStatus
    after: AgentStatus
    at: datetime
    call_id: UUID | None


def desks_at_work(session: Session, campaign_id: UUID, *, heard_since: datetime) -> list[DeskNow]:
    """Return everybody who is ready or has a call."""
    line_open = exists().where(Call.agent_session_id == AgentSession.id, Call.status != CallStatus.ENDED)
    newest = (
        select(CallStep.step, CallStep.began_at)
        .where(CallStep.call_id == AgentSession.call_id)
        .order_by(CallStep.began_at.desc())
        .limit(1)
        .lateral("newest")
    )
    query = (
        select(
            AgentSession.id,
            AgentSession.user_id,
            AgentSession.status,
            AgentSession.since,
            AgentSession.languages,
            AgentSession.next_pause,
            or_(AgentSession.leg == "none", AgentSession.leg_call_id.is_not(None)),
            (AgentSession.heard_at >= heard_since) & ~line_open,
            newest.c.step,
            newest.c.began_at,
        )
        .outerjoin(newest, text("true"))
        .where(AgentSession.campaign_id == campaign_id, AgentSession.status.in_(AT_WORK))
        .order_by(AgentSession.since)
    )
    return [DeskNow(*row) for row in session.execute(query)]


def calls_without_agent(session: Session, campaign_id: UUID) -> Sequence[tuple[str | None, datetime, bool, float]]:
    """Return of each live call that an agent is needed for: its language, its dial, whether somebody waits, how likely.

    Nobody is needed where the outcome is known (a machine, to whom a message is said) or a notice is said. Who rings us
    waits while we let it ring, and hears a promise after that.
    """
    out = Call.direction == Direction.OUT
    query = (
        select(
            Case.language,
            func.coalesce(Call.sent_at, Call.intended_at),
            or_(~out, Call.status == CallStatus.ANSWERED),
            _LIKELY,
        )
        .join(Case, Case.id == Call.case_id)
        .where(
            Call.campaign_id == campaign_id,
            Call.status != CallStatus.ENDED,
            Call.agent_session_id.is_(None),
            Call.outcome.is_(None),
            ~Call.abandoned,
            or_(out, Call.status == CallStatus.RINGING),
        )
    )
    return [(language, at, waits, likely) for language, at, waits, likely in session.execute(query)]


def case_languages(session: Session, campaign_id: UUID) -> set[str]:
    """Return the languages of a campaign's lanes; empty: of which nothing is known."""
    return set(session.scalars(select(CaseLane.language).where(CaseLane.campaign_id == campaign_id).distinct()))


def live_answers_of_day(session: Session, campaign_id: UUID, day: LocalDay) -> int:
    """Count the calls of a day that a person has answered, as far as is known."""
    query = select(func.count()).where(*_of_day(campaign_id, day), Call.answered_at.is_not(None), _BY_PERSON)
    return session.scalar(query) or 0


def abandoned_of_day(session: Session, campaign_id: UUID, day: LocalDay) -> int:
    """Count those of them for whom nobody was there in time."""
    return session.scalar(select(func.count()).where(*_of_day(campaign_id, day), Call.abandoned, _BY_PERSON)) or 0


def calls_moved(session: Session, campaign_id: UUID, after: datetime, until: datetime) -> list[CallTimes]:
    """Return the calls that something has happened to after a moment up to another."""
    moved = select(CallMove.call_id).where(CallMove.at > after, CallMove.at <= until)
    return _times(session, Call.campaign_id == campaign_id, Call.id.in_(moved))


def calls_since(session: Session, campaign_id: UUID, since: datetime) -> list[CallTimes]:
    """Return the calls that were intended at a moment or later."""
    return _times(session, Call.campaign_id == campaign_id, Call.intended_at >= since)


def nth_latest_call(session: Session, campaign_id: UUID, number: int, *, since: datetime) -> datetime | None:
    """Return when the so-manieth latest call was intended, or the earliest after a moment; None where there is none."""
    mine = (Call.campaign_id == campaign_id, Call.intended_at >= since)
    latest = select(Call.intended_at).where(*mine).order_by(Call.intended_at.desc()).limit(number).subquery()
    earliest: datetime | None = session.scalar(select(func.min(latest.c.intended_at)))
    return earliest


def moves_of_desks(session: Session, campaign_id: UUID, after: datetime, until: datetime) -> list[MoveOfDesk]:
    """Return what agents have done after a moment up to another."""
    move = AgentSessionMove
    query = (
        select(move.agent_session_id, AgentSession.user_id, move.event, move.before, move.after, move.at, move.call_id)
        .join(AgentSession, AgentSession.id == move.agent_session_id)
        .where(move.at > after, move.at <= until, AgentSession.campaign_id == campaign_id)
    )
    return [MoveOfDesk(*row) for row in session.execute(query)]


def steps_of_calls(session: Session, call_ids: Collection[UUID]) -> dict[UUID, list[tuple[str, datetime]]]:
    """Return the steps that came up in calls, in their order."""
    query = select(CallStep.call_id, CallStep.step, CallStep.began_at).where(CallStep.call_id.in_(call_ids))
    steps = defaultdict[UUID, list[tuple[str, datetime]]](list)
    for call_id, step, began_at in session.execute(query.order_by(CallStep.began_at)) if call_ids else ():
        steps[call_id].append((step, began_at))
    return steps


# Who rings us, or is spoken to on a line that is open already, was not dialled.
_DIALLED: Final[tuple[ColumnElement[bool], ...]] = (Call.direction == Direction.OUT, Call.continues_id.is_(None))
_BY_PERSON: Final[ColumnElement[bool]] = Call.outcome.is_distinct_from(Outcome.MACHINE)
_LIKELY: Final[ColumnElement[float]] = func.coalesce(Call.likely, 1.0)


def _of_day(campaign_id: UUID, day: LocalDay) -> tuple[ColumnElement[bool], ...]:
    return Call.campaign_id == campaign_id, Call.intended_at >= day.begins, Call.intended_at < day.ends, *_DIALLED


def _times(session: Session, *which: ColumnElement[bool]) -> list[CallTimes]:
    """A call that the carrier refused has rung nowhere, and teaches nothing."""
    query = select(Call.sent_at, Call.answered_at, Call.ended_at, _BY_PERSON, Call.abandoned, _LIKELY).where(
        *which, *_DIALLED, Call.sent_at.is_not(None), Call.end_reason.is_distinct_from(EndReason.NOT_SENT)
    )
    return [
        CallTimes(sent_at, answered_at, ended_at, by_person, abandoned, likely)
        for sent_at, answered_at, ended_at, by_person, abandoned, likely in session.execute(query)
        if sent_at
    ]
