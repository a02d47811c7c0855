"""A desk behind another tab, in a Chromium that slows hidden pages down as hard as it ever does: calls come all the same."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PATIENCE, QUIET
from tests.browser.seat import Seat
from tests.given_live import until
from workers.embedded.ports import free_port

MINUTELY = "--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/1"  # else after five minutes


@pytest.fixture
def context(chromium: Browser, tmp_path: Path) -> Iterator[BrowserContext]:
    """A window of its own, as on an agent's PC: Playwright itself keeps every page it opens in view and its timers quick."""
    own = os.environ.get("CHROMIUM") or shutil.which("chromium") or chromium.browser_type.executable_path
    port = free_port()
    where = ("--headless=new", f"--remote-debugging-port={port}", f"--user-data-dir={tmp_path / 'profile'}")
    process = subprocess.Popen([own, *QUIET, *where, MINUTELY, "about:blank"], stderr=subprocess.DEVNULL)
    try:
        until(lambda: answers(port))
        browser = chromium.browser_type.connect_over_cdp(f"http://127.0.0.1:{port}", no_defaults=True)
        (context,) = browser.contexts
        context.set_default_timeout(PATIENCE)
        yield context
        browser.close()
    finally:
        process.kill()
        process.wait()


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/json/version").is_success
    except httpx.TransportError:
        return False


def visibility(page: Page) -> str:
    return str(page.evaluate("() => document.visibilityState"))


def test_a_call_that_comes_to_a_hidden_tab_is_told_in_its_title_and_nothing_of_it_is_lost(live_seat: Seat) -> None:
    seat = live_seat
    page = seat.sign_in()
    seat.centre.somebody_to_call()
    seat.press("Enter")
    seat.in_status("ready")
    with seat.context.expect_page():
        other = seat.context.new_page()
    other.bring_to_front()
    until(lambda: visibility(page) == "hidden")
    call_id = seat.centre.dial()
    until(lambda: page.title().startswith("Ringing"))
    seat.centre.answer(call_id)
    until(lambda: page.title().startswith("On call"))
    assert visibility(page) == "hidden"
    page.bring_to_front()
    until(lambda: visibility(page) == "visible")
    seat.press("9")
    seat.at("end_refused")
    other.bring_to_front()
    until(lambda: visibility(page) == "hidden")
    page.keyboard.press("F8")
    until(lambda: page.title().startswith("Wrap-up"))
    page.keyboard.press("Enter")
    until(lambda: page.title().startswith("Ready"))
    expect(page.locator("[data-desk=saved]")).to_have_text("All saved")
    assert seat.logged() == [("refused", None)]
