"""An agent goes on with the next person of a house in a real browser, on the line that is open."""

from playwright.sync_api import expect

from campaigns.store.session import EVERYTHING
from campaigns.store.tables import Call, Case
from tests.browser.conftest import barriers, scrolls
from tests.browser.seat import Seat
from tests.browser.visitor import PICTURES
from tests.edges.test_shared_phone_desk import given_sharer


def test_one_line_serves_two_people_and_the_script_begins_anew(seat: Seat, language: str) -> None:
    page = seat.sign_in(language)
    seat.talk()
    given_sharer(seat.centre, seat.centre.db)
    page.reload()
    seat.in_status("on_call")
    assert (barriers(page), scrolls(page)) == ([], False)
    page.get_by_test_id("go-on").click()
    page.locator("[data-desk=remarks] .notice").wait_for()
    expect(page.get_by_test_id("refused")).to_be_hidden()
    seat.at("identity")
    seat.press("9")
    seat.at("end_refused")
    seat.press("n")
    expect(page.get_by_test_id("dialog-more")).to_be_visible()
    assert (barriers(page), scrolls(page)) == ([], False)
    seat.press("Numpad0", "NumpadDivide", "Numpad5")  # closed, and by the number pad alone
    seat.at("identity")
    expect(page.get_by_test_id("person")).to_contain_text("Invented")
    seat.in_status("on_call")
    assert seat.logged() == [("refused", None)]


def test_who_is_not_at_home_is_promised_a_call_and_the_talk_goes_on_with_the_next_of_the_house(
    seat: Seat, language: str
) -> None:
    page = seat.sign_in(language)
    call_id = seat.talk()
    given_sharer(seat.centre, seat.centre.db)
    page.reload()
    seat.in_status("on_call")
    seat.press("2")
    seat.at("family")
    seat.press("2")
    seat.at("end_later")
    seat.press("F2")
    page.keyboard.type("In Jammu until Friday")
    page.get_by_test_id("go-on").press("Enter")
    dialog = page.get_by_test_id("dialog-when")
    expect(dialog).to_be_visible()
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/go-on-later-{language}.png")
    assert (barriers(page), scrolls(page)) == ([], False)
    seat.press("w", "t", "Enter")
    expect(dialog).to_have_count(0)
    expect(page.get_by_test_id("person")).to_contain_text("Invented")
    seat.at("identity")
    assert seat.logged() == [("call_later", "In Jammu until Friday")]
    expect(page.locator("#note")).to_have_value("")
    with seat.centre.db.transaction(EVERYTHING) as session:
        case = session.get_one(Case, session.get_one(Call, call_id).case_id)
        assert case.owner_id is not None
