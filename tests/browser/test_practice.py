"""A new agent in a real browser: refused at first, through a practice call with keys only, and told how it was."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect
from sqlalchemy import select

from campaigns.rules.campaign_states import DialMode
from campaigns.rules.practice.truth import truth_of
from campaigns.rules.roles import Role
from campaigns.rules.scripts.script import read_script
from campaigns.store.personas import personas
from campaigns.store.session import EVERYTHING
from campaigns.store.tables import Call, Campaign, PracticeCall
from tests.browser.conftest import PC, barriers
from tests.browser.seat import Seat
from tests.browser.test_desk_states import is_seen_by_all, is_seen_in_every_language
from tests.browser.visitor import PICTURES
from tests.given_centre import PASSWORD, PENSION, Centre


class School(Seat):
    """A seat at which the clock runs ten times as fast, in a campaign that asks for three practice calls."""

    def sign_in_only(self, language: str, sign_in: str = "shazia") -> None:
        self.page.goto(f"{self.address}/sign-in")
        self.page.locator(f".choice button[lang={language}]").click()
        self.page.fill("#sign_in", sign_in)
        self.page.fill("#password", PASSWORD)
        self.page.keyboard.press("Enter")

    def looks(self, language: str, name: str) -> None:
        is_seen_by_all(self.page, language, f"practice_{name}")

    def persona(self) -> Any:
        with self.centre.db.transaction(EVERYTHING) as session:
            newest = select(PracticeCall.persona).order_by(PracticeCall.began_at.desc()).limit(1)
            return personas()[session.scalars(newest).one()]

    def answers_as(self, persona: Any) -> None:
        """Note with keys what she says, question by question."""
        truth = truth_of(read_script(PENSION), persona, today=date(2026, 11, 23))
        assert truth is not None
        for step, value in truth.answers.items():
            self.at(step)
            options = [option["value"] for option in PENSION["steps"][step].get("options", ())]
            if isinstance(value, list):
                self.press(*(str(options.index(one) + 1) for one in value), "Enter")
            elif options:
                self.press(str(options.index(value) + 1))
            else:
                self.page.locator("#written").fill(str(value) or "as told")
                self.press("Enter")

    def said(self, words: str) -> None:
        expect(self.page.get_by_test_id("talk")).to_contain_text(words)


@pytest.fixture
def school(open_centre: Callable[..., Centre], context: BrowserContext) -> School:
    centre = open_centre(clock_speed=10.0)
    with centre.db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, centre.floor.campaign.id).practice_calls = 3
    return School(centre, centre.settings.public_base_url, context)


def test_a_new_agent_passes_a_practice_call_with_keys_only(school: School, language: str) -> None:
    page = school.page
    school.sign_in_only(language)
    page.locator("input[name=leg][value=none]").check()
    page.get_by_test_id("open").click()
    expect(page.get_by_role("alert")).to_be_visible()  # practice first
    expect(page.get_by_test_id("practice")).to_contain_text("3")
    assert barriers(page) == []
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/practice-start-{language}.png", full_page=True)
    page.get_by_test_id("practise-ur").click()
    school.in_status("paused")
    school.looks(language, "first")
    school.press("Enter")
    school.in_status("on_call")
    persona = school.persona()
    school.said(persona.says("hello", "ur"))
    school.said(persona.says("identity", "ur"))
    expect(page.get_by_test_id("call-clock")).to_have_text(
        re.compile(r"^00:(0[89]|[1-5]\d)")
    )  # she reads the words out
    school.looks(language, "talk")
    school.answers_as(persona)
    school.at("end_thanks")
    school.said(persona.says("bye", "ur"))
    school.press("F8")
    school.in_status("wrap_up")
    school.looks(language, "wrap_up")
    school.press("Enter")
    expect(page.get_by_test_id("practice-result")).to_have_attribute("data-passed", "true")
    expect(page.get_by_test_id("point-missed")).to_have_count(0)
    expect(page.get_by_test_id("practice-standing")).to_contain_text("1")
    is_seen_in_every_language(page, "practice_passed", language)
    expect(page.get_by_test_id("practice-result")).to_have_attribute("data-passed", "true")
    assert school.centre.count(Call) == 0
    assert school.centre.phones.dialled == []


@pytest.mark.parametrize(
    ("language", "better"),
    [
        ("en", "You noted somebody else than who was speaking."),
        ("hi", "जो बोल रहा था आपने उसकी जगह किसी और को लिखा।"),
        ("ks", "یُس کَتھ اوس کَران، تَمِس بَدلہٕ لیوٗکھوٕ توٚہہِ بیٚیہِ کانٛہہ۔"),
    ],
)
def test_a_call_that_went_wrong_says_what_to_do_better_and_leads_to_the_next(
    school: School, language: str, better: str
) -> None:
    page = school.page
    school.sign_in_only(language)
    page.get_by_test_id("practise-hi").press("Enter")
    school.in_status("paused")
    school.looks(language, "first")
    school.press("Enter")
    school.in_status("on_call")
    school.said(school.persona().says("identity", "hi"))
    school.looks(language, "talk")
    options = [option["value"] for option in PENSION["steps"]["identity"]["options"]]
    school.press(str(options.index("wrong") + 1))  # a wrong number, though she said that it is she
    school.at("end_wrong")
    school.press("Enter")
    school.in_status("wrap_up")
    school.looks(language, "wrap_up")
    school.press("Enter")
    expect(page.get_by_test_id("practice-result")).to_have_attribute("data-passed", "false")
    expect(page.get_by_test_id("point-missed").first).to_be_visible()
    expect(page.get_by_test_id("practice-rest")).to_contain_text(better)
    school.looks(language, "missed")
    first = school.persona().key
    school.press("Enter")
    school.in_status("reserved")
    assert school.persona().key != first
    school.context.set_offline(True)
    words = page.evaluate("() => JSON.parse(document.getElementById('desk-page').textContent).words")
    expect(page.locator("[data-desk=strip-words]")).to_have_text(words["link_down_kept"])  # nobody is on a telephone


def test_a_supervisor_sees_who_has_passed_and_who_passes_records_over(school: School, language: str) -> None:
    school.centre.person("shazia-supervises", Role.SUPERVISOR)
    with school.centre.db.transaction(EVERYTHING) as session:
        campaign = session.get_one(Campaign, school.centre.floor.campaign.id)
        campaign.mode = DialMode.PREVIEW
    page = school.page
    school.sign_in_only(language, "shazia-supervises")
    page.wait_for_url("**/floor/**")
    page.goto(f"{school.address}/practice/{campaign.id}/passed")
    expect(page.get_by_test_id("passed")).to_contain_text("0 / 3")
    page.set_viewport_size({"width": 320, "height": 640})
    narrow = page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size(PC)
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/practice-passed-{language}.png", full_page=True)
    assert (barriers(page), narrow) == ([], True)
