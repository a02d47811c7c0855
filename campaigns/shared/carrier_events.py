"""What the carrier told of a call, taken into an open transaction: each delivery once, in any order."""

import logging
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from campaigns.rules.call_states import GIVEN_UP, CallEvent, Direction, EndReason
from campaigns.rules.carrier.clock import clocks_are_apart
from campaigns.shared.carrier_strain import note_clocks_apart
from campaigns.shared.endings import end_call
from campaigns.store.calls.calls import move_call, note_carrier_event
from campaigns.store.lists.erasing import forget_late_words
from campaigns.store.session import Session, enqueue
from campaigns.store.tables import Call, Campaign, CarrierEvent
from campaigns.telephony.port import CallTold

log = logging.getLogger(__name__)
BEFORE_ANSWER: Final = (CallEvent.ACCEPT, CallEvent.RING)
DELIVERIES_END: Final = timedelta(minutes=5)  # the carrier repeats a delivery within seconds; later it is a replay


class Taken(StrEnum):
    """What became of a webhook: only a recorded one changes anything."""

    RECORDED = "recorded"
    DOUBLED = "doubled"
    REPLAYED = "replayed"
    SECOND_CALL = "second_call"  # of the carrier for one dial of ours: it is ended
    UNKNOWN_CALL = "unknown_call"


def take_in(session: Session, call: Call, campaign: Campaign, told: CallTold, *, now: datetime) -> Taken:
    """Apply one event of the carrier to a locked line, once; a signature carries no time, so an old one is a replay."""
    event = CarrierEvent(
        key=told.key,
        department_id=call.department_id,
        call_id=call.id,
        kind=told.event.value,
        carrier_call_id=told.carrier_call_id,
        occurred_at=told.occurred_at,
        received_at=now,
        raw=dict(told.raw),
    )
    new = note_carrier_event(session, event)
    forget_late_words(session, call)
    first = now if new else session.get_one(CarrierEvent, told.key).received_at
    if now - first > DELIVERIES_END:
        return Taken.REPLAYED
    if not _is_ours(call, told):
        log.error("call_doubled", extra={"call_id": str(call.id), "carrier_call_id": told.carrier_call_id})
        enqueue(session, "dial", "end_carrier_call", told.carrier_call_id)
        return Taken.SECOND_CALL
    if not new:
        return Taken.DOUBLED
    if clocks_are_apart(told.occurred_at, sent_at=call.sent_at, now=now):
        note_clocks_apart(session, call, at=now)
    _take_notice(session, call, told, now)
    if told.event is CallEvent.END:
        end_call(session, call, told.end_reason or EndReason.FAILED, at=now)
    else:
        move_call(session, call, told.event, ring_seconds=campaign.ring_seconds, at=now)
    return Taken.RECORDED


def _take_notice(session: Session, call: Call, told: CallTold, now: datetime) -> None:
    """Keep when she answered, even where it is told after the end; end what had been given up and rings after all."""
    if told.event is CallEvent.ANSWER and call.answered_at is None:
        call.answered_at = _answered_at(call, told, now)
    elif told.answered_at and call.answered_at is None:
        note_when_answered(call, told.answered_at, now=now)
    elif call.end_reason in GIVEN_UP and told.event in BEFORE_ANSWER:
        log.warning("call_turned_up", extra={"call_id": str(call.id)})  # once answered, it hears the notice instead
        enqueue(session, "dial", "end_carrier_call", told.carrier_call_id)


def note_when_answered(call: Call, told: datetime | None, *, now: datetime) -> None:
    """Keep when she answered a call of ours that is over, and of which nobody could tell us what she was to hear."""
    if told and call.answered_at is None and call.direction is Direction.OUT:
        call.answered_at = _after_dial(call, told, latest=now)


def _answered_at(call: Call, told: CallTold, now: datetime) -> datetime:
    """Return when she answered by our clock, by which she waits; of a call that is over, the carrier knows better."""
    if call.ended_at is None:
        return now
    return _after_dial(call, told.occurred_at, latest=call.ended_at)


def _after_dial(call: Call, told: datetime, *, latest: datetime) -> datetime:
    """Return a moment by the carrier's clock as ours can have it: not before the dial, nor too late."""
    return min(max(told, call.sent_at or call.intended_at), latest)


def _is_ours(call: Call, told: CallTold) -> bool:
    """Bind the carrier's id with the first event; another id for the same attempt is a doubled call."""
    if call.carrier_call_id is None:
        call.carrier_call_id = told.carrier_call_id
    return call.carrier_call_id == told.carrier_call_id
