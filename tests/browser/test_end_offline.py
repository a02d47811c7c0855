"""The end of a talk while the link is down: her desk goes on at once and says how the line is; the end travels first."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.conftest import barriers, scrolls
from tests.browser.seat import OUTBOX, Seat
from tests.browser.visitor import PICTURES


def test_a_talk_ended_without_a_link_is_wrapped_up_at_once_and_its_end_goes_before_its_answers(seat: Seat) -> None:
    page = seat.sign_in("ur")
    seat.talk()
    seat.has_stood_so_for(timedelta(minutes=5))
    page.reload()
    expect(page.get_by_test_id("state-clock")).to_have_text(re.compile("^05:"))
    shift = page.locator("[data-desk=shift]").inner_text()
    seat.context.set_offline(True)
    seat.press("2")
    seat.at("family")
    seat.press("2")
    seat.at("end_later")
    seat.press("Enter")
    seat.in_status("wrap_up")
    assert page.locator("[data-desk=shift]").inner_text() >= shift
    expect(page.get_by_test_id("ending")).to_contain_text("لائن کھلی ہے")
    assert [entry["path"] for entry in page.evaluate(OUTBOX)] == ["/desk/answer", "/desk/answer", "/desk/hang-up"]
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/ended-offline.png")
    assert (barriers(page), scrolls(page)) == ([], False)
    page.reload()
    seat.in_status("wrap_up")
    seat.press("w", "Enter")
    expect(page.get_by_test_id("undo")).to_be_visible()
    sent: list[str] = []
    page.on("requestfinished", lambda post: sent.append(post.url.rsplit("/", 1)[-1]) if post.method == "POST" else None)
    seat.context.set_offline(False)
    seat.in_status("ready")
    assert sent == ["hang-up", "answer", "answer", "outcome"]
    assert seat.logged() == [("call_later", None)]
    assert seat.answers() == {"identity": "spouse", "family": "later"}
