"""A link that goes at the worst moments of a call: nothing untrue is told of it, and nothing that was given is lost."""

from playwright.sync_api import expect

from tests.browser.conftest import barriers, scrolls
from tests.browser.seat import Seat
from tests.browser.test_desk_states import is_seen_by_all


def test_a_call_that_is_answered_without_a_link_is_begun_by_who_hears_the_person(
    live_seat: Seat, language: str
) -> None:
    seat = live_seat
    page = seat.sign_in(language)
    seat.centre.somebody_to_call()
    seat.press("Enter")
    seat.in_status("ready")
    call_id = seat.centre.dial()
    seat.in_status("reserved")
    seat.context.set_offline(True)
    expect(page.get_by_test_id("hears-them")).to_be_focused()
    is_seen_by_all(page, language, "ringing_down")
    seat.centre.answer(call_id)
    seat.press("Enter")
    seat.in_status("on_call")
    seat.press("1")
    seat.at("purpose")
    page.reload()
    seat.at("purpose")
    seat.context.set_offline(False)
    expect(page.get_by_test_id("link-down")).to_be_hidden()
    expect(page.get_by_test_id("call")).to_contain_text("+91 94")  # from the server
    seat.in_status("on_call")
    seat.at("purpose")
    expect(page.locator("[data-desk=saved]")).to_have_text("All saved" if language == "en" else "سب محفوظ ہے")
    assert seat.answers() == {"identity": "self"}


def test_without_a_link_no_next_call_is_promised_and_nothing_is_said_to_be_on_its_way(seat: Seat) -> None:
    page = seat.sign_in()
    strip = page.locator("[data-desk=strip-words]")
    seat.talk()
    seat.context.set_offline(True)
    expect(strip).to_contain_text("Your phone call is not affected")
    seat.context.set_offline(False)
    expect(page.get_by_test_id("link-down")).to_be_hidden()
    seat.press("F8")
    seat.in_status("wrap_up")
    expect(page.locator("[data-desk=saved]")).to_have_text("All saved")  # its end has left: the line is free
    expect(page.get_by_test_id("save-next")).to_contain_text("Save and take next call")
    seat.context.set_offline(True)
    expect(page.get_by_test_id("save-next").locator("span")).to_have_text("Save")
    expect(strip).to_contain_text("What you give is kept on this computer")
    seat.press("3", "Enter")
    expect(page.get_by_text("It is sent when the link is back.", exact=False)).to_be_visible()
    seat.context.set_offline(False)
    seat.in_status("ready")
    seat.context.set_offline(True)
    expect(page.get_by_test_id("rest")).to_contain_text("No call comes while the link is down.")
    expect(strip).to_have_text("The link is down. No call comes to this desk until it is back.")
    assert (barriers(page), scrolls(page)) == ([], False)
