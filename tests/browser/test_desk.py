"""An agent at her desk in a real browser, with keys only, on a good link and on a bad one."""

import pytest
from playwright.sync_api import expect

from campaigns.calls.place_call import place_call
from campaigns.rules.call_states import CallEvent, EndReason
from campaigns.rules.campaign_states import DialMode
from campaigns.store.session import EVERYTHING, Database
from tests.browser.conftest import barriers, scrolls
from tests.browser.seat import OUTBOX, Seat
from tests.given_centre import AGREED, NAME
from tests.given_floor import NOW, given_floor


@pytest.mark.parametrize("language", ["en", "ur", "hi", "ks"])
def test_calls_nobody_answers_and_one_from_ready_to_logged_with_keys_only(seat: Seat, language: str) -> None:
    page = seat.sign_in(language)
    assert page.evaluate("() => document.documentElement.dir") == ("rtl" if language in ("ur", "ks") else "ltr")
    seat.centre.somebody_to_call()
    seat.press("Enter")
    seat.in_status("ready")
    seat.centre.dial(DialMode.PREVIEW)
    expect(page.get_by_test_id("call-now")).to_be_focused()
    assert NAME in page.get_by_test_id("person").inner_text()
    seat.press("0", "2")  # the record is unclear
    seat.in_status("ready")
    seat.centre.somebody_to_call()
    call_id = seat.centre.dial()
    seat.in_status("reserved")
    seat.centre.tell(call_id, CallEvent.END, EndReason.NO_ANSWER)
    seat.in_status("ready")
    seat.centre.somebody_to_call()
    call_id = seat.centre.dial(DialMode.PREVIEW)
    expect(page.get_by_test_id("call-now")).to_be_focused()
    seat.press("Enter")
    expect(page.get_by_test_id("call-now")).to_have_count(0)
    place_call(seat.centre.db, call_id, telephony=seat.centre.phones, now=lambda: NOW)
    seat.centre.answer(call_id)
    seat.in_status("on_call")
    assert NAME in page.get_by_test_id("person").inner_text()
    assert page.get_by_test_id("read").get_attribute("lang") == "ur"
    for key, following in (("1", "purpose"), ("1", "safety"), ("1", "payment"), ("2", "why_not")):
        seat.press(key)
        seat.at(following)
    seat.press("2", "4", "Numpad4", "Enter")
    seat.at("help")
    assert (barriers(page), scrolls(page)) == ([], False)
    seat.press("2")
    seat.at("end_thanks")
    seat.press("F2")
    page.keyboard.type("Bank 12 km")
    seat.press("F8")
    seat.in_status("wrap_up")
    expect(page.locator("input[name=outcome]:checked")).to_have_value("completed")
    seat.press("Enter")
    seat.in_status("ready")
    assert seat.logged() == [("completed", "Bank 12 km")]
    assert seat.answers() == {**AGREED, "payment": "not_received", "why_not": ["aadhaar"], "help": "no"}
    assert page.title().endswith({"en": "Raabta", "ur": "رابطہ", "hi": "राब्ता", "ks": "رٲبطہٕ"}[language])


def test_a_reload_in_the_middle_of_a_call_goes_on_at_the_same_question(seat: Seat) -> None:
    page = seat.sign_in()
    seat.talk()
    page.reload()
    expect(page.get_by_test_id("read")).to_contain_text(NAME)  # what was kept here has none
    seat.press("1")
    seat.at("purpose")
    expect(page.locator("[data-desk=saved]")).to_have_text("All saved")
    page.reload()
    seat.at("purpose")
    expect(page.get_by_test_id("call")).to_contain_text("+91 94••• •0001")  # what was kept here has no number
    seat.press("Backspace")
    seat.at("identity")
    expect(page.locator("input[name=answer]:checked")).to_have_value("self")


def test_digits_act_on_the_question_only_and_by_their_place_on_the_keyboard(seat: Seat) -> None:
    page = seat.sign_in()
    seat.talk()
    seat.press("F2")
    page.keyboard.type("3 sons")
    seat.at("identity")
    page.locator("input[name=answer]").first.focus()
    urdu = "() => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {code: 'Digit2', key: '۲', bubbles: true}))"
    page.evaluate(urdu)
    seat.at("family")


