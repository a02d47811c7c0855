"""An officer mends a list with the keyboard alone, in English and in Urdu; the pages shut nobody out."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from campaigns.house import House
from tests.browser.conftest import barriers
from tests.browser.test_lists import address as address
from tests.browser.test_lists import floor as floor
from tests.browser.test_lists import house as house
from tests.browser.test_lists import signed_in
from tests.given_floor import Floor
from tests.given_list import imported, kept, upload

PEOPLE = """Name,Father's name,Mobile No,Remarks,District,Block
Fata Begum,Ab Rashid Wani,+91 94190 12345,,Bandipora,Hajin
محمد رمضان ڈار,غلام نبی,94190,,Kupwara,Handwara
Sara Bano,Mohd Sultan,94190123,,Bandipora,Hajin
Raja Begum,Gh Nabi,941901,7006123450,Bandipora,Hajin
Zooni Begum,Rahim Lone,NA,,Bandipora,Hajin
Haleema,Ali Dar,NA,,Bandipora,Hajin
"""


@pytest.fixture
def list_id(house: House, floor: Floor, tmp_path: Path) -> Iterator[UUID]:
    return imported(house.db, floor, upload(tmp_path, PEOPLE))


def problems(context: BrowserContext, address: str, language: str, list_id: UUID) -> Page:
    page = signed_in(context, address, language)
    page.goto(f"{address}/lists/{list_id}/problems?cause=phone_invalid")
    expect(page.locator("#fixed .counts dd")).to_have_count(1)
    assert barriers(page) == []
    return page


def cell(page: Page, row: int) -> str:
    return f"#row-{row} [data-cell]"


def test_enter_saves_a_row_and_goes_on_to_the_next(
    context: BrowserContext, address: str, house: House, list_id: UUID, language: str
) -> None:
    page = problems(context, address, language, list_id)
    page.locator(cell(page, 3)).focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("94190 12301")
    page.keyboard.press("Enter")
    expect(page.locator("#row-3 .mended")).to_be_visible()
    expect(page.locator(cell(page, 4))).to_be_focused()
    assert page.locator("#said").inner_text() != ""
    assert page.locator("h1").inner_text().startswith("2 ")
    page.keyboard.type("9419")
    page.keyboard.press("Enter")
    expect(page.locator("#what-4")).to_contain_text("4")
    expect(page.locator(cell(page, 4))).to_be_focused()
    assert barriers(page) == []
    page.keyboard.type("9419012302")
    page.keyboard.press("Enter")
    expect(page.locator(cell(page, 5))).to_be_focused()
    assert (kept(house.db, list_id).accepted, kept(house.db, list_id).rejected) == (3, 3)
    page.locator("#row-4 form:not(.mend) button").press("Enter")
    expect(page.locator(cell(page, 4))).to_have_value("9419")
    assert kept(house.db, list_id).accepted == 2
    assert barriers(page) == []


def test_many_rows_are_mended_with_one_edit_and_undone(
    context: BrowserContext, address: str, house: House, list_id: UUID, language: str
) -> None:
    page = problems(context, address, language, list_id)
    page.locator("#use").select_option(label="D · Remarks")
    page.locator("form:has(#use) button").click()
    page.wait_for_url("**use=3")
    assert barriers(page) == []
    page.locator("form[action$='other-column'] button").press("Enter")
    expect(page.locator(".notice-good")).to_be_visible()
    assert kept(house.db, list_id).accepted == 2
    page.goto(f"{address}/lists/{list_id}/problems?cause=phone_missing")
    page.locator("details:has(.equal) summary").press("Enter")
    page.locator("#equal-1").fill("7006123452")
    page.locator("#equal-1").press("Enter")
    expect(page.locator(".notice-good")).to_be_visible()
    assert kept(house.db, list_id).accepted == 4
    page.goto(f"{address}/lists/{list_id}/mends")
    assert barriers(page) == []
    for left in (1, 0):
        page.locator("form[action*='/mends/'] button").first.press("Enter")
        expect(page.locator("form[action*='/mends/'] button")).to_have_count(left)
    assert kept(house.db, list_id).accepted == 1
    page.goto(f"{address}/lists/{list_id}/fixed")
    assert barriers(page) == []
    page.locator("table form[action$='not-so'] button").first.press("Enter")
    expect(page.locator(".notice-good")).to_be_visible()
    assert barriers(page) == []
    assert kept(house.db, list_id).accepted == 0
    page.locator("form[action*='/mends/'] button").press("Enter")
    expect(page.locator(".notice-info")).to_be_visible()
    assert kept(house.db, list_id).accepted == 1


def test_what_a_colleague_has_changed_is_shown_before_it_is_overwritten(
    context: BrowserContext, address: str, house: House, list_id: UUID
) -> None:
    page = problems(context, address, "en", list_id)
    other = context.new_page()
    other.goto(page.url)
    for officer, text in ((other, "9419012301"), (page, "9419012302")):
        officer.locator(cell(officer, 4)).fill(text)
        officer.locator(cell(officer, 4)).press("Enter")
        expect(officer.locator("#said")).not_to_be_empty()
    expect(page.locator("#row-4")).to_contain_text("Somebody has changed this row in the meantime")
    expect(page.locator("#row-4")).to_contain_text("9419012301")
    assert kept(house.db, list_id).accepted == 2
