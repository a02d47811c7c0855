"""A file over a bad link, in a real browser: the link dies, the page is closed, and the bytes come all the same."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Request, Route, expect
from sqlalchemy import select

from campaigns.house import House
from campaigns.store.session import EVERYTHING
from campaigns.store.tables import BeneficiaryList, Upload
from tests.browser import test_lists as lists
from tests.browser.conftest import barriers

floor, house, address = lists.floor, lists.house, lists.address
FIRST = 1 << 18  # bytes of the first chunk
NEARLY = 3 * FIRST  # however the chunks grow, one begins here
SIZE = NEARLY + 7_000  # of which the last chunk is less than a hundredth
PATIENCE = 90_000
TUS = Path(__file__).parents[2] / "node_modules" / "tus-js-client" / "dist" / "tus.min.js"


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A list whose bytes say nothing twice, so that a chunk in the wrong place would show."""
    rows = (f"Person {n} of Hajin,94190{n:05d},Bandipora\n" for n in range(100_000))
    text = "Name,Mobile,District\n"
    while len(text) < SIZE - 100:
        text += next(rows)
    file = tmp_path / "people.csv"
    file.write_text(text + "," * (SIZE - 1 - len(text)) + "\n")
    return file


def at_upload(context: BrowserContext, address: str, language: str) -> Page:
    page = lists.signed_in(context, address, language)
    page.get_by_role("link", name="Campaign pension").click()
    page.locator("main a.button-main").click()
    page.wait_for_url("**/upload")
    return page


def send(page: Page, file: Path) -> None:
    page.locator("#file").set_input_files(file)
    page.locator("main button.button-main").click()


def breaks(page: Page, at: Callable[[int], bool]) -> list[int]:
    """Break the link while `at` holds for the chunk's offset; return the offsets of the chunks that went through."""
    sent: list[int] = []

    def pass_or_break(route: Route, request: Request) -> None:
        offset = int(request.headers.get("upload-offset", -1))
        if at(offset):
            return route.abort()
        if offset >= 0:
            sent.append(offset)
        return route.continue_()

    page.route("**/lists/uploads/**", pass_or_break)
    return sent


def bytes_are_those_of(house: House, file: Path) -> bool:
    with house.db.transaction(EVERYTHING) as session:
        kept = session.scalars(select(BeneficiaryList)).one()
    return kept.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_the_link_dies_in_the_middle_and_the_file_goes_on_by_itself(
    context: BrowserContext, address: str, house: House, people: Path, language: str
) -> None:
    page = at_upload(context, address, language)
    down = [True]
    breaks(page, lambda offset: down[0] and offset != 0)
    send(page, people)
    said = page.locator("#sending-said")
    expect(said).to_have_attribute("data-what", "lost", timeout=PATIENCE)
    expect(page.locator("#sending-figures")).to_contain_text("33%")
    assert barriers(page) == []
    context.set_offline(True)
    down[0] = False
    context.set_offline(False)  # the browser notices, and does not wait any longer
    page.wait_for_url("**/columns", timeout=PATIENCE)
    assert bytes_are_those_of(house, people)


def test_an_answer_that_was_lost_sends_nothing_twice(
    context: BrowserContext, address: str, house: House, people: Path
) -> None:
    page = at_upload(context, address, "en")
    offsets: list[int] = []

    def lose_the_first_answer(route: Route, request: Request) -> None:
        if request.method == "PATCH":
            offsets.append(int(request.headers["upload-offset"]))
            if len(offsets) == 1:
                route.fetch()
                return route.abort()
        return route.continue_()

    page.route("**/lists/uploads/**", lose_the_first_answer)
    send(page, people)
    page.wait_for_url("**/columns", timeout=PATIENCE)
    assert offsets == sorted(set(offsets))
    assert bytes_are_those_of(house, people)


def test_a_page_closed_at_99_percent_goes_on_when_the_file_is_chosen_again(
    context: BrowserContext, address: str, house: House, people: Path
) -> None:
    page = at_upload(context, address, "en")
    breaks(page, lambda offset: offset == NEARLY)
    send(page, people)
    expect(page.locator("#sending-said")).to_have_attribute("data-what", "lost", timeout=PATIENCE)
    expect(page.locator("#sending-figures")).to_contain_text("99%")
    page.close()
    with house.db.transaction(EVERYTHING) as session:
        session.scalars(select(Upload)).one().heard_at -= timedelta(minutes=5)
    page = context.new_page()
    page.goto(f"{address}/lists/")
    page.get_by_role("link", name="Campaign pension").click()
    expect(page.locator(".stopped")).to_contain_text("99%")
    expect(page.locator(".stopped")).to_contain_text("Upload stopped at 99%: choose the file again to go on")
    assert barriers(page) == []
    page.locator("main a[href$='/upload']").click()
    expect(page.locator(".stopped")).to_contain_text("people.csv")
    assert barriers(page) == []
    sent = breaks(page, lambda _: False)
    send(page, people)
    page.wait_for_url("**/columns", timeout=PATIENCE)
    assert sent == [NEARLY]
    assert bytes_are_those_of(house, people)


