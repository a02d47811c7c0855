"""Places one intended call at the carrier, at most once (the dial protocol of telephony.md section 4)."""

import logging
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from campaigns.carrier_strain import Lines, held_back_by_carrier, note_no_clear_answer, note_queueing, note_refusal
from campaigns.endings import CALLBACK_PRIORITY, end_call, withdraw_call
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import GIVEN_UP, CallEvent, CallStatus, EndReason
from campaigns.rules.calling_hours import may_call
from campaigns.rules.campaign_states import CampaignStatus, DialMode
from campaigns.rules.case_states import CaseEvent
from campaigns.rules.clock import Now
from campaigns.rules.machines import MachinePlan
from campaigns.store.agent_sessions import lock_agent_session
from campaigns.store.call_caps import Ringing, call_held_back
from campaigns.store.calling_rules import rules_of_dial
from campaigns.store.calls import lock_call, lock_call_of_campaign, move_call
from campaigns.store.calls_to_dial import CallToDial, lock_call_to_dial
from campaigns.store.carriers import end_carrier_pause
from campaigns.store.cases import move_case
from campaigns.store.session import EVERYTHING, Database, Session, enqueue
from campaigns.store.tables import Call, Campaign, Case
from campaigns.telephony.port import (
    InvalidDestination,
    PlaceCall,
    Placed,
    Placement,
    PolicyBlocked,
    Telephony,
    TelephonyError,
)

log = logging.getLogger(__name__)
AGAIN_AFTER_REFUSAL: Final = timedelta(seconds=30)
MAY_QUEUE: Final = 2.0  # seconds in the carrier's queue; longer, and it would ring when nobody waits for it


def place_call(db: Database, call_id: UUID, *, telephony: Telephony, now: Now, lines: Lines | None = None) -> None:
    """Send one intended call. Safe to run twice: only the run that commits SENT talks to the carrier."""
    with db.transaction(EVERYTHING) as session:
        wish = _begin(session, call_id, lines, now=now())
    if wish is None:
        return
    try:
        placement = telephony.place_call(wish)
    except TelephonyError as failure:
        facts = {"call_id": str(call_id), "carrier_code": failure.carrier_code, "http_status": failure.http_status}
        log.warning("call_unknown" if failure.placed is Placed.MAYBE else "call_refused", extra=facts)
        with db.transaction(EVERYTHING) as session:
            if failure.placed is Placed.MAYBE:
                _lose_sight(session, call_id, at=now())
            else:
                _take_back(session, call_id, failure, at=now())
    else:
        with db.transaction(EVERYTHING, may_be_lost=True) as session:  # what SENT is not: an id can be asked for
            _bind(session, call_id, placement, at=now())


def _begin(session: Session, call_id: UUID, lines: Lines | None, *, now: datetime) -> PlaceCall | None:
    """Check every rule again and commit SENT; None where nothing may be sent."""
    dial = lock_call_to_dial(session, call_id)
    if dial is None or dial.call.status is not CallStatus.INTENDED:
        return None
    call, campaign = dial.call, dial.campaign
    refused = _refused_because(session, dial, now=now) or held_back_by_carrier(session, call, lines, now=now)
    if refused:
        withdraw_call(session, call, refused, at=now, wait=AGAIN_AFTER_REFUSAL)
        return None
    move_case(session, dial.case, CaseEvent.DIAL, at=now, call_id=call.id)
    move_call(session, call, CallEvent.SEND, ring_seconds=campaign.ring_seconds, at=now)
    return PlaceCall(
        call.id,
        call.phone,
        call.caller_id,
        campaign.ring_seconds,
        campaign.max_talk_seconds,
        detect_machines=campaign.machines is not MachinePlan.IGNORE,
    )


def _refused_because(session: Session, dial: CallToDial, *, now: datetime) -> str | None:
    """Return the first rule that forbids the dial now, or None."""
    if now >= dial.call.expires_at:
        return "expired"
    if dial.campaign.status is not CampaignStatus.RUNNING:
        return "campaign_not_running"
    if dial.list_ended:
        return "list_withdrawn"
    if forbidden := _forbidden_because(session, dial, now=now):
        return forbidden
    if dial.call.agent_session_id is None:
        return _needs_an_agent(dial.case, dial.campaign)
    return None if _agent_waits(session, dial.call) else "agent_gone"


def _forbidden_because(session: Session, dial: CallToDial, *, now: datetime) -> str | None:
    """Return the rule of the place or of the person that forbids the dial now: the same as when it was intended."""
    rules = rules_of_dial(session, dial.campaign, dial.case, now=now)
    if closed := may_call(rules.campaign, now=now):
        return closed.because
    if shut := may_call(rules.there, now=now):
        return f"area_{shut.because}"
    ringing = Ringing(dial.campaign, rules.caps, now=now)
    held = call_held_back(session, dial.call.id, ringing, promised=dial.case.priority == CALLBACK_PRIORITY)
    return held.because if held else None


def _needs_an_agent(case: Case, campaign: Campaign) -> str | None:
    """Only predictive calls leave without an agent, and never to somebody who has found nobody once."""
    return None if campaign.mode is DialMode.PREDICTIVE and not case.needs_agent_reserved else "agent_gone"


def _agent_waits(session: Session, call: Call) -> bool:
    agent = lock_agent_session(session, call.agent_session_id) if call.agent_session_id else None
    return agent is not None and agent.status is AgentStatus.RESERVED and agent.call_id == call.id and agent.has_leg


def _bind(session: Session, call_id: UUID, placement: Placement, *, at: datetime) -> None:
    """Keep the carrier's id; the first callback may have done so before us."""
    call, campaign = lock_call_of_campaign(session, call_id) or (None, None)
    if call is None or campaign is None:
        return
    end_carrier_pause(session, call.carrier, caller_id=call.caller_id, now=at)
    if call.carrier_call_id is None:
        call.carrier_call_id = placement.carrier_call_id
    elif call.carrier_call_id != placement.carrier_call_id:
        log.error("call_doubled", extra={"call_id": str(call_id), "carrier_call_id": placement.carrier_call_id})
        enqueue(session, "dial", "end_carrier_call", placement.carrier_call_id)
    move_call(session, call, CallEvent.ACCEPT, ring_seconds=campaign.ring_seconds, at=at)
    if call.end_reason in GIVEN_UP:  # the answer came after we had stopped waiting for it
        enqueue(session, "dial", "end_carrier_call", placement.carrier_call_id)
    if placement.queued_seconds > MAY_QUEUE or campaign.status is not CampaignStatus.RUNNING:
        enqueue(session, "dial", "cancel_call", call_id)
    if placement.queued_seconds > MAY_QUEUE:
        log.warning("call_queued", extra={"call_id": str(call_id), "seconds": placement.queued_seconds})
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
    if isinstance(refusal, InvalidDestination | PolicyBlocked):
        end_carrier_pause(session, call.carrier, caller_id=call.caller_id, now=at)
    if isinstance(refusal, InvalidDestination):
        end_call(session, call, EndReason.INVALID_NUMBER, at=at)
        return
    if isinstance(refusal, PolicyBlocked):
        end_call(session, call, EndReason.REJECTED, at=at)
        return
    because, rest = note_refusal(session, call, refusal, at=at)
    withdraw_call(session, call, because, at=at, wait=rest)
