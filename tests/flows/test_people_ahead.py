"""A long list's people are stored over two connections: as one would, and none is left of an approval that is killed."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from redis import Redis
from sqlalchemy import select

from campaigns.lists.ask_for_change import ask_for_change
from campaigns.lists.clear_people_ahead import clear_people_ahead
from campaigns.lists.ring_waiting_changes import ring_waiting_changes
from campaigns.lists.undo_import import undo_import
from campaigns.rules.list_states import ListStatus
from campaigns.rules.lists.list_wishes import Approve
from campaigns.store.session import EVERYTHING, Database, DatabaseAway
from campaigns.store.tables import Beneficiary, BeneficiaryPhone, Case, ListRow, PeopleAhead
from tests.flows.test_killed_import import WORKER, kill, process, work_off
from tests.given_floor import NOW, Floor, given_floor
from tests.given_gate import gate_within_cases
from tests.given_list import approved, count, imported, kept, say_it_is_long, scope, upload
from tests.given_mends import mend

# Known from before, named twice, with another number the second time, on a shared phone: in both halves and across them.
EARLIER = "Name,Mobile,District\nKnown First,9419000001,Bandipora\nKnown Last,9419000002,Bandipora\n"
HEADER = "Name,Mobile,Alternate mobile,District\n"
PEOPLE = (
    "Known First,9419000001,9419000091,Bandipora",
    "Named Twice,9419000003,,Bandipora",
    "Of One House,9419000004,,Bandipora",
    "Nobody,,,Bandipora",
    "First Again,9419000005,,Bandipora",
    "First Again,9419000005,9419000095,Bandipora",
    "Two Numbers,9419000006,9419000096,Bandipora",
    "Two Numbers,9419000096,9419000006,Bandipora",
    "Same House,9419000004,,Bandipora",
    "Last Again,9419000007,,Bandipora",
    "Last Again,9419000007,9419000097,Bandipora",
    "Known Last,9419000002,9419000092,Bandipora",
    "Named Twice,9419000003,9419000093,Bandipora",
)
LONG = HEADER + "\n".join(PEOPLE)
LAST_ROWS = 10  # of "Same House", stored by the second connection


@pytest.fixture
def floor(areas: None, db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


def long_list(db: Database, floor: Floor, folder: Path) -> UUID:
    list_id = imported(db, floor, upload(folder, LONG, "long.csv"))
    say_it_is_long(db, list_id)
    return list_id


def told(db: Database, floor: Floor, list_id: UUID) -> list[tuple[Any, ...]]:
    """What the rows of a list have become: who, her numbers in their order, and whether her case stands there."""
    with db.transaction(scope(floor)) as session:
        numbers: dict[UUID, list[tuple[int, str]]] = {}
        for phone in session.scalars(select(BeneficiaryPhone)):
            numbers.setdefault(phone.beneficiary_id, []).append((phone.position, phone.e164))
        rows = select(ListRow.row, Beneficiary.id, Beneficiary.name, Case.list_row)
        rows = rows.outerjoin(Beneficiary, Beneficiary.id == ListRow.beneficiary_id)
        rows = rows.outerjoin(Case, (Case.beneficiary_id == Beneficiary.id) & (Case.list_id == list_id))
        found = session.execute(rows.where(ListRow.list_id == list_id).order_by(ListRow.row)).all()
    return [(row, name, case, sorted(numbers.get(id_, []))) for row, id_, name, case in found]


def nobody_is_ahead(db: Database) -> bool:
    """Everybody has a case, and no note stands."""
    with db.transaction(EVERYTHING) as session:
        caseless = session.scalars(select(Beneficiary.id).where(Beneficiary.id.not_in(select(Case.beneficiary_id))))
        return not caseless.all() and count(db, PeopleAhead) == 0


def died(db: Database, floor: Floor, list_id: UUID) -> None:
    """An approval loses its connection when its people stand, before the first case of the last rows."""
    with gate_within_cases(db, LAST_ROWS) as gate, ThreadPoolExecutor(1) as officer:
        approving = officer.submit(approved, db, floor, list_id)
        gate.reached()
        gate.cut_off()
        with pytest.raises(DatabaseAway):
            approving.result(60)
    assert (count(db, Case), kept(db, list_id).status) == (0, ListStatus.REVIEW)
    assert (count(db, PeopleAhead), nobody_is_ahead(db)) == (1, False)


def test_two_connections_make_of_a_list_what_one_makes(db: Database, floor: Floor, tmp_path: Path) -> None:
    with db.transaction(EVERYTHING) as session:
        other = given_floor(session, "housing")
    lists = []
    for each in (floor, other):
        approved(db, each, imported(db, each, upload(tmp_path, EARLIER, "earlier.csv")))
        lists.append(imported(db, each, upload(tmp_path, LONG, "long.csv")))
    say_it_is_long(db, lists[1])
    assert approved(db, floor, lists[0]) == approved(db, other, lists[1]) == 7
    assert told(db, floor, lists[0]) == told(db, other, lists[1])
    assert nobody_is_ahead(db)


def test_an_approval_killed_between_people_and_cases_is_made_once_by_the_next(
    db: Database, floor: Floor, redis: Redis, database_url: str, redis_url: str, tmp_path: Path
) -> None:
    list_id = long_list(db, floor, tmp_path)
    assert isinstance(ask_for_change(db, scope(floor), list_id, Approve(), user_id=None, now=NOW), UUID)
    with gate_within_cases(db, LAST_ROWS) as gate, process(database_url, redis_url, *WORKER) as worker:
        gate.reached()
        kill(worker)
        assert (count(db, Case), kept(db, list_id).status) == (0, ListStatus.REVIEW)
        assert (count(db, PeopleAhead), nobody_is_ahead(db)) == (1, False)
        gate.open()
    redis.flushall()
    ring_waiting_changes(db)
    work_off(db, redis, database_url, redis_url)
    assert kept(db, list_id).status is ListStatus.APPROVED
    assert count(db, Case) == count(db, Beneficiary) == 9
    assert nobody_is_ahead(db)


def test_whoever_was_left_and_is_mended_since_is_made_of_her_new_words(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    list_id = long_list(db, floor, tmp_path)
    died(db, floor, list_id)
    mend(db, floor, list_id, LAST_ROWS, 0, "Mended Since")
    assert approved(db, floor, list_id) == count(db, Beneficiary) == 9
    assert "Mended Since" in {name for _, name, *_ in told(db, floor, list_id)}
    assert nobody_is_ahead(db)


def test_upkeep_takes_away_whom_a_died_approval_left_though_its_list_is_undone(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    list_id = long_list(db, floor, tmp_path)
    died(db, floor, list_id)
    assert undo_import(db, scope(floor), list_id, user_id=None, now=NOW) is None
    clear_people_ahead(db)
    assert (count(db, Beneficiary), count(db, BeneficiaryPhone), count(db, PeopleAhead)) == (0, 0, 0)


def test_upkeep_leaves_the_people_of_an_approval_that_runs(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = long_list(db, floor, tmp_path)
    with gate_within_cases(db, LAST_ROWS) as gate, ThreadPoolExecutor(1) as officer:
        approving = officer.submit(approved, db, floor, list_id)
        gate.reached()
        people = count(db, Beneficiary)
        clear_people_ahead(db)
        assert count(db, Beneficiary) == people > 0
        gate.open()
        assert approving.result(60) == 9
    assert nobody_is_ahead(db)
