"""Hands out the cases that are due: one to each agent who is ready, or ahead of them in predictive mode."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from campaigns.rules.calling.callback_slots import OWNER_WAITS
from campaigns.rules.calling.calling_hours import may_ring
from campaigns.rules.calling.place_calendars import shut_places
from campaigns.rules.campaign_states import CampaignStatus, DialMode
from campaigns.rules.carrier.calls_in import PICKS_UP_WITHIN
from campaigns.rules.pacing import Floor, calls_to_place
from campaigns.shared.calls_ahead import CallsAhead
from campaigns.shared.floor_watch import FloorWatch
from campaigns.shared.intending import Limits, intend, pair
from campaigns.store.calling.calling_rules import RulesNow, rules_now
from campaigns.store.calling.ready_queue import Callers, Claimed, claim_due_cases
from campaigns.store.calls.calls_in import languages_of_waiting_callers
from campaigns.store.calls.carriers import carrier_pause, lines_taken
from campaigns.store.campaigns import lock_campaign
from campaigns.store.desk.agent_sessions import claim_ready_agents
from campaigns.store.dialling.dial_decisions import note_decisions
from campaigns.store.session import EVERYTHING, Database, Session
from campaigns.store.tables import AgentSession, Campaign

__all__ = ["FloorWatch", "Limits", "hand_out_calls"]
AGENTS_AT_ONCE: Final = 100


def hand_out_calls(
    db: Database, campaign_id: UUID, limits: Limits, *, now: datetime, watch: FloorWatch | None = None
) -> list[UUID]:
    """Intend as many calls as the floor takes now; returns their ids. Placing them is the queue's work.

    `watch`: what is remembered of a predictive campaign's floor; without it that is learned anew from stored calls.
    """
    with db.transaction(EVERYTHING, may_be_lost=True) as session:  # nothing leaves before SENT waits for the disk
        campaign = lock_campaign(session, campaign_id)
        if campaign is None or campaign.status is not CampaignStatus.RUNNING:
            return []
        rules = rules_now(session, campaign, now=now)
        closed = may_ring(rules.campaign, now=now, seconds=campaign.ring_seconds)
        if closed or carrier_pause(session, limits.carrier, caller_id=campaign.caller_id, now=now):
            return []
        room = _room(session, campaign, limits)
        if campaign.mode is not DialMode.PREDICTIVE:
            intended, decided = _one_for_each(session, campaign, limits, room, rules, now=now)
        else:
            heard_since = now - limits.desk_silence
            floor = (watch or FloorWatch()).look(session, campaign, rules.campaign, heard_since=heard_since, now=now)
            ahead = CallsAhead(session, campaign, floor, limits, room, _shut(rules, campaign, now), rules.caps, now)
            ahead.place()
            intended, decided = ahead.intended, ahead.decided
        note_decisions(session, campaign, decided, at=now)
        return intended


def _one_for_each(
    session: Session, campaign: Campaign, limits: Limits, room: int, rules: RulesNow, *, now: datetime
) -> tuple[list[UUID], Counter[str]]:
    """Intend a call for each ready agent, as preview and progressive do."""
    agents = claim_ready_agents(session, campaign.id, heard_since=now - limits.desk_silence, limit=AGENTS_AT_ONCE)
    agents = _but_for_callers(session, campaign, agents, now=now)
    wanted = calls_to_place(Floor(campaign.mode, len(agents), room))
    if wanted == 0:
        return [], Counter()
    claimed = _claim(session, campaign, agents, wanted, rules, now=now)
    intended = list(intend(session, campaign, pair(agents, claimed.due)[:wanted], limits, now=now))
    return intended, claimed.held | Counter(intended=len(intended))


def _but_for_callers(
    session: Session, campaign: Campaign, agents: list[AgentSession], *, now: datetime
) -> list[AgentSession]:
    """Leave an agent free for everybody who rings us at this moment and has none yet."""
    left = list(agents)
    for language in languages_of_waiting_callers(session, campaign.id, since=now - PICKS_UP_WITHIN):
        able = next(
            (agent for agent in left if not (language and agent.languages) or language in agent.languages), None
        )
        left = [agent for agent in left if agent is not able]
    return left


def _shut(rules: RulesNow, campaign: Campaign, now: datetime) -> list[str]:
    """Return the areas in which nobody may be called now, or not until a phone that rings from now on is given up."""
    ends = now + timedelta(seconds=campaign.ring_seconds)
    return list({area for moment in (now, ends) for area in shut_places(rules.campaign, rules.places, now=moment)})


def _room(session: Session, campaign: Campaign, limits: Limits) -> int:
    """Return how many more calls the carrier takes of this campaign."""
    taken = lines_taken(session, limits.carrier)
    room = limits.concurrent_calls - taken.lines
    if limits.at_most is not None:
        room = min(room, limits.at_most)
    if limits.waiting_calls is not None:
        room = min(room, limits.waiting_calls - taken.under_way)
    if taken.on_trial and campaign.mode is not DialMode.PREVIEW:
        room = min(room, 1 - taken.under_way)  # one call shows whether it is back
    return room


def _claim(
    session: Session, campaign: Campaign, agents: list[AgentSession], wanted: int, rules: RulesNow, *, now: datetime
) -> Claimed:
    spoken = sorted({language for agent in agents for language in agent.languages})
    anyone_speaks_all = any(not agent.languages for agent in agents)
    users, languages = [agent.user_id for agent in agents], [] if anyone_speaks_all else spoken
    callers = Callers(users, languages, _shut(rules, campaign, now), promises_before=now - OWNER_WAITS, caps=rules.caps)
    return claim_due_cases(session, campaign, callers, now=now, limit=wanted)
