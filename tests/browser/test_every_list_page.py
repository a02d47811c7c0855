"""Every page of lists and of the register in a real browser, in English, Urdu and Hindi: nothing shuts anybody out or is left in English."""

import os
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import BrowserContext, Page

from campaigns.house import House
from campaigns.lists.choose_older_list import choose_older_list
from campaigns.lists.end_lists import end_lists
from campaigns.lists.import_list import import_list
from campaigns.lists.note_lawful_basis import note_lawful_basis
from campaigns.lists.withdraw_list import withdraw_list
from campaigns.rules.lists.long_changes import LongKind
from campaigns.rules.lists.sampling import SamplePlan, StrataBy
from campaigns.store.lists.long_changes import save_long_change
from campaigns.store.tables import LongChange
from tests.browser import test_lists as lists
from tests.browser.conftest import barriers
from tests.flows.test_do_not_call_files import counted, offered, received, taken
from tests.flows.test_samples_going_on import people
from tests.given_floor import NOW, Floor
from tests.given_list import BASIS, approved, imported, kept, mapped, scope, upload
from tests.given_list import received as received_list
from tests.given_mends import DIRT, mend
from tests.given_samples import drawn
from tests.given_upkeep import sure

floor, house, address = lists.floor, lists.house, lists.address
PICTURES = os.environ.get("RAABTA_PICTURES")  # a folder, for those who want to see the pages
# What an office writes, and codes, stand in their own direction and language; all else in `main` is ours.
OURS = """() => {
  const main = document.querySelector("main").cloneNode(true);
  for (const theirs of main.querySelectorAll("bdi, code, kbd, noscript, script, style, option, [dir=ltr], [dir=auto], [lang=en]")) theirs.remove();
  const labels = [...document.querySelectorAll("main [aria-label]:not([data-cell]), main [title], main [placeholder]")]
    .flatMap((each) => ["aria-label", "title", "placeholder"].map((name) => each.getAttribute(name) ?? ""));
  return [main.innerText, ...labels].join("\\n");
}"""
NAMES = {
    "raabta",
    "csv",
    "tsv",
    "xlsx",
    "xls",
    "xlsb",
    "ods",
    "mb",
    "sha",
    "md5",
    "kruti",
    "dev",
    "inpage",
    "utf",
    "pin",
}


def broken(house: House, floor: Floor, folder: Path) -> UUID:
    """A list whose file could not be read to its end."""
    rows = "".join(f"Person {chr(65 + n % 26)},94190{n:05d}\n" for n in range(400))
    list_id = mapped(
        house.db, floor, upload(folder, f"Name,Mobile\n{rows}" + "x" * 200_000 + ",9419012345\n", "broken.csv")
    )
    import_list(house.db, list_id, now=lambda: NOW)
    assert kept(house.db, list_id).problem
    return list_id


def half_way(house: House, floor: Floor, list_id: UUID) -> UUID:
    """A long change that a worker is at for the second time."""
    facts = {"id": uuid4(), "department_id": floor.department.id, "list_id": list_id, "kind": LongKind.NOT_SO}
    with house.db.transaction(scope(floor)) as session:
        change_id = save_long_change(session, facts | {"wish": {}, "asked_at": house.now(), "rows_expected": 100_000})
        change = session.get_one(LongChange, change_id)
        change.begun_at, change.tries, change.rows_done = house.now(), 2, 43_000
        return change.id


