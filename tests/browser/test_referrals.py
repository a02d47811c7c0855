"""A problem referred by keys at the desk, and solved on the pages of the officer whose block it is."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from campaigns.calls.connect_answered_call import connect_answered_call
from campaigns.house import House
from campaigns.referrals.ask_about_referrals import ask_about_referrals
from campaigns.rules.call_states import CallEvent
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.referral_states import ReferralEvent, ReferralStatus
from campaigns.rules.roles import Role
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AccessTrace, Case, User
from tests.browser.conftest import barriers
from tests.browser.test_floor import signed_in
from tests.browser.visitor import PICTURES
from tests.edges.test_sign_in import HASH
from tests.flows.given_referrals import Story, given_story
from tests.given_floor import NOW


@pytest.fixture
def story(db: Database) -> Story:
    return given_story(db)


@pytest.fixture
def address(monday: House, story: Story, pages_of: Callable[[House], str]) -> str:
    with story.db.transaction(EVERYTHING) as session:
        story.floor.user(session, "officer", Role.OFFICER)
        for person in session.scalars(select(User)):
            person.password_hash = HASH
    return pages_of(monday)


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES, f"{name}.png"), full_page=True)
    assert barriers(page) == [], name


def test_an_agent_refers_a_problem_by_three_keys_and_thinks_better_of_it_on_the_number_pad(
    context: BrowserContext,
    address: str,
    story: Story,
) -> None:
    call_id = story.dial(now=NOW)
    story.tell(call_id, CallEvent.ANSWER, now=NOW)
    connect_answered_call(story.db, call_id, now=NOW, desk_silence=timedelta(days=1))
    page = signed_in(context, address, "shazia")
    expect(page.get_by_test_id("refer")).to_be_visible()
    problem, note = page.get_by_test_id("refer-1"), page.locator("#refer-note")
    page.keyboard.press("NumpadDivide")
    page.keyboard.press("Numpad2")  # on a number pad, else F3
    expect(page.get_by_test_id("dialog-refer")).to_be_visible()
    page.keyboard.press("Numpad1")
    expect(note).to_be_focused()
    page.keyboard.type("7")
    page.keyboard.press("NumpadAdd")
    expect(note).to_have_value("")
    page.keyboard.press("NumpadAdd")
    expect(problem).to_be_focused()
    page.keyboard.press("Numpad0")
    expect(page.get_by_test_id("dialog-refer")).to_have_count(0)
    page.keyboard.press("F3")
    page.keyboard.press("1")
    page.keyboard.press("Backspace")
    expect(problem).to_be_focused()
    page.keyboard.press("1")
    page.keyboard.type("Account ends in 4411")
    picture(page, "refer-en")
    page.keyboard.press("Enter")
    expect(page.locator("[data-desk=remarks]")).to_contain_text("Referred.")
    expect(page.locator("[data-desk=saved]")).to_have_text("All saved")
    assert (story.referral.note, story.referral.status) == ("Account ends in 4411", ReferralStatus.OPEN)


def test_the_blocks_officer_takes_it_and_calls_it_solved(
    chromium: Browser,
    context: BrowserContext,
    address: str,
    story: Story,
    language: str,
) -> None:
    story.refer(story.talk(Outcome.COMPLETED, now=NOW))
    with story.db.transaction(EVERYTHING) as session:
        session.get_one(User, story.officers["pattan"].id).interface_language = language
    page = signed_in(context, address, "pattan")
    page.goto(f"{address}/referrals/")
    expect(page.locator(".top-nav .badge")).to_have_text("1")
    expect(page.locator("tbody tr").first.locator(".badge")).to_be_visible()
    picture(page, f"referrals-{language}")
    page.locator("tbody a").click()
    picture(page, f"referral-{language}")
    page.locator("button[value=take]").click()
    page.locator("button[value=solve]").click()
    expect(page.locator(".notice-bad")).to_be_visible()  # nothing was written
    page.locator("#note").fill("Account corrected.")
    page.locator("button[value=solve]").click()
    page.wait_for_url(lambda url: "/referrals/" in url)
    expect(page.locator("button[value=solve]")).to_have_count(0)
    assert story.referral.status is ReferralStatus.SOLVED
    expect(page.locator("#coming")).to_be_visible()
    picture(page, f"referral-solved-{language}")
    with story.db.transaction(EVERYTHING) as session:
        traces = session.scalars(select(AccessTrace.user_id).where(AccessTrace.action == "referral_seen")).all()
    assert set(traces) == {story.officers["pattan"].id}


def test_on_the_call_that_the_campaign_places_by_itself_her_yes_closes_it_and_the_officer_reads_so(
    context: BrowserContext,
    address: str,
    story: Story,
    language: str,
) -> None:
    before = NOW - timedelta(days=3)
    with story.db.transaction(EVERYTHING) as session:
        session.get_one(Case, story.case_id).due_at = before
    story.refer(story.talk(Outcome.COMPLETED, now=before), now=before)
    assert story.tend("pattan", ReferralEvent.SOLVE, "Account corrected.", now=before) is None
    assert ask_about_referrals(story.db, now=before) == 1
    with story.db.transaction(EVERYTHING) as session:
        for person in session.scalars(select(User)):
            person.interface_language = language
    call_id = story.dial(now=NOW)
    story.tell(call_id, CallEvent.ANSWER, now=NOW)
    connect_answered_call(story.db, call_id, now=NOW, desk_silence=timedelta(days=400))
    page = signed_in(context, address, "shazia")
    question = page.get_by_test_id("question")
    for step in ("identity", "purpose", "solved"):
        expect(question).to_have_attribute("data-step", step)
        if step == "solved":
            picture(page, f"confirmation-{language}")
        page.keyboard.press("1")
    expect(question).not_to_have_attribute("data-step", "solved")
    page.keyboard.press("F8")
    expect(page.locator("input[name=outcome]:checked")).to_have_value("completed")
    picture(page, f"confirmation-outcome-{language}")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("undo")).to_be_visible()
    expect(page.locator("[data-desk=saved-dot]")).to_have_class("dot")
    assert (story.referral.status, story.case.status) == (ReferralStatus.CLOSED, CaseStatus.CLOSED)
    page.context.clear_cookies()
    page = signed_in(context, address, "pattan")
    page.goto(f"{address}/referrals/{story.referral.id}")
    expect(page.locator("button[value=solve]")).to_have_count(0)
    expect(page.locator("#coming")).to_have_count(0)
    picture(page, f"referral-closed-{language}")


def test_an_officer_of_another_block_finds_nothing_and_the_department_sets_the_list(
    context: BrowserContext,
    address: str,
    story: Story,
) -> None:
    story.refer(story.talk(Outcome.COMPLETED, now=NOW))
    page = signed_in(context, address, "sopore")
    page.goto(f"{address}/referrals/")
    expect(page.locator("main")).to_contain_text("No problem stands here now.")
    answer = page.goto(f"{address}/referrals/{story.referral.id}")
    assert answer is not None
    assert answer.status == 404
    page.context.clear_cookies()
    page = signed_in(context, address, "officer")
    page.goto(f"{address}/referrals/campaigns/{story.floor.campaign.id}")
    picture(page, "referral-categories")
    page.locator("[name=en-5]").fill("Ration card")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".notice-bad")).to_be_visible()  # in how many days?
    page.locator("[name=days-5]").fill("10")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".notice-good")).to_be_visible()
    expect(page.locator("[name=en-5]")).to_have_value("Ration card")
