"""The strips over the desk: that the link has gone, however silently, and that a newer page waits for the end of the call."""

from playwright.sync_api import Route, expect

from tests.browser.conftest import comes_true
from tests.browser.seat import Seat

FULL_DISK = """() => (IDBObjectStore.prototype.add = IDBObjectStore.prototype.put = () => {
  throw new DOMException("full", "QuotaExceededError");
})"""
SHELL_KEPT = "async () => (await (await caches.open('raabta.shell')).keys()).length === 1"
SOON = 25_000  # milliseconds: five until it asks again where nothing streams, ten at most from its pulse, fifteen of patience


def test_a_newer_page_waits_for_the_end_of_the_call_and_a_link_that_dies_silently_is_told(seat: Seat) -> None:
    page = seat.sign_in()
    page.clock.install()
    seat.talk()
    newer, load = page.get_by_test_id("newer"), page.locator("[data-desk=load-newer]")
    expect(newer).to_be_hidden()

    def of_another_page(route: Route) -> None:
        answer = route.fetch()
        is_state = answer.status == 200 and "revision" in answer.text()
        route.fulfill(response=answer, json=answer.json() | {"page": "another"} if is_state else None)

    page.route("**/desk/*", of_another_page)
    seat.press("2")
    expect(newer).to_contain_text("after this call")
    expect(load).to_be_hidden()
    seat.press("F8")
    seat.in_status("wrap_up")
    expect(load).to_be_hidden()
    seat.press("1", "Enter")
    seat.in_status("ready")
    expect(load).to_be_visible()
    seat.press("NumpadDivide")
    expect(page.get_by_test_id("dialog-more").locator(".option")).to_contain_text(["all keys", "Load it", "End shift"])
    seat.press("Numpad0")
    page.unroute("**/desk/*")
    page.route("**/desk/*", lambda route: None)  # the answer never comes
    page.clock.run_for(SOON)
    expect(page.get_by_test_id("link-down")).to_be_visible()


def test_on_a_full_disk_the_desk_says_that_it_keeps_nothing_asks_before_it_closes_and_loses_nothing_by_it(
    seat: Seat,
) -> None:
    page = seat.sign_in()
    seat.talk()
    comes_true(page, SHELL_KEPT)
    page.evaluate(FULL_DISK)
    seat.press("1")
    expect(page.locator("[data-desk=remarks]")).to_contain_text("This browser keeps nothing.")
    seat.context.set_offline(True)
    seat.press("1")
    seat.at("safety")
    expect(page.get_by_test_id("link-down")).to_contain_text("Do not close this page")
    expect(page.get_by_test_id("link-down")).not_to_contain_text("on this computer")
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    with page.expect_event("close"):
        asked.value.accept()
    seat.page = page = seat.context.new_page()
    page.goto(f"{seat.address}/desk/")
    seat.at("safety")
    expect(page.locator("[data-desk=saved]")).to_contain_text("kept here")
    seat.context.set_offline(False)
    expect(page.locator("[data-desk=saved]")).to_have_text("All saved")
    assert seat.answers() == {"identity": "self", "purpose": "yes"}
