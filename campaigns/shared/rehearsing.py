"""What rehearsals read of a campaign, and what they make of it; shared by those asked for and those of each morning."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from campaigns.rules.calling.calling_hours import CallingRules, hours_on, next_opening
from campaigns.rules.calling.campaign_plans import CampaignPlan, plan_fault
from campaigns.rules.calling.local_day import local_day
from campaigns.rules.list_states import ListStatus
from campaigns.rules.refusals import CAMPAIGN_GONE, Refusal
from campaigns.rules.rehearsal.assumptions import Assumptions
from campaigns.rules.rehearsal.calendar import Hours
from campaigns.rules.rehearsal.calibration import calibrated
from campaigns.rules.rehearsal.people import People
from campaigns.rules.rehearsal.plan import RehearsalPlan, plan_refusal
from campaigns.rules.rehearsal.rehearse import rehearse
from campaigns.rules.rehearsal.report import Price, Whole, named
from campaigns.rules.rehearsal.sources import stated
from campaigns.rules.rehearsal.world import CarrierRoom, World
from campaigns.store.calling.call_caps import calling_caps
from campaigns.store.calling.calling_rules import calling_rules, place_calendar
from campaigns.store.lists.lists import lists_of_campaign
from campaigns.store.people.spoken_languages import spoken_languages
from campaigns.store.rehearsal.rehearsal_facts import answered_until_now, area_names, calls_seen, tongues_of_agents
from campaigns.store.rehearsal.rehearsal_people import closed_cases, lane_turns, open_cases, read_people
from campaigns.store.session import EVERYTHING, Database, Session
from campaigns.store.tables import Campaign

MOST_PEOPLE: Final = 200_000  # a longer list is rehearsed by a part of it
Heard = Callable[[float], None]


@dataclass(frozen=True)
class Carrier:
    """What the carrier takes and asks for."""

    room: CarrierRoom
    price: Price


@dataclass(frozen=True)
class _Read:
    """A campaign as it was read, in one moment."""

    world: World
    whole: Whole
    facts: dict[str, Any]
    names: dict[str, str]


def rehearsed(
    db: Database, campaign_id: UUID, plan: RehearsalPlan, carrier: Carrier, *, now: datetime, heard: Heard
) -> dict[str, Any] | Refusal:
    """Return the report of a rehearsal as JSON. It writes nothing."""
    if refusal := plan_refusal(plan):
        return refusal
    with db.transaction(EVERYTHING, one_moment=True) as session:  # caps are counted across departments
        read = _read(session, campaign_id, plan, carrier, now=now)
    if isinstance(read, Refusal):
        return read
    report = rehearse(read.world, read.whole, heard)
    report["places"] = named(report["places"], read.names)
    return report | read.facts | {"assumptions": stated(read.world.assumptions), "rehearsed_at": now.isoformat()}


def _read(
    session: Session, campaign_id: UUID, plan: RehearsalPlan, carrier: Carrier, *, now: datetime
) -> _Read | Refusal:
    campaign = session.get(Campaign, campaign_id)
    if campaign is None:
        return CAMPAIGN_GONE
    rules = calling_rules(session, campaign)
    fault = _nobody_to_call(session, campaign) or _never_calls(session, campaign, rules, plan, now=now)
    if fault:
        return fault
    people = open_cases(session, campaign.id)
    agents = max(1, round(plan.agents * min(1.0, MOST_PEOPLE / people)))
    share = agents / plan.agents if people > MOST_PEOPLE else 1.0
    today = local_day(rules.zone, now=now).begins
    found = read_people(session, campaign, share=share, today=today, now=now)
    hours = Hours(rules, place_calendar(session, campaign.region, now=now))
    seen = calls_seen(session, campaign, now=now)
    world = World(
        people=found.people,
        hours=hours,
        caps=calling_caps(session, campaign.region, on=today.date()),
        max_attempts=campaign.max_attempts,
        ring_seconds=campaign.ring_seconds,
        max_talk_seconds=campaign.max_talk_seconds,
        carrier=_part(carrier.room, share),
        plan=replace(plan, agents=agents) if share < 1 else plan,
        now=now,
        tongues=_tongues(found.people, tongues_of_agents(session, campaign)),
        abandon_cap=campaign.abandon_cap,
        abandon_target=campaign.abandon_target,
        turns=lane_turns(session, campaign.id),
        learned_hours=campaign.learned_hours if plan.learned_hours is None else plan.learned_hours,
        answered=answered_until_now(session, campaign.id),
        assumptions=calibrated(Assumptions(), seen),
    )
    facts = _facts(session, campaign, carrier.price) | {
        "silenced": round(found.silenced / share),
        "share": round(share, 6),
        "asked_agents": plan.agents,
    }
    areas = {area for place in found.people.places for area in place if area}
    return _Read(world, Whole(1 / share, carrier.price), facts, dict(area_names(session, areas)))


def _facts(session: Session, campaign: Campaign, price: Price) -> dict[str, Any]:
    """Return what the report says of the campaign beside what the rehearsal finds."""
    closed, reached = closed_cases(session, campaign.id)
    return {
        "campaign": {"id": str(campaign.id), "slug": campaign.slug, "name": campaign.name, "zone": campaign.zone},
        "closed_before": closed,
        "reached_before": reached,
        "abandon_cap": campaign.abandon_cap,
        "price": asdict(price),
    }


def _nobody_to_call(session: Session, campaign: Campaign) -> Refusal | None:
    lists = lists_of_campaign(session, campaign.id)
    if not lists:
        return Refusal("list_missing", "This campaign has no list yet: upload one and approve it first.")
    if not any(one.status is ListStatus.APPROVED for one in lists):
        return Refusal("list_not_approved", "No list of this campaign is approved yet: approve one first.")
    if not open_cases(session, campaign.id):
        return Refusal("nobody_left", "Nobody of this campaign is left to be called: approve another list first.")
    return None


def _never_calls(
    session: Session, campaign: Campaign, rules: CallingRules, plan: RehearsalPlan, *, now: datetime
) -> Refusal | None:
    spoken = spoken_languages(session, campaign)
    gap = calling_caps(session, campaign.region, on=now.date()).gap
    whole = CampaignPlan(rules, campaign.max_attempts, campaign.retention_end, campaign.languages, spoken, gap)
    if fault := plan_fault(whole, now=now):
        return fault
    opening = next_opening(rules, now=now)
    hours = hours_on(rules, opening.astimezone(rules.zone).date()) if opening else None
    if hours and (plan.ends <= hours[0].time() or plan.begins >= hours[1].time()):
        return Refusal(
            "agents_outside_hours",
            "The agents' hours lie outside the calling hours of this campaign: choose hours within them.",
        )
    return None


def _tongues(people: People, agents: list[list[str]]) -> list[frozenset[int] | None]:
    """Return what each agent speaks in the counts of the people's languages; where none is entered, all speak any."""
    index = {language: tongue for tongue, language in enumerate(people.languages)}
    return [frozenset(index.get(tag, -1) for tag in tags) if tags else None for tags in agents] or [None]


def _part(room: CarrierRoom, share: float) -> CarrierRoom:
    if share == 1.0:
        return room
    return CarrierRoom(room.per_second * share, max(1, round(room.lines * share)), max(1, round(room.waiting * share)))
