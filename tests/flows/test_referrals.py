"""A problem heard on a call, from the agent's word through officers of three tiers to the citizen's own yes or no."""

from datetime import timedelta
from uuid import uuid4

import pytest

from campaigns.calls.connect_answered_call import connect_answered_call
from campaigns.desk.undo_outcome import undo_outcome
from campaigns.lists.close_withdrawn_cases import close_withdrawn_cases
from campaigns.lists.withdraw_list import withdraw_list
from campaigns.referrals.ask_about_referrals import ask_about_referrals
from campaigns.referrals.raise_late_referrals import raise_late_referrals
from campaigns.referrals.tend_referral import tend_referral
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallEvent, EndReason
from campaigns.rules.calling.call_caps import Hold
from campaigns.rules.calling.next_call import Wait, next_call
from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.referral_states import ReferralEvent, ReferralStatus
from campaigns.rules.referrals.tiers import Tier
from campaigns.rules.reports.bounded_counts import MoreThan
from campaigns.rules.verdicts import Verdict
from campaigns.shared.next_tries import leave_number
from campaigns.store.calling.case_queue import case_now
from campaigns.store.calling.cases import lock_case, numbers_of_case
from campaigns.store.desk.talks import talk_of
from campaigns.store.referrals.referral_pages import referral_story, referrals_by_age, referrals_for
from campaigns.store.referrals.waiting_referrals import late_problems
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import AgentSession, Campaign, Case, User
from campaigns.store.totals.area_numbers import numbers_of_area
from tests.flows.given_referrals import Story, given_story
from tests.given_floor import NOW

LATER = NOW + timedelta(days=1)  # the gap between two calls to a phone is over


@pytest.fixture
def story(db: Database) -> Story:
    return given_story(db)


@pytest.fixture
def solved(story: Story) -> Story:
    """Referred on a completed call, taken and called solved by the block's officer, and put back into the queue."""
    call_id = story.talk(Outcome.COMPLETED, now=NOW)
    story.refer(call_id)
    assert story.tend("pattan", ReferralEvent.TAKE, now=NOW) is None
    assert story.tend("pattan", ReferralEvent.SOLVE, "Account corrected.", now=NOW) is None
    assert ask_about_referrals(story.db, now=NOW + timedelta(minutes=5)) == 1
    return story


def test_a_referral_goes_to_the_officers_of_its_place_and_to_no_other(story: Story) -> None:
    story.refer(story.talk(Outcome.COMPLETED, now=NOW))
    assert (story.referral.tier, story.referral.due_at) == (Tier.BLOCK, NOW + timedelta(days=7))
    assert [story.seen_by(who) for who in ("pattan", "baramulla", "department", "sopore")] == [1, 1, 1, 0]
    refused = story.tend("sopore", ReferralEvent.TAKE, now=NOW)
    assert refused is not None
    assert refused.because == "referral_unknown"
    with story.db.transaction(Scope(uuid4())) as session:
        assert referral_story(session, story.officers["pattan"], story.referral.id) is None
    with story.db.transaction(Scope(story.floor.department.id)) as session:
        opened = {who: referral_story(session, story.officers[who], story.referral.id) for who in ("pattan", "sopore")}
    assert [who for who, found in opened.items() if found] == ["pattan"]


def test_a_doubled_request_opens_one_referral_and_a_strangers_call_none(story: Story) -> None:
    call_id = story.talk(Outcome.COMPLETED, now=NOW)
    assert story.refer(call_id) is None
    assert story.refer(call_id) is None
    assert story.history() == ["opened block"]
    with story.db.transaction(EVERYTHING) as session:
        other = story.floor.desk(session, "nadia", AgentStatus.READY)
    story.desk_id = other.id
    refused = story.refer(call_id, "another-key")
    assert refused is not None
    assert refused.because == "not_your_call"


def test_a_late_referral_rises_tier_by_tier_and_its_history_says_so(story: Story) -> None:
    story.refer(story.talk(Outcome.COMPLETED, now=NOW))
    story.tend("pattan", ReferralEvent.TAKE, now=NOW)
    assert raise_late_referrals(story.db, now=NOW + timedelta(days=6)) == 0
    assert story.told(now=NOW) == {"pattan": 0, "baramulla": 0, "department": 0, "supervisor": 0}
    for days, tier, who in ((7, Tier.DISTRICT, "baramulla"), (14, Tier.STATE, "department")):
        at = NOW + timedelta(days=days)
        assert raise_late_referrals(story.db, now=at) == 1
        assert (story.referral.tier, story.referral.status) == (tier, ReferralStatus.OPEN)
        assert [name for name, number in story.told(now=at).items() if number] == [who, "supervisor"]
        with story.db.transaction(EVERYTHING) as session:  # of a hundred thousand she is told that there are many
            assert isinstance(late_problems(session, story.floor.campaign.id, now=at, most=0), MoreThan)
    assert raise_late_referrals(story.db, now=NOW + timedelta(days=60)) == 0
    assert story.history() == ["opened block", "take block", "rise district", "rise state"]
    assert story.referral.officer_id is None


