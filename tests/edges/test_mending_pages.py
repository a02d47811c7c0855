"""The officer mends rows on the problems page, as a browser without scripts uses it."""

import html
import io
import re
from uuid import UUID

import pytest
import xlsxwriter
from flask import Flask
from python_calamine import CalamineWorkbook
from redis import Redis
from werkzeug.test import TestResponse

from agent_ui.app import create_app
from campaigns.rules.roles import Role
from campaigns.store.session import EVERYTHING, Database
from config import Settings
from tests.edges.test_lists_pages import WRITTEN, Officer, in_review
from tests.edges.test_sign_in import HASH
from tests.given_floor import Floor, given_floor
from tests.given_house import given_house

PEOPLE = """Old-age pension, Bandipora,,,,
Name,Father's name,Mobile No,District,Block,Second number
Fata Begum,Ab Rashid Wani,+91 94190 12345,Bandipora,Hajin,
Mohd Ramzan Dar,,9.41901E+09,Bandipora,Hajin,
Sara Bano,Mohd Sultan,94190123,Bandipora,Hajin,7006123452
Haleema,Ali Dar,94190124,Bandipora,Nowhere,no
Zooni Begum,Rahim Lone,NA,Bandipora,Hajin,
Raja Begum,Gh Nabi,NA,Bandipora,Nowhere,
"""


@pytest.fixture
def app(database_url: str, redis_url: str, db: Database, redis: Redis) -> Flask:
    settings = Settings(database_url=database_url, redis_url=redis_url, secret_key="k" * 40)
    return create_app(settings, built=given_house(db, redis, settings))


