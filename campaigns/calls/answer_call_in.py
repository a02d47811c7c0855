"""Decides what a person hears who rang us, once it has rung long enough: an agent, or that we call her."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from campaigns.rules.agent_states import AgentEvent, AgentStatus
from campaigns.rules.call_states import CallEvent, CallStatus
from campaigns.rules.calling.calling_hours import may_call
from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.carrier.calls_in import LOOKS_AGAIN, Reception, may_ring_on
from campaigns.rules.case_states import CaseEvent, CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.shared.endings import release_agent
from campaigns.shared.joining import is_there
from campaigns.shared.receptions import heard
from campaigns.store.calling.calling_rules import rules_of_case
from campaigns.store.calling.cases import lock_case, move_case
from campaigns.store.calls.calls import lock_call, move_call
from campaigns.store.calls.calls_in import ring_of_call
from campaigns.store.desk.agent_sessions import claim_ready_agent_speaking, lock_agent_session, move_agent
from campaigns.store.session import EVERYTHING, Database, Session
from campaigns.store.tables import AgentSession, Call, CallIn, Campaign, Case
from campaigns.telephony.port import AnswerPlan, Join, LetRing

WAITS: Final = (CaseStatus.WAITING, CaseStatus.CALLBACK)


@dataclass(frozen=True)
class _Moment:
    heard_since: datetime
    now: datetime


def answer_call_in(db: Database, call_id: UUID, *, now: datetime, desk_silence: timedelta) -> AnswerPlan | None:
    """Return what the carrier shall do with a call in; asked twice it answers the same. None: no such call."""
    moment = _Moment(now - desk_silence, now)
    with db.transaction(EVERYTHING) as session:
        call = lock_call(session, call_id)
        line = ring_of_call(session, call_id)
        if call is None or line is None:
            return None
        case = lock_case(session, call.case_id)
        if _may_join(session, call, case, now=now):
            agent = _agent_for(session, call, case, moment)
            if agent is not None:
                return _join(session, line, call, case, agent, now)
            if call.status is CallStatus.RINGING and may_ring_on(line.at, now=now):
                return LetRing(call.id, round(LOOKS_AGAIN.total_seconds()))
        _pick_up(session, call, at=now)
        return heard(session, line, call.caller_id, now=now, rings=timedelta())


def _may_join(session: Session, call: Call, case: Case, *, now: datetime) -> bool:
    if call.status is CallStatus.TALKING:
        return True
    if call.status is CallStatus.ENDED or call.outcome is not None or case.status not in WAITS:
        return False
    campaign = session.get_one(Campaign, call.campaign_id)
    rules = rules_of_case(session, campaign, case, now=now)
    return campaign.status is CampaignStatus.RUNNING and may_call(rules, now=now) is None


def _agent_for(session: Session, call: Call, case: Case, moment: _Moment) -> AgentSession | None:
    """Return the agent who is in the call or waits for it, else the longest-idle one who speaks the language.

    On the last look one who is held for an instant is waited for, if no other agent is locked here.
    """
    agent = lock_agent_session(session, call.agent_session_id) if call.agent_session_id else None
    hers = agent is not None and agent.call_id == call.id
    if agent is not None and hers and _has_it(agent, moment.heard_since):
        return agent
    if call.status is CallStatus.TALKING:
        return None  # its agent has gone; upkeep ends it
    if hers:
        release_agent(session, call, agent, at=moment.now)
    call.agent_session_id = None
    last = not may_ring_on(call.intended_at, now=moment.now)
    return claim_ready_agent_speaking(
        session, call.campaign_id, case.language, heard_since=moment.heard_since, wait=last and agent is None
    )


def _has_it(agent: AgentSession, heard_since: datetime) -> bool:
    """Tell whether an agent is in her call, or is held for it and there."""
    if agent.status is AgentStatus.RESERVED:
        return is_there(agent, heard_since=heard_since)
    return agent.status is AgentStatus.ON_CALL


def _join(session: Session, line: CallIn, call: Call, case: Case, agent: AgentSession, at: datetime) -> Join:
    if call.status is not CallStatus.TALKING:
        line.reception = Reception.JOINED
        for event in (CaseEvent.CLAIM, CaseEvent.DIAL):
            move_case(session, case, event, at=at, call_id=call.id)
        call.answered_at, call.agent_session_id, agent.call_id = at, agent.id, call.id
        move_call(session, call, CallEvent.JOIN, ring_seconds=0, at=at)
        move_agent(session, agent, AgentEvent.CONNECT, at=at)
    return Join(agent.room)


def _pick_up(session: Session, call: Call, *, at: datetime) -> None:
    """She hears a sentence and no agent: what the call comes to is known already."""
    if call.status is CallStatus.RINGING:
        call.outcome = Outcome.PROMISED
        move_call(session, call, CallEvent.ANSWER, ring_seconds=0, at=at)