def test_no_officer_closes_it_and_none_solves_it_without_a_word(story: Story) -> None:
    story.refer(story.talk(Outcome.COMPLETED, now=NOW))
    for event, note, because in (
        (ReferralEvent.AGREE, "Closed.", "not_by_officers"),
        (ReferralEvent.SOLVE, "  ", "note_missing"),
    ):
        refused = story.tend("department", event, note, now=NOW)
        assert refused is not None
        assert refused.because == because


def test_the_campaign_rings_her_by_itself_with_the_small_script_and_her_yes_closes_it(solved: Story) -> None:
    assert solved.case.status is CaseStatus.WAITING
    call_id = solved.dial(now=LATER)
    with solved.db.transaction(EVERYTHING) as session:
        talk = talk_of(session, call_id)
    assert talk is not None
    assert talk.script is not None
    assert "Wrong account" in talk.script.document["steps"]["solved"]["read"]["en"]
    solved.tell(call_id, CallEvent.ANSWER, now=LATER)
    connect_answered_call(solved.db, call_id, now=LATER, desk_silence=timedelta(days=400))
    solved.log(call_id, Outcome.COMPLETED, now=LATER, identity="self", purpose="yes", solved="yes")
    assert (solved.referral.status, solved.referral.closed_at) == (ReferralStatus.CLOSED, LATER)
    case = solved.case
    assert (case.status, case.outcome, case.confirms_id) == (CaseStatus.CLOSED, Outcome.COMPLETED, None)
    assert solved.history() == ["opened block", "take block", "solve block", "ask block", "agree block"]


def test_the_officer_is_told_when_the_call_comes_though_no_agent_is_free_and_the_dialler_has_not_looked(
    solved: Story,
) -> None:
    asked = NOW + timedelta(minutes=5)
    with solved.db.transaction(EVERYTHING) as session:
        session.get_one(AgentSession, solved.desk_id).status = AgentStatus.PAUSED
        case, campaign = session.get_one(Case, solved.case_id), session.get_one(Campaign, solved.floor.campaign.id)
        coming = next_call(
            case_now(session, campaign, case, numbers_of_case(session, case), carrier="sandbox", now=asked), now=asked
        )
    (wait,) = coming.waits
    assert (wait.wait, wait.because, coming.earliest) == (Wait.HELD, Hold.PHONE_RESTS, NOW + timedelta(hours=3))


def test_her_no_opens_it_again_one_tier_up(solved: Story) -> None:
    solved.talk(Outcome.COMPLETED, now=LATER, identity="self", purpose="yes", solved="no")
    referral = solved.referral
    assert (referral.status, referral.tier) == (ReferralStatus.OPEN, Tier.DISTRICT)
    assert referral.due_at == LATER + timedelta(days=7)
    assert solved.case.status is CaseStatus.CLOSED


def test_who_cannot_be_reached_leaves_it_solved_and_not_confirmed_and_her_row_as_it_was(solved: Story) -> None:
    with solved.db.transaction(EVERYTHING) as session:
        before = numbers_of_area(session, solved.floor.campaign.id, None)
        session.get_one(Campaign, solved.floor.campaign.id).max_attempts = 1
    assert (before.reached, before.waiting) == (0, 1)
    call_id = solved.dial(now=LATER)
    solved.tell(call_id, CallEvent.END, now=LATER, reason=EndReason.NO_ANSWER)
    assert solved.referral.status is ReferralStatus.NOT_CONFIRMED
    with solved.db.transaction(EVERYTHING) as session:
        after = numbers_of_area(session, solved.floor.campaign.id, None)
    assert (after.reached, after.waiting) == (1, 0)
    assert solved.case.outcome is Outcome.COMPLETED
    assert solved.tend("pattan", ReferralEvent.SOLVE, "Ask her again.", now=LATER) is None
    assert ask_about_referrals(solved.db, now=LATER) == 1


