"""Every state of the desk, as it is seen: by people who read aloud or by machine, in each language, by day and by night."""

import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.rules.agent_states import AgentEvent, PauseReason
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.floor.supervision import Supervision
from campaigns.rules.roles import Role
from campaigns.store.desk.agent_sessions import move_agent
from campaigns.store.session import EVERYTHING, tell
from campaigns.store.tables import AgentSession, DeskMessage, Listening
from tests.browser.conftest import PC, barriers, scrolls
from tests.browser.seat import Seat
from tests.given_centre import NAME
from tests.given_floor import NOW

PICTURES = os.environ.get("RAABTA_PICTURES")  # a folder, for those who want to see the desk
SCHEMES: dict[str, tuple[str, ...]] = {
    "light": (),
    "dark": ("color-contrast", "link-in-text-block"),
}  # all, and of colours
LANGUAGES = ("en", "ur", "hi")
OF_AGENTS = ("ks", "doi", "ps")  # of no other pages
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


def turns_to(page: Page, language: str) -> None:
    """She chooses another language for the page; it comes anew, in the state in which it was."""
    page.locator(f"form.choice button[lang={language}]").click()
    expect(page.locator(f"html[lang={language}]")).to_have_count(1)
    expect(page.get_by_test_id("state")).to_have_attribute("data-status", re.compile("."))


def is_seen_in_every_language(page: Page, state: str, last: str = "en") -> None:
    """So is a state that a reload leaves as it is, in one language after the other; the page stays in the last."""
    for language in (*(other for other in LANGUAGES if other != last), last):
        turns_to(page, language)
        is_seen_by_all(page, language, state)


def changed(seat: Seat, change: Callable[[Session, AgentSession], object]) -> None:
    """Something has come to pass on the server, and her desk is told."""
    with seat.centre.db.transaction(EVERYTHING) as session:
        desk = session.scalars(select(AgentSession)).one()
        change(session, desk)
        tell(session, f"agent:{desk.id}")


def a_supervisor_listens_and_writes(seat: Seat) -> None:
    def comes(session: Session, desk: AgentSession) -> None:
        of = {"id": uuid4(), "department_id": desk.department_id, "agent_session_id": desk.id}
        of["user_id"] = seat.centre.floor.user(session, "gulshan", Role.SUPERVISOR).id
        hears = {"mode": Supervision.JOIN, "wanted": Supervision.JOIN, "seen": True, "leg": "phone"}
        since = {"began_at": NOW, "joined_at": NOW, "heard_at": NOW}
        session.add(Listening(**of, **hears, **since, campaign_id=desk.campaign_id, call_id=desk.call_id))
        session.add(DeskMessage(**of, words="Ask her for the name of the bank.", at=NOW))

    changed(seat, comes)


def a_supervisor_leaves(seat: Seat) -> None:
    def goes(session: Session, _desk: AgentSession) -> None:
        session.scalars(select(Listening)).one().ended_at = NOW
        session.scalars(select(DeskMessage)).one().read_at = NOW

    changed(seat, goes)


@pytest.mark.parametrize("language", [*LANGUAGES, *OF_AGENTS])
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
    seat.press("F1", "F4")
    a_supervisor_listens_and_writes(seat)
    for line in ("hold", "ask-help"):
        expect(page.get_by_test_id(line)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_test_id("message")).to_be_visible()
    is_seen_by_all(page, language, "supervised")
    a_supervisor_leaves(seat)
    expect(page.get_by_test_id("message")).to_have_count(0)
    seat.context.set_offline(True)
    seat.press("1")
    expect(page.get_by_test_id("link-down")).to_be_visible()
    is_seen_by_all(page, language, "link_down")
    seat.context.set_offline(False)
    expect(page.get_by_test_id("link-down")).to_be_hidden()
    seat.press("F8")
    seat.in_status("wrap_up")
    expect(page.get_by_test_id("limit")).to_contain_text("01:00")
    is_seen_by_all(page, language, "wrap_up")
    later = page.get_by_test_id("outcome-call_later").locator("kbd").inner_text()
    seat.press(later, "q")
    is_seen_by_all(page, language, "callback")
    seat.press("F10")
    is_seen_by_all(page, language, "keys")
    seat.press("Escape")
    over = PauseReason.WRAP_UP_OVER
    changed(seat, lambda session, desk: move_agent(session, desk, AgentEvent.OVERRUN, at=NOW, reason=over))
    seat.in_status("paused")
    is_seen_by_all(page, language, "owing")
    seat.press(later, "q", "t", "Enter")
    expect(page.get_by_test_id("callbacks")).to_contain_text(NAME)
    is_seen_by_all(page, language, "saved")


def test_states_of_their_own_are_seen_by_all(live_seat: Seat) -> None:
    seat = live_seat
    page = seat.sign_in()
    seat.centre.somebody_to_call()
    seat.press("Enter")
    seat.in_status("ready")
    seat.press("F9", "1")
    seat.in_status("paused")
    seat.has_stood_so_for(timedelta(hours=1))
    changed(seat, lambda session, desk: None)
    expect(page.get_by_test_id("break-over")).to_be_visible()
    is_seen_in_every_language(page, "break_over")
    seat.press("Enter")
    seat.in_status("ready")
    seat.centre.dial(DialMode.PREVIEW)

    def taken_elsewhere(_session: Session, desk: AgentSession) -> None:
        desk.tab, desk.heard_at = "another-tab", NOW

    for language in LANGUAGES:
        turns_to(page, language)
        expect(page.get_by_test_id("call-now")).to_be_focused()
        is_seen_by_all(page, language, "preview")
        changed(seat, taken_elsewhere)
        expect(page.locator(".state-elsewhere")).to_be_visible()
        is_seen_by_all(page, language, "elsewhere")
        seat.press("Enter")  # work goes on here again
        seat.in_status("reserved")