@pytest.fixture
def floor(areas: None, db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        floor = given_floor(session)
        floor.user(session, "nadia", Role.OFFICER, password_hash=HASH)
        return floor


@pytest.fixture
def nadia(app: Flask, floor: Floor) -> Officer:
    return Officer(app, "nadia")


@pytest.fixture
def list_id(db: Database, floor: Floor, nadia: Officer) -> UUID:
    found = in_review(db, floor, nadia, PEOPLE.replace("Second number", "Remarks"))
    assert f"/lists/{found}/problems" in nadia.get(f"/lists/{found}").request.path
    return found


def fields(page: TestResponse, form: str) -> dict[str, str]:
    """What the form with this id sends: fields inside it, and those elsewhere that name it."""
    inside = re.search(rf'<form[^>]*id="{form}".*?</form>', page.text, re.DOTALL)
    assert inside, form
    tags = re.findall(r"<input[^>]*>", inside[0]) + re.findall(rf'<input[^>]*form="{form}"[^>]*>', page.text)
    named = [(re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in tags]
    return {name[1]: html.unescape(value[1]) for name, value in named if name and value and name[1] != "csrf_token"}


def problems(nadia: Officer, list_id: UUID, cause: str) -> TestResponse:
    return nadia.get(f"/lists/{list_id}/problems?cause={cause}")


def mend(nadia: Officer, list_id: UUID, row: int, cause: str, text: str) -> TestResponse:
    typed = fields(problems(nadia, list_id, cause), f"mend-{row}") | {"cell-2": text}
    return nadia.post(f"/lists/{list_id}/rows/{row}", **typed)


def test_a_row_is_mended_in_place_and_its_new_verdict_stands_on_the_page(nadia: Officer, list_id: UUID) -> None:
    page = problems(nadia, list_id, "phone_invalid")
    assert "1 row can be called." in page.text
    assert 'value="94190123"' in page.text
    page = mend(nadia, list_id, 5, "phone_invalid", "94190 12399")
    assert page.status_code == 200
    assert "2 rows can be called." in page.text
    assert "4 rows cannot." in page.text
    assert "1 row mended." in page.text, "and nothing is said of none that still cannot be called"
    assert 'id="row-5"' not in page.text
    assert re.search(r'<input form="mend-6"[^>]*autofocus', page.text), "the next problem has the focus"


def test_what_is_to_be_mended_stands_first_in_a_wide_row(nadia: Officer, list_id: UUID) -> None:
    mend(nadia, list_id, 6, "phone_invalid", "94190 12399")
    page = problems(nadia, list_id, "area_unknown")
    row = page.text.split('id="row-6"')[1].split("</tr>")[0]
    assert re.findall(r'name="(cell-\d)"', row) == ["cell-4", "cell-3"], "the block, then the district"
    assert row.index("cell-3") < row.index("94190 12399")


def test_a_row_that_still_cannot_be_called_says_why(nadia: Officer, list_id: UUID) -> None:
    page = mend(nadia, list_id, 5, "phone_invalid", "9419012")
    assert "1 still cannot be called" in page.text
    assert "7 digits are written" in page.text


def test_a_page_with_scripts_gets_the_row_alone(nadia: Officer, list_id: UUID) -> None:
    typed = fields(problems(nadia, list_id, "phone_invalid"), "mend-5") | {"cell-2": "9419012399"}
    sent = {"csrf_token": nadia.token, **typed}
    part = nadia.browser.post(f"/lists/{list_id}/rows/5", data=sent, headers={"X-Part": "row"})
    assert part.status_code == 200
    assert "Row 5 can be called now." in part.text
    assert "data-accepted" in part.text
    assert "2 rows can be called." in part.text
    late = nadia.browser.post(f"/lists/{list_id}/rows/5", data=sent, headers={"X-Part": "row"})
    assert late.status_code == 409
    assert "Somebody has changed this row in the meantime" in late.text
    again = sent | {"cause": "phone_missing", "cell-2": "9419012398"}
    late_form = nadia.browser.post(f"/lists/{list_id}/rows/5", data=again)
    assert late_form.status_code == 409
    assert "Somebody has changed this row in the meantime" in late_form.text


def test_equal_values_are_changed_together_and_undone(nadia: Officer, list_id: UUID) -> None:
    page = problems(nadia, list_id, "phone_missing")
    assert "Change all 2" in page.text
    wish = re.search(r'action="/lists/[^"]+/equal-values".*?</form>', page.text, re.DOTALL)
    assert wish
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', wish[0])) | {"text": "7006 123 450"}
    sent.pop("csrf_token")
    page = nadia.post(f"/lists/{list_id}/equal-values", **sent)
    assert "2 rows mended" in page.text
    assert "3 rows can be called." in page.text
    page = nadia.post(f"/lists/{list_id}/mends/1/undo", cause="phone_missing")
    assert "The change was undone." in page.text
    assert "1 row can be called." in page.text
    page = nadia.post(f"/lists/{list_id}/mends/1/undo")
    assert (page.status_code, "This change was undone before: load the page" in page.text) == (409, True)


def test_another_column_is_tried_before_it_is_used(nadia: Officer, list_id: UUID) -> None:
    page = nadia.get(f"/lists/{list_id}/problems?cause=phone_invalid&use=5")
    assert "1 of 2 rows have a valid phone there." in page.text
    assert "1 row can be called." in page.text
    page = nadia.post(f"/lists/{list_id}/other-column", cause="phone_invalid", use="5")
    assert "2 rows can be called." in page.text
    page = nadia.get(f"/lists/{list_id}/mends")
    assert "Phones taken from another column" in page.text
    assert "<del><bdi>94190123</bdi></del> <ins><bdi>7006123452</bdi></ins>" in page.text
    assert "Nadia" in page.text


def downloaded(nadia: Officer, list_id: UUID) -> list[list[object]]:
    answer = nadia.get(f"/lists/{list_id}/refused.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    answer.close()
    return [book.sheet_names, *book.get_sheet_by_index(0).to_python()]  # type: ignore[list-item]


def workbook(name: str, rows: list[list[object]]) -> io.BytesIO:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(name)
        for line, cells in enumerate(rows):
            sheet.write_row(line, 0, cells)
    target.seek(0)
    return target


def test_the_downloaded_rows_come_back_mended(nadia: Officer, list_id: UUID) -> None:
    (name, *_), *rows = downloaded(nadia, list_id)
    assert [row[0] for row in rows[1:]] == [4, 5, 6, 7, 8]
    rows[1][5], rows[2][5], rows[3][5] = 9419012301, "94190 12302", "9419"
    page = nadia.post(f"/lists/{list_id}/mended-file", file=(workbook(str(name), rows), "people-refused.xlsx"))
    assert "3 rows mended, 1 still cannot be called." in page.text
    assert "3 rows can be called." in page.text
    page = nadia.post(f"/lists/{list_id}/mended-file", file=(workbook(str(name), rows), "people-refused.xlsx"))
    assert "rows mended" not in page.text, "the same file again changes nothing"


def test_a_mend_that_was_made_here_meanwhile_stays(nadia: Officer, list_id: UUID) -> None:
    (name, *_), *rows = downloaded(nadia, list_id)
    mend(nadia, list_id, 5, "phone_invalid", "9419012399")
    page = nadia.post(f"/lists/{list_id}/mended-file", file=(workbook(str(name), rows), "old.xlsx"))
    assert "2 rows can be called." in page.text
    rows[2][5] = "9419012302"
    page = nadia.post(f"/lists/{list_id}/mended-file", file=(workbook(str(name), rows), "old.xlsx"))
    assert "1 more row was changed in the file, but had been mended here before" in page.text
    assert "9419012399" in nadia.get(f"/lists/{list_id}/mends").text


def test_another_lists_file_and_moved_columns_are_refused(nadia: Officer, list_id: UUID) -> None:
    (name, *_), *rows = downloaded(nadia, list_id)
    refused = {
        "does not hold the refused rows of this list": workbook("list 0123456789ab", rows),
        "The columns of the workbook are not those": workbook(str(name), [row[:3] + row[4:] for row in rows]),
    }
    for says, file in refused.items():
        page = nadia.post(f"/lists/{list_id}/mended-file", file=(file, "other.xlsx"))
        assert (page.status_code, says in page.text) == (409, True), says
    page = nadia.post(f"/lists/{list_id}/mended-file", file=(io.BytesIO(b"hello"), "a.xlsx"))
    assert (page.status_code, "does not hold the refused rows" in page.text) == (409, True)
    assert nadia.post(f"/lists/{list_id}/mended-file").status_code == 422


def test_what_the_import_has_put_right_is_listed(nadia: Officer, list_id: UUID) -> None:
    page = nadia.get(f"/lists/{list_id}/fixed")
    assert re.search(r"Spaces, signs and codes taken off phones</a></dt><dd class=\"number\">1<", page.text)


def test_an_officer_says_that_a_repair_was_not_so_and_undoes_it(nadia: Officer, list_id: UUID) -> None:
    page = nadia.get(f"/lists/{list_id}/fixed")
    assert "<bdi>+91 94190 12345</bdi>" in page.text
    assert "<bdi>+919419012345</bdi>" in page.text
    page = nadia.post(f"/lists/{list_id}/fixed/not-so", repair="spelling", row="3")
    assert "1 row is read as you said." in page.text
    assert "1 of them cannot be called now." in page.text
    page = problems(nadia, list_id, "phone_invalid")
    assert "0 rows can be called." in page.text
    assert "Somebody has said that it was not read right" in page.text
    assert 'value="+91 94190 12345"' in page.text, "the cell waits to be mended"
    assert "Not this number: the phone was not read right" in nadia.get(f"/lists/{list_id}/mends").text
    page = nadia.post(f"/lists/{list_id}/mends/1/undo", fixed="1")
    assert "The change was undone." in page.text
    assert "1 row can be called." in problems(nadia, list_id, "phone_invalid").text


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"repair": "identity_numbers", "all": "kind"}, 409),
        ({"repair": "spelling", "row": "99"}, 409),
        ({"repair": "everything", "row": "3"}, 400),
        ({"repair": "spelling", "row": "three"}, 400),
        ({"repair": "spelling", "all": "equal", "row": "3", "column": "2", "seen": "old"}, 409),
    ],
)
def test_what_was_not_put_right_cannot_be_taken_back(
    nadia: Officer, list_id: UUID, sent: dict[str, str], code: int
) -> None:
    assert nadia.post(f"/lists/{list_id}/fixed/not-so", **sent).status_code == code
    assert "1 row can be called." in problems(nadia, list_id, "phone_invalid").text