@pytest.fixture
def pages(house: House, floor: Floor, tmp_path: Path) -> list[str]:
    """The address of every page, with something on each."""
    db, department = house.db, floor.department.id
    wide = "Name,Mobile,Bank,Remarks\n" + "".join(f"Zoona {chr(65 + n)},99060{n:05d},JK,x\n" for n in range(5))
    columns = received_list(db, floor, upload(tmp_path, wide, "columns.csv"))
    waiting = mapped(db, floor, upload(tmp_path, wide + "Haja,9906011111,,\n", "waiting.csv"))
    failed = broken(house, floor, tmp_path)
    dirt = imported(db, floor, upload(tmp_path, DIRT, "dirt.csv"))
    mend(db, floor, dirt, 5, 2, "9419012399")
    older = imported(db, floor, upload(tmp_path, people(range(60)), "older.csv"))
    drawn(db, floor, older, SamplePlan("lot", StrataBy.GENDER, people=20))
    approved(db, floor, older)
    newer = imported(db, floor, upload(tmp_path, people(range(10, 90)), "newer.csv"))
    assert choose_older_list(db, scope(floor), newer, older) is None
    gone = imported(db, floor, upload(tmp_path, wide + "Gul,9906022222,,\n", "gone.csv"))
    approved(db, floor, gone)
    withdraw_list(db, scope(floor), gone, user_id=None, now=NOW)
    over = imported(db, floor, upload(tmp_path, wide + "Mala,9906033333,,\n", "over.csv"))
    long_ago = NOW - timedelta(days=2_000)
    past = replace(BASIS, order_date=long_ago.date(), keep_until=long_ago.date() + timedelta(days=90))
    assert note_lawful_basis(db, scope(floor), over, past, user_id=None, now=long_ago) is None
    end_lists(db, now=NOW, day_is_sure=sure)
    busy = imported(db, floor, upload(tmp_path, wide + "Taja,9906044444,,\n", "busy.csv"))
    being_made = half_way(house, floor, busy)
    reading = received(db, offered(floor, tmp_path, "Mobile\n9419012345\n"))
    counted_file = counted(db, offered(floor, tmp_path, "Mobile\n9419012345\n12\n"))
    standing = taken(db, offered(floor, tmp_path, "Mobile\n9419012346\n"))
    register = f"/opt-outs/{department}"
    campaign = f"/lists/campaigns/{floor.campaign.id}"
    return [
        "/lists/",
        "/lists/campaigns/new",
        campaign,
        f"{campaign}/upload",
        f"/lists/{columns}/columns",
        f"/lists/{waiting}/progress",
        f"/lists/{failed}/columns",
        *(f"/lists/{dirt}/{page}" for page in ("problems", "fixed", "places", "mends", "check", "basis", "sample")),
        f"/lists/{dirt}/newer-version",
        *(f"/lists/{newer}/{page}" for page in ("check", "newer-version", "sample/go-on")),
        *(f"/lists/{each}/check" for each in (older, gone, over, busy)),
        f"/lists/{busy}/changes/{being_made}",
        f"{register}/",
        f"{register}/?number=9419012346",
        f"{register}/files",
        f"{register}/files/{reading}/progress",
        *(f"{register}/files/{file}" for file in (counted_file, standing)),
    ]


def left_in_english(page: Page) -> set[str]:
    return {word for word in re.findall(r"[A-Za-z]{3,}", page.evaluate(OURS)) if word.lower() not in NAMES}


@pytest.mark.timeout(900)
def test_every_page_is_whole_in_each_language(context: BrowserContext, address: str, pages: list[str]) -> None:
    found: dict[tuple[str, str], list[object]] = {}
    for language in ("en", "ur", "hi"):
        page = lists.signed_in(context, address, language)
        for number, path in enumerate(pages):
            page.goto(f"{address}{path}")
            page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
            if PICTURES:
                page.screenshot(path=Path(PICTURES, f"{number:02d}-{language}.png"), full_page=True)
            if wrong := wrong_with(page, language):
                found[language, path] = wrong
        page.context.clear_cookies()
    assert found == {}


def wrong_with(page: Page, language: str) -> list[object]:
    wrong: list[object] = list(barriers(page)) if language == "ur" else []  # they are the same in each language
    for width in (320, 1366):
        page.set_viewport_size({"width": width, "height": 657})
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            wrong.append(f"runs out of a window of {width}")
    if language != "en" and (words := left_in_english(page)):
        wrong.append(words)
    return wrong
