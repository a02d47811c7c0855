"""Calls in the store: locked before they move, moved together with their history row."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, exists, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallEvent, CallStatus, Direction, EndReason, advance
from campaigns.rules.carrier.schedule import FARTHEST_LOOK, next_look
from campaigns.store.ready_statements import Ready
from campaigns.store.session import tell
from campaigns.store.tables import AgentSession, Call, CallMove, Campaign, CarrierEvent, User
from campaigns.store.tables.calls import LIVE_CALL

TIMES = {
    CallStatus.SENT: "sent_at",
    CallStatus.RINGING: "ringing_at",
    CallStatus.ANSWERED: "answered_at",
    CallStatus.TALKING: "talking_at",
    CallStatus.ENDED: "ended_at",
}
# Statements stand ready: to put one together takes as long as to ask it.
_CALL: Final = select(Call).where(Call.id == bindparam("call_id"))
_WITH_CAMPAIGN: Final = _CALL.join(Campaign, Campaign.id == Call.campaign_id).add_columns(Campaign)
_LOCK, _LOCK_WITH_CAMPAIGN = (Ready(each.with_for_update(of=Call, key_share=True)) for each in (_CALL, _WITH_CAMPAIGN))
_LOCK_FREE: Final = (
    select(Call, Campaign)
    .join(Campaign, Campaign.id == Call.campaign_id)
    .where(Call.id == any_(bindparam("call_ids", type_=ARRAY(Uuid))))
    .with_for_update(of=Call, key_share=True, skip_locked=True)
    .execution_options(populate_existing=True)
)
_EVENTS: Final = CarrierEvent.metadata.tables[CarrierEvent.__tablename__]
_CALLS: Final = Call.metadata.tables[Call.__tablename__]
_SAVE: Final = insert(_CALLS).on_conflict_do_nothing().returning(_CALLS.c.id)
_NOTE: Final = Ready(insert(_EVENTS).on_conflict_do_nothing().returning(_EVENTS.c.key))
LOOKED_AT_ONCE: Final = 200  # quiet calls; the others have their turn two seconds later
UNANSWERED = (CallStatus.SENT, CallStatus.UNKNOWN, CallStatus.QUEUED, CallStatus.RINGING)


def lock_call(session: Session, call_id: UUID) -> Call | None:
    """Return the call locked for change. Order of locks everywhere: call, case, agent session."""
    found = _LOCK.held(session, {"call_id": call_id})
    return found[0] if found else None


def lock_call_of_campaign(session: Session, call_id: UUID) -> tuple[Call, Campaign] | None:
    """Return the call locked for change, as above, and its campaign as it stands."""
    found = _LOCK_WITH_CAMPAIGN.held(session, {"call_id": call_id})
    return (found[0], found[1]) if found else None


def lock_free_calls_of_campaign(session: Session, call_ids: Collection[UUID]) -> list[tuple[Call, Campaign]]:
    """Return those of the calls that nobody else holds, locked for change, each with its campaign."""
    return [(call, campaign) for call, campaign in session.execute(_LOCK_FREE, {"call_ids": list(call_ids)})]


def move_call(session: Session, call: Call, event: CallEvent, *, ring_seconds: int, at: datetime) -> bool:
    """Advance a locked call and write its history; False where the event is late, doubled or too early."""
    after = advance(call.status, event)
    if after is None:
        return False
    session.add(
        CallMove(department_id=call.department_id, call_id=call.id, event=event, before=call.status, after=after, at=at)
    )
    call.status = after
    if (column := TIMES.get(after)) and getattr(call, column) is None:
        setattr(call, column, at)
    call.settle_tries = 0
    call.settle_at = next_look(after, ring_seconds=ring_seconds, tries=0, now=at)
    tell(session, f"floor:{call.campaign_id}")
    return True


def save_intended_calls(session: Session, calls: Sequence[Call]) -> set[UUID]:
    """Insert calls in their order; returns the ids of those whose case, phone and agent have no other live call.

    That another department's call lives counts too.
    """
    rows = [{column.key: getattr(call, column.key) for column in _CALLS.c} for call in calls]
    given = {key for row in rows for key, value in row.items() if value is not None}
    if not rows:
        return set()
    return set(session.scalars(_SAVE, [{key: row[key] for key in given} for row in rows]))


def note_carrier_event(session: Session, event: CarrierEvent) -> bool:
    """Keep what the carrier told; False where this very delivery is known already."""
    values = {column.key: getattr(event, column.key) for column in _EVENTS.c}
    return _NOTE.one(session, values) is not None


def quiet_calls(session: Session, *, now: datetime) -> list[UUID]:
    """Return live calls at which upkeep has to look: those that need no carrier first, then the longest overdue."""
    ran_ahead = Call.settle_at > now + FARTHEST_LOOK  # a clock wrote it that was set right since
    due = select(Call.id).where(Call.status != CallStatus.ENDED, or_(Call.settle_at <= now, ran_ahead))
    return list(session.scalars(due.order_by(Call.status != CallStatus.INTENDED, Call.settle_at).limit(LOOKED_AT_ONCE)))


def bound_carrier_calls(session: Session, carrier: str, carrier_call_ids: list[str]) -> set[str]:
    """Return those of the carrier's call ids that belong to calls of ours."""
    known = select(Call.carrier_call_id).where(Call.carrier == carrier, Call.carrier_call_id.in_(carrier_call_ids))
    return {found for found in session.scalars(known) if found}


