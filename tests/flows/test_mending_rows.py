"""An officer mends rows of a list in review; every change is kept, and undoing it leads back exactly."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.lists.confirm_columns import confirm_columns
from campaigns.lists.import_list import import_list
from campaigns.lists.mend_equal_values import mend_equal_values
from campaigns.lists.mend_row import TypedCell, TypedRow, mend_row
from campaigns.lists.try_other_column import Tried, try_other_column
from campaigns.lists.use_other_column import use_other_column
from campaigns.lists.withdraw_list import withdraw_list
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.list_wishes import EqualValues, OtherColumn
from campaigns.rules.lists.mends import cell_mark
from campaigns.rules.refusals import Refusal
from campaigns.rules.verdicts import Reason, Verdict, Warn
from campaigns.shared.mending import Mended
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Case, ListMend
from tests.given_floor import NOW, Floor, given_floor
from tests.given_list import approved, count, imported, kept, scope, together, upload
from tests.given_mends import BLOCK, DIRT, NAME, OTHER, PHONE, counted, mend, rows, totals, undo


@pytest.fixture
def floor(areas: None, db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


@pytest.fixture
def list_id(db: Database, floor: Floor, tmp_path: Path) -> UUID:
    return imported(db, floor, upload(tmp_path, DIRT))


def test_a_mended_phone_is_judged_again_and_its_person_gets_a_case(db: Database, floor: Floor, list_id: UUID) -> None:
    assert totals(db, list_id) == (2, 6, 3)
    mended = mend(db, floor, list_id, 5, PHONE, " 94190-12399 ")
    assert mended == Mended(step=1, rows=1, accepted=1)
    row = rows(db, list_id)[5]
    assert (row["verdict"], row["reason"], row["phones"]) == (Verdict.ACCEPTED, None, ["+919419012399"])
    assert row["cells"][PHONE] == "94190-12399"
    assert row["details"]["person"]["block_id"]
    assert totals(db, list_id) == counted(db, list_id) == (3, 5, 3)
    assert approved(db, floor, list_id) == 3
    assert count(db, Case) == 3


def test_what_stood_there_before_is_kept_with_who_and_when(db: Database, floor: Floor, list_id: UUID) -> None:
    mend(db, floor, list_id, 5, PHONE, "94190")
    with db.transaction(scope(floor)) as session:
        mend_ = session.scalars(select(ListMend)).one()
    assert (mend_.row, mend_.column, mend_.before, mend_.after, mend_.at) == (5, PHONE, "94190123", "94190", NOW)
    assert mend_.original["cells"][PHONE] == "94190123"
    row = rows(db, list_id)[5]
    assert (row["verdict"], row["reason"]) == (Verdict.REJECTED, Reason.PHONE_INVALID)


def test_a_row_that_somebody_else_has_mended_is_not_overwritten(db: Database, floor: Floor, list_id: UUID) -> None:
    seen = cell_mark("94190123")
    results: list[Mended | Refusal] = []

    def officer(text: str) -> None:
        typed = TypedRow(5, {PHONE: TypedCell(seen, text)})
        results.append(mend_row(db, scope(floor), list_id, typed, user_id=None, now=NOW))

    together(lambda: officer("9419012301"), lambda: officer("9419012302"))
    assert sorted(type(result).__name__ for result in results) == ["Mended", "Refusal"]
    refused = next(result for result in results if isinstance(result, Refusal))
    assert refused.because == "changed_meanwhile"
    assert totals(db, list_id) == counted(db, list_id) == (3, 5, 3)


def test_an_identity_number_that_is_typed_is_cut_before_it_is_kept(db: Database, floor: Floor, list_id: UUID) -> None:
    mend(db, floor, list_id, 5, NAME, "Sara Bano 2341 2341 2346")
    with db.transaction(EVERYTHING) as session:
        after = session.scalars(select(ListMend.after)).one()
    assert after == rows(db, list_id)[5]["cells"][NAME] == "Sara Bano XXXXXXXX2346"
    assert Warn.IDENTITY_NUMBER_CUT in rows(db, list_id)[5]["details"]["warnings"]
    mend(db, floor, list_id, 5, NAME, "Sara Bano")
    assert "warnings" not in rows(db, list_id)[5]["details"], "it is gone with the text in which it stood"
    mend(db, floor, list_id, 5, PHONE, "9419XXXX21")
    assert "warnings" not in rows(db, list_id)[5]["details"], "a masked phone is no identity number"


def test_a_rounded_number_stays_rounded_when_another_cell_is_mended(db: Database, floor: Floor, list_id: UUID) -> None:
    mend(db, floor, list_id, 4, BLOCK, "Sumbal")
    assert rows(db, list_id)[4]["reason"] is Reason.PHONE_ROUNDED


def test_one_edit_changes_all_equal_values_of_a_cause(db: Database, floor: Floor, list_id: UUID) -> None:
    wish = EqualValues(Reason.PHONE_MISSING, PHONE, 6, cell_mark("NA"), "9419012377")
    mended = mend_equal_values(db, scope(floor), list_id, wish, user_id=None, now=NOW)
    assert mended == Mended(1, rows=2, accepted=2)
    assert totals(db, list_id) == counted(db, list_id)
    wish = EqualValues(Warn.AREA_UNKNOWN, BLOCK, 10, cell_mark("Nowhere"), "Hajin")
    mended = mend_equal_values(db, scope(floor), list_id, wish, user_id=None, now=NOW)
    assert isinstance(mended, Mended)
    assert mended.rows == 2, "the row without a name has a cause of its own"
    assert all(Warn.AREA_UNKNOWN not in row["details"].get("warnings", ()) for row in rows(db, list_id).values())


def test_another_columns_phones_are_counted_before_they_are_used(db: Database, floor: Floor, list_id: UUID) -> None:
    before = rows(db, list_id)
    tried = try_other_column(db, scope(floor), list_id, Reason.PHONE_MISSING, OTHER, region="IN")
    assert tried == Tried(rows=2, valid=1)
    assert rows(db, list_id) == before
    wish = OtherColumn(Reason.PHONE_MISSING, OTHER)
    assert use_other_column(db, scope(floor), list_id, wish, user_id=None, now=NOW) == Mended(1, 1, 1)
    assert rows(db, list_id)[7]["phones"] == ["+919419011111"]
    assert rows(db, list_id)[6] == before[6]
    again = use_other_column(db, scope(floor), list_id, wish, user_id=None, now=NOW)
    assert isinstance(again, Refusal)
    assert again.because == "no_phone_there"


def test_an_earlier_change_waits_until_the_later_one_of_its_cell_is_undone(
    db: Database, floor: Floor, list_id: UUID
) -> None:
    before = rows(db, list_id)
    for text in ("94190", "9419012355"):
        mend(db, floor, list_id, 5, PHONE, text)
    mend(db, floor, list_id, 5, NAME, "Sara Begum")
    refused = undo(db, floor, list_id, 1)
    assert isinstance(refused, Refusal)
    assert refused.because == "mended_again"
    assert undo(db, floor, list_id, 2) == Mended(4, 1, 0)
    assert undo(db, floor, list_id, 1) == Mended(4, 1, 0)
    assert rows(db, list_id)[5]["name"] == "Sara Begum"
    assert undo(db, floor, list_id, 3) == Mended(4, 1, 0)
    assert isinstance(undo(db, floor, list_id, 3), Refusal)
    assert rows(db, list_id) == before
    assert totals(db, list_id) == (2, 6, 3)


def test_a_list_that_is_read_again_has_no_mends_left_to_undo(db: Database, floor: Floor, list_id: UUID) -> None:
    before = rows(db, list_id)
    mend(db, floor, list_id, 5, PHONE, "9419012355")
    columns = ColumnMap.from_json(kept(db, list_id).columns)
    assert confirm_columns(db, scope(floor), list_id, columns, user_id=None, now=NOW) is None
    import_list(db, list_id, now=lambda: NOW)
    assert rows(db, list_id) == before
    assert isinstance(undo(db, floor, list_id, 1), Refusal)
    assert mend(db, floor, list_id, 5, PHONE, "9419012355") == Mended(2, 1, 1)


@pytest.mark.parametrize("end", [approved, withdraw_list])
def test_a_list_is_mended_only_while_it_is_checked(db: Database, floor: Floor, list_id: UUID, end: Any) -> None:
    mend(db, floor, list_id, 5, PHONE, "9419012355")
    if end is approved:
        approved(db, floor, list_id)
    else:
        withdraw_list(db, scope(floor), list_id, user_id=None, now=NOW)
    for refused in (mend(db, floor, list_id, 4, PHONE, "9419012356"), undo(db, floor, list_id, 1)):
        assert isinstance(refused, Refusal)
        assert refused.because == "not_in_review_to_mend"


def test_another_department_finds_no_list_and_no_mends(db: Database, floor: Floor, list_id: UUID) -> None:
    mend(db, floor, list_id, 5, PHONE, "9419012355")
    with db.transaction(EVERYTHING) as session:
        other = given_floor(session, "housing")
    refused = undo(db, other, list_id, 1)
    assert isinstance(refused, Refusal)
    assert refused.because == "list_unknown"
    with db.transaction(scope(other)) as session:
        assert session.scalars(select(ListMend)).all() == []


def test_a_row_or_column_that_is_not_there_cannot_be_mended(db: Database, floor: Floor, list_id: UUID) -> None:
    for row, column in ((99, PHONE), (1, PHONE), (5, 40)):
        typed = TypedRow(row, {column: TypedCell(cell_mark(""), "9419012355")})
        refused = mend_row(db, scope(floor), list_id, typed, user_id=None, now=NOW)
        assert isinstance(refused, Refusal)
        assert refused.because == "no_such_row"
    same = mend(db, floor, list_id, 5, PHONE, " 94190123 ")
    assert isinstance(same, Refusal)
    assert same.because == "nothing_changed"
