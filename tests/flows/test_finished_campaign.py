"""A campaign is finished only when nobody is left to whom a call was promised, and no talk is still at a desk."""

import pytest

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus
from campaigns.rules.campaign_states import CampaignEvent, CampaignStatus
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.refusals import Refusal
from campaigns.set_up.move_campaign import move_campaign
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Campaign, Case
from tests.given_floor import NOW, Floor, given_floor
from tests.given_list import scope


@pytest.fixture
def floor(db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        floor = given_floor(session)
        session.get_one(Campaign, floor.campaign.id).status = CampaignStatus.PAUSED
        floor.person(session, floor.list(session))
        return floor


def finish(db: Database, floor: Floor) -> str | None:
    refusal = move_campaign(db, scope(floor), floor.campaign.id, CampaignEvent.FINISH, None, now=NOW)
    return refusal.because if isinstance(refusal, Refusal) else None


def status(db: Database, floor: Floor) -> CampaignStatus:
    with db.transaction(EVERYTHING) as session:
        return session.get_one(Campaign, floor.campaign.id).status


def test_a_campaign_ends_though_people_wait_whom_nobody_promised_a_call(db: Database, floor: Floor) -> None:
    assert finish(db, floor) is None
    assert status(db, floor) is CampaignStatus.FINISHED


def test_a_promised_call_is_made_before_its_campaign_ends(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        case = floor.person(session, floor.lists[0], status=CaseStatus.CALLBACK, priority=0)
    assert finish(db, floor) == "calls_promised"
    assert status(db, floor) is CampaignStatus.PAUSED
    with db.transaction(EVERYTHING) as session:
        session.get_one(Case, case.id).status = CaseStatus.CLOSED
    assert finish(db, floor) is None


def test_a_talk_is_logged_before_its_campaign_ends_for_a_call_may_be_promised_in_it(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        case = floor.person(session, floor.lists[0], status=CaseStatus.IN_CALL)
        call = floor.call(session, case, None, status=CallStatus.TALKING)
        desk = floor.desk(session, "shazia", AgentStatus.WRAP_UP, call_id=call.id)
    assert finish(db, floor) == "calls_on_desks"
    with db.transaction(EVERYTHING) as session:
        session.get_one(AgentSession, desk.id).call_id = None
    assert finish(db, floor) is None


def test_a_running_campaign_is_paused_before_it_ends(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, floor.campaign.id).status = CampaignStatus.RUNNING
    assert finish(db, floor) == "move_not_possible"
