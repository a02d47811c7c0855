"""An officer compares a list with the one before it, approves it in its place, and undoes an import, in two languages."""

import os
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from campaigns.house import House
from campaigns.rules.list_states import ListStatus
from tests.browser.conftest import barriers
from tests.browser.test_lists import address as address
from tests.browser.test_lists import floor as floor
from tests.browser.test_lists import house as house
from tests.browser.test_lists import signed_in
from tests.flows.test_newer_versions import HEAD, NEWER, OLDER
from tests.given_floor import Floor
from tests.given_list import approved, imported, kept, upload

PICTURES = os.environ.get("RAABTA_PICTURES")  # a folder, for those who want to see the pages
MANY = "".join(f"N-{number},Invented {number:03d},94191{number:05d},,Bandipora,\n" for number in range(60))


def looks(page: Page, name: str) -> None:
    """See that the page shuts nobody out and does not run out of its window sideways."""
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if PICTURES:
        page.screenshot(path=Path(PICTURES, f"{name}.png"), full_page=True)


def test_a_newer_version_is_compared_and_takes_the_older_lists_place(
    context: BrowserContext, address: str, house: House, floor: Floor, tmp_path: Path, language: str
) -> None:
    older = imported(house.db, floor, upload(tmp_path, OLDER, "october.csv"))
    approved(house.db, floor, older)
    newer = imported(house.db, floor, upload(tmp_path, NEWER + MANY, "november.csv"))
    page = signed_in(context, address, language)
    page.goto(f"{address}/lists/{newer}/check")
    looks(page, f"newer-offer-{language}")
    page.locator("form[action$='/newer-version'] button").click()
    page.wait_for_url("**/newer-version")
    expect(page.locator("ins").first).to_have_text("Raja Bano")
    looks(page, f"newer-changed-{language}")
    assert not page.locator("input[name=withdraw_missing]").is_checked()
    page.locator("a[href*='change=new']").click()
    expect(page.locator("#people tbody tr")).to_have_count(50)
    page.locator("#next-rows").click()
    expect(page.locator("#people tbody tr")).to_have_count(11)
    looks(page, f"newer-new-{language}")
    page.locator("input[name=withdraw_missing]").check()
    page.locator("form[action$='/newer-version'] button").click()
    page.wait_for_load_state()
    assert page.locator("input[name=withdraw_missing]").is_checked()
    page.set_viewport_size({"width": 320, "height": 640})
    looks(page, f"newer-narrow-{language}")
    page.set_viewport_size({"width": 1366, "height": 657})
    page.locator(".page-head .button-main").click()
    page.wait_for_url("**/check")
    looks(page, f"newer-check-{language}")
    page.locator("form[action$='/approve'] button").click()
    expect(page.locator(".badge-good")).to_be_visible()
    assert kept(house.db, older).status is ListStatus.REPLACED
    page.goto(f"{address}/lists/{older}")
    looks(page, f"newer-replaced-{language}")


def test_an_import_is_undone_by_keyboard(
    context: BrowserContext, address: str, house: House, floor: Floor, tmp_path: Path, language: str
) -> None:
    list_id = imported(house.db, floor, upload(tmp_path, HEAD + "P-1,Fata Begum,94190,,Bandipora,\n"))
    page = signed_in(context, address, language)
    page.goto(f"{address}/lists/{list_id}/problems")
    page.locator("#undo-import summary").focus()
    page.keyboard.press("Enter")
    looks(page, f"undo-import-{language}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/columns")
    looks(page, f"undo-columns-{language}")
    assert kept(house.db, list_id).status is ListStatus.RECEIVED
