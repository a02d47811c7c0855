"""Asks the carrier about every call that has gone quiet, and gives back what was never sent."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from campaigns.rules.agent_states import AgentEvent, AgentStatus, PauseReason
from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.carrier.schedule import BELL_LOST, FARTHEST_LOOK, LIVE_STEP, is_lost, next_look
from campaigns.rules.carrier.unanswered import Unanswered
from campaigns.rules.clock import Now
from campaigns.shared.carrier_events import note_when_answered
from campaigns.shared.endings import end_call, take_back_call, withdraw_call
from campaigns.shared.handing_over import hand_over
from campaigns.store.calls.calls import bound_carrier_calls, lock_call, move_call, quiet_calls
from campaigns.store.desk.agent_sessions import lock_agent_session, move_agent
from campaigns.store.session import EVERYTHING, Database, Session, enqueue
from campaigns.store.tables import AgentSession, Call, Campaign
from campaigns.telephony.failures import NotFound, TelephonyError
from campaigns.telephony.port import CallSnapshot, Telephony

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Look:
    """How calls are looked at. `sure`: our clock tells how long a call has been quiet."""

    now: Now
    desk_silence: timedelta
    sure: bool
    unanswered: Unanswered


EVENTS = {
    CallStatus.QUEUED: CallEvent.ACCEPT,
    CallStatus.RINGING: CallEvent.RING,
    CallStatus.ANSWERED: CallEvent.ANSWER,
    CallStatus.ENDED: CallEvent.END,
}


def settle_quiet_calls(
    db: Database,
    *,
    telephony: Telephony,
    now: Now,
    desk_silence: timedelta,
    clock_is_sure: Callable[[], bool],
    unanswered: Unanswered,
) -> int:
    """Look at every call whose time has come; returns how many were looked at.

    A clock that jumped gives no call up: what the carrier tells counts, and how long nobody told does not. `unanswered`
    is the same from round to round: a carrier that does not answer is not asked in each of them.
    """
    with db.transaction(EVERYTHING) as session:
        due = quiet_calls(session, now=now())
    carrier_answers, sure = not unanswered.rests(now=now()), clock_is_sure() if due else False
    for call_id in due:
        call = _begin(db, call_id, at=now())
        if call is None:
            continue
        carrier_answers = carrier_answers and _settle(db, call, telephony, _Look(now, desk_silence, sure, unanswered))
        if not carrier_answers:  # nobody is asked any more in this round: each request may take its full time-out
            with db.transaction(EVERYTHING) as session:
                _go_without_word(session, call_id, sure=sure, at=now())
    return len(due)


def _begin(db: Database, call_id: UUID, *, at: datetime) -> Call | None:
    """Return a call of which the carrier must be asked; what never left is dealt with here."""
    with db.transaction(EVERYTHING) as session:
        call = lock_call(session, call_id)
        if call is None or call.settle_at is None or at < call.settle_at <= at + FARTHEST_LOOK:
            return None
        if call.status is CallStatus.INTENDED:
            _ring_again_or_withdraw(session, call, at=at)
            return None
        ring_seconds = session.get_one(Campaign, call.campaign_id).ring_seconds
        if call.status is CallStatus.SENT:
            move_call(session, call, CallEvent.LOSE_SIGHT, ring_seconds=ring_seconds, at=at)
        call.settle_tries += 1
        call.settle_at = next_look(call.status, ring_seconds=ring_seconds, tries=call.settle_tries, now=at)
        return call


def _settle(db: Database, call: Call, telephony: Telephony, look: _Look) -> bool:
    """Apply what the carrier says; False where it says nothing."""
    try:
        snapshot = _ask(db, call, telephony)  # no transaction is open while we wait for the carrier
    except TelephonyError as failure:
        log.warning("carrier_not_asked", extra={"call_id": str(call.id), "http_status": failure.http_status})
        look.unanswered.note(retry_after=failure.retry_after, at=look.now())
        return False
    look.unanswered.end()
    with db.transaction(EVERYTHING) as session:
        locked = lock_call(session, call.id)
        if locked is not None:
            _apply(session, locked, snapshot, look, at=look.now())
    return True


def _go_without_word(session: Session, call_id: UUID, *, sure: bool, at: datetime) -> None:
    """Ask again soon, but free the agent once the call can no longer be alive."""
    call = lock_call(session, call_id)
    if call is None or call.settle_at is None:
        return
    campaign = session.get_one(Campaign, call.campaign_id)
    begun, longest = call.sent_at or call.intended_at, campaign.ring_seconds
    if call.answered_at:
        begun, longest = call.answered_at, campaign.max_talk_seconds
    if sure and is_lost(begun, longest_seconds=longest, now=at):
        log.warning("call_lost", extra={"call_id": str(call.id)})
        end_call(session, call, EndReason.LOST, at=at)
    else:
        call.settle_at = min(call.settle_at, at + BELL_LOST)


def _ask(db: Database, call: Call, telephony: Telephony) -> CallSnapshot | None:
    """Return what the carrier knows of the call; None where it knows nothing."""
    if call.carrier_call_id:
        try:
            return telephony.get_call(call.carrier_call_id)
        except NotFound:
            return None
    if call.sent_at is None:
        return None
    seen = telephony.find_attempt(call.phone, call.sent_at)
    with db.transaction(EVERYTHING) as session:
        taken = bound_carrier_calls(session, call.carrier, [found.carrier_call_id for found in seen])
    free = [found for found in seen if found.carrier_call_id not in taken]
    return free[0] if free else None


def _apply(session: Session, call: Call, snapshot: CallSnapshot | None, look: _Look, *, at: datetime) -> None:
    campaign = session.get_one(Campaign, call.campaign_id)
    if snapshot is None:
        sent_at = call.sent_at or call.intended_at
        lost = look.sure and is_lost(sent_at, longest_seconds=campaign.ring_seconds, now=at)
        if call.carrier_call_id or lost:
            log.warning("call_lost", extra={"call_id": str(call.id)})
            end_call(session, call, EndReason.LOST, at=at)
        return
    if call.carrier_call_id is None:
        call.carrier_call_id = snapshot.carrier_call_id
        log.info("call_found", extra={"call_id": str(call.id)})
    if snapshot.status is CallStatus.ENDED:
        note_when_answered(call, snapshot.answered_at, now=at)
        end_call(session, call, snapshot.end_reason or EndReason.FAILED, at=at)
        return
    if event := EVENTS.get(snapshot.status):
        move_call(session, call, event, ring_seconds=campaign.ring_seconds, at=at)
    if _is_left_alone(session, call, look, at=at):
        _do_not_leave_alone(session, call, heard_since=at - look.desk_silence, at=at)
    if campaign.status is not CampaignStatus.RUNNING:
        enqueue(session, "dial", "cancel_call", call.id)  # does nothing once it is answered


def _do_not_leave_alone(session: Session, call: Call, *, heard_since: datetime, at: datetime) -> None:
    """Give somebody with whom nobody talks another agent, else tell her that she is called again; words only once."""
    kindly = call.outcome is None and call.settle_tries <= 1 and not _has_rung_off(session, call)
    if kindly and call.status is CallStatus.TALKING and hand_over(session, call, heard_since=heard_since, at=at):
        return
    enqueue(session, "dial", "end_kindly" if kindly else "end_call", call.id)


def _is_left_alone(session: Session, call: Call, look: _Look, *, at: datetime) -> bool:
    """Tell whether somebody is on the line with whom nobody talks: her agent is gone, or nobody told where to join."""
    if call.status is CallStatus.ANSWERED:
        return look.sure and call.answered_at is not None and at - call.answered_at >= LIVE_STEP
    return call.status is CallStatus.TALKING and not _has_agent(session, call)


def _has_rung_off(session: Session, call: Call) -> bool:
    """Tell whether her agent has ended the talk herself: then only the line is still open."""
    agent = session.get(AgentSession, call.agent_session_id) if call.agent_session_id else None
    return agent is not None and agent.call_id == call.id and agent.status in (AgentStatus.WRAP_UP, AgentStatus.PAUSED)


def _has_agent(session: Session, call: Call) -> bool:
    agent = lock_agent_session(session, call.agent_session_id) if call.agent_session_id else None
    return agent is not None and agent.call_id == call.id and agent.status is AgentStatus.ON_CALL and agent.has_leg


def _ring_again_or_withdraw(session: Session, call: Call, *, at: datetime) -> None:
    """A bell may have been lost with Redis: ring it again while the call may still be sent."""
    if at < call.expires_at:
        call.settle_at = min(next_look(call.status, ring_seconds=0, tries=0, now=at) or at, call.expires_at)
        if not call.preview:
            enqueue(session, "dial", "place_call", call.id)
        return
    if not call.preview:
        withdraw_call(session, call, "expired", at=at)
        return
    agent = take_back_call(session, call, "expired", at=at)  # who left a record unread is not at her desk
    if agent is not None and agent.status is AgentStatus.READY:
        move_agent(session, agent, AgentEvent.PAUSE, at=at, reason=PauseReason.PREVIEW_NOT_TAKEN)
