"""A day that an officer chooses is said in words beside its field: 03/04 may be read in two ways, a name of a month in one."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from campaigns.rules.roles import Role
from tests.browser.conftest import PC, barriers
from tests.browser.seat import Seat
from tests.browser.visitor import PICTURES
from tests.given_centre import PASSWORD, Centre


@pytest.mark.parametrize(("language", "said"), [("en", "Saturday"), ("ur", "ہفتہ"), ("hi", "शनिवार")])
def test_a_chosen_day_is_said_in_words(
    open_centre: Callable[..., Centre], context: BrowserContext, language: str, said: str
) -> None:
    centre = open_centre()
    centre.person("haleema", Role.SUPERVISOR)
    seat = Seat(centre, centre.settings.public_base_url, context)
    page = seat.page
    page.goto(f"{seat.address}/sign-in")
    page.locator(f".choice button[lang={language}]").click()
    page.fill("#sign_in", "haleema")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/floor/**")
    page.goto(f"{seat.address}/reports/{centre.floor.campaign.id}/figures")
    page.fill("#from", "2026-10-31")
    expect(page.locator("#from + .day-words")).to_contain_text(said)
    expect(page.locator("#from + .day-words")).to_contain_text("2026")
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/day-words-{language}.png")
    assert barriers(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("() => document.documentElement.scrollWidth") == 320
    page.set_viewport_size(PC)