def carrier_calls_going_on(
    session: Session, carrier: str, carrier_call_ids: list[str], ended_since: datetime
) -> set[str]:
    """Return those of the carrier's call ids that belong to calls of ours which live, or have ended lately."""
    going_on = select(Call.carrier_call_id).where(
        Call.carrier == carrier,
        Call.carrier_call_id.in_(carrier_call_ids),
        or_(Call.status != CallStatus.ENDED, Call.ended_at >= ended_since),
    )
    return {found for found in session.scalars(going_on) if found}


def phones_in_doubt(session: Session) -> set[str]:
    """Return phones whose request has left and whose carrier id is not known yet: people's, and agents' desk phones."""
    doubtful = select(Call.phone).where(
        Call.status.in_([CallStatus.SENT, CallStatus.UNKNOWN]), Call.carrier_call_id.is_(None)
    )
    desks = (
        select(User.desk_phone)
        .join(AgentSession, AgentSession.user_id == User.id)
        .where(
            AgentSession.leg == "phone",
            AgentSession.leg_call_id.is_(None),
            AgentSession.status != AgentStatus.SIGNED_OUT,
        )
    )
    return {phone for phone in (*session.scalars(doubtful), *session.scalars(desks)) if phone}


def unanswered_calls(session: Session, campaign_id: UUID) -> list[UUID]:
    """Return the calls of a campaign that stand at the carrier and that nobody has answered yet."""
    ringing = select(Call.id).where(Call.campaign_id == campaign_id, Call.status.in_(UNANSWERED))
    return list(session.scalars(ringing))


def intended_calls(session: Session, campaign_id: UUID) -> list[UUID]:
    """Return the calls of a campaign of which nothing has left yet."""
    intended = select(Call.id).where(Call.campaign_id == campaign_id, LIVE_CALL, Call.status == CallStatus.INTENDED)
    return list(session.scalars(intended))


def agents_in_calls(session: Session, campaign_id: UUID) -> bool:
    """Tell whether a call of a campaign stands on some desk, until its outcome is logged."""
    at_it = exists().where(AgentSession.campaign_id == campaign_id, AgentSession.call_id.is_not(None))
    return bool(session.scalar(select(at_it)))


def caller_ids_of_intended(session: Session, call_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return from which number each of these calls is to be sent, in their order; only those that wait for it."""
    waiting = select(Call.id, Call.caller_id).where(Call.id.in_(call_ids), Call.status == CallStatus.INTENDED)
    found = {row.id: row.caller_id for row in session.execute(waiting)}
    return {call_id: found[call_id] for call_id in call_ids if call_id in found}


def latest_are_unknown(session: Session, carrier: str, *, number: int) -> bool:
    """Tell whether the carrier gave no clear answer to the last so many requests whose calls may still live."""
    live = select(Call.status).where(
        Call.carrier == carrier, Call.status != CallStatus.ENDED, Call.sent_at.is_not(None)
    )
    return session.scalars(live.order_by(Call.sent_at.desc()).limit(number)).all() == [CallStatus.UNKNOWN] * number


def end_with(call: Call, reason: EndReason, refused_because: str | None = None) -> None:
    """Set why a call ends; before it is moved."""
    call.end_reason = reason
    call.refused_because = refused_because


def carrier_call_to_end(session: Session, call_id: UUID) -> str | None:
    """Return the carrier's id of a call that has not ended yet."""
    live = select(Call.carrier_call_id).where(Call.id == call_id, Call.status != CallStatus.ENDED)
    return session.scalar(live)


def carrier_call_to_cancel(session: Session, call_id: UUID) -> str | None:
    """Return the carrier's id of a call of ours that nobody has answered yet; who rings us is not hung up on."""
    ours = (Call.id == call_id, Call.status.in_(UNANSWERED), Call.direction == Direction.OUT)
    return session.scalar(select(Call.carrier_call_id).where(*ours))
