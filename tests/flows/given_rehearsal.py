"""A campaign to rehearse: people of two blocks on an approved list, and what the carrier takes."""

from datetime import timedelta

from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.rehearsal.plan import RehearsalPlan
from campaigns.rules.rehearsal.report import Price
from campaigns.rules.rehearsal.world import CarrierRoom
from campaigns.shared.rehearsing import Carrier
from campaigns.store.session import EVERYTHING, Database
from tests.given_floor import NOW, PATTAN, SOPORE, Floor, given_areas, given_floor

CARRIER = Carrier(CarrierRoom(10.0, 200, 200), Price(0.6, 0.1, "INR", "tariff of 1 November 2026"))
PLAN = RehearsalPlan(4, 20, DialMode.PROGRESSIVE, runs=2)


def a_campaign_of(db: Database, people: int) -> Floor:
    """People of Pattan and Sopore, all to be called from now on."""
    seed_calling_hours(db)
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        one = floor.list(session)
        for count in range(people):
            block = PATTAN if count % 3 else SOPORE
            floor.person(session, one, block, language="ur", due_at=NOW - timedelta(minutes=1))
    return floor