def test_an_upload_pauses_and_goes_on(context: BrowserContext, address: str, house: House, people: Path) -> None:
    page = at_upload(context, address, "en")
    held: list[Route] = []

    def hold_the_second(route: Route, request: Request) -> None:
        if request.headers.get("upload-offset") == str(FIRST) and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/lists/uploads/**", hold_the_second)
    send(page, people)
    expect(page.locator("#sending-figures")).to_contain_text("33%", timeout=PATIENCE)
    page.get_by_role("button", name="Pause the upload").click()
    expect(page.locator("#sending-said")).to_have_text("Paused at 33%.")
    assert barriers(page) == []
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/columns", timeout=PATIENCE)
    assert bytes_are_those_of(house, people)


def test_a_file_that_is_no_list_is_told_so_and_not_kept(
    context: BrowserContext, address: str, house: House, tmp_path: Path
) -> None:
    page = at_upload(context, address, "en")
    (tmp_path / "people.csv").write_bytes(b"%PDF-1.7 and no people")
    send(page, tmp_path / "people.csv")
    expect(page.locator("#refused")).to_contain_text("not a sheet of people", timeout=PATIENCE)
    assert barriers(page) == []
    with house.db.transaction(EVERYTHING) as session:
        assert session.scalars(select(Upload)).all() == []
    (tmp_path / "people.csv").write_text(lists.PEOPLE)
    send(page, tmp_path / "people.csv")
    page.wait_for_url("**/columns", timeout=PATIENCE)


def test_a_page_that_did_not_come_by_https_sends_without_checksums(
    context: BrowserContext, address: str, house: House, people: Path
) -> None:
    context.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    page = at_upload(context, address, "en")
    checksums: list[str | None] = []
    page.on("request", lambda request: checksums.append(request.headers.get("upload-checksum")))
    send(page, people)
    page.wait_for_url("**/columns", timeout=PATIENCE)
    assert set(checksums) == {None}
    assert bytes_are_those_of(house, people)


def test_who_was_signed_out_meanwhile_is_told_and_goes_on_afterwards(
    context: BrowserContext, address: str, house: House, people: Path, language: str
) -> None:
    page = at_upload(context, address, language)
    down = [True]
    breaks(page, lambda offset: down[0] and offset == NEARLY)
    send(page, people)
    expect(page.locator("#sending-said")).to_have_attribute("data-what", "lost", timeout=PATIENCE)
    context.clear_cookies()
    down[0] = False
    expect(page.locator("#refused")).to_be_visible(timeout=PATIENCE)
    assert barriers(page) == []
    page.close()
    page = at_upload(context, address, language)
    sent = breaks(page, lambda _: False)
    send(page, people)
    page.wait_for_url("**/columns", timeout=PATIENCE)
    assert sent == [NEARLY]
    assert bytes_are_those_of(house, people)


def test_without_scripts_the_form_sends_the_file_in_one_piece(
    context: BrowserContext, address: str, house: House, people: Path
) -> None:
    page = at_upload(context, address, "en")
    page.route("**/lists_upload.js*", lambda route: route.abort())
    page.reload()
    send(page, people)
    page.wait_for_url("**/columns", timeout=PATIENCE)
    assert bytes_are_those_of(house, people)


def test_any_client_of_the_tus_protocol_may_send(
    context: BrowserContext, address: str, house: House, people: Path
) -> None:
    """tus-js-client, the protocol's own, as it comes from npm."""
    page = at_upload(context, address, "en")
    where = page.locator("form[data-uploads]").get_attribute("data-uploads")
    page.locator("#file").set_input_files(people)
    page.evaluate(TUS.read_text())
    sent = page.evaluate(
        """where => new Promise((resolve, reject) => new tus.Upload(document.getElementById("file").files[0], {
          endpoint: where, chunkSize: 262144, retryDelays: [10, 20], metadata: { filename: "people.csv" },
          headers: { "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content },
          onError: reject, onSuccess() { resolve(this.uploadUrl ?? true) },
        }).start())""",
        where,
    )
    assert sent
    with house.db.transaction(EVERYTHING) as session:
        (upload,) = session.scalars(select(Upload)).all()
    assert (upload.received, upload.size) == (SIZE, SIZE)
