"""The page of a long change, as a browser without scripts uses it: how far it is, what came of it, and why not."""

import io
import re
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
import xlsxwriter
from flask import Flask
from redis import Redis
from sqlalchemy import select
from werkzeug.test import TestResponse

from agent_ui.app import create_app
from campaigns.lists.refuse_repair import refuse_repair
from campaigns.rules.lists.list_wishes import NotSo
from campaigns.rules.lists.long_changes import BYTES_AT_ONCE, LongKind
from campaigns.rules.lists.repairs import Repair
from campaigns.rules.roles import Role
from campaigns.shared.mending import Mended
from campaigns.sheets.write_refused_rows import COLUMNS_BEFORE, refused_sheet_name
from campaigns.store.lists.long_changes import note_rows_done
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import LongChange, LongChangePart
from config import Settings
from tests.edges.test_lists_pages import Officer
from tests.edges.test_sign_in import HASH
from tests.flows.test_killed_import import work_off
from tests.flows.test_long_changes import MANY, spelt
from tests.given_floor import NOW, Floor, given_floor
from tests.given_house import given_house
from tests.given_list import imported, kept, say_it_is_long, upload

NOT_SO = {"repair": "spelling", "all": "kind"}


@pytest.fixture
def app(database_url: str, redis_url: str, db: Database, redis: Redis) -> Flask:
    most = 5_000_000
    settings = Settings(database_url=database_url, redis_url=redis_url, secret_key="k" * 40, max_upload_bytes=most)
    return create_app(settings, built=given_house(db, redis, settings))


