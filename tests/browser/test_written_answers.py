"""What an agent writes for an answer: where it cannot be, she reads why; a number pad alone mends it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import barriers, scrolls
from tests.browser.seat import Seat


@pytest.mark.parametrize(
    ("language", "elsewhen", "none"),
    [
        ("en", "Write a day between 1 Oct 2026 and 23 Nov 2026.", "There is no such day."),
        ("ur", "کے درمیان کوئی تاریخ لکھیں۔", "ایسی کوئی تاریخ نہیں ہوتی۔"),
    ],
)
def test_money_that_came_on_no_day_or_before_it_was_due_or_after_the_call_is_asked_for_again(
    seat: Seat, language: str, elsewhen: str, none: str
) -> None:
    page = seat.sign_in(language)
    seat.talk()
    for step in ("identity", "purpose", "safety", "payment"):
        seat.at(step)
        seat.press("1")
    seat.at("received_on")
    expect(page.locator(".progress .now")).to_be_visible()
    said = page.locator("[data-desk=remarks]")
    for written, sentence in (("24.11.2026", elsewhen), ("31.11.26", none), ("1.1.1800", elsewhen)):
        page.fill("#written", written)
        seat.press("Enter")
        expect(said).to_contain_text(sentence)
    assert (barriers(page), scrolls(page)) == ([], False)
    page.fill("#written", "20 11")
    seat.press("Enter")
    seat.at("amount")
    expect(said).to_be_empty()
    expect(page.locator("[data-desk=saved]")).to_have_text({"en": "All saved", "ur": "سب محفوظ ہے"}[language])
    assert seat.answers()["received_on"] == "2026-11-20"
    written = page.locator("#written")
    seat.press("5", "9", "NumpadAdd")  # on a number pad alone
    expect(written).to_have_value("5")
    seat.press("NumpadAdd", "NumpadAdd")
    seat.at("received_on")
    seat.press("End", "NumpadAdd")
    expect(written).to_have_value("20.11.202")
