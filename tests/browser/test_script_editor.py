"""An officer writes a script in a real browser: the preview follows what she types, in English and in Urdu, and by keys."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from campaigns.rules.roles import Role
from campaigns.store.session import EVERYTHING
from campaigns.store.tables import ScriptVersion
from tests.browser.conftest import barriers
from tests.given_centre import HASH, PASSWORD, Centre

NARROW = {"width": 320, "height": 640}
WIDER = "() => document.documentElement.scrollWidth > innerWidth"


class Office:
    """The officer's browser, on the pages of her campaign's script."""

    def __init__(self, centre: Centre, address: str, context: BrowserContext) -> None:
        self.centre, self.page = centre, context.new_page()
        self.script = f"{address}/scripts/campaigns/{centre.floor.campaign.id}"
        self.page.goto(f"{address}/sign-in")

    def sign_in(self, language: str) -> Page:
        self.page.locator(f".choice button[lang={language}]").click()
        self.page.fill("#sign_in", "farooq")
        self.page.fill("#password", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/lists/**")
        return self.page

    def versions(self) -> list[Any]:
        with self.centre.db.transaction(EVERYTHING) as session:
            return [
                version.document for version in session.scalars(select(ScriptVersion).order_by(ScriptVersion.version))
            ]


@pytest.fixture
def office(open_centre: Callable[..., Centre], context: BrowserContext) -> Office:
    centre = open_centre()
    with centre.db.transaction(EVERYTHING) as session:
        centre.floor.user(session, "farooq", Role.OFFICER, password_hash=HASH)
    return Office(centre, centre.settings.public_base_url, context)


def test_the_preview_follows_what_is_typed_and_the_script_is_saved(
    office: Office, language: str, tmp_path: Path
) -> None:
    page = office.sign_in(language)
    page.goto(f"{office.script}/edit?step=identity")
    read = page.get_by_test_id("read")
    expect(read).to_contain_text("Ghulam Nabi Bhat")
    assert barriers(page) == []
    page.screenshot(path=tmp_path / "identity.png", full_page=True)
    page.fill(f"[name='read.{language}']", "{department}: {name}?")
    expect(read).to_contain_text(": Ghulam Nabi Bhat?")
    page.fill(f"[name='hint.{language}']", "Somebody who knows {name}?")
    expect(page.locator("#hint")).to_contain_text("Somebody who knows Ghulam Nabi Bhat?")
    page.fill(f"[name='read.{language}']", "")
    expect(page.locator(f"[name='read.{language}']")).to_have_attribute("aria-invalid", "true")
    assert barriers(page) == []
    page.screenshot(path=tmp_path / "problem.png", full_page=True)
    page.fill(f"[name='read.{language}']", "{department}. {name}?")
    expect(page.locator(".fields .mistake")).to_have_count(0)
    page.get_by_test_id("save").click()
    page.wait_for_url("**saved=1")
    assert office.versions()[-1]["steps"]["identity"]["read"][language] == "{department}. {name}?"
    assert barriers(page) == []
    page.screenshot(path=tmp_path / "versions.png", full_page=True)


def test_the_preview_is_the_agents_own_question_and_goes_by_the_record(office: Office) -> None:
    page = office.sign_in("en")
    page.goto(f"{office.script}/edit")
    at = page.get_by_test_id("question")
    expect(at).to_have_attribute("data-step", "identity")
    page.locator("[data-script=desk] input").first.focus()
    page.keyboard.press("2")
    expect(at).to_have_attribute("data-step", "family")
    expect(page.get_by_test_id("neutral")).to_be_visible()
    for key, step in (("1", "purpose"), ("1", "safety"), ("1", "payment"), ("1", "received_on")):
        page.keyboard.press(key)
        expect(at).to_have_attribute("data-step", step)
    page.get_by_test_id("skip").click()
    page.get_by_test_id("skip").click()
    expect(at).to_have_attribute("data-step", "fee_asked")
    page.locator("[data-script=record] select").first.select_option("female")
    expect(at).to_have_attribute("data-step", "draws_herself")


def test_the_pages_hold_in_a_narrow_window(office: Office) -> None:
    page = office.sign_in("en")
    page.set_viewport_size(NARROW)
    for path in ("", "/edit", "/edit?step=identity", "/outcomes"):
        page.goto(office.script + path)
        assert not page.evaluate(WIDER), path
        assert barriers(page) == [], path