@pytest.fixture
def floor(areas: None, db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        floor = given_floor(session)
        for name in ("nadia", "bilal"):
            floor.user(session, name, Role.OFFICER, password_hash=HASH)
        return floor


def the_change(db: Database) -> LongChange:
    with db.transaction(EVERYTHING) as session:
        return session.scalars(select(LongChange).order_by(LongChange.asked_at.desc())).all()[0]


def test_two_officers_see_one_long_change_from_its_asking_to_its_undoing(
    db: Database, floor: Floor, app: Flask, redis: Redis, database_url: str, redis_url: str, tmp_path: Path
) -> None:
    list_id = imported(db, floor, upload(tmp_path, spelt(MANY)))
    nadia, bilal = Officer(app, "nadia"), Officer(app, "bilal")
    page = nadia.post(f"/lists/{list_id}/fixed/not-so", **NOT_SO)
    assert "What was put right is being taken back" in page.text
    assert "Waiting for its turn." in page.text
    again = nadia.post(f"/lists/{list_id}/fixed/not-so", **NOT_SO)
    assert again.request.path == page.request.path, "pressed again, she is led to the same work"
    told = bilal.post(f"/lists/{list_id}/fixed/not-so", **NOT_SO)
    assert told.status_code == 409
    assert ", for 00:0" in told.text
    assert bilal.get(f"/lists/{list_id}").request.path == page.request.path
    assert bilal.post(f"/lists/{list_id}/withdraw").request.path == page.request.path
    assert "See how far it is" in bilal.get(f"/lists/{list_id}/check").text
    change = the_change(db)
    with db.transaction(EVERYTHING) as session:
        session.get_one(LongChange, change.id).begun_at = change.asked_at
        note_rows_done(session, change.id, 1_300)
    assert "1,300 of 5,201 rows gone through" in nadia.get(page.request.path).text
    work_off(db, redis, database_url, redis_url)
    done = nadia.get(page.request.path)
    assert done.request.path == f"/lists/{list_id}/fixed"
    assert "5,200 rows are read as you said." in done.text
    undoing = nadia.post(f"/lists/{list_id}/mends/1/undo", fixed="1")
    assert "A change is being undone" in undoing.text
    work_off(db, redis, database_url, redis_url)
    undone = nadia.browser.get(f"{undoing.request.path}?{undoing.request.query_string.decode()}", follow_redirects=True)
    assert undone.request.path == f"/lists/{list_id}/fixed"
    assert "The change was undone." in undone.text


def test_a_long_workbook_is_kept_for_the_worker_and_what_is_wrong_with_it_is_said_at_the_end(
    db: Database, floor: Floor, app: Flask, redis: Redis, database_url: str, redis_url: str, tmp_path: Path
) -> None:
    list_id = imported(db, floor, upload(tmp_path, "Name,Mobile\nFata Begum,94190\nSara Bano,94191\n"))
    nadia = Officer(app, "nadia")
    for heads, said in ((["Name", "Phone"], "The columns of the workbook are not those"), (["Name", "Mobile"], "")):
        content = workbook(list_id, heads)
        assert len(content) > BYTES_AT_ONCE
        page = nadia.post(f"/lists/{list_id}/mended-file", file=(io.BytesIO(content), "refused.xlsx"))
        assert "Rows mended in a spreadsheet are being taken back" in page.text
        work_off(db, redis, database_url, redis_url)
        led = nadia.get(page.request.path)
        assert led.request.path == f"/lists/{list_id}/problems"
        assert (said or "1 row mended") in led.text
    assert the_change(db).kind is LongKind.FROM_FILE
    assert the_change(db).result == {"step": 1, "rows": 1, "left": 0}
    with db.transaction(EVERYTHING) as session:
        assert session.scalars(select(LongChangePart)).all() == [], "the workbook is not kept beyond its use"


def test_who_asked_something_of_a_whole_long_list_is_led_to_what_came_of_it(
    db: Database, floor: Floor, app: Flask, redis: Redis, database_url: str, redis_url: str, tmp_path: Path
) -> None:
    older, list_id = (imported(db, floor, upload(tmp_path, spelt(rows), f"{rows}.csv")) for rows in (7, 9))
    nadia = Officer(app, "nadia")
    nadia.post(f"/lists/{older}/approve")
    say_it_is_long(db, older)
    sample = {"by": "whole_list", "of": "people", "at_least": "1", "seed": "lot 7", "shares": "proportional"}

    def led(page: str, **fields: str) -> TestResponse:
        say_it_is_long(db, list_id)
        asked = nadia.post(f"/lists/{list_id}/{page}", **fields)
        assert "Waiting for its turn." in asked.text
        work_off(db, redis, database_url, redis_url)
        return nadia.browser.get(f"{asked.request.path}?{asked.request.query_string.decode()}", follow_redirects=True)

    refused = led("sample", **sample, size="99")
    assert refused.request.path == f"/lists/{list_id}/sample"
    assert 'value="99"' in refused.text
    assert "notice-bad" in refused.text
    assert led("sample", **sample, size="3").request.path == f"/lists/{list_id}/check"
    assert led("newer-version", older=str(older)).request.path == f"/lists/{list_id}/newer-version"
    assert kept(db, list_id).replaces_id == older
    people = re.search(
        r"Unchanged people</b> <span class=\"badge\">(\d)<", nadia.get(f"/lists/{list_id}/newer-version").text
    )
    assert people, "it is kept, and shown without comparing again"
    changed = "Rows of this list have changed since it was compared."
    assert changed not in nadia.get(f"/lists/{list_id}/check").text
    assert isinstance(
        refuse_repair(db, Scope(floor.department.id), list_id, NotSo(Repair.SPELLING, row=2), user_id=None, now=NOW),
        Mended,
    )
    assert all(changed in nadia.get(f"/lists/{list_id}/{page}").text for page in ("check", "newer-version"))
    assert led("undo-import").request.path == f"/lists/{list_id}/columns"
    assert led("reading", encoding="windows-1256").request.path == f"/lists/{list_id}/columns"
    assert kept(db, list_id).encoding == "windows-1256"


def workbook(list_id: UUID, heads: list[str]) -> bytes:
    """The downloaded rows with one phone mended, and far more beside them than a request takes."""
    target, chance = io.BytesIO(), Random(7)
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet(refused_sheet_name(list_id))
        sheet.write_row(0, COLUMNS_BEFORE, heads)
        for line, (row, name, phone) in enumerate([(2, "Fata Begum", "9419012345"), (3, "Sara Bano", "94191")], 1):
            sheet.write(line, 0, row)
            sheet.write_row(line, COLUMNS_BEFORE, [name, phone])
        beside = book.add_worksheet("Notes")
        for line in range(400):
            beside.write(line, 0, chance.randbytes(1_500).hex())
    return target.getvalue()
