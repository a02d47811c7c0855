"""Every key by its place on the keyboard: under any layout, on a number pad alone, and where the agent has put it."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from campaigns.rules.desk.desk_keys import CHANGEABLE
from campaigns.rules.roles import Role
from campaigns.store.session import EVERYTHING
from campaigns.store.tables import AgentSession, Case, DeskMessage
from tests.browser.seat import Seat
from tests.given_floor import NOW

URDU = {"Digit1": "۱", "Digit2": "۲", "KeyQ": "ق", "KeyT": "ٹ", "Backspace": "Backspace", "Digit0": "۰"}
HINDI = {"Digit1": "१", "Digit2": "२", "KeyQ": "ौ", "KeyT": "ूू", "Backspace": "Backspace", "Digit0": "०"}
PASHTO = {"Digit1": "۱", "Digit2": "۲", "KeyQ": "ض", "KeyT": "ف", "Backspace": "Backspace", "Digit0": "۰"}
STRIKE = """([code, key]) => document.activeElement.dispatchEvent(
  new KeyboardEvent('keydown', { code, key, bubbles: true, cancelable: true }))"""


def step(page: Page) -> str | None:
    return page.get_by_test_id("question").get_attribute("data-step")


@pytest.mark.parametrize("layout", [URDU, HINDI, PASHTO], ids=["urdu", "hindi", "pashto"])
def test_keys_mean_the_same_under_every_layout(seat: Seat, layout: dict[str, str]) -> None:
    page = seat.sign_in()
    seat.talk()
    opening = step(page)
    page.evaluate(STRIKE, ["Digit1", layout["Digit1"]])
    expect(page.get_by_test_id("question")).not_to_have_attribute("data-step", str(opening))
    page.evaluate(STRIKE, ["Backspace", layout["Backspace"]])
    seat.at(str(opening))
    seat.press("F8")
    seat.in_status("wrap_up")
    later = page.locator("input[name=outcome][value=call_later]")
    digit = page.get_by_test_id("outcome-call_later").locator("kbd").inner_text()
    page.evaluate(STRIKE, [f"Digit{digit}", layout["Digit2"]])
    expect(later).to_be_checked()
    page.evaluate(STRIKE, ["KeyQ", layout["KeyQ"]])
    page.evaluate(STRIKE, ["KeyT", layout["KeyT"]])
    expect(page.locator("input[name=mine]").nth(1)).to_be_checked()


def test_a_number_pad_alone_is_enough_for_a_shift(seat: Seat) -> None:
    page = seat.sign_in()
    seat.centre.somebody_to_call()
    seat.press("NumpadEnter")
    seat.in_status("ready")
    expect(page.locator("#note")).to_be_hidden()  # what is written to no call would reach nobody
    seat.centre.answer(seat.centre.dial())
    seat.in_status("on_call")
    opening = step(page)
    seat.press("Numpad1")
    expect(page.get_by_test_id("question")).not_to_have_attribute("data-step", str(opening))
    seat.press("NumpadDecimal")
    seat.at(str(opening))
    seat.press("NumpadDivide", "Numpad3")  # what else: help
    expect(page.get_by_test_id("ask-help")).to_have_attribute("aria-pressed", "true")
    other = page.locator("label:has([name=read-in]:not(:checked))").last
    tongue = other.get_attribute("lang")
    what_else(seat, other.inner_text())
    expect(page.get_by_test_id("read")).to_have_attribute("lang", str(tongue))
    what_else(seat, "Refer a problem")
    expect(page.get_by_test_id("dialog-refer")).to_contain_text("named no problems")
    seat.press("Numpad0")
    seat.press("NumpadDivide", "Numpad1")
    expect(page.locator("#note")).to_be_focused()
    page.keyboard.type("7")
    seat.press("NumpadEnter")
    seat.at(str(opening))
    seat.press("NumpadSubtract")
    seat.in_status("wrap_up")
    digit = page.get_by_test_id("outcome-call_later").locator("kbd").inner_text()
    seat.press(f"Numpad{digit}", "NumpadAdd")
    seat.press(*["NumpadDivide"] * page.locator(".slot").count())
    expect(page.locator("#slot-day")).to_be_focused()
    first = page.locator("#slot-hour").input_value()
    seat.press("NumpadDivide", "NumpadDecimal", "NumpadDivide", "NumpadDecimal")
    expect(page.locator(".option.chosen input")).to_be_focused()
    seat.press("NumpadEnter")
    seat.in_status("ready")
    assert seat.logged() == [("call_later", "7")]
    with seat.centre.db.transaction(EVERYTHING) as session:
        promised = session.scalars(select(Case)).one()
        assert promised.owner_id is not None
        assert promised.due_at > datetime.fromisoformat(first) + timedelta(hours=12), "on another day"
    seat.press("NumpadMultiply", "Numpad2")
    seat.in_status("paused")


def test_a_number_pad_alone_is_enough_beside_the_calls(seat: Seat) -> None:
    page = seat.sign_in()
    her_supervisor_writes(seat)
    page.reload()
    expect(page.get_by_test_id("message")).to_be_visible()
    what_else(seat, "I have read it")
    expect(page.get_by_test_id("message")).to_have_count(0)
    what_else(seat, "all keys")
    sheet = page.get_by_test_id("dialog-keys")
    seat.press("NumpadEnter", "NumpadDivide")  # a key is to be changed; the number pad has none to give
    expect(sheet.locator("[data-act]").nth(1)).to_be_focused()
    seat.press("Numpad0")
    expect(sheet).to_have_count(0)
    what_else(seat, "End shift")
    page.wait_for_url("**/sign-in*")


def her_supervisor_writes(seat: Seat) -> None:
    with seat.centre.db.transaction(EVERYTHING) as session:
        desk = session.scalars(select(AgentSession)).one()
        of = {"id": uuid4(), "department_id": desk.department_id, "agent_session_id": desk.id}
        writer = seat.centre.floor.user(session, "gulshan", Role.SUPERVISOR).id
        session.add(DeskMessage(**of, user_id=writer, words="Ask her for the name of the bank.", at=NOW))


def what_else(seat: Seat, words: str) -> None:
    """Open what else there is with one key of the number pad, and choose one with its digit."""
    seat.press("NumpadDivide")
    digit = seat.page.get_by_test_id("dialog-more").locator(".option", has_text=words).locator("kbd").inner_text()
    seat.press(f"Numpad{digit}")


def test_her_own_keys_hold_after_a_reload_and_the_sheet_tells_the_truth(seat: Seat) -> None:
    page = seat.sign_in()
    sheet = page.get_by_test_id("dialog-keys")
    seat.press("F10")
    expect(sheet).to_be_visible()
    page.evaluate("() => dispatchEvent(new Event('offline'))")  # what she sees behind the sheet is built anew
    expect(page.get_by_test_id("link-down")).to_be_visible()
    seat.press("Escape")
    expect(page.locator("[data-desk=middle] .button-main")).to_be_focused()
    seat.talk()
    seat.press("F10")
    sheet.locator("[data-act=end]").click()
    seat.press("F9")
    expect(sheet.get_by_text("does something else already")).to_be_visible()
    with page.expect_response("**/desk/keys"):
        seat.press("Insert")
    expect(sheet.locator("dt", has_text="Insert")).to_be_visible()
    with page.expect_response("**/desk/keys"):
        page.get_by_test_id("single-keys").uncheck()
    page.reload()
    seat.in_status("on_call")
    opening = step(page)
    expect(page.get_by_test_id("end-call-side").locator("kbd")).to_have_text("Insert")
    seat.press("1")
    assert step(page) == opening, "single keys are switched off"
    seat.press("ArrowDown", "ArrowUp", "Enter")
    expect(page.get_by_test_id("question")).not_to_have_attribute("data-step", str(opening))
    seat.press("Insert")
    seat.in_status("wrap_up")


def test_page_and_server_agree_on_which_keys_can_be_changed(seat: Seat) -> None:
    page = seat.sign_in()
    told = page.evaluate(
        "async () => (await import('/static/desk/key_table.js')).KEYS.filter((line) => !line.fixed).map((line) => line.act)"
    )
    assert sorted(told) == sorted(CHANGEABLE)


def test_keys_struck_faster_than_answers_are_kept_go_to_one_question_after_the_other(seat: Seat) -> None:
    page = seat.sign_in()
    seat.talk()
    page.evaluate(f"() => {{ const strike = {STRIKE}; for (const place of '1113') strike(['Digit' + place, place]); }}")
    seat.at("help")
    expect(page.locator("[data-desk=saved]")).to_have_text("All saved")
    assert seat.answers() == {"identity": "self", "purpose": "yes", "safety": "yes", "payment": "unknown"}
