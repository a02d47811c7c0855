"""A list in review follows the opt-out register: who asked meanwhile is not called, who may be called again is."""

from collections import Counter
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.lists.add_opt_out import WrittenOptOut, add_opt_out
from campaigns.lists.end_do_not_call_file import end_do_not_call_file
from campaigns.lists.lift_opt_out import Lifting, lift_opt_out
from campaigns.lists.settle_lists import settle_lists
from campaigns.rules.calling.opt_outs import OptOutScope, OptOutSource
from campaigns.rules.verdicts import Reason
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import ListRow, OptOut
from tests.flows.test_do_not_call_files import offered, taken
from tests.given_floor import NOW, Floor, given_floor
from tests.given_list import approved, imported, kept, scope, upload

NUMBER = "+919419012345"
PEOPLE = "Name,Mobile\nFata Begum,9419012345\nRaja Begum,9906112233\nSara Bano,94190 12345 / 9906112234\n"


@pytest.fixture
def floor(db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


@pytest.fixture
def list_id(db: Database, floor: Floor, tmp_path: Path) -> UUID:
    return imported(db, floor, upload(tmp_path, PEOPLE))


def reasons(db: Database, list_id: UUID) -> dict[int, Reason | None]:
    rows = select(ListRow.row, ListRow.reason).where(ListRow.list_id == list_id, ListRow.row > 1)
    with db.transaction(EVERYTHING) as session:
        return dict(session.execute(rows).all())


def entered(db: Database, floor: Floor, reach: OptOutScope = OptOutScope.DEPARTMENT) -> UUID:
    wish = WrittenOptOut(floor.department.id, NUMBER, reach, None, "Letter of 12 Nov")
    assert add_opt_out(db, scope(floor), wish, user_id=None, now=NOW) == NUMBER
    with db.transaction(EVERYTHING) as session:
        return session.scalars(select(OptOut.id)).one()


def test_a_number_entered_during_the_review_is_suppressed_before_the_approval(
    db: Database, floor: Floor, list_id: UUID
) -> None:
    assert set(reasons(db, list_id).values()) == {None}
    assert settle_lists(db, opt_out_id=entered(db, floor)) == 1
    assert reasons(db, list_id) == {2: Reason.SUPPRESSED, 3: None, 4: None}, "Sara has another number"
    assert (kept(db, list_id).accepted, kept(db, list_id).rejected) == (2, 1)
    assert approved(db, floor, list_id) == 2


def test_a_number_lifted_during_the_review_may_be_called_again(db: Database, floor: Floor, list_id: UUID) -> None:
    opt_out_id = entered(db, floor)
    settle_lists(db, opt_out_id=opt_out_id)
    lifting = Lifting(floor.department.id, OptOutSource.OFFICE, opt_out_id, NUMBER, "She came to the office")
    assert lift_opt_out(db, scope(floor), lifting, user_id=None, now=NOW) is None
    settle_lists(db, opt_out_id=opt_out_id)
    assert set(reasons(db, list_id).values()) == {None}
    assert kept(db, list_id).accepted == 3


def test_a_do_not_call_file_holds_for_lists_in_review_and_so_does_its_end(
    db: Database, floor: Floor, list_id: UUID, tmp_path: Path
) -> None:
    file_id = taken(db, offered(floor, tmp_path, "Mobile\n9906112233\n9906112234\n", as_of=date(2026, 11, 1)))
    assert settle_lists(db, file_id=file_id) == 1
    assert Counter(reasons(db, list_id).values()) == {Reason.SUPPRESSED: 1, None: 2}
    assert end_do_not_call_file(db, scope(floor), file_id, "wrong file", user_id=None, now=NOW) is None
    settle_lists(db, file_id=file_id)
    assert set(reasons(db, list_id).values()) == {None}


@pytest.mark.parametrize(("reach", "suppressed"), [(OptOutScope.DEPARTMENT, 0), (OptOutScope.EVERYWHERE, 1)])
def test_another_department_s_list_follows_only_what_holds_everywhere(
    db: Database, floor: Floor, list_id: UUID, tmp_path: Path, reach: OptOutScope, suppressed: int
) -> None:
    with db.transaction(EVERYTHING) as session:
        housing = given_floor(session, "housing")
    theirs = imported(db, housing, upload(tmp_path, PEOPLE, "theirs.csv"))
    settle_lists(db, opt_out_id=entered(db, floor, reach))
    assert kept(db, theirs).rejected == suppressed
    assert kept(db, list_id).rejected == 1


def test_a_list_that_is_approved_meanwhile_stands_as_it_was_approved(db: Database, floor: Floor, list_id: UUID) -> None:
    approved(db, floor, list_id)
    assert settle_lists(db, opt_out_id=entered(db, floor)) == 0
    assert set(reasons(db, list_id).values()) == {None}
