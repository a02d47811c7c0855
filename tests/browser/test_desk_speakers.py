"""At the desk: the scheme is for the person herself, others hear a neutral message, and what was saved can be undone."""

from pathlib import Path

from playwright.sync_api import expect

from campaigns.rules.call_states import CallEvent, EndReason
from tests.browser.conftest import barriers, scrolls
from tests.browser.seat import Seat

SCHEME = "Old-age pension"


def test_until_it_is_the_person_herself_the_scheme_is_nowhere_on_the_desk(
    seat: Seat, language: str, tmp_path: Path
) -> None:
    page = seat.sign_in(language)
    seat.talk()
    desk = page.locator("main")
    expect(page.get_by_test_id("person")).not_to_contain_text(SCHEME)
    page.screenshot(path=tmp_path / "who.png")
    assert (barriers(page), scrolls(page)) == ([], False)
    seat.press("5")
    seat.at("family")
    expect(page.get_by_test_id("neutral")).to_be_visible()
    expect(desk).not_to_contain_text(SCHEME)
    page.screenshot(path=tmp_path / "neutral.png")
    assert (barriers(page), scrolls(page)) == ([], False)
    seat.press("1")
    seat.at("purpose")
    expect(page.get_by_test_id("neutral")).to_have_count(0)
    expect(page.get_by_test_id("person")).to_contain_text(SCHEME)
    expect(page.get_by_test_id("read")).to_contain_text(SCHEME)
    seat.context.set_offline(True)
    seat.press("Backspace")
    seat.at("family")
    seat.press("2")
    seat.at("end_later")
    expect(desk).not_to_contain_text(SCHEME)  # though the server has not heard yet who speaks now
    seat.context.set_offline(False)
    expect(page.locator("[data-desk=saved-dot]")).to_have_class("dot")
    expect(desk).not_to_contain_text(SCHEME)


def test_a_callback_that_somebody_else_asked_for_is_for_the_person_herself(seat: Seat) -> None:
    page = seat.sign_in()
    call_id = seat.talk()
    seat.press("3")
    seat.at("family")
    seat.press("2")
    seat.at("end_later")
    seat.centre.tell(call_id, CallEvent.END, EndReason.COMPLETED)
    seat.in_status("wrap_up")
    expect(page.get_by_test_id("for-herself")).to_contain_text("Ghulam Nabi Bhat in person")


STRIKES_AS_IT_COMES = """() => new MutationObserver((_, watch) => {
  if (!document.querySelector("[data-test=wrap-up]")) return;
  watch.disconnect();
  for (const code of ["Digit1", "Enter"]) {
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { code, bubbles: true, cancelable: true }));
  }
  document.body.dataset.struck = "yes";
}).observe(document.body, { childList: true, subtree: true })"""


def test_a_key_that_was_meant_for_the_question_is_no_outcome_when_the_person_hangs_up(seat: Seat) -> None:
    page = seat.sign_in()
    call_id = seat.talk()
    seat.press("9")
    seat.at("end_refused")
    page.evaluate(STRIKES_AS_IT_COMES)
    seat.centre.tell(call_id, CallEvent.END, EndReason.COMPLETED)
    expect(page.locator("body")).to_have_attribute("data-struck", "yes")
    expect(page.locator("input[name=outcome]:checked")).to_have_value("refused")
    seat.in_status("wrap_up")
    assert seat.logged() == []


def test_backspace_on_the_next_screen_takes_the_outcome_back_with_its_note(seat: Seat, language: str) -> None:
    page = seat.sign_in(language)
    seat.talk()
    seat.press("9")
    seat.at("end_refused")
    seat.press("F8")
    seat.in_status("wrap_up")
    seat.press("F2")
    expect(page.locator("#note")).to_be_focused()
    page.evaluate("() => document.execCommand('insertText', false, 'x'.repeat(1_000_000))")
    seat.press("Enter", "Enter")
    expect(page.locator("#note")).to_be_focused()
    expect(page.locator("[data-desk=remarks]")).to_contain_text("2,000")
    seat.press("Control+a")
    page.keyboard.type("Angry")
    seat.press("Enter")
    expect(page.locator("input[name=outcome]:checked")).to_be_focused()
    seat.press("Enter")
    seat.in_status("ready")
    expect(page.get_by_test_id("undo")).to_be_visible()
    assert (barriers(page), scrolls(page)) == ([], False)
    assert seat.logged() == [("refused", "Angry")]
    page.route("**/desk/undo", lambda route: route.abort())
    seat.press("Backspace")
    expect(page.get_by_test_id("link-down")).to_be_visible()
    expect(page.get_by_test_id("undo")).to_be_visible()
    page.unroute("**/desk/undo")
    page.route("**/desk/undo", lambda route: (route.fetch(), route.abort()))
    with page.expect_event("requestfailed"):
        seat.press("Backspace")
    page.reload()
    seat.in_status("wrap_up")
    expect(page.locator("#note")).to_have_value("Angry")
    page.unroute("**/desk/undo")
    expect(page.get_by_test_id("undo")).to_have_count(0)
    assert seat.logged() == []
    seat.press("6", "6", "6")
    expect(page.get_by_test_id("heard").locator("select")).to_have_value("ks")
    assert (barriers(page), scrolls(page)) == ([], False)
    seat.press("Enter")
    seat.in_status("ready")
    assert seat.logged() == [("other_language", "Angry")]
    assert seat.case().language == "ks"
