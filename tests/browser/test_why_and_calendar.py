"""Why this call, and the calendar, in a real browser: nobody is shut out, in both directions and on a narrow screen."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page

from campaigns.calling.note_place_rule import OutageRule, note_place_rule
from campaigns.house import House
from campaigns.rules.roles import Role
from campaigns.store.dialling.dial_decisions import note_decisions
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Case
from tests.browser.conftest import barriers
from tests.browser.test_floor import signed_in
from tests.edges.test_case_pages import case
from tests.edges.test_floor import floor
from tests.edges.test_sign_in import HASH
from tests.given_floor import DISTRICT, NOW, Floor

__all__ = ["case", "floor"]  # fixtures
NARROW = {"width": 320, "height": 640}


@pytest.fixture
def address(monday: House, pages_of: Callable[[House], str], db: Database, floor: Floor, case: Case) -> str:
    """Where the pages are, with a case, an hour of decisions and an outage to look at."""
    with db.transaction(EVERYTHING) as session:
        for language in ("en", "ur"):
            more = {"password_hash": HASH, "interface_language": language}
            floor.user(session, f"admin-{language}", Role.ADMIN, **more)
            floor.user(session, f"supervisor-{language}", Role.SUPERVISOR, **more)
        for minutes in range(50):
            decided = Counter(intended=minutes % 7, phone_rests=minutes % 3, agent_gone=minutes % 11 == 0)
            note_decisions(session, floor.campaign, decided, at=NOW - timedelta(minutes=minutes))
    note_place_rule(db, OutageRule(DISTRICT, NOW, None, "Network suspended", "Order 114"), now=NOW)
    return pages_of(monday)


def fits(page: Page) -> bool:
    """No page is wider than its window: tables scroll in a box of their own."""
    return bool(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))


def test_why_this_call_and_the_calendar_shut_nobody_out(
    context: BrowserContext, address: str, floor: Floor, case: Case, language: str
) -> None:
    watched = (f"/floor/{floor.campaign.id}/decisions", f"/floor/{floor.campaign.id}/cases/{case.id}")
    planned = ("/calendar/IN", f"/calendar/campaigns/{floor.campaign.id}")
    for who, paths in (("supervisor", (*watched, "/calendar/IN")), ("admin", planned)):
        page = signed_in(context, address, f"{who}-{language}")
        for path in paths:
            page.goto(address + path)
            for unfolded in page.locator("details.unfold > summary").all():
                unfolded.click()
            assert barriers(page) == [], path
            page.set_viewport_size(NARROW)  # type: ignore[arg-type]
            assert fits(page), path
            page.set_viewport_size({"width": 1366, "height": 657})
        page.context.clear_cookies()


def test_an_administrator_notes_a_holiday_with_the_keyboard_alone(
    context: BrowserContext, address: str, floor: Floor
) -> None:
    page = signed_in(context, address, "admin-en")
    page.goto(f"{address}/calendar/IN")
    page.get_by_text("Note a holiday").focus()
    page.keyboard.press("Enter")
    page.locator("#holiday-day").fill("2026-12-25")
    page.locator("#holiday-name").fill("Christmas")
    page.locator("#holiday-source").fill("Order 9")
    page.keyboard.press("Enter")
    page.get_by_text("It holds from now on").wait_for()
    assert page.get_by_role("rowheader", name="25 Dec 2026").is_visible()