def test_rows_of_a_cause_come_fifty_at_a_time(db: Database, floor: Floor, nadia: Officer) -> None:
    people = "Name,Mobile\n" + "".join(f"Person {letter * 3},9419{at}\n" for at, letter in enumerate("abcdef" * 10))
    found = in_review(db, floor, nadia, people)
    page = problems(nadia, found, "phone_invalid")
    assert page.text.count('class="mend"') == 50
    page = nadia.get(f"/lists/{found}/problems?cause=phone_invalid&after=51")
    assert page.text.count('class="mend"') == 10
    assert 'id="row-52"' in page.text


def test_others_cannot_mend_a_list(db: Database, app: Flask, nadia: Officer, list_id: UUID) -> None:
    with db.transaction(EVERYTHING) as session:
        other = given_floor(session, "housing")
        other.user(session, "omar", Role.OFFICER, password_hash=HASH)
        other.user(session, "shazia", Role.AGENT, password_hash=HASH)
    paths = ("rows/5", "equal-values", "other-column", "mended-file", "mends/1/undo", "fixed/not-so")
    for sign_in, code in (("omar", 404), ("shazia", 403)):
        stranger = Officer(app, sign_in)
        sent = {"cause": "phone_invalid", "cell-2": "9419012399", "use": "5", "column": "2", "row": "5"} | {
            "repair": "spelling"
        }
        assert [stranger.post(f"/lists/{list_id}/{path}", **sent).status_code for path in paths] == [code] * 6
        assert {stranger.get(f"/lists/{list_id}/{path}").status_code for path in ("mends", "fixed")} == {code}
    assert "1 row can be called." in nadia.get(f"/lists/{list_id}/problems").text


def test_an_approved_list_cannot_be_mended_from_an_old_page(nadia: Officer, list_id: UUID) -> None:
    typed = fields(problems(nadia, list_id, "phone_invalid"), "mend-5") | {"cell-2": "9419012399"}
    nadia.post(f"/lists/{list_id}/basis", **WRITTEN)
    nadia.post(f"/lists/{list_id}/approve")
    page = nadia.post(f"/lists/{list_id}/rows/5", **typed)
    assert "This list opened 1 case." in page.text
