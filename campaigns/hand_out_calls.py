"""Hands the cases that are due to the agents who are ready, one call each."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from campaigns.rules.agent_states import AgentEvent
from campaigns.rules.call_states import CallStatus
from campaigns.rules.calling_hours import may_call
from campaigns.rules.campaign_states import CampaignStatus, DialMode
from campaigns.rules.carrier_schedule import SEND_WITHIN, next_look
from campaigns.rules.case_states import CaseEvent
from campaigns.rules.pacing import Floor, calls_to_place
from campaigns.rules.place_calendars import shut_places
from campaigns.store.agent_sessions import claim_ready_agents, move_agent
from campaigns.store.calling_rules import calling_rules, place_calendar
from campaigns.store.calls import calls_under_way, live_calls, save_intended_call
from campaigns.store.campaigns import lock_campaign
from campaigns.store.carriers import carrier_pause, is_on_trial
from campaigns.store.cases import move_case
from campaigns.store.dial_decisions import note_decisions
from campaigns.store.ready_lanes import note_turns
from campaigns.store.ready_queue import Callers, Claimed, DueCase, claim_due_cases
from campaigns.store.session import EVERYTHING, Database, Session, enqueue
from campaigns.store.tables import AgentSession, Call, Campaign, Case

AGENTS_AT_ONCE = 100
OWNER_WAITS = timedelta(minutes=10)  # a promised callback this late goes to anyone


@dataclass(frozen=True)
class Limits:
    """What holds at this moment outside the campaign: the carrier, how many calls it takes, desk silence."""

    carrier: str
    concurrent_calls: int
    desk_silence: timedelta  # a desk not heard for so long gets no call
    waiting_calls: int | None = None  # so many may wait for their turn at the carrier's rate
    at_most: int | None = None  # new calls, so that other campaigns get their share of the lines


def hand_out_calls(db: Database, campaign_id: UUID, limits: Limits, *, now: datetime) -> list[UUID]:
    """Intend as many calls as the floor takes now; returns their ids. Placing them is the queue's work."""
    with db.transaction(EVERYTHING) as session:
        campaign = lock_campaign(session, campaign_id)
        if campaign is None or campaign.status is not CampaignStatus.RUNNING:
            return []
        rules = calling_rules(session, campaign)
        if may_call(rules, now=now) or carrier_pause(session, limits.carrier, caller_id=campaign.caller_id, now=now):
            return []
        agents = claim_ready_agents(session, campaign_id, heard_since=now - limits.desk_silence, limit=AGENTS_AT_ONCE)
        wanted = calls_to_place(Floor(campaign.mode, len(agents), _room(session, campaign, limits)))
        if wanted == 0:
            return []
        shut = shut_places(rules, place_calendar(session, campaign.region, now=now), now=now)
        claimed = _claim(session, campaign, agents, wanted, shut=list(shut), now=now)
        intended = _intend(session, campaign, _pair(agents, claimed.due)[:wanted], limits, now=now)
        note_decisions(session, campaign, claimed.held | Counter(intended=len(intended)), at=now)
        return intended


def _room(session: Session, campaign: Campaign, limits: Limits) -> int:
    """Return how many more calls the carrier takes of this campaign."""
    room = limits.concurrent_calls - live_calls(session, limits.carrier)
    if limits.at_most is not None:
        room = min(room, limits.at_most)
    if limits.waiting_calls is not None:
        room = min(room, limits.waiting_calls - calls_under_way(session, limits.carrier))
    if is_on_trial(session, limits.carrier) and campaign.mode is not DialMode.PREVIEW:
        room = min(room, 1 - calls_under_way(session, limits.carrier))  # one call shows whether it is back
    return room


def _claim(
    session: Session, campaign: Campaign, agents: list[AgentSession], wanted: int, *, shut: list[str], now: datetime
) -> Claimed:
    spoken = sorted({language for agent in agents for language in agent.languages})
    anyone_speaks_all = any(not agent.languages for agent in agents)
    users, languages = [agent.user_id for agent in agents], [] if anyone_speaks_all else spoken
    callers = Callers(users, languages, shut, promises_before=now - OWNER_WAITS)
    return claim_due_cases(session, campaign, callers, now=now, limit=wanted)


def _pair(agents: list[AgentSession], due: list[DueCase]) -> list[tuple[AgentSession, DueCase]]:
    """Give each case, in its order, to the longest-idle agent who may take it; no phone twice."""
    free, taken, pairs = list(agents), set[str](), list[tuple[AgentSession, DueCase]]()
    for waiting in due:
        able = [agent for agent in free if _may_take(agent, waiting)]
        owner = [agent for agent in able if agent.user_id == waiting.case.owner_id]
        if not able or waiting.phone in taken:
            continue
        chosen = (owner or able)[0]
        free.remove(chosen)
        taken.add(waiting.phone)
        pairs.append((chosen, waiting))
    return pairs


def _may_take(agent: AgentSession, waiting: DueCase) -> bool:
    language = waiting.case.language
    return language is None or not agent.languages or language in agent.languages


def _intend(
    session: Session,
    campaign: Campaign,
    pairs: list[tuple[AgentSession, DueCase]],
    limits: Limits,
    *,
    now: datetime,
) -> list[UUID]:
    preview = campaign.mode is DialMode.PREVIEW
    intended, called = list[UUID](), list[Case]()
    for agent, waiting in sorted(pairs, key=lambda pair: pair[1].phone):  # one order of locks for all campaigns
        call = Call(
            id=uuid4(),
            department_id=campaign.department_id,
            campaign_id=campaign.id,
            case_id=waiting.case.id,
            phone=waiting.phone,
            caller_id=campaign.caller_id,
            status=CallStatus.INTENDED,
            carrier=limits.carrier,
            agent_session_id=agent.id,
            preview=preview,
            intended_at=now,
            expires_at=now + (timedelta(seconds=campaign.preview_seconds) if preview else SEND_WITHIN),
            settle_at=next_look(CallStatus.INTENDED, ring_seconds=campaign.ring_seconds, tries=0, now=now),
            settle_tries=0,
            abandoned=False,
        )
        if not save_intended_call(session, call):
            continue  # the phone got a live call from another campaign a moment ago
        move_case(session, waiting.case, CaseEvent.CLAIM, at=now, call_id=call.id)
        agent.call_id = call.id
        move_agent(session, agent, AgentEvent.RESERVE, at=now)
        if not preview:
            enqueue(session, "dial", "place_call", call.id)
        intended.append(call.id)
        called.append(waiting.case)
    note_turns(session, campaign.id, called)
    return intended
