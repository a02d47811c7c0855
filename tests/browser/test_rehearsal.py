"""The pages of a rehearsal in a real browser: a supervisor waits, reads and is shut out by none of them."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from agent_ui.languages import direction_of
from campaigns.house import House
from campaigns.rehearsal.rehearse_campaign import rehearse_campaign
from campaigns.rules.roles import Role
from campaigns.store.rehearsal.rehearsals import rehearsals_of
from campaigns.store.session import EVERYTHING, Database
from tests.browser.conftest import barriers
from tests.browser.test_floor import signed_in
from tests.edges.test_sign_in import HASH
from tests.flows.given_rehearsal import CARRIER, a_campaign_of
from tests.given_floor import NOW, Floor

PICTURES = os.environ.get("RAABTA_PICTURES")


@pytest.fixture
def floor(db: Database) -> Floor:
    floor = a_campaign_of(db, 150)
    with db.transaction(EVERYTHING) as session:
        for language in ("en", "ur"):
            more = {"password_hash": HASH, "interface_language": language}
            floor.user(session, f"supervisor-{language}", Role.SUPERVISOR, **more)
    return floor


@pytest.fixture
def address(monday: House, floor: Floor, pages_of: Callable[[House], str]) -> str:
    return pages_of(monday)


def looked_at(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES, f"{name}.png"), full_page=True)
    assert barriers(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_a_supervisor_rehearses_waits_and_reads(
    context: BrowserContext, address: str, floor: Floor, db: Database, language: str
) -> None:
    page = signed_in(context, address, f"supervisor-{language}")
    page.goto(f"{address}/rehearsal/{floor.campaign.id}")
    looked_at(page, f"rehearsal-ask-{language}")
    page.fill("[name=agents]", "3")
    page.locator("form .button-main").click()
    page.wait_for_url("**/progress")
    looked_at(page, f"rehearsal-progress-{language}")
    with db.transaction(EVERYTHING) as session:
        (one,) = rehearsals_of(session, floor.campaign.id)
    rehearse_campaign(db, one.id, CARRIER, now=lambda: NOW)
    page.wait_for_url(f"**/{one.id}")  # the page finds out by itself
    assert page.locator("html").get_attribute("dir") == direction_of(language)
    assert page.locator("[role=img]").count() == 2
    looked_at(page, f"rehearsal-result-{language}")
    page.goto(f"{address}/rehearsal/{floor.campaign.id}")
    looked_at(page, f"rehearsal-again-{language}")
