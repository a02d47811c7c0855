"""An officer's way in a real browser: from a file to approved cases, in English and in Urdu, shutting nobody out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from redis import Redis
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

from agent_ui.languages import direction_of
from campaigns.house import House
from campaigns.rules.roles import Role
from campaigns.store.session import EVERYTHING, Database
from config import Settings
from tests.browser.conftest import barriers
from tests.edges.test_sign_in import HASH, PASSWORD
from tests.given_floor import Floor, given_floor
from tests.given_house import given_house
from workers import jobs

PEOPLE = """Old-age pension,,,,
Name,Father's name,Mobile No,Other contact,District,Block
Fata Begum,Ab Rashid Wani,9419012345,01957 225 225,Bandipora,Hajin
محمد رمضان ڈار,غلام نبی,7006123450,,Kupwara,Handwara
Mohd Ramzan Dar,,9.41901E+09,,Bandipora,Hajin
Sara Bano,Mohd Sultan,94190123,,Bandipora,Hajin
"""


@pytest.fixture
def floor(areas: None, db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        floor = given_floor(session)
        for language in ("en", "ur", "hi"):
            floor.user(session, f"officer-{language}", Role.OFFICER, password_hash=HASH, interface_language=language)
    return floor


@pytest.fixture
def house(db: Database, database_url: str, redis_url: str, redis: Redis, floor: Floor) -> House:
    most = 1_000_000
    settings = Settings(database_url=database_url, redis_url=redis_url, secret_key="k" * 40, max_upload_bytes=most)
    return given_house(db, redis, settings)


@pytest.fixture
def address(house: House, pages_of: Callable[[House], str]) -> str:
    return pages_of(house)


def work_off(house: House) -> None:
    """A worker takes what stands in the queue."""
    jobs.open_with(house)
    queue = Queue("ingest", connection=house.redis, serializer=JSONSerializer)
    SimpleWorker([queue], connection=house.redis, serializer=JSONSerializer).work(burst=True, logging_level="WARNING")


def go_on(page: Page) -> None:
    page.locator(".page-head .button-main").click()


def signed_in(context: BrowserContext, address: str, language: str) -> Page:
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.locator("#sign_in").fill(f"officer-{language}")
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/lists/")
    return page


def upload(page: Page, file: Path) -> None:
    file.write_text(PEOPLE, encoding="utf-8")
    page.get_by_role("link", name="Campaign pension").click()
    assert barriers(page) == []
    page.locator("main a.button-main").click()
    page.locator("#file").set_input_files(file)
    assert barriers(page) == []
    page.locator("main button.button-main").click()


def correct_columns(page: Page) -> None:
    page.wait_for_url("**/columns")
    assert barriers(page) == []
    assert page.locator("#phone_1 option:checked").inner_text() == "C · Mobile No"
    page.locator("#phone_2").select_option(label="D · Other contact")
    assert page.locator("#phone_2-values").inner_text() == "01957 225 225"
    page.locator("main button.button-main").click()


def look_at_problems(page: Page) -> None:
    page.wait_for_url("**/problems")
    assert barriers(page) == []
    assert page.locator("h1").inner_text().startswith("2 ")
    page.locator(".cause").nth(1).click()
    expect(page.locator(".cause").nth(1)).to_have_attribute("aria-current", "true")
    with page.expect_download() as taken:
        page.locator("a[href$='refused.xlsx']").click()
    assert taken.value.suggested_filename == "people-refused.xlsx"


def write_the_lawful_basis(page: Page) -> None:
    go_on(page)
    page.wait_for_url("**/basis")
    assert barriers(page) == []
    assert page.locator("#order_number").input_value() == "order 1", "as the campaign says of itself"
    page.locator("main button.button-main").click()
    expect(page.locator("#order_date-mistake")).to_be_visible()
    assert barriers(page) == []
    page.locator("#order_date").fill("2020-10-01")
    page.locator("#notice-ur").fill("آپ کا نام اور نمبر صرف اسی کام کے لیے ہے۔")
    page.locator("main button.button-main").click()
    page.wait_for_url("**/check")
    assert barriers(page) == []


def draw_a_sample_and_call_everyone_after_all(page: Page) -> None:
    page.locator("a[href$='/sample']").click()
    page.wait_for_url("**/sample")
    page.locator("#by").select_option("district")
    page.locator("#shares").select_option("own")
    page.locator("#plan button").click()
    expect(page.locator(".own-size")).to_have_count(2)
    assert barriers(page) == []
    page.locator("#shares").select_option("proportional")
    page.locator("#size").fill("100")
    page.locator("#plan button").click()
    assert barriers(page) == []
    page.locator("main button.button-main").click()
    page.wait_for_url("**/check")
    assert barriers(page) == []
    page.locator("a[href$='/sample']").click()
    assert barriers(page) == []
    page.locator("form[action$='/drop'] button").click()
    page.wait_for_url("**/check")


@pytest.mark.parametrize("language", ["en", "ur"])  # no other walk of an officer's whole path is in English
def test_an_officer_brings_a_file_to_approved_cases(
    context: BrowserContext, address: str, house: House, tmp_path: Path, language: str
) -> None:
    page = signed_in(context, address, language)
    assert page.locator("html").get_attribute("dir") == direction_of(language)
    assert barriers(page) == []
    upload(page, tmp_path / "people.csv")
    correct_columns(page)
    page.wait_for_url("**/progress")
    assert barriers(page) == []
    work_off(house)
    look_at_problems(page)
    go_on(page)
    page.wait_for_url("**/check")
    assert barriers(page) == []
    assert page.get_by_role("cell", name="Handwara").count() == 1
    write_the_lawful_basis(page)
    draw_a_sample_and_call_everyone_after_all(page)
    go_on(page)
    expect(page.locator(".notice-good")).to_contain_text("2")
    assert barriers(page) == []


def test_the_form_of_a_new_campaign_shuts_nobody_out(context: BrowserContext, address: str) -> None:
    page = signed_in(context, address, "en")
    page.goto(f"{address}/lists/campaigns/new")
    assert barriers(page) == []
    page.locator("main button.button-main").click()
    expect(page.locator(".notice-bad")).to_be_visible()
    assert barriers(page) == []


def test_a_file_that_is_too_large_is_told_before_it_is_sent(
    context: BrowserContext, address: str, tmp_path: Path
) -> None:
    page = signed_in(context, address, "en")
    page.get_by_role("link", name="Campaign pension").click()
    page.locator("main a.button-main").click()
    page.wait_for_url("**/upload")
    (tmp_path / "large.csv").write_bytes(b"x" * 1_000_001)
    page.locator("#file").set_input_files(tmp_path / "large.csv")
    assert page.locator("#file").evaluate("input => input.validationMessage") == "The file is too large"
    page.locator("main button.button-main").click()
    assert page.url.endswith("/upload")
    assert page.locator("h1").inner_text() == "Upload a list"
