"""Dials: what forbids intended calls right before they are sent, and several of them begun in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallEvent
from campaigns.rules.calling.call_caps import Held
from campaigns.rules.calling.calling_hours import may_ring
from campaigns.rules.campaign_states import CampaignStatus, DialMode
from campaigns.rules.carrier.machines import MachinePlan
from campaigns.rules.case_states import CaseEvent
from campaigns.shared.carrier_strain import Lines, leave_freely
from campaigns.shared.endings import CALLBACK_PRIORITY
from campaigns.store.calling.call_caps import Ringing, calls_held_back
from campaigns.store.calling.calling_rules import RulesNow, rules_now, rules_there
from campaigns.store.calling.cases import move_case
from campaigns.store.calls.calls import move_call
from campaigns.store.calls.calls_to_dial import CallToDial, lock_free_calls_to_dial
from campaigns.store.desk.agent_sessions import lock_free_agent_sessions
from campaigns.store.session import Session
from campaigns.store.tables import AgentSession, Case
from campaigns.telephony.port import PlaceCall

Agents = Mapping[UUID, AgentSession]


def begin_together(
    session: Session, call_ids: Sequence[UUID], lines: Lines | None, *, now: datetime
) -> list[PlaceCall]:
    """Send those calls that nobody else holds and against which nothing stands; the others are left as they are.

    It neither waits for a lock nor holds the carrier: what needs one of both is begun by itself.
    """
    dials = _alike(lock_free_calls_to_dial(session, call_ids))
    if len(dials) < 2 or not leave_freely(session, dials[0].call, lines, now=now):
        return []
    agents = lock_free_agent_sessions(
        session, [one.call.agent_session_id for one in dials if one.call.agent_session_id]
    )
    against = rules_against(session, dials, agents, now=now)
    return [send(session, dial, now=now) for dial in dials if dial.call.id not in against]


def rules_against(session: Session, dials: Sequence[CallToDial], agents: Agents, *, now: datetime) -> dict[UUID, str]:
    """Return, for calls of one campaign, the first rule that forbids each dial now; those that may leave are missing."""
    rules = rules_now(session, dials[0].campaign, now=now)
    promised = {dial.call.id for dial in dials if _is_promised(dial.case)}
    ringing = Ringing(dials[0].campaign, rules.caps, now=now)
    held = calls_held_back(session, [dial.call.id for dial in dials], ringing, promised=promised)
    found = {dial.call.id: _rule_against(dial, rules, held.get(dial.call.id), agents, now=now) for dial in dials}
    return {call_id: because for call_id, because in found.items() if because}


def send(session: Session, dial: CallToDial, *, now: datetime) -> PlaceCall:
    """Move a locked call to SENT, which is committed before the carrier hears of it."""
    call, campaign = dial.call, dial.campaign
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


def _alike(dials: Sequence[CallToDial]) -> list[CallToDial]:
    """Return those of the first one's campaign, in which nobody has two cases, and from its number."""
    return [dial for dial in dials if _from(dial) == _from(dials[0])]


def _from(dial: CallToDial) -> tuple[UUID, str]:
    return dial.call.campaign_id, dial.call.caller_id


def _rule_against(dial: CallToDial, rules: RulesNow, held: Held | None, agents: Agents, *, now: datetime) -> str | None:
    seconds = dial.campaign.ring_seconds
    if now >= dial.call.expires_at:
        return "expired"
    if dial.campaign.status is not CampaignStatus.RUNNING:
        return "campaign_not_running"
    if dial.list_ended:
        return "list_withdrawn"
    if closed := may_ring(rules.campaign, now=now, seconds=seconds):
        return closed.because
    if shut := may_ring(rules_there(rules, dial.case), now=now, seconds=seconds):
        return f"area_{shut.because}"
    return held.because if held else _agent_missing(dial, agents)


def _agent_missing(dial: CallToDial, agents: Agents) -> str | None:
    """Only predictive calls leave without an agent, and never to somebody who has found nobody once."""
    call = dial.call
    if call.agent_session_id is None:
        ahead = dial.campaign.mode is DialMode.PREDICTIVE and not dial.case.needs_agent_reserved
        return None if ahead else "agent_gone"
    agent = agents.get(call.agent_session_id)
    waits = agent and agent.status is AgentStatus.RESERVED and agent.call_id == call.id and agent.has_leg
    return None if waits else "agent_gone"


def _is_promised(case: Case) -> bool:
    return case.priority == CALLBACK_PRIORITY
