"""One press changes more rows than a statement takes values, and is undone as exactly."""

from pathlib import Path

from campaigns.lists.refuse_repair import refuse_repair
from campaigns.lists.undo_mend import undo_mend
from campaigns.rules.lists.list_wishes import NotSo, UndoStep
from campaigns.rules.lists.repairs import Repair
from campaigns.shared.mending import Mended
from campaigns.store.lists.list_mends import accepted_among, originals, refusals, rows_by_number
from campaigns.store.session import EVERYTHING, Database
from tests.given_floor import NOW, given_floor
from tests.given_list import imported, kept, scope, upload

MOST_VALUES = 65_535  # that one statement of PostgreSQL's protocol takes


def test_a_statement_about_a_hundred_thousand_rows_is_one_statement(db: Database, tmp_path: Path) -> None:
    with db.transaction(EVERYTHING) as session:
        floor = given_floor(session)
    list_id = imported(db, floor, upload(tmp_path, "Name,Mobile\nFata Begum,9419012345\n"))
    many = range(1, MOST_VALUES + 10)
    with db.transaction(scope(floor)) as session:
        assert accepted_among(session, list_id, many) == 1
        assert list(rows_by_number(session, list_id, list(many))) == [1, 2]
        assert (originals(session, list_id, many), refusals(session, list_id, many)) == ({}, {})


def test_all_repairs_of_a_kind_are_refused_page_by_page_and_undone(db: Database, tmp_path: Path) -> None:
    with db.transaction(EVERYTHING) as session:
        floor = given_floor(session)
    people = "".join(f"Person {n // 26} {chr(65 + n % 26)},+91 94190 {n:05d}\n" for n in range(1_200))
    list_id = imported(db, floor, upload(tmp_path, f"Name,Mobile\n{people}"))
    done = refuse_repair(db, scope(floor), list_id, NotSo(Repair.SPELLING), user_id=None, now=NOW)
    assert isinstance(done, Mended)
    assert (done.rows, kept(db, list_id).accepted) == (1_200, 0)
    undone = undo_mend(db, scope(floor), list_id, UndoStep(done.step), user_id=None, now=NOW)
    assert isinstance(undone, Mended)
    assert kept(db, list_id).accepted == 1_200
