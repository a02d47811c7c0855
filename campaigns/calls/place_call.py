"""Places intended calls at the carrier, each at most once (the dial protocol of telephony.md section 4)."""

import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from campaigns.rules.call_states import GIVEN_UP, CallEvent, CallStatus, EndReason
from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.clock import Now
from campaigns.shared.carrier_strain import (
    Lines,
    held_back_by_carrier,
    note_no_clear_answer,
    note_queueing,
    note_refusal,
)
from campaigns.shared.dials import begin_together, rules_against, send
from campaigns.shared.endings import end_call, withdraw_call
from campaigns.store.calls.calls import lock_call, lock_call_of_campaign, lock_free_calls_of_campaign, move_call
from campaigns.store.calls.calls_to_dial import lock_call_to_dial
from campaigns.store.calls.carriers import end_carrier_pause
from campaigns.store.desk.agent_sessions import lock_agent_session
from campaigns.store.session import EVERYTHING, Database, Session, enqueue
from campaigns.store.tables import Call, Campaign
from campaigns.telephony.failures import InvalidDestination, Placed, PolicyBlocked, TelephonyError
from campaigns.telephony.port import PlaceCall, Placement, Telephony

log = logging.getLogger(__name__)
AGAIN_AFTER_REFUSAL: Final = timedelta(seconds=30)
AGAIN_WHERE_BLOCKED: Final = timedelta(hours=3)  # one number blocked by itself stops the others so seldom
SOON: Final = 0.5  # seconds: an answer of the carrier waits no longer for others, to be noted with them
MAY_QUEUE: Final = 2.0  # seconds in the carrier's queue; longer, and it would ring when nobody waits for it


def place_call(db: Database, *call_ids: UUID, telephony: Telephony, now: Now, lines: Lines | None = None) -> None:
    """Send intended calls. Safe to run twice: only the run that commits SENT talks to the carrier.

    Several are begun together, asked for side by side and bound together, as far as nothing stands against them.
    """
    begun = list[PlaceCall]()
    if len(call_ids) > 1:
        with db.transaction(EVERYTHING, plan_once=True) as session:
            begun = begin_together(session, call_ids, lines, now=now())
        _ask_for_all(db, begun, telephony, now=now)
    sent = {wish.attempt_id for wish in begun}
    for call_id in [one for one in call_ids if one not in sent]:
        with db.transaction(EVERYTHING, plan_once=True) as session:
            wish = _begin(session, call_id, lines, now=now())
        if wish is not None:
            _note_answers(db, {call_id: _ask_for(wish, telephony)}, at=now())


def _begin(session: Session, call_id: UUID, lines: Lines | None, *, now: datetime) -> PlaceCall | None:
    """Check every rule again and commit SENT; None where nothing may be sent."""
    dial = lock_call_to_dial(session, call_id)
    if dial is None or dial.call.status is not CallStatus.INTENDED:
        return None
    agent = lock_agent_session(session, dial.call.agent_session_id) if dial.call.agent_session_id else None
    against = rules_against(session, [dial], {agent.id: agent} if agent else {}, now=now)
    refused = against.get(call_id) or held_back_by_carrier(session, dial.call, lines, now=now)
    if refused:
        withdraw_call(session, dial.call, refused, at=now, wait=AGAIN_AFTER_REFUSAL)
        return None
    return send(session, dial, now=now)


def _ask_for_all(db: Database, wishes: Sequence[PlaceCall], telephony: Telephony, *, now: Now) -> None:
    """Ask for calls side by side, and note each answer soon, however long another takes."""
    with ThreadPoolExecutor(len(wishes) or 1) as askers:
        asked = {askers.submit(_ask_for, wish, telephony): wish.attempt_id for wish in wishes}
        waiting = set(asked)
        while waiting:
            done, waiting = wait(waiting, timeout=SOON)
            _note_answers(db, {asked[each]: each.result() for each in done}, at=now())


def _ask_for(wish: PlaceCall, telephony: Telephony) -> Placement | TelephonyError:
    try:
        return telephony.place_call(wish)
    except TelephonyError as failure:
        facts = {"call_id": str(wish.attempt_id), "carrier_code": failure.carrier_code}
        event = "call_unknown" if failure.placed is Placed.MAYBE else "call_refused"
        log.warning(event, extra=facts | {"http_status": failure.http_status})
        return failure


