"""Who asks for it has the whole desk in Nastaliq, whose lines need twice the room: nothing scrolls, nothing waits for it."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import barriers
from tests.browser.seat import Seat

LETTERS = "(one) => getComputedStyle(one).fontFamily.split(',')[0]"
TOO_BIG = (
    "() => document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth"
)


def letters_of(page: Page, place: str) -> str:
    return str(page.locator(place).first.evaluate(LETTERS)).strip('"')


def test_a_desk_all_in_nastaliq_fits_the_screen(seat: Seat) -> None:
    page = seat.sign_in("ur")
    page.get_by_test_id("nastaliq").click()
    expect(page.locator("html.wants-nastaliq")).to_be_attached()
    seat.in_status("paused")
    page.evaluate("localStorage.setItem('raabta.nastaliq', 'yes')")
    seat.talk()
    expect(page.locator("html.all-nastaliq")).to_be_attached()
    assert letters_of(page, ".option") == letters_of(page, "#read") == "Noto Nastaliq Urdu"
    assert not page.evaluate(TOO_BIG)
    seat.press("1", "F8")
    seat.in_status("wrap_up")
    seat.press("2", "KeyR")
    expect(page.locator("#slot-day")).to_be_visible()
    assert not page.evaluate(TOO_BIG)
    assert barriers(page) == []