def test_one_call_asks_about_all_problems_of_hers_each_in_its_own_words(story: Story) -> None:
    call_id = story.talk(Outcome.COMPLETED, now=NOW)
    for problem in range(3):
        assert story.refer(call_id, f"key-{problem}", problem=problem, now=NOW + timedelta(seconds=problem)) is None
    for minutes, referral in enumerate(story.all_referrals()):  # the second and third are solved while she waits
        at, solve = NOW + timedelta(minutes=minutes), (ReferralEvent.SOLVE, "Mended.")
        assert tend_referral(story.db, story.officers["pattan"], referral.id, *solve, now=at) is None
        assert ask_about_referrals(story.db, now=at) == (0 if minutes else 1)
    confirmed_on = story.talk(
        Outcome.COMPLETED, now=LATER, identity="self", purpose="yes", solved="yes", solved_2="no", solved_3="yes"
    )
    closed, open_again = ReferralStatus.CLOSED, ReferralStatus.OPEN
    assert [one.status for one in story.all_referrals()] == [closed, open_again, closed]
    assert (story.case.status, story.case.outcome) == (CaseStatus.CLOSED, Outcome.COMPLETED)
    assert undo_outcome(story.db, story.desk_id, confirmed_on, now=LATER + timedelta(seconds=5)) is None
    assert {one.status for one in story.all_referrals()} == {ReferralStatus.CONFIRMING}
    again = LATER + timedelta(seconds=9)  # she had not agreed to go on, after all: what came behind it counts no more
    story.log(confirmed_on, Outcome.REFUSED, now=again, identity="self", purpose="refuses", solved="yes")
    assert {one.status for one in story.all_referrals()} == {ReferralStatus.NOT_CONFIRMED}
    assert ask_about_referrals(story.db, now=LATER + timedelta(days=1)) == 0


@pytest.mark.parametrize(("first", "standing"), [("yes", ReferralStatus.CLOSED), ("no", ReferralStatus.OPEN)])
def test_what_an_agent_takes_back_of_a_confirmation_counts_no_more(
    solved: Story, first: str, standing: ReferralStatus
) -> None:
    call_id = solved.talk(Outcome.COMPLETED, now=LATER, identity="self", purpose="yes", solved=first)
    assert solved.referral.status is standing
    assert undo_outcome(solved.db, solved.desk_id, call_id, now=LATER + timedelta(seconds=5)) is None
    assert (solved.referral.status, solved.referral.tier) == (ReferralStatus.CONFIRMING, Tier.BLOCK)
    assert solved.case.confirms_id == solved.referral.id
    second = {"yes": "no", "no": "yes"}[first]
    solved.log(
        call_id, Outcome.COMPLETED, now=LATER + timedelta(seconds=9), identity="self", purpose="yes", solved=second
    )
    closed = second == "yes"
    assert solved.referral.status is (ReferralStatus.CLOSED if closed else ReferralStatus.OPEN)
    assert solved.referral.tier is (Tier.BLOCK if closed else Tier.DISTRICT)
    assert (solved.referral.closed_at is not None) == closed


def test_what_an_officer_has_acted_on_an_agent_takes_back_no_more(solved: Story) -> None:
    call_id = solved.talk(Outcome.COMPLETED, now=LATER, identity="self", purpose="yes", solved="no")
    assert solved.tend("baramulla", ReferralEvent.TAKE, now=LATER + timedelta(seconds=2)) is None
    refused = undo_outcome(solved.db, solved.desk_id, call_id, now=LATER + timedelta(seconds=5))
    assert refused is not None
    assert refused.because == "too_late_to_undo"
    assert solved.referral.status is ReferralStatus.TAKEN


def test_a_campaign_that_ends_meanwhile_leaves_it_not_confirmed_and_her_row_as_it_was(solved: Story) -> None:
    with solved.db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, solved.floor.campaign.id).status = CampaignStatus.FINISHED
    assert ask_about_referrals(solved.db, now=LATER) == 0
    assert solved.referral.status is ReferralStatus.NOT_CONFIRMED
    case = solved.case
    assert (case.status, case.outcome, case.confirms_id) == (CaseStatus.CLOSED, Outcome.COMPLETED, None)


def test_whose_list_is_withdrawn_is_asked_no_more_and_her_row_stays_as_it_was(solved: Story) -> None:
    scope = Scope(solved.floor.department.id)
    assert withdraw_list(solved.db, scope, solved.case.list_id, user_id=None, now=LATER) is None
    case = solved.case
    assert (case.status, case.outcome) == (CaseStatus.CLOSED, Outcome.COMPLETED)
    assert ask_about_referrals(solved.db, now=LATER) == 0
    assert (solved.referral.status, solved.case.confirms_id) == (ReferralStatus.NOT_CONFIRMED, None)
    assert solved.tend("pattan", ReferralEvent.SOLVE, "Ask again.", now=LATER) is None
    assert ask_about_referrals(solved.db, now=LATER) == 0, "her list is still gone"
    with solved.db.transaction(EVERYTHING) as session:
        newer = solved.floor.list(session, "newer.csv")
        solved.floor.row(session, newer, Verdict.ACCEPTED, beneficiary_id=case.beneficiary_id)
    assert solved.tend("pattan", ReferralEvent.SOLVE, "Ask again.", now=LATER) is None
    assert ask_about_referrals(solved.db, now=LATER) == 1
    assert close_withdrawn_cases(solved.db, now=LATER) == 0
    assert (solved.case.status, solved.case.list_id) == (CaseStatus.WAITING, newer.id)


