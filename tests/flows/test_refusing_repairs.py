"""What the import has put right by itself is listed, and an officer may say of it that it was not so."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, text

from campaigns.lists.find_repairs import FoundRepair, RepairLine, find_repairs
from campaigns.lists.refuse_repair import refuse_repair
from campaigns.rules.lists.list_wishes import EqualCells, NotSo
from campaigns.rules.lists.mends import cell_at, cell_mark
from campaigns.rules.lists.repairs import Repair
from campaigns.rules.refusals import Refusal
from campaigns.rules.verdicts import Reason, Verdict, Warn
from campaigns.shared.mending import Mended
from campaigns.store.lists.list_mends import steps_of_list
from campaigns.store.session import EVERYTHING, Database
from tests.given_floor import NOW, Floor, given_floor
from tests.given_list import imported, scope, upload
from tests.given_mends import counted, mend, rows, totals, undo

NAME, PHONE, OTHER, STATE, DISTRICT = range(5)
REPAIRED = """Name,Mobile No,Other mobile,State,District,Aadhaar No
Fata Begum,9419012345,,J&K,Bandipora,2341 2341 2346
Raja Begum,+91 94190-12346,,J&K,Bandipore,
Sara Bano,+91 94190-12346,,J&K,Bandipore,
Zooni Begum,۹۴۱۹۰۱۲۳۴۷,,Jammu And Kashmir,Bandipora,
Haleema,94190 12348 / 9906112233 (son),,Jammu And Kashmir,Srinagar,
Mala Begum,94190 12349,7006123450,Jammu And Kashmir,Srinagar,
Noora Begum,09419012350,NA,Jammu And Kashmir,Srinagar,
Total,,,,,
"""


@pytest.fixture
def floor(areas: None, db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


@pytest.fixture
def list_id(db: Database, floor: Floor, tmp_path: Path) -> UUID:
    return imported(db, floor, upload(tmp_path, REPAIRED))


def found(db: Database, floor: Floor, list_id: UUID) -> dict[Repair, FoundRepair]:
    return {each.repair: each for each in find_repairs(db, scope(floor), list_id, region="IN")}


def not_so(db: Database, floor: Floor, list_id: UUID, wish: NotSo) -> Mended | Refusal:
    return refuse_repair(db, scope(floor), list_id, wish, user_id=None, now=NOW)


def equal(db: Database, list_id: UUID, row: int, column: int) -> EqualCells:
    return EqualCells(column, row, cell_mark(cell_at(rows(db, list_id)[row]["cells"], column)))


def test_what_was_put_right_is_listed_as_written_and_as_taken(db: Database, floor: Floor, list_id: UUID) -> None:
    listed = found(db, floor, list_id)
    assert {kind: one.cells for kind, one in listed.items()} == {
        Repair.SPELLING: 3,
        Repair.OWN_DIGITS: 1,
        Repair.SEVERAL: 1,
        Repair.PLACES: 5,
        Repair.IDENTITY_NUMBERS: 1,
    }
    assert listed[Repair.SPELLING].lines == (
        RepairLine(PHONE, "+91 94190-12346", "+919419012346", row=3, rows=2),
        RepairLine(PHONE, "94190 12349", "+919419012349", row=7, rows=1),
    )
    assert listed[Repair.OWN_DIGITS].lines[0].taken == "+919419012347"
    assert listed[Repair.SEVERAL].lines[0].taken == "+919906112233"
    assert listed[Repair.PLACES].lines == (
        RepairLine(STATE, "J&K", "Jammu And Kashmir", row=2, rows=3),
        RepairLine(DISTRICT, "Bandipore", "Bandipora", row=3, rows=2),
    )
    assert listed[Repair.IDENTITY_NUMBERS].lines == ()


def test_the_rows_are_looked_at_once_until_the_list_or_an_area_has_changed(
    db: Database, floor: Floor, list_id: UUID
) -> None:
    before = found(db, floor, list_id)
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda _, __, statement, *___: asked.append(statement))
    assert found(db, floor, list_id) == before
    assert not [statement for statement in asked if "list_rows" in statement]
    not_so(db, floor, list_id, NotSo(Repair.OWN_DIGITS))
    assert found(db, floor, list_id) == {kind: one for kind, one in before.items() if kind is not Repair.OWN_DIGITS}
    undo(db, floor, list_id, 1)
    assert found(db, floor, list_id) == before
    with db.transaction(EVERYTHING) as session:
        session.execute(text("UPDATE areas SET name = name WHERE name = 'Bandipora'"))
    asked.clear()
    assert found(db, floor, list_id) == before
    assert [statement for statement in asked if "list_rows" in statement]


def test_a_phone_that_was_not_so_is_mended_before_anybody_is_called(db: Database, floor: Floor, list_id: UUID) -> None:
    before = rows(db, list_id)
    assert not_so(db, floor, list_id, NotSo(Repair.SPELLING, row=3)) == Mended(1, rows=1, accepted=0)
    row = rows(db, list_id)[3]
    assert (row["verdict"], row["reason"], row["phones"]) == (Verdict.REJECTED, Reason.PHONE_INVALID, [])
    assert row["cells"] == before[3]["cells"], "what was written stays to be read"
    assert totals(db, list_id) == counted(db, list_id) == (6, 1, 2)
    assert found(db, floor, list_id)[Repair.SPELLING].cells == 2
    assert mend(db, floor, list_id, 3, PHONE, "9419012366") == Mended(2, 1, 1)
    assert rows(db, list_id)[3]["phones"] == ["+919419012366"]
    assert isinstance(undo(db, floor, list_id, 1), Refusal), "the later change of the cell comes first"
    assert undo(db, floor, list_id, 2) == Mended(3, 1, 0)
    assert rows(db, list_id)[3] == row
    assert undo(db, floor, list_id, 1) == Mended(3, 1, 1)
    assert rows(db, list_id) == before
    assert totals(db, list_id) == (7, 0, 2)


def test_all_of_a_kind_and_all_equal_texts_are_one_step_each(db: Database, floor: Floor, list_id: UUID) -> None:
    before = rows(db, list_id)
    same = NotSo(Repair.SPELLING, equal=equal(db, list_id, 4, PHONE))
    assert not_so(db, floor, list_id, same) == Mended(1, rows=2, accepted=0)
    assert not_so(db, floor, list_id, NotSo(Repair.SPELLING)) == Mended(2, rows=1, accepted=1)
    assert rows(db, list_id)[7]["phones"] == ["+917006123450"], "the other number of the row is still good"
    assert Repair.SPELLING not in found(db, floor, list_id)
    with db.transaction(scope(floor)) as session:
        assert [(step.rows, step.before, step.after) for step in steps_of_list(session, list_id)] == [
            (1, "94190 12349", "94190 12349"),
            (2, "+91 94190-12346", "+91 94190-12346"),
        ]
    for step in (1, 2):
        assert isinstance(undo(db, floor, list_id, step), Mended)
    assert rows(db, list_id) == before


def test_a_second_number_that_was_none_is_not_dialled(db: Database, floor: Floor, list_id: UUID) -> None:
    before = rows(db, list_id)
    assert not_so(db, floor, list_id, NotSo(Repair.SEVERAL)) == Mended(1, 1, 1)
    row = rows(db, list_id)[6]
    assert (row["verdict"], row["phones"]) == (Verdict.ACCEPTED, ["+919419012348"])
    assert Repair.SEVERAL not in found(db, floor, list_id)
    assert undo(db, floor, list_id, 1) == Mended(2, 1, 1)
    assert rows(db, list_id) == before


def test_a_place_that_was_not_meant_is_unknown_until_it_is_mended(db: Database, floor: Floor, list_id: UUID) -> None:
    before = rows(db, list_id)
    wish = NotSo(Repair.PLACES, equal=equal(db, list_id, 3, DISTRICT))
    assert not_so(db, floor, list_id, wish) == Mended(1, rows=2, accepted=2)
    row = rows(db, list_id)[4]
    assert Warn.AREA_UNKNOWN in row["details"]["warnings"]
    assert row["details"]["person"]["area_id"] == "state:1"
    assert row["details"]["places"][0]["said"] == "Bandipore"
    lines = found(db, floor, list_id)[Repair.PLACES].lines
    assert lines == (RepairLine(STATE, "J&K", "Jammu And Kashmir", row=2, rows=3),)
    assert not_so(db, floor, list_id, NotSo(Repair.PLACES)) == Mended(2, rows=3, accepted=3)
    assert Repair.PLACES not in found(db, floor, list_id)
    mend(db, floor, list_id, 3, DISTRICT, "Srinagar")
    assert rows(db, list_id)[3]["details"]["person"]["district_id"] == "district:13"
    for step in (3, 2, 1):
        assert isinstance(undo(db, floor, list_id, step), Mended)
    assert rows(db, list_id) == before


@pytest.mark.parametrize(
    ("wish", "because"),
    [
        (NotSo(Repair.IDENTITY_NUMBERS), "digits_gone"),
        (NotSo(Repair.SPELLING, row=2), "not_repaired"),
        (NotSo(Repair.SPELLING, row=99), "not_repaired"),
        (NotSo(Repair.SPELLING, equal=EqualCells(PHONE, 99, "")), "no_such_row"),
        (NotSo(Repair.SPELLING, equal=EqualCells(PHONE, 3, "another text")), "changed_meanwhile"),
    ],
)
def test_what_cannot_be_taken_back_says_why(
    db: Database, floor: Floor, list_id: UUID, wish: NotSo, because: str
) -> None:
    refused: Any = not_so(db, floor, list_id, wish)
    assert refused.because == because
    assert totals(db, list_id) == (7, 0, 2)
