"""Whoever rings us and waits for nothing of ours learns who we are, and nothing about anybody."""

import pytest

from campaigns.calls.end_orphan_calls import end_orphan_calls
from campaigns.rules.call_states import CallStatus
from campaigns.rules.calling.opt_outs import OptOutScope, OptOutSource, Reach
from campaigns.rules.carrier.calls_in import Reception
from campaigns.rules.case_states import CaseStatus
from campaigns.store.people.opt_outs import note_opt_out
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Campaign, Department
from campaigns.telephony.port import CallSnapshot, SayAndHangUp
from tests.flows.given_callers import HERS, NUMBER, Story, at, given_story
from tests.flows.phones import Phones
from tests.given_floor import NOW


@pytest.fixture
def story(db: Database) -> Story:
    return given_story(db)


def test_a_stranger_hears_who_we_are_and_nothing_about_anybody(story: Story) -> None:
    with story.db.transaction(EVERYTHING) as session:
        session.get_one(Department, story.floor.department.id).helpline = "1800-123-456"
        session.get_one(Campaign, story.floor.campaign.id).languages = ["en"]
    plan = story.ring(phone="+919419099999")
    assert isinstance(plan, SayAndHangUp)
    assert "Department of pension" in plan.text
    assert "1 8 0 0 1 2 3 4 5 6" in plan.text
    assert "never ask for an OTP, a PIN or fees" in plan.text
    assert "Old-age" not in plan.text
    assert (story.line.reception, story.line.case_id, story.line.call_id) == (Reception.UNKNOWN, None, None)


def test_a_stranger_whose_language_nobody_knows_hears_it_in_two(story: Story) -> None:
    plan = story.ring(phone=None)
    assert isinstance(plan, SayAndHangUp)
    assert plan.then is not None
    assert (plan.language, plan.then[1]) == ("ur", "en")


@pytest.mark.parametrize("phone", [None, "+4420794600", "+12025550123"])
def test_a_withheld_or_foreign_number_is_a_stranger(story: Story, phone: str | None) -> None:
    assert isinstance(story.ring(phone=phone), SayAndHangUp)
    assert story.line.reception is Reception.UNKNOWN


def test_a_number_of_ours_on_which_no_campaign_calls_says_no_name(story: Story) -> None:
    plan = story.ring(number="+911149999999")
    assert isinstance(plan, SayAndHangUp)
    assert "a government department" in plan.text
    assert story.line.campaign_id is None


def test_who_opted_out_is_told_that_nobody_will_call_and_nothing_is_lifted(story: Story) -> None:
    with story.db.transaction(EVERYTHING) as session:
        reach = Reach(OptOutScope.DEPARTMENT, story.floor.department.id)
        note_opt_out(session, HERS, reach, OptOutSource.CALL, at=NOW)
    before = story.case.status
    assert isinstance(story.ring(), SayAndHangUp)
    assert story.line.reception is Reception.OPTED_OUT
    assert (story.case.status, story.case.priority) == (before, 5)


def test_whose_case_is_closed_is_a_stranger(story: Story) -> None:
    with story.db.transaction(EVERYTHING) as session:
        session.get_one(type(story.case), story.case_id).status = CaseStatus.CLOSED
    story.ring()
    assert story.line.reception is Reception.UNKNOWN


def test_a_ring_that_goes_on_at_the_carrier_is_no_orphan_for_two_minutes(story: Story) -> None:
    story.ring(phone=None)
    phones = Phones()
    line = story.rings_made[0]
    phones.calls[line] = CallSnapshot(line, NUMBER, CallStatus.RINGING, None, NOW, None)
    assert end_orphan_calls(story.db, telephony=phones, now=at(60)) == 0
    assert end_orphan_calls(story.db, telephony=phones, now=at(150)) == 1