def _note_answers(db: Database, answers: Mapping[UUID, Placement | TelephonyError], *, at: datetime) -> None:
    """Note what the carrier has said; what SENT is not: its id can be asked for, should it be lost."""
    placed = {call_id: answer for call_id, answer in answers.items() if isinstance(answer, Placement)}
    plain = {call_id for call_id, answer in placed.items() if answer.queued_seconds <= MAY_QUEUE}
    bound = set[UUID]()
    if len(plain) > 1:
        with db.transaction(EVERYTHING, may_be_lost=True) as session:
            bound = _bind_all(session, lock_free_calls_of_campaign(session, plain), placed, at=at)
    for call_id, answer in answers.items():
        if call_id in bound:
            continue
        with db.transaction(EVERYTHING, may_be_lost=isinstance(answer, Placement)) as session:
            _note_answer(session, call_id, answer, at=at)


def _note_answer(session: Session, call_id: UUID, answer: Placement | TelephonyError, *, at: datetime) -> None:
    if isinstance(answer, Placement):
        if found := lock_call_of_campaign(session, call_id):
            _bind_all(session, [found], {call_id: answer}, at=at)
    elif answer.placed is Placed.MAYBE:
        _lose_sight(session, call_id, at=at)
    else:
        _take_back(session, call_id, answer, at=at)


def _bind_all(
    session: Session, calls: Sequence[tuple[Call, Campaign]], placed: Mapping[UUID, Placement], *, at: datetime
) -> set[UUID]:
    """Bind locked calls, and let the carrier and their numbers rest no more; returns the ids."""
    for carrier, caller_id in {(call.carrier, call.caller_id) for call, _ in calls}:
        end_carrier_pause(session, carrier, caller_id=caller_id, now=at)
    for call, campaign in calls:
        _bind(session, call, campaign, placed[call.id], at=at)
    return {call.id for call, _ in calls}


def _bind(session: Session, call: Call, campaign: Campaign, placement: Placement, *, at: datetime) -> None:
    """Keep the carrier's id; the first callback may have done so before us."""
    if call.carrier_call_id is None:
        call.carrier_call_id = placement.carrier_call_id
    elif call.carrier_call_id != placement.carrier_call_id:
        log.error("call_doubled", extra={"call_id": str(call.id), "carrier_call_id": placement.carrier_call_id})
        enqueue(session, "dial", "end_carrier_call", placement.carrier_call_id)
    move_call(session, call, CallEvent.ACCEPT, ring_seconds=campaign.ring_seconds, at=at)
    if call.end_reason in GIVEN_UP:  # the answer came after we had stopped waiting for it
        enqueue(session, "dial", "end_carrier_call", placement.carrier_call_id)
    if placement.queued_seconds > MAY_QUEUE or campaign.status is not CampaignStatus.RUNNING:
        enqueue(session, "dial", "cancel_call", call.id)
    if placement.queued_seconds > MAY_QUEUE:
        log.warning("call_queued", extra={"call_id": str(call.id), "seconds": placement.queued_seconds})
        note_queueing(session, call, at=at)


def _lose_sight(session: Session, call_id: UUID, *, at: datetime) -> None:
    call = lock_call(session, call_id)
    if call is not None and move_call(session, call, CallEvent.LOSE_SIGHT, ring_seconds=0, at=at):
        session.flush()
        note_no_clear_answer(session, call, at=at)


def _take_back(session: Session, call_id: UUID, refusal: TelephonyError, *, at: datetime) -> None:
    """The carrier surely placed nothing: an invalid number is an outcome, all else is no attempt."""
    call = lock_call(session, call_id)
    if call is None or call.status not in (CallStatus.SENT, CallStatus.UNKNOWN) or call.carrier_call_id:
        return
    if isinstance(refusal, InvalidDestination):
        end_carrier_pause(session, call.carrier, caller_id=call.caller_id, now=at)
        end_call(session, call, EndReason.INVALID_NUMBER, at=at)
        return
    because, rest = note_refusal(session, call, refusal, at=at)
    blocked = isinstance(refusal, PolicyBlocked)
    withdraw_call(session, call, because, at=at, wait=AGAIN_WHERE_BLOCKED if blocked else rest)