def test_whose_number_asks_for_silence_meanwhile_is_not_rung_and_her_row_stays_as_it_was(solved: Story) -> None:
    with solved.db.transaction(EVERYTHING) as session:
        leave_number(session, lock_case(session, solved.case_id), Outcome.OPT_OUT, at=LATER)
    case = solved.case
    assert (case.status, case.outcome, case.confirms_id) == (CaseStatus.CLOSED, Outcome.COMPLETED, None)
    assert solved.referral.status is ReferralStatus.NOT_CONFIRMED


def test_the_family_of_who_has_died_is_not_asked_once_more(solved: Story) -> None:
    solved.talk(Outcome.DIED, now=LATER)
    assert solved.referral.status is ReferralStatus.NOT_CONFIRMED
    assert solved.tend("pattan", ReferralEvent.SOLVE, "Ask again.", now=LATER) is None
    assert ask_about_referrals(solved.db, now=LATER) == 0
    assert solved.referral.status is ReferralStatus.NOT_CONFIRMED
    with solved.db.transaction(Scope(solved.floor.department.id)) as session:
        story = referral_story(session, solved.officers["pattan"], solved.referral.id)
    assert story is not None
    assert not story.asked


@pytest.mark.parametrize("outcome", [Outcome.DIED, Outcome.OPT_OUT])
def test_who_may_not_be_called_any_more_is_not_called(story: Story, outcome: Outcome) -> None:
    story.refer(story.talk(outcome, now=NOW))
    story.tend("department", ReferralEvent.SOLVE, now=NOW)
    assert ask_about_referrals(story.db, now=LATER) == 0
    assert story.referral.status is ReferralStatus.NOT_CONFIRMED
    assert story.case.status is CaseStatus.CLOSED


def test_a_finished_campaign_calls_nobody_and_says_that_it_is_not_confirmed(story: Story) -> None:
    story.refer(story.talk(Outcome.COMPLETED, now=NOW))
    story.tend("department", ReferralEvent.SOLVE, now=NOW)
    with story.db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, story.floor.campaign.id).status = CampaignStatus.FINISHED
    assert ask_about_referrals(story.db, now=LATER) == 0
    assert story.referral.status is ReferralStatus.NOT_CONFIRMED


def test_who_is_still_to_be_called_is_asked_after_that(story: Story) -> None:
    call_id = story.talk(Outcome.NOT_AVAILABLE, now=NOW)
    story.refer(call_id)
    story.tend("department", ReferralEvent.SOLVE, now=NOW)
    assert ask_about_referrals(story.db, now=LATER) == 0
    assert story.referral.status is ReferralStatus.SOLVED


def test_whose_officer_may_not_sign_in_any_more_is_still_there_for_the_others(story: Story) -> None:
    story.refer(story.talk(Outcome.COMPLETED, now=NOW))
    story.tend("baramulla", ReferralEvent.TAKE, now=NOW)
    with story.db.transaction(EVERYTHING) as session:
        session.get_one(User, story.officers["baramulla"].id).active = False
    with story.db.transaction(Scope(story.floor.department.id)) as session:
        (line,) = referrals_for(session, story.officers["pattan"], [ReferralStatus.TAKEN], None)
    assert (line.officer, line.officer_left) == ("Baramulla", True)
    assert story.tend("pattan", ReferralEvent.TAKE, now=NOW) is None
    assert story.referral.officer_id == story.officers["pattan"].id


def test_the_report_counts_referrals_by_age(solved: Story) -> None:
    with solved.db.transaction(Scope(solved.floor.department.id)) as session:
        (ages,) = referrals_by_age(session, solved.floor.campaign.id, now=NOW + timedelta(days=10))
    assert (ages.category["en"], ages.opened, ages.under_month, ages.late, ages.closed) == ("Wrong account", 1, 1, 0, 0)


def test_the_agent_who_rings_is_whoever_is_free(solved: Story) -> None:
    with solved.db.transaction(EVERYTHING) as session:
        session.get_one(AgentSession, solved.desk_id).status = AgentStatus.PAUSED
        other = solved.floor.desk(session, "nadia", AgentStatus.READY)
    solved.desk_id = other.id
    solved.talk(Outcome.COMPLETED, now=LATER, identity="self", purpose="yes", solved="yes")
    assert solved.referral.status is ReferralStatus.CLOSED
