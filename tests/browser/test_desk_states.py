"""Every state of the desk, as it is seen: by people who read aloud or by machine, in Urdu and Hindi, by day and by night."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from campaigns.rules.campaign_states import DialMode
from campaigns.store.session import EVERYTHING, tell
from campaigns.store.tables import AgentSession
from tests.browser.conftest import PC, barriers, scrolls
from tests.browser.seat import Seat
from tests.given_floor import NOW

PICTURES = os.environ.get("RAABTA_PICTURES")  # a folder, for those who want to see the desk
SCHEMES: dict[str, tuple[str, ...]] = {
    "light": (),
    "dark": ("color-contrast", "link-in-text-block"),
}  # all, and of colours
PHONE: Any = {"width": 320, "height": 640}


def is_seen_by_all(page: Page, language: str, state: str) -> None:
    """By day and by night nothing shuts anybody out; a PC shows it without scrolling, a phone without sideways scrolling."""
    found = {}
    for scheme, rules in SCHEMES.items():
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of two words
        found[scheme] = barriers(page, *rules)
        if PICTURES:
            page.screenshot(path=Path(PICTURES, f"desk-{state}-{language}-{scheme}.png"))
    assert (state, found, scrolls(page)) == (state, {"light": [], "dark": []}, False)
    page.set_viewport_size(PHONE)
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    if PICTURES:
        page.screenshot(path=Path(PICTURES, f"desk-{state}-{language}-phone.png"), full_page=True)
    page.set_viewport_size(PC)
    assert (state, wide) == (state, PHONE["width"])


@pytest.mark.parametrize("language", ["ur", "hi"])
def test_every_state_is_seen_by_all(live_seat: Seat, language: str) -> None:
    seat = live_seat
    page = seat.sign_in(language)
    is_seen_by_all(page, language, "paused")
    seat.centre.somebody_to_call()
    seat.press("Enter")
    seat.in_status("ready")
    is_seen_by_all(page, language, "ready")
    call_id = seat.centre.dial()
    seat.in_status("reserved")
    is_seen_by_all(page, language, "ringing")
    seat.centre.answer(call_id)
    seat.in_status("on_call")
    is_seen_by_all(page, language, "on_call")
    seat.context.set_offline(True)
    seat.press("1")
    expect(page.get_by_test_id("link-down")).to_be_visible()
    is_seen_by_all(page, language, "link_down")
    seat.context.set_offline(False)
    expect(page.get_by_test_id("link-down")).to_be_hidden()
    seat.press("F8")
    seat.in_status("wrap_up")
    is_seen_by_all(page, language, "wrap_up")
    digit = page.get_by_test_id("outcome-call_later").locator("kbd").inner_text()
    seat.press(digit, "q")
    is_seen_by_all(page, language, "callback")
    seat.press("F10")
    is_seen_by_all(page, language, "keys")


def test_states_of_their_own_are_seen_by_all(live_seat: Seat, language: str) -> None:
    seat = live_seat
    page = seat.sign_in(language)
    seat.centre.somebody_to_call()
    seat.press("Enter")
    seat.in_status("ready")
    seat.centre.dial(DialMode.PREVIEW)
    expect(page.get_by_test_id("call-now")).to_be_focused()
    is_seen_by_all(page, language, "preview")
    with seat.centre.db.transaction(EVERYTHING) as session:
        desk = session.scalars(select(AgentSession)).one()
        desk.tab, desk.heard_at = "another-tab", NOW
        tell(session, f"agent:{desk.id}")
    expect(page.locator(".state-elsewhere")).to_be_visible()
    is_seen_by_all(page, language, "elsewhere")
