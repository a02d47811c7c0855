"""The order in which people are rung is one rule: PostgreSQL's claim and the rehearsal's queue choose alike."""

from datetime import timedelta
from random import Random
from uuid import UUID

import pytest

from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.rules.rehearsal.queue import Callers as Calling
from campaigns.rules.rehearsal.queue import ReadyQueue
from campaigns.store.calling.calling_rules import calling_rules
from campaigns.store.calling.ready_lanes import note_turns
from campaigns.store.calling.ready_queue import Callers, claim_due_cases
from campaigns.store.rehearsal.rehearsal_people import lane_turns, read_people
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Campaign, Case
from tests.given_floor import NOW, PATTAN, SOPORE, given_areas, given_floor

MIDNIGHT = NOW - timedelta(hours=11, minutes=30)


def a_mixed_queue(db: Database, dice: Random) -> UUID:
    """People of two blocks and of no known place, in three languages; some promised a call, some due later."""
    seed_calling_hours(db)
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        one = floor.list(session)
        for _ in range(60):
            due_at = NOW + timedelta(minutes=dice.choice((-180, -60, -60, -5, 30, 90)), seconds=dice.randrange(50))
            floor.person(
                session,
                one,
                dice.choice((PATTAN, SOPORE, None)),
                language=dice.choice(("ur", "ks", None)),
                priority=dice.choice((0, 5, 5, 5)),
                due_at=due_at,
                phone=f"+9194190{dice.randrange(50):05d}",
            )
        return floor.campaign.id


@pytest.mark.parametrize("seed", range(4))
def test_the_claim_and_the_rehearsal_ring_the_same_people_in_the_same_order(db: Database, seed: int) -> None:
    dice = Random(seed)
    campaign_id = a_mixed_queue(db, dice)
    with db.transaction(EVERYTHING) as session:
        campaign = session.get_one(Campaign, campaign_id)
        people = read_people(session, campaign, share=1.0, today=MIDNIGHT, now=NOW).people
        turns = lane_turns(session, campaign_id)
        assert calling_rules(session, campaign).rows
    queue = ReadyQueue(people, turns)
    for case in range(len(people)):
        queue.add(case, people.due_at[case])
    for minutes in (0, 1, 2, 40, 41, 100, 101):
        now, limit = NOW + timedelta(minutes=minutes), dice.choice((1, 3, 7))
        languages = dice.choice(([], ["ur"], ["ks"], ["ur", "ks"]))
        shut = dice.choice(([], [], [PATTAN]))
        with db.transaction(EVERYTHING) as session:
            campaign = session.get_one(Campaign, campaign_id)
            claimed = claim_due_cases(session, campaign, Callers([], languages, shut), now=now, limit=limit)
            rows = [due.case.list_row for due in claimed.due]
            note_turns(session, campaign_id, [due.case for due in claimed.due])
            for due in claimed.due:
                session.delete(session.get_one(Case, due.case.id))
        spoken = frozenset(people.languages.index(tag) for tag in languages if tag in people.languages) or None
        places = frozenset(at for at, place in enumerate(people.places) if place.block in shut)
        mine = queue.claim(Calling(spoken, places), lambda case: None, now=now.timestamp(), limit=limit)
        assert [people.list_row[case] for case in mine] == rows, (minutes, languages, shut)
