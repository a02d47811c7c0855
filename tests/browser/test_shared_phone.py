"""An agent goes on with the next person of a house in a real browser, on the line that is open."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import barriers, scrolls
from tests.browser.seat import Seat
from tests.edges.test_shared_phone_desk import given_sharer


@pytest.mark.parametrize("language", ["en", "ur"])
def test_one_line_serves_two_people_and_the_script_begins_anew(seat: Seat, language: str) -> None:
    page = seat.sign_in(language)
    seat.talk()
    given_sharer(seat.centre, seat.centre.db)
    page.reload()
    seat.in_status("on_call")
    assert (barriers(page), scrolls(page)) == ([], False)
    page.get_by_test_id("go-on").click()
    page.locator("[data-desk=remarks] .notice").wait_for()
    seat.at("identity")
    seat.press("9")
    seat.at("end_refused")
    page.get_by_test_id("go-on").press("Enter")  # a mouse may miss it while what was refused leaves the page
    seat.at("identity")
    expect(page.get_by_test_id("person")).to_contain_text("Invented")
    seat.in_status("on_call")
    assert seat.logged() == [("refused", None)]
