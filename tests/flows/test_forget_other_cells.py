"""After its review a list keeps of its rows only the columns that were picked; the file itself stays as it came."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.lists.confirm_columns import confirm_columns
from campaigns.lists.forget_other_cells import forget_other_cells
from campaigns.lists.import_list import import_list
from campaigns.lists.note_lawful_basis import note_lawful_basis
from campaigns.lists.withdraw_list import withdraw_list
from campaigns.rules.lists.columns import ColumnMap
from campaigns.store.lists.list_files import write_file
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import ListRow
from tests.given_floor import NOW, Floor, given_floor
from tests.given_list import BASIS, approved, kept, received, scope, upload

PEOPLE = "Name,Mobile,Bank,Photo\nFata Begum,9419012345,JK,a.jpg\nRaja,94190,SB,b.jpg\nZooni,9906112233,,\n"


@pytest.fixture
def floor(db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


def in_review(db: Database, floor: Floor, folder: Path) -> UUID:
    list_id = received(db, floor, upload(folder, PEOPLE))
    columns = ColumnMap.from_json(kept(db, list_id).columns | {"extra": [2]})
    assert confirm_columns(db, scope(floor), list_id, columns, user_id=None, now=NOW) is None
    assert import_list(db, list_id, now=lambda: NOW) is None
    return list_id


def cells(db: Database) -> list[list[str]]:
    with db.transaction(EVERYTHING) as session:
        return list(session.scalars(select(ListRow.cells).order_by(ListRow.row)))


PICKED = [
    ["Name", "Mobile", "Bank", ""],
    ["Fata Begum", "9419012345", "JK", ""],
    ["Raja", "94190", "SB", ""],
    ["Zooni", "9906112233"],
]


def test_in_review_every_cell_is_there_to_mend_by(db: Database, floor: Floor, tmp_path: Path) -> None:
    in_review(db, floor, tmp_path)
    assert forget_other_cells(db) == 0
    assert cells(db)[1][3] == "a.jpg"


def test_an_approved_list_keeps_only_what_was_picked_a_few_rows_at_a_time(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    list_id = in_review(db, floor, tmp_path)
    assert note_lawful_basis(db, scope(floor), list_id, BASIS, user_id=None, now=NOW) is None
    assert approved(db, floor, list_id) == 2
    assert [forget_other_cells(db, at_once=3) for _ in range(3)] == [3, 1, 0]
    assert cells(db) == PICKED
    with db.transaction(EVERYTHING) as session:
        write_file(session, list_id, tmp_path / "kept")
    assert (tmp_path / "kept").read_text() == PEOPLE


def test_a_withdrawn_list_keeps_no_more(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = in_review(db, floor, tmp_path)
    withdraw_list(db, scope(floor), list_id, user_id=None, now=NOW)
    assert forget_other_cells(db) == 4
    assert cells(db) == PICKED
