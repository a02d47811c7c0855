"""The columns page with all that can be asked there, in a real browser: encoding, doubts, an old font, many phones."""

from pathlib import Path

import xlsxwriter
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import test_lists as lists
from tests.browser.conftest import barriers

floor, house, address = lists.floor, lists.house, lists.address
KRUTI_DEV = [f"{one} {other}" for one in ("jke", "yky", "lhrk", "nsoh", "deyk") for other in ("jke", "yky", "dqekj")]


def at_columns(context: BrowserContext, address: str, language: str, file: Path) -> Page:
    page = lists.signed_in(context, address, language)
    page.get_by_role("link", name="Campaign pension").click()
    page.locator("main a.button-main").click()
    page.locator("#file").set_input_files(file)
    page.locator("main button.button-main").click()
    page.wait_for_url("**/columns")
    return page


def test_a_wrong_encoding_is_seen_and_put_right(
    context: BrowserContext, address: str, tmp_path: Path, language: str
) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes("Name,Mobile\nفاطمہ بیگم,9419012345\nغلام نبی,9906112233\n".encode("utf-16"))
    page = at_columns(context, address, language, file)
    assert barriers(page) == []
    assert page.locator("#encoding").input_value() == "utf-16"
    expect(page.locator("#encoding-names")).to_contain_text("فاطمہ بیگم")
    page.locator("#encoding").select_option("windows-1252")
    page.locator("form[aria-labelledby=reading] button").click()
    expect(page.locator(".notice-bad")).to_be_visible()
    assert barriers(page) == []


def test_sheets_doubts_and_an_old_font_are_asked(
    context: BrowserContext, address: str, tmp_path: Path, language: str
) -> None:
    file = tmp_path / "people.xlsx"
    with xlsxwriter.Workbook(file) as book:
        for name in ("Hajin", "Old"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Name", "Mobile", "Village"])
            for row, words in enumerate(KRUTI_DEV, start=1):
                sheet.write_row(row, 0, [9419012300 + row, "Fata Begum", words])
        sheet.hide()
    page = at_columns(context, address, language, file)
    assert barriers(page) == []
    assert page.locator("#sheet option").count() == 2
    expect(page.locator("#name")).to_have_value("")
    expect(page.locator("#name-values")).to_contain_text("A · Name")
    expect(page.locator("section[aria-labelledby=old-fonts]")).to_contain_text("राम लाल")
    page.locator("#name").select_option("1")
    expect(page.locator("#name-values")).to_have_text("Fata Begum")
    page.locator("#phone_1").select_option("0")
    page.locator("[name=old_font]").check()
    page.locator("main button.button-main").click()
    page.wait_for_url("**/progress")
