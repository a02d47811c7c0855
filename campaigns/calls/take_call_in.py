"""Receives a person who rings a number of ours: whose phone it is, what she is promised, and which agent waits for her."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from campaigns.rules.agent_states import AgentEvent, AgentStatus
from campaigns.rules.call_states import CallStatus, Direction, EndReason
from campaigns.rules.calling.calling_hours import may_call
from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.carrier.calls_in import RINGS_FOR, Reception
from campaigns.rules.carrier.schedule import next_look
from campaigns.rules.case_states import CaseStatus
from campaigns.shared.endings import end_call, take_back_call
from campaigns.shared.joining import take_who_waits
from campaigns.shared.promises import promise_call
from campaigns.shared.receptions import heard
from campaigns.store.calling.calling_rules import rules_of_case
from campaigns.store.calling.cases import lock_case
from campaigns.store.calls.calls import lock_call, save_intended_calls
from campaigns.store.calls.calls_in import (
    Caller,
    call_at_work,
    call_in,
    callers_on_phone,
    campaigns_on_number,
    lock_phone,
    note_call_in,
    silencing_campaign,
)
from campaigns.store.desk.agent_sessions import claim_ready_agent_speaking, move_agent
from campaigns.store.people.case_homes import list_ends_calls
from campaigns.store.session import EVERYTHING, Database, Session, tell
from campaigns.store.tables import AgentSession, Call, CallIn, Campaign, Case
from campaigns.telephony.port import AnswerPlan, CallInTold, LetRing

TRIES: Final = 3  # looks at a phone that the dialler takes at this very moment
RINGS_SECONDS: Final = round(RINGS_FOR.total_seconds())


class PhoneTakenError(Exception):
    """A call of ours to this phone came about while we looked."""


@dataclass(frozen=True)
class _Ring:
    session: Session
    line: CallIn
    told: CallInTold
    phone: str
    heard_since: datetime
    now: datetime


def take_call_in(db: Database, told: CallInTold, *, carrier: str, now: datetime, desk_silence: timedelta) -> AnswerPlan:
    """Return what the carrier does first; the promise stands from now on, whenever she hangs up. Twice is once."""
    for _ in range(TRIES - 1):
        with suppress(PhoneTakenError):
            return _try(db, told, carrier, now, desk_silence)
    return _try(db, told, carrier, now, desk_silence)


def _try(db: Database, told: CallInTold, carrier: str, now: datetime, desk_silence: timedelta) -> AnswerPlan:
    """Receive her once. Raises PhoneTakenError."""
    with db.transaction(EVERYTHING) as session:
        line = CallIn(id=uuid4(), carrier=carrier, carrier_call_id=told.carrier_call_id, at=now)
        line.reception = Reception.UNKNOWN
        if not note_call_in(session, line):
            return _again(session, carrier, told, now)
        line = session.get_one(CallIn, line.id)
        if told.phone:
            lock_phone(session, told.phone)
        return _receive(_Ring(session, line, told, told.phone or "", now - desk_silence, now))


def _receive(ring: _Ring) -> AnswerPlan:
    session, number = ring.session, ring.told.number
    callers = callers_on_phone(session, number, ring.phone) if ring.phone else []
    for caller in callers:
        if not caller.silenced and not list_ends_calls(session, caller.list_id):
            call, former = _give_up(ring, caller)
            plan = _receive_caller(ring, caller, call, former)
            if former is not None:
                take_who_waits(session, former, at=ring.now)
            return plan
    campaigns = campaigns_on_number(session, number)
    silencing = silencing_campaign(session, ring.phone, campaigns)
    campaign = silencing or next(iter(campaigns), None)
    ring.line.reception = Reception.OPTED_OUT if silencing else Reception.UNKNOWN
    if campaign is not None:
        _note(ring, campaign)
    return heard(session, ring.line, number, now=ring.now)


def _receive_caller(ring: _Ring, caller: Caller, call: Call | None, former: AgentSession | None) -> AnswerPlan:
    """Promise her a call, and reserve an agent while it rings; of a call of ours that is on its way to her she is told."""
    session = ring.session
    case = lock_case(session, caller.case_id)
    campaign = session.get_one(Campaign, case.campaign_id)
    rules = rules_of_case(session, campaign, case, now=ring.now)
    promised = promise_call(session, case, rules, at=ring.now, position=caller.position)
    if call is not None and call.status is not CallStatus.ENDED:
        return _calling_now(ring, call)
    if call is None and case.status in (CaseStatus.CLAIMED, CaseStatus.IN_CALL):
        raise PhoneTakenError  # since we looked for it
    ring.line.reception = Reception.UNKNOWN if case.status is CaseStatus.CLOSED else Reception.PROMISED
    _note(ring, campaign, case)
    if promised:
        own = _own_call(ring, campaign, case)
        if campaign.status is CampaignStatus.RUNNING and may_call(rules, now=ring.now) is None:
            _reserve(ring, own, case, former)
            return LetRing(own.id, RINGS_SECONDS)
    return heard(session, ring.line, ring.told.number, now=ring.now)


def _give_up(ring: _Ring, caller: Caller) -> tuple[Call | None, AgentSession | None]:
    """Return our call to her, ended unless it is on its way, and the agent, locked, who was about to call her."""
    session, former = ring.session, None
    at_work = call_at_work(session, ring.phone, caller.case_id)
    call = lock_call(session, at_work) if at_work else None
    if call is None:
        return None, None
    if call.status is CallStatus.INTENDED:
        former = take_back_call(session, call, "she_rang_us", at=ring.now)
    elif call.direction is Direction.IN:  # her own line before this one, of whose end nobody told
        call.crossed_at = ring.now if call.talking_at else None
        end_call(session, call, EndReason.COMPLETED if call.answered_at else EndReason.CANCELED, at=ring.now)
    else:
        call.crossed_at = ring.now  # whatever it comes to, she is called again at once
    session.flush()
    return call, former


def _calling_now(ring: _Ring, call: Call) -> AnswerPlan:
    ring.line.reception = Reception.CALLING_NOW
    _note(ring, ring.session.get_one(Campaign, call.campaign_id), ring.session.get_one(Case, call.case_id))
    return heard(ring.session, ring.line, ring.told.number, now=ring.now)


def _note(ring: _Ring, campaign: Campaign, case: Case | None = None) -> None:
    ring.line.department_id, ring.line.campaign_id = campaign.department_id, campaign.id
    if ring.line.reception is not Reception.UNKNOWN:
        ring.line.case_id = case.id if case else None
    tell(ring.session, f"floor:{campaign.id}")


def _own_call(ring: _Ring, campaign: Campaign, case: Case) -> Call:
    """Save her call, ringing; while it lives no other call to her phone can."""
    call = Call(
        id=uuid4(),
        department_id=case.department_id,
        campaign_id=campaign.id,
        case_id=case.id,
        phone=ring.phone,
        caller_id=ring.told.number,
        script_version_id=case.script_version_id or campaign.script_version_id,
        direction=Direction.IN,
        status=CallStatus.RINGING,
        carrier=ring.line.carrier,
        carrier_call_id=ring.told.carrier_call_id,
        preview=False,
        intended_at=ring.now,
        ringing_at=ring.now,
        expires_at=ring.now,
        settle_at=next_look(CallStatus.RINGING, ring_seconds=campaign.ring_seconds, tries=0, now=ring.now),
        settle_tries=0,
        abandoned=False,
    )
    if not save_intended_calls(ring.session, [call]):
        raise PhoneTakenError
    ring.line.call_id = call.id
    return ring.session.get_one(Call, call.id)


def _reserve(ring: _Ring, call: Call, case: Case, agent: AgentSession | None) -> None:
    """Reserve the agent, locked, who was about to call her, else the longest-idle one who speaks her language."""
    session = ring.session
    if agent is None or agent.status is not AgentStatus.READY or not agent.has_leg:
        agent = claim_ready_agent_speaking(session, call.campaign_id, case.language, heard_since=ring.heard_since)
    if agent is not None:
        _bind(session, call, agent, at=ring.now)


def _bind(session: Session, call: Call, agent: AgentSession, *, at: datetime) -> None:
    call.agent_session_id, agent.call_id = agent.id, call.id
    move_agent(session, agent, AgentEvent.RESERVE, at=at)


def _again(session: Session, carrier: str, told: CallInTold, now: datetime) -> AnswerPlan:
    """Answer the same ring a second time."""
    line = call_in(session, carrier, told.carrier_call_id)
    if line is None:
        raise LookupError(told.carrier_call_id)
    call = session.get(Call, line.call_id) if line.call_id else None
    if call is not None and call.status is not CallStatus.ENDED and call.outcome is None:
        return LetRing(call.id, RINGS_SECONDS)
    return heard(session, line, told.number, now=now)
