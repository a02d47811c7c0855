"""What the desk fetches at its first load in Urdu and in Hindi, on a thin link, and what comes later."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import PC
from tests.browser.seat import Seat

LETTERS = {"ur": 42_000, "hi": 95_000}  # bytes of fonts over the wire at the first load in a call, as in ux.md
ALL = {"ur": 90_000, "hi": 140_000}


def first_load(chromium: Browser, seat: Seat) -> tuple[int, int]:
    """Return what the desk costs a browser that keeps nothing yet: its fonts, and all of it."""
    with chromium.new_context(
        viewport=PC, storage_state=seat.context.storage_state(), service_workers="block"
    ) as fresh:
        page = fresh.new_page()
        wire = fresh.new_cdp_session(page)
        wire.send("Network.enable")
        asked: dict[str, str] = {}
        sizes: list[tuple[int, str]] = []
        wire.on("Network.requestWillBeSent", lambda sent: asked.update({sent["requestId"]: sent["request"]["url"]}))
        wire.on(
            "Network.loadingFinished",
            lambda done: sizes.append((int(done["encodedDataLength"]), asked.get(done["requestId"], ""))),
        )
        page.goto(f"{seat.address}/desk/")
        expect(page.get_by_test_id("state")).to_have_attribute("data-status", "on_call")
        expect(page.get_by_test_id("question")).to_be_visible()
        page.evaluate("() => document.fonts.ready")
        page.wait_for_load_state("networkidle")
        once = {address: size for size, address in reversed(sizes)}  # a desk without a stream asks again and again
        ours = [(size, address) for address, size in once.items() if "/live/" not in address]
        return sum(size for size, address in ours if ".woff2" in address), sum(size for size, _ in ours)


@pytest.mark.parametrize("language", ["ur", "hi"])
def test_the_first_load_of_a_desk_in_a_call_is_light(chromium: Browser, seat: Seat, language: str) -> None:
    seat.sign_in(language)
    seat.talk()
    letters, everything = first_load(chromium, seat)
    assert letters <= LETTERS[language]
    assert everything <= ALL[language]


def test_nastaliq_comes_when_a_desk_rests_and_stays_with_the_browser(seat: Seat) -> None:
    page = seat.sign_in("ur")
    page.clock.install()
    page.reload()
    seat.in_status("paused")
    has_come = re.compile("nastaliq")
    expect(page.locator("html")).not_to_have_class(has_come)
    page.wait_for_load_state("networkidle")  # the script is here
    page.clock.fast_forward(16_000)
    expect(page.locator("html")).to_have_class(has_come)
    page.reload()
    expect(page.locator("html")).to_have_class(has_come)
