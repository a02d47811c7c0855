"""Supervisors in agents' calls: moved together with a trace that only grows, and what desks and pages show of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.floor.supervision import ENDED, Left, Supervision, is_louder, seconds_of_modes
from campaigns.store.access_traces import note_access
from campaigns.store.ready_statements import Ready
from campaigns.store.session import enqueue, tell
from campaigns.store.tables import AccessTrace, AgentSession, Listening, ListeningMove, User

_LIVE: Final = Listening.ended_at.is_(None)
_AT_DESK: Final = (Listening.agent_session_id == bindparam("agent_session_id"), _LIVE)
_OF_DESK: Final = select(Listening).where(*_AT_DESK).with_for_update(key_share=True)
_IS_HEARD: Final = Ready(select(exists().where(*_AT_DESK)))  # asked with the end of every talk; nearly always nobody is


@dataclass(frozen=True)
class ListeningNow:
    """A supervisor's own listening, with the agent whom she hears and how long each mode has lasted."""

    listening: Listening
    agent: str
    has_leg: bool  # the agent's voice goes through the carrier, so that she can be whispered to
    seconds: dict[Supervision, int]


def note_listening(session: Session, listening: Listening) -> bool:
    """Begin one; False where this supervisor listens already, or somebody listens to this agent."""
    columns = {column.key: getattr(listening, column.key) for column in Listening.__table__.columns}
    begun = session.scalar(insert(Listening).values(**columns).on_conflict_do_nothing().returning(Listening.id))
    if begun is None:
        return False
    _trace(session, listening, "listening_began", {}, at=listening.began_at)
    tell(session, f"floor:{listening.campaign_id}")
    return True


def lock_listening(session: Session, listening_id: UUID) -> Listening | None:
    """Return a listening locked for change."""
    query = select(Listening).where(Listening.id == listening_id).with_for_update(key_share=True)
    return session.scalar(query.execution_options(populate_existing=True))


def note_joined(session: Session, listening: Listening, *, at: datetime) -> None:
    """Note that a locked listening's leg has come into the room, where nobody hears it yet."""
    listening.joined_at, listening.mode = at, Supervision.LISTEN
    _append(session, listening, Supervision.LISTEN, at=at)


def settle_listening(session: Session, listening: Listening, *, carried_out: bool, at: datetime) -> None:
    """Note what the carrier made of what was asked: louder from when it was asked for, quieter from now on."""
    if carried_out and listening.asked and listening.asked_at:
        _move(session, listening, listening.asked, at=listening.asked_at if _louder(listening) else at)
    listening.asked = listening.asked_at = None


def leave_call(session: Session, listening: Listening, because: Left, *, at: datetime) -> None:
    """End a locked listening: its leg is hung up, and the trace keeps how long each mode lasted.

    Where nobody knows whether the carrier made her louder, it counts as done: the trace never says less than was heard.
    """
    if listening.ended_at is not None:
        return
    settle_listening(session, listening, carried_out=_louder(listening), at=at)
    lasted = seconds_of_modes(moves_of(session, listening.id), until=at)
    listening.ended_at, listening.because = at, because
    _append(session, listening, ENDED, at=at)
    seconds = {mode.value: seconds for mode, seconds in lasted.items()}
    _trace(session, listening, "listened", {"because": because.value, "seconds": seconds}, at=at)
    if listening.leg_call_id:
        enqueue(session, "dial", "end_carrier_call", listening.leg_call_id)


def end_listenings_of(session: Session, agent: AgentSession, *, at: datetime) -> None:
    """Let whoever listens to an agent leave: her talk is over."""
    if _IS_HEARD.one(session, {"agent_session_id": agent.id}) == (False,):
        return
    for listening in session.scalars(_OF_DESK, {"agent_session_id": agent.id}):
        leave_call(session, listening, Left.CALL_OVER, at=at)


def end_listening_of_user(session: Session, user_id: UUID, because: Left, *, at: datetime) -> None:
    """Let a supervisor leave the call in which she is."""
    hers = select(Listening).where(Listening.user_id == user_id, _LIVE).with_for_update(key_share=True)
    for listening in session.scalars(hers):
        leave_call(session, listening, because, at=at)


def quieten_listenings_of(session: Session, agent: AgentSession, *, at: datetime) -> None:
    """An agent has come back on another leg: a coach of the old one is heard by nobody until it is asked anew.

    Who is just asking to be heard otherwise may be heard already.
    """
    loud = _OF_DESK.where(Listening.mode == Supervision.WHISPER, Listening.asked.is_(None))
    for listening in session.scalars(loud, {"agent_session_id": agent.id}):
        listening.wanted = Supervision.WHISPER
        _move(session, listening, Supervision.LISTEN, at=at)