def test_arrows_look_at_options_and_only_enter_chooses(seat: Seat) -> None:
    seat.sign_in()
    seat.talk()
    seat.press("ArrowDown", "ArrowDown")
    seat.at("identity")
    seat.press("Enter")
    seat.at("family")


def test_a_dropped_link_loses_nothing_and_doubles_nothing_and_an_outcome_can_be_taken_back_without_it(
    seat: Seat,
) -> None:
    page = seat.sign_in()
    call_id = seat.talk()
    seat.context.set_offline(True)
    seat.press("2")
    seat.at("family")
    seat.press("2")
    seat.at("end_later")
    expect(page.get_by_test_id("link-down")).to_be_visible()
    assert len(page.evaluate(OUTBOX)) == 2
    assert barriers(page) == []
    seat.context.set_offline(False)
    expect(page.get_by_test_id("link-down")).to_be_hidden()
    seat.centre.tell(call_id, CallEvent.END, EndReason.COMPLETED)
    seat.in_status("wrap_up")
    seat.context.set_offline(True)
    seat.press("w", "t")
    page.get_by_test_id("save-next").press("Enter")
    expect(page.get_by_test_id("undo")).to_be_visible()
    assert len(page.evaluate(OUTBOX)) == 1
    seat.press("Backspace")
    expect(page.get_by_test_id("save-next")).to_be_visible()
    assert page.evaluate(OUTBOX) == [], "it had never left"
    seat.press("w", "t", "Enter")
    expect(page.get_by_test_id("undo")).to_be_visible()
    assert len(page.evaluate(OUTBOX)) == 1
    page.close()
    seat.context.set_offline(False)
    seat.page = seat.context.new_page()
    seat.page.goto(f"{seat.address}/desk/")
    seat.in_status("ready")
    assert seat.logged() == [("call_later", None)]
    assert seat.answers() == {"identity": "spouse", "family": "later"}
    assert NAME in seat.page.get_by_test_id("callbacks").inner_text()


def test_that_somebody_has_died_is_asked_once_more(seat: Seat) -> None:
    page = seat.sign_in()
    seat.talk()
    seat.press("8")
    seat.at("end_condolence")
    seat.press("F8")
    seat.in_status("wrap_up")
    seat.press("Enter")
    expect(page.get_by_test_id("dialog-sure")).to_be_visible()
    seat.press("Escape")
    assert seat.logged() == []
    seat.press("Enter", "Enter")
    seat.in_status("ready")
    assert seat.logged() == [("died", None)]


def test_a_break_is_two_keys(seat: Seat) -> None:
    page = seat.sign_in()
    seat.press("Enter")
    seat.in_status("ready")
    seat.press("F9")
    expect(page.get_by_test_id("dialog-break")).to_be_visible()
    seat.press("3")
    seat.in_status("paused")


def test_one_key_says_nearly_done_and_takes_it_back(seat: Seat, language: str) -> None:
    page = seat.sign_in(language)
    seat.talk()
    said = page.get_by_test_id("nearly-done")
    expect(said).to_have_attribute("aria-pressed", "false")
    seat.press("F7")
    expect(said).to_have_attribute("aria-pressed", "true")
    assert barriers(page) == []
    assert not scrolls(page)
    seat.press("F7")
    expect(said).to_have_attribute("aria-pressed", "false")
    seat.press("F7")
    expect(said).to_have_attribute("aria-pressed", "true")
    seat.press("F8")
    seat.in_status("wrap_up")
    expect(said).to_have_count(0)


def test_a_desk_that_was_opened_anew_elsewhere_says_so_at_the_old_one(seat: Seat, db: Database) -> None:
    old = seat.sign_in()
    with db.transaction(EVERYTHING) as session:
        given_floor(session, "meals", operator_id=seat.centre.floor.operator.id)
    new = seat.context.new_page()
    new.goto(f"{seat.address}/desk/start")
    new.locator("[data-slug=meals]").check()
    new.locator("input[name=leg][value=none]").check()
    assert barriers(new) == []
    new.get_by_test_id("open").click()
    expect(new.get_by_test_id("state")).to_have_attribute("data-status", "paused")
    expect(old.get_by_role("button", name="Work here")).to_be_visible()
    old.get_by_role("button", name="Work here").click()
    expect(old.locator("[data-desk=campaign]")).to_have_text("Campaign meals")
