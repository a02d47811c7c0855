"""Where a department has a second officer, nobody approves the campaign that she has submitted herself."""

from uuid import UUID

import pytest

from campaigns.rules.campaign_states import CampaignEvent, CampaignStatus
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.set_up.move_campaign import move_campaign
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Campaign
from tests.given_floor import NOW, Floor, given_floor
from tests.given_list import scope


@pytest.fixture
def floor(db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        floor = given_floor(session)
        given_floor(session, "housing").user(session, "stranger", Role.OFFICER)
        session.get_one(Campaign, floor.campaign.id).status = CampaignStatus.DRAFT
        return floor


def officer(db: Database, floor: Floor, name: str) -> UUID:
    with db.transaction(EVERYTHING) as session:
        return floor.user(session, name, Role.OFFICER).id


def move(db: Database, floor: Floor, event: CampaignEvent, who: UUID) -> str | None:
    refusal = move_campaign(db, scope(floor), floor.campaign.id, event, who, now=NOW)
    return refusal.because if isinstance(refusal, Refusal) else None


def test_a_second_officer_approves(db: Database, floor: Floor) -> None:
    nadia, shazia = officer(db, floor, "nadia"), officer(db, floor, "shazia")
    assert move(db, floor, CampaignEvent.SUBMIT, nadia) is None
    assert move(db, floor, CampaignEvent.APPROVE, nadia) == "second_officer"
    assert move(db, floor, CampaignEvent.APPROVE, shazia) != "second_officer"


def test_an_officer_alone_in_her_department_is_not_kept_waiting_for_nobody(db: Database, floor: Floor) -> None:
    nadia = officer(db, floor, "nadia")
    assert move(db, floor, CampaignEvent.SUBMIT, nadia) is None
    assert move(db, floor, CampaignEvent.APPROVE, nadia) != "second_officer"