def listening_of_user(session: Session, user_id: UUID, *, now: datetime) -> ListeningNow | None:
    """Return a supervisor's live listening."""
    query = (
        select(Listening, User.name, AgentSession)
        .join(AgentSession, AgentSession.id == Listening.agent_session_id)
        .join(User, User.id == AgentSession.user_id)
        .where(Listening.user_id == user_id, _LIVE)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        return None
    listening, name, agent = found
    lasted = seconds_of_modes(moves_of(session, listening.id), until=now)
    return ListeningNow(listening, name, agent.leg_call_id is not None, lasted)


def note_listener_heard(session: Session, listening_id: UUID, user_id: UUID, *, at: datetime) -> bool:
    """Note a sign of life of a supervisor's page; False where her listening is over."""
    mine = update(Listening).where(Listening.id == listening_id, Listening.user_id == user_id, _LIVE)
    return session.scalar(mine.values(heard_at=at).returning(Listening.id)) is not None


def stale_listenings(
    session: Session, *, heard_before: datetime, begun_before: datetime
) -> Sequence[tuple[UUID, Left | None, str | None]]:
    """Return live listenings, with why they cannot go on where the tables tell, and with their legs."""
    query = (
        select(Listening, AgentSession.status)
        .join(AgentSession, AgentSession.id == Listening.agent_session_id)
        .where(_LIVE)
    )
    return [
        (listening.id, _why_stale(listening, status, heard_before, begun_before), listening.leg_call_id)
        for listening, status in session.execute(query)
    ]


def legs_to_hang_up(session: Session) -> dict[UUID, str]:
    """Return the legs of listenings that are over and of whose end the carrier has not told."""
    query = select(Listening.id, Listening.leg_call_id).where(~_LIVE, Listening.leg_call_id.is_not(None))
    return {listening: leg for listening, leg in session.execute(query) if leg}


def listeners_legs(session: Session, carrier_call_ids: list[str]) -> set[str]:
    """Return those of the carrier's call ids that are legs of live listenings."""
    mine = select(Listening.leg_call_id).where(Listening.leg_call_id.in_(carrier_call_ids), _LIVE)
    return {leg for leg in session.scalars(mine) if leg}


def phones_of_listeners(session: Session) -> set[str]:
    """Return the phones that are being rung for supervisors and whose carrier id is not known yet."""
    rung = select(User.desk_phone).join(Listening, Listening.user_id == User.id)
    waiting = rung.where(_LIVE, Listening.leg == "phone", Listening.leg_call_id.is_(None))
    return {phone for phone in session.scalars(waiting) if phone}


def moves_of(session: Session, listening_id: UUID) -> list[tuple[str, datetime]]:
    """Return the trace of a listening in its order."""
    query = select(ListeningMove.mode, ListeningMove.at).where(ListeningMove.listening_id == listening_id)
    return [(mode, at) for mode, at in session.execute(query.order_by(ListeningMove.at, ListeningMove.mode == ENDED))]


def _why_stale(listening: Listening, status: AgentStatus, heard: datetime, begun: datetime) -> Left | None:
    if status is not AgentStatus.ON_CALL:
        return Left.CALL_OVER
    if listening.asked_at and listening.asked_at < heard:  # who asked the carrier has died over it
        return Left.CARRIER_UNSURE
    if listening.heard_at < heard:
        return Left.NOT_HEARD
    never_came = listening.joined_at is None and listening.began_at < begun
    return Left.NOT_CONNECTED if never_came else None


def _louder(listening: Listening) -> bool:
    return listening.asked is not None and is_louder(listening.asked, listening.mode)


def _move(session: Session, listening: Listening, mode: Supervision, *, at: datetime) -> None:
    if listening.mode is not mode:
        listening.mode = mode
        _append(session, listening, mode, at=at)


def _append(session: Session, listening: Listening, mode: str, *, at: datetime) -> None:
    row = ListeningMove(listening_id=listening.id, department_id=listening.department_id, mode=mode, at=at)
    session.add(row)
    session.flush()
    tell(session, f"floor:{listening.campaign_id}")
    tell(session, f"agent:{listening.agent_session_id}")


def _trace(session: Session, listening: Listening, action: str, more: dict[str, object], *, at: datetime) -> None:
    subject = {
        "listening_id": str(listening.id),
        "campaign_id": str(listening.campaign_id),
        "agent_session_id": str(listening.agent_session_id),
        "call_id": str(listening.call_id),
        **more,
    }
    facts = {"department_id": listening.department_id, "user_id": listening.user_id}
    note_access(session, AccessTrace(at=at, action=action, subject=subject, **facts))
