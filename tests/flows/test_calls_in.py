"""A person who rings us, or gives a missed call, is joined to an agent or promised a call."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from campaigns.calls.hand_out_calls import Limits, hand_out_calls
from campaigns.desk.log_outcome import log_outcome
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus, Direction, EndReason
from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.carrier.calls_in import Reception
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome, OutcomeWish
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import BeneficiaryPhone, Call, Campaign, CaseMove
from campaigns.telephony.port import CallSnapshot, Join, LetRing, SayAndHangUp
from tests.flows.given_callers import HERS, NUMBER, Story, at, given_story
from tests.flows.phones import Phones
from tests.given_floor import NOW
from tests.given_upkeep import settle_quiet

LIMITS = Limits("sandbox", 100, timedelta(hours=1))


@pytest.fixture
def story(db: Database) -> Story:
    return given_story(db)


def test_a_missed_call_costs_her_nothing_and_puts_her_first_in_the_queue(story: Story) -> None:
    plan = story.ring()
    assert plan == LetRing(story.line.call_id, 5)  # type: ignore[arg-type]
    story.hangs_up(seconds=3)
    case, call = story.case, story.own_call
    assert call is not None
    assert (case.status, case.priority, case.due_at, case.owner_id) == (CaseStatus.CALLBACK, 0, NOW, None)
    assert (call.status, call.end_reason, call.outcome) == (CallStatus.ENDED, EndReason.CANCELED, Outcome.PROMISED)
    assert case.attempts == 2  # what she does herself is no attempt on her
    story.desk("asma")
    assert len(hand_out_calls(story.db, story.floor.campaign.id, LIMITS, now=at(10))) == 1


def test_she_is_joined_to_the_longest_idle_agent_who_speaks_her_language(story: Story) -> None:
    story.desk("bilal", minutes=9, languages=["hi"])
    asma = story.desk("asma", minutes=5, languages=["ks"])
    story.desk("nargis", minutes=2, languages=["ks"])
    story.ring()
    assert story.agent(asma).status is AgentStatus.RESERVED  # her record lies on the desk while it rings
    assert story.rang() == Join(f"desk-{asma}")
    call = story.own_call
    assert call is not None
    assert (call.status, call.direction, call.agent_session_id) == (CallStatus.TALKING, Direction.IN, asma)
    assert (story.case.status, story.line.reception) == (CaseStatus.IN_CALL, Reception.JOINED)


def test_what_she_says_closes_her_case_and_is_no_attempt(story: Story) -> None:
    asma = story.desk("asma")
    story.ring()
    story.rang()
    story.hangs_up(seconds=90)
    assert story.agent(asma).status is AgentStatus.WRAP_UP
    wish = OutcomeWish(uuid4().hex, story.line.call_id, Outcome.COMPLETED)  # type: ignore[arg-type]
    assert log_outcome(story.db, asma, wish, now=at(100)) is None
    assert (story.case.status, story.case.outcome, story.case.attempts) == (CaseStatus.CLOSED, Outcome.COMPLETED, 2)


def test_a_house_that_has_rung_us_and_talked_with_us_rests_as_one_that_we_called(story: Story) -> None:
    asma = story.desk("asma")
    story.ring()
    with story.db.transaction(EVERYTHING) as session:
        another = story.floor.person(session, story.floor.lists[0], phone=HERS, due_at=NOW).id
    story.rang()
    story.hangs_up(seconds=90)
    wish = OutcomeWish(uuid4().hex, story.line.call_id, Outcome.COMPLETED)  # type: ignore[arg-type]
    assert log_outcome(story.db, asma, wish, now=at(100)) is None
    assert hand_out_calls(story.db, story.floor.campaign.id, LIMITS, now=at(101)) == []
    with story.db.transaction(EVERYTHING) as session:
        held = session.get_one(type(story.case), another)
    assert (held.held_because, held.held_until) == ("phone_rests", at(90) + timedelta(hours=3))


def test_nobody_free_she_hears_the_promise_in_her_language(story: Story) -> None:
    story.ring()
    assert story.rang() == LetRing(story.line.call_id, 1)  # type: ignore[arg-type]
    plan = story.rang(seconds=8.5)
    assert isinstance(plan, SayAndHangUp)
    assert plan.language == "ur"  # Kashmiri is understood in Urdu
    assert "Department of pension" in plan.text
    story.hangs_up(seconds=20)
    assert story.line.reception is Reception.PROMISED
    assert story.own_call.outcome is Outcome.PROMISED  # type: ignore[union-attr]


def test_an_agent_who_comes_free_while_it_rings_takes_her(story: Story) -> None:
    story.ring()
    story.rang()
    asma = story.desk("asma")
    assert story.rang(seconds=6) == Join(f"desk-{asma}")


def test_while_she_rings_the_dialler_leaves_her_an_agent_who_speaks_her_language(story: Story) -> None:
    with story.db.transaction(EVERYTHING) as session:
        for _ in range(3):
            story.floor.person(session, story.floor.lists[0], due_at=NOW)
    story.ring()
    asma = story.desk("asma", minutes=9, languages=["ks"])
    bilal = story.desk("bilal", languages=["ur", "hi"])
    assert len(hand_out_calls(story.db, story.floor.campaign.id, LIMITS, now=at(6))) == 1
    assert (story.agent(asma).status, story.agent(bilal).status) == (AgentStatus.READY, AgentStatus.RESERVED)
    assert story.rang(seconds=7) == Join(f"desk-{asma}")


def test_an_agent_is_kept_free_for_a_caller_no_longer_than_it_rings(story: Story) -> None:
    with story.db.transaction(EVERYTHING) as session:
        story.floor.person(session, story.floor.lists[0], due_at=NOW)
    story.ring()
    story.desk("asma")
    assert hand_out_calls(story.db, story.floor.campaign.id, LIMITS, now=at(6)) == []
    assert len(hand_out_calls(story.db, story.floor.campaign.id, LIMITS, now=at(10))) == 1


def test_an_agent_whose_leg_fell_while_it_rang_is_passed_over(story: Story) -> None:
    asma = story.desk("asma", minutes=9)
    story.ring()
    bilal = story.desk("bilal")
    with story.db.transaction(EVERYTHING) as session:
        session.get_one(type(story.agent(asma)), asma).leg = "browser"
    assert story.rang() == Join(f"desk-{bilal}")
    assert story.agent(asma).call_id is None


def test_asked_twice_the_carrier_gets_the_same_answer(story: Story) -> None:
    asma = story.desk("asma")
    first = story.ring()
    assert story.ring(again=story.rings_made[0]) == first
    assert story.rang() == story.rang(seconds=6) == Join(f"desk-{asma}")


def test_many_missed_calls_in_a_minute_are_one_promise(story: Story) -> None:
    for number in range(10):
        story.ring(seconds=number * 5)
        if number % 2:
            story.hangs_up(seconds=number * 5 + 2)  # of every second ring the end is never told
    with story.db.transaction(EVERYTHING) as session:
        assert session.scalar(select(func.count()).select_from(CaseMove)) == 1
        live = select(func.count()).select_from(Call).where(Call.status != CallStatus.ENDED)
        assert session.scalar(live) == 0
    assert (story.case.status, story.case.due_at) == (CaseStatus.CALLBACK, NOW)


def test_outside_the_hours_she_hears_them_and_is_promised_the_next_morning(story: Story) -> None:
    story.desk("asma")
    night = 12 * 3600  # 23:30
    plan = story.ring(seconds=night)
    assert isinstance(plan, SayAndHangUp)
    assert plan.after_seconds == 5  # rings first: a missed call is free at night, too
    assert "9:00" in plan.text
    assert "21:00" in plan.text
    assert story.case.due_at == NOW.replace(day=24, hour=3, minute=30)  # 09:00 in Kashmir


def test_a_paused_campaign_promises_and_joins_nobody(story: Story) -> None:
    story.desk("asma")
    with story.db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, story.floor.campaign.id).status = CampaignStatus.PAUSED
    assert isinstance(story.ring(), SayAndHangUp)
    assert story.case.status is CaseStatus.CALLBACK


def test_on_a_shared_phone_whoever_was_called_last_is_meant(story: Story) -> None:
    with story.db.transaction(EVERYTHING) as session:
        other = story.floor.person(session, story.floor.lists[0], phone=HERS, due_at=NOW)
        story.floor.call(session, other, Outcome.NO_ANSWER, phone=HERS)
    story.ring()
    assert story.line.case_id == other.id
    assert story.case.status is CaseStatus.WAITING


def test_her_call_serves_the_others_of_her_house_and_its_end_frees_the_agent(story: Story) -> None:
    asma = story.desk("asma")
    with story.db.transaction(EVERYTHING) as session:
        other = story.floor.person(session, story.floor.lists[0], phone=HERS, due_at=NOW + timedelta(days=2)).id
    story.ring()
    story.rang()
    wish = OutcomeWish(uuid4().hex, story.line.call_id, Outcome.COMPLETED, then_case=other)  # type: ignore[arg-type]
    assert log_outcome(story.db, asma, wish, now=at(60)) is None
    with story.db.transaction(EVERYTHING) as session:
        following = session.get_one(Call, story.agent(asma).call_id)
    assert (following.case_id, following.direction, following.sent_at) == (other, Direction.IN, None)
    story.hangs_up(seconds=90)
    assert story.agent(asma).status is AgentStatus.WRAP_UP


def test_the_number_that_she_holds_is_the_one_called_back(story: Story) -> None:
    second = "+919419000078"
    with story.db.transaction(EVERYTHING) as session:
        case = session.get_one(type(story.case), story.case_id)
        more = {"department_id": case.department_id, "beneficiary_id": case.beneficiary_id}
        session.add(BeneficiaryPhone(**more, position=1, e164=second))
    story.ring(phone=second)
    story.hangs_up()
    assert (story.case.phone_position, story.case.attempts) == (1, 0)


def test_a_call_in_of_whose_end_nobody_told_is_asked_about_and_frees_its_agent(story: Story) -> None:
    asma = story.desk("asma")
    story.ring()
    phones, line = Phones(), story.rings_made[0]
    phones.calls[line] = CallSnapshot(line, NUMBER, CallStatus.ENDED, EndReason.CANCELED, NOW, NOW)
    settle_quiet(story.db, phones, at(46))
    assert story.agent(asma).status is AgentStatus.READY
    assert story.case.status is CaseStatus.CALLBACK
