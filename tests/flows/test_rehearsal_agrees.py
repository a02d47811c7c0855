"""A rehearsal foretells what the real house does with the same people: the same calls, people reached and days."""

from collections import Counter
from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy import select

from campaigns.rules.calling.call_caps import Caps
from campaigns.rules.calling.place_calendars import PlaceCalendar
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.outcomes import Outcome
from campaigns.rules.rehearsal.assumptions import Assumptions, NumberKind
from campaigns.rules.rehearsal.calendar import Hours
from campaigns.rules.rehearsal.luck import Luck
from campaigns.rules.rehearsal.plan import RehearsalPlan
from campaigns.rules.rehearsal.predictive import rehearsed_run
from campaigns.rules.rehearsal.world import World
from campaigns.store.calling.calling_rules import calling_rules
from campaigns.store.rehearsal.rehearsal_people import lane_turns, read_people
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import BeneficiaryPhone, Call, Campaign, Case
from tests.flows.given_rehearsal import CARRIER, a_campaign_of
from tests.flows.played_floor import PlayedFloor
from tests.given_floor import NOW
from workers.carrier.people import BY_HOUR, CHANCES, MISSES, USUAL_MISSES, Finds, Kind, People

PEOPLE, AGENTS, DAYS = 40, 3, 14
TOLERANCE = 0.2  # of calls and of people reached; one floor of 40 people is off by that much by luck alone
LUCKS = 12
OF_FINDS = {
    Finds.SILENCE: Outcome.NO_ANSWER,
    Finds.BUSY: Outcome.BUSY,
    Finds.REJECTION: Outcome.REJECTED,
    Finds.SWITCHED_OFF: Outcome.UNREACHABLE,
    Finds.UNALLOCATED: Outcome.INVALID_NUMBER,
}
SURE = 1_000.0  # parameters of a beta law that hardly varies


def kind_of(kind: Kind, share: float, chance: float | None) -> NumberKind:
    """The sandbox's people as a rehearsal assumes them."""
    misses = tuple((OF_FINDS[finds], part) for finds, part in MISSES.get(kind, USUAL_MISSES))
    if chance is None:
        return NumberKind(kind, share, 3.0, 2.0, misses)
    return NumberKind(kind, share, SURE * chance, max(SURE * (1 - chance), 0.001), misses)


def assumed_of(people: People, numbers: list[str]) -> Assumptions:
    """Assume of each kind of number as many as there are among these; who answers when is left to luck."""
    found = Counter(people.kind(number) for number in numbers)
    return Assumptions(
        kinds=tuple(kind_of(kind, count / len(numbers), CHANCES[kind]) for kind, count in sorted(found.items())),
        by_hour=tuple(next(factor for until, factor in BY_HOUR if hour < until) for hour in range(24)),
        away=0.0,
        agent_spread=0.0,
    )


def foretold(db: Database, campaign_id: object, assumed: Assumptions) -> tuple[float, float, float]:
    """The mean of some rehearsals: calls, people reached, days."""
    with db.transaction(EVERYTHING) as session:
        campaign = session.get_one(Campaign, campaign_id)
        found = read_people(session, campaign, share=1.0, today=NOW - timedelta(hours=11, minutes=30), now=NOW).people
        world = World(
            people=found,
            hours=Hours(calling_rules(session, campaign), PlaceCalendar()),
            caps=Caps(),
            max_attempts=campaign.max_attempts,
            ring_seconds=campaign.ring_seconds,
            max_talk_seconds=campaign.max_talk_seconds,
            carrier=CARRIER.room,
            plan=RehearsalPlan(AGENTS, DAYS, DialMode.PROGRESSIVE, time(9), time(21)),
            now=NOW,
            turns=lane_turns(session, campaign.id),
            assumptions=assumed,
        )
    runs = [rehearsed_run(replace(world, people=found.copy()), seed=seed).run() for seed in range(LUCKS)]
    calls = sum(place.calls for run in runs for place in run.places) / LUCKS
    reached = sum(place.reached for run in runs for place in run.places) / LUCKS
    days = sum(max(run.done_at) for run in runs) / LUCKS
    return calls, reached, (days - NOW.timestamp()) / 86_400


def test_a_rehearsal_agrees_with_the_floor_that_is_then_played(db: Database) -> None:
    floor = a_campaign_of(db, PEOPLE)
    people = People(7, (), 240.0)
    with db.transaction(EVERYTHING) as session:
        assumed = assumed_of(people, list(session.scalars(select(BeneficiaryPhone.e164))))
    calls, reached, days = foretold(db, floor.campaign.id, assumed)
    played = PlayedFloor(db, floor, assumed, people, Luck(3))
    played.sit_down(AGENTS)
    played.play(NOW + timedelta(days=DAYS))
    with db.transaction(EVERYTHING) as session:
        dialled = session.query(Call).where(Call.sent_at.is_not(None)).count()
        last = max(at for (at,) in session.query(Case.closed_at) if at)
    assert dialled == pytest.approx(calls, rel=TOLERANCE)
    assert played.count(Case.reached) == pytest.approx(reached, rel=TOLERANCE)
    assert abs((last - NOW) / timedelta(days=1) - days) <= 4
