"""The agent's voice in the browser: its token is renewed between two talks, and no talk ends because it has expired."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import barriers
from tests.browser.seat import Seat

# A telephone library that works in memory: devices keep their tokens, legs stay up until they are dropped.
LIBRARY = """
window.devices = [];
class Listens {
  constructor() { this.heard = {}; }
  on(event, act) { this.heard[event] = act; }
  emit(event, ...more) { return this.heard[event]?.(...more); }
}
class Leg extends Listens {
  constructor() { super(); Object.assign(this, { up: true, heard_by_her: { enabled: true } }); }
  drop() { this.up = false; this.emit("disconnect"); }
  mute(on) { this.muted = on; }
  getRemoteStream() { return { getAudioTracks: () => [this.heard_by_her] }; }
  sendDigits(digits) { this.pressed = (this.pressed ?? "") + digits; }
}
class Device extends Listens {
  constructor(token, options) { super(); Object.assign(this, { tokens: [token], options, legs: [] }); window.devices.push(this); }
  updateToken(token) { this.tokens.push(token); }
  async connect() { const leg = new Leg(); this.legs.push(leg); setTimeout(() => leg.emit("accept")); return leg; }
  destroy() { this.destroyed = true; }
}
window.Twilio = { Device };
"""
OPEN = """async () => {
  const { Softphone } = await import("/static/desk/softphone.js");
  window.lost = 0;
  window.softphone = new Softphone({ library: "", onLost: () => (window.lost += 1), onRefused: () => {} });
  await softphone.open();
}"""
SIT = """async () => {
  const { listen } = await import("/static/desk/keys.js");
  const { Voice } = await import("/static/desk/voice.js");
  const { Acts } = await import("/static/desk/acts.js");
  const desk = { state: { status: "on_call", call: {} }, softphone, show: () => {} };
  Object.defineProperty(desk, "dialogOpen", { get: () => document.querySelector("dialog[open]") !== null });
  listen(Object.assign(desk, { voice: new Voice(desk), acts: new Acts(desk) }));
  window.whatElse = () => void desk.acts.askMore();
}"""
TELL = "() => window.devices[0].emit('tokenWillExpire')"
NOW = """() => {
  const [device] = window.devices;
  return { tokens: device.tokens.length, legs: device.legs.map((leg) => leg.up), refresh: device.options.tokenRefreshMs };
}"""


@pytest.fixture
def page(seat: Seat) -> Page:
    page = seat.sign_in()
    page.evaluate(LIBRARY)
    page.evaluate(OPEN)
    return page


def now(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(NOW)
    return found


def test_row_25_a_token_is_renewed_a_minute_before_it_expires_while_nobody_talks(page: Page) -> None:
    page.evaluate(TELL)
    page.wait_for_function("() => window.devices[0].tokens.length === 2")
    assert now(page) == {"tokens": 2, "legs": [True], "refresh": 60_000}


def test_row_25_a_token_that_expires_in_a_talk_ends_nothing_and_is_renewed_after_it(page: Page) -> None:
    page.evaluate("() => softphone.talks(true)")
    page.evaluate(TELL)
    assert now(page) == {"tokens": 1, "legs": [True], "refresh": 60_000}
    page.evaluate("() => softphone.talks(false)")
    page.wait_for_function("() => window.devices[0].tokens.length === 2")
    assert now(page)["legs"] == [True]


def test_row_25_a_leg_that_falls_after_its_token_has_expired_comes_back_with_a_new_one(page: Page) -> None:
    page.evaluate("() => softphone.talks(true)")
    page.evaluate(TELL)
    page.evaluate("() => window.devices[0].legs[0].drop()")
    page.wait_for_function("() => window.devices[0].legs.length === 2")
    assert now(page) == {"tokens": 2, "legs": [False, True], "refresh": 60_000}
    assert page.evaluate("() => window.lost") == 1


def test_a_leg_whose_desk_is_open_elsewhere_gives_way_and_does_not_come_back(page: Page) -> None:
    page.clock.install()
    page.evaluate("() => { softphone.talks(true); softphone.giveWay(); }")
    assert now(page)["legs"] == [True], "until the newer one has its place"
    page.evaluate("() => window.devices[0].legs[0].drop()")
    page.clock.fast_forward(25_000)
    assert now(page)["legs"] == [False]
    assert page.evaluate("() => [window.lost, window.devices[0].destroyed]") == [0, True]


def test_she_is_as_quiet_after_her_leg_has_fallen_and_heard_again_in_the_next_talk(page: Page) -> None:
    page.evaluate("() => { softphone.talks(true); softphone.mute(); window.devices[0].legs[0].drop(); }")
    page.wait_for_function("() => window.devices[0].legs[1]?.muted === true")
    page.evaluate("() => [false, true].forEach((talking) => softphone.talks(talking))")
    assert page.evaluate("() => [softphone.muted, window.devices[0].legs[1].muted]") == [False, False]


def test_a_talk_that_she_has_ended_without_a_link_is_silent_both_ways_and_her_leg_stays(page: Page) -> None:
    leg = "() => (({ up, muted, heard_by_her }) => [up, muted, heard_by_her.enabled])(window.devices[0].legs[0])"
    page.evaluate("() => { softphone.talks(false); softphone.silence(true); }")
    assert page.evaluate(leg) == [True, True, False]
    page.evaluate("() => softphone.silence(false)")
    assert page.evaluate(leg) == [True, False, True]


def test_she_mutes_herself_and_presses_keys_on_the_line_by_keys_alone(page: Page) -> None:
    page.evaluate(SIT)
    page.evaluate("() => whatElse()")
    page.keyboard.press("Numpad5")  # on a number pad, else F6
    page.keyboard.press("F12")
    expect(page.get_by_test_id("dialog-keypad")).to_be_visible()
    assert barriers(page, "aria-dialog-name", "color-contrast", "button-name") == []
    for key in ("4", "Numpad0", "NumpadDivide", "Shift+Digit8"):
        page.keyboard.press(key)
    expect(page.get_by_test_id("tones")).to_have_text("40#*")
    page.keyboard.press("NumpadDecimal")
    expect(page.get_by_test_id("dialog-keypad")).to_have_count(0)
    leg = "() => (({ muted, pressed }) => [muted, pressed])(window.devices[0].legs[0])"
    assert page.evaluate(leg) == [True, "40#*"]
    page.keyboard.press("F6")
    assert page.evaluate(leg) == [False, "40#*"]
