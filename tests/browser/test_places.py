"""An officer takes the place that was meant, in English and in Urdu, by keyboard or click, shutting nobody out."""

from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from campaigns.house import House
from tests.browser.conftest import barriers
from tests.browser.test_lists import address, floor, go_on, house, signed_in, work_off
from tests.given_floor import Floor

__all__ = ["address", "floor", "house"]  # fixtures of the officer's way

PEOPLE = """Name,Mobile No,State,District,Block,Pin Code
Fata Begum,9419012345,J&K,Baramulla,Pattn,193121
Raja Begum,7006123450,J&K,Baramulla,Pattn,193121
Zooni Begum,7006123452,,Hamirpur,Sujanpur,
Mala Begum,7006123453,J&K,Srinagar,,193502
"""


def test_a_misspelt_block_is_put_right_for_everybody_who_lives_there(
    context: BrowserContext, address: str, house: House, floor: Floor, tmp_path: Path, language: str
) -> None:
    page = signed_in(context, address, language)
    page.get_by_role("link", name="Campaign pension").click()
    page.locator("main a.button-main").click()
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    page.locator("#file").set_input_files(file)
    page.locator("main button.button-main").click()
    page.wait_for_url("**/columns")
    page.locator("main button.button-main").click()
    page.wait_for_url("**/progress")
    work_off(house)
    page.wait_for_url("**/problems")
    page.locator(".cause[href*='area_unknown']").click()
    page.locator("a[href$='/places']").click()
    assert barriers(page) == []
    page.get_by_role("button", name="Pattan").click()
    page.wait_for_url("**/problems*")
    assert barriers(page) == []
    go_on(page)
    page.wait_for_url("**/check")
    expect(page.get_by_role("cell", name="Pattan")).to_be_visible()
    assert barriers(page) == []
