"""A change of many rows of a list is made by a worker: once, whatever happens to her, and alone with the list."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from redis import Redis
from sqlalchemy import delete, func, select

from campaigns.lists.approve_list import approve_list
from campaigns.lists.ask_for_change import ask_for_change
from campaigns.lists.begin_change import MOST_TRIES, begin_change
from campaigns.lists.choose_older_list import choose_older_list
from campaigns.lists.confirm_columns import confirm_columns
from campaigns.lists.draw_sample import draw_sample
from campaigns.lists.drop_sample import drop_sample
from campaigns.lists.hold_list import hold_list
from campaigns.lists.lift_hold import lift_hold
from campaigns.lists.note_lawful_basis import note_lawful_basis
from campaigns.lists.refuse_repair import refuse_repair
from campaigns.lists.ring_waiting_changes import ring_waiting_changes
from campaigns.lists.undo_import import undo_import
from campaigns.lists.withdraw_list import withdraw_list
from campaigns.rules.list_states import ListStatus
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.list_wishes import Approve, NewerThan, NotSo, Sample, UndoImport, UndoStep, Wish, Withdraw
from campaigns.rules.lists.repairs import Repair
from campaigns.rules.lists.sampling import SamplePlan, Shares, StrataBy
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.shared.changing import BeingChanged, ChangeOverError
from campaigns.store.lists.long_changes import long_change
from campaigns.store.people.samples import plan_of
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import (
    Case,
    ListLawfulBasis,
    ListMend,
    ListSample,
    LongChange,
    LongChangePart,
)
from tests.flows.test_killed_import import WORKER, kill, process, work_off
from tests.given_floor import NOW, Floor, given_floor
from tests.given_gate import gate_within_lists
from tests.given_list import BASIS, imported, kept, say_it_is_long, scope, upload
from tests.given_live import until
from tests.given_mends import mend
from tests.given_samples import people

MANY = 5_200  # rows, more than are mended within a request
ALL = NotSo(Repair.SPELLING)
Work = Callable[[], None]


@pytest.fixture
def floor(areas: None, db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


@pytest.fixture
def list_id(db: Database, floor: Floor, tmp_path: Path) -> UUID:
    return imported(db, floor, upload(tmp_path, spelt(MANY)))


@pytest.fixture
def work(db: Database, redis: Redis, database_url: str, redis_url: str) -> Work:
    """The worker of lists takes what stands in the queue."""
    return lambda: work_off(db, redis, database_url, redis_url)


def spelt(people: int) -> str:
    return "Name,Mobile\n" + "".join(f"Person {n},+91 {94190_00000 + n}\n" for n in range(people))


def ask(db: Database, floor: Floor, list_id: UUID, wish: Wish, user_id: UUID | None = None) -> UUID | Refusal | None:
    return ask_for_change(db, scope(floor), list_id, wish, user_id=user_id, now=NOW)


def asked(db: Database, floor: Floor, list_id: UUID, wish: Wish) -> UUID:
    change_id = ask(db, floor, list_id, wish)
    assert isinstance(change_id, UUID), change_id
    return change_id


def change(db: Database, change_id: UUID) -> LongChange:
    with db.transaction(EVERYTHING) as session:
        found = long_change(session, change_id)
    assert found is not None
    return found


def steps(db: Database, list_id: UUID) -> dict[int, int]:
    """How many cells each step of mending has changed."""
    with db.transaction(EVERYTHING) as session:
        counted = select(ListMend.step, func.count()).where(ListMend.list_id == list_id).group_by(ListMend.step)
        return {step: cells for step, cells in session.execute(counted)}  # noqa: C416 - a row is no tuple of two to mypy


def test_a_small_change_and_one_that_is_refused_anyway_are_left_to_the_page(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    small = imported(db, floor, upload(tmp_path, spelt(40)))
    assert [ask(db, floor, small, wish) for wish in (ALL, Approve(), Withdraw(), UndoStep(1))] == [None] * 4
    assert ask(db, floor, UUID(int=1), ALL) is None
    with db.transaction(Scope(UUID(int=2))) as session:
        assert session.scalars(select(LongChange)).all() == []


def test_a_worker_does_what_the_page_would_and_undoes_it_as_exactly(
    db: Database, floor: Floor, list_id: UUID, work: Work
) -> None:
    change_id = asked(db, floor, list_id, ALL)
    work()
    done = change(db, change_id)
    assert done.result == {"step": 1, "rows": MANY}
    assert (done.rows_done, done.rows_expected, done.wish) == (MANY + 1, MANY + 1, None)
    assert kept(db, list_id).accepted == 0
    undoing = asked(db, floor, list_id, UndoStep(1))
    work()
    assert change(db, undoing).ended_at is not None
    assert kept(db, list_id).accepted == MANY
    assert steps(db, list_id) == {1: MANY}


def test_a_killed_worker_leaves_nothing_half_done_and_the_next_does_it_once(
    db: Database, floor: Floor, list_id: UUID, work: Work, redis: Redis, database_url: str, redis_url: str
) -> None:
    change_id = asked(db, floor, list_id, ALL)
    with gate_within_lists(db, "UPDATE", 4_000) as gate:
        with process(database_url, redis_url, *WORKER) as worker:
            gate.reached()
            kill(worker)
        told = change(db, change_id)
        assert (told.rows_done, told.tries, told.ended_at) == (3_000, 1, None)
        until(lambda: steps(db, list_id) == {})
        assert kept(db, list_id).accepted == MANY
        redis.flushall()  # the bell is lost, too
        gate.open()
    ring_waiting_changes(db)
    work()
    assert (change(db, change_id).tries, steps(db, list_id)) == (2, {1: MANY})
    ring_waiting_changes(db)  # nothing waits any more
    work()
    assert (change(db, change_id).tries, steps(db, list_id)) == (2, {1: MANY})


def test_whoever_presses_twice_is_led_to_one_change_and_others_are_told_to_wait(
    db: Database, floor: Floor, list_id: UUID, work: Work
) -> None:
    with db.transaction(EVERYTHING) as session:
        nadia, bilal = (floor.user(session, name, Role.OFFICER).id for name in ("nadia", "bilal"))
    first = ask(db, floor, list_id, ALL, nadia)
    assert isinstance(first, UUID)
    assert ask(db, floor, list_id, ALL, nadia) == first
    columns, plan = ColumnMap.from_json(kept(db, list_id).columns), SamplePlan("lot", people=10)
    by: dict[str, Any] = {"user_id": bilal, "now": NOW}
    of = db, scope(floor), list_id
    meanwhile: list[object] = [
        ask(db, floor, list_id, ALL, bilal),
        ask(db, floor, list_id, Approve(), nadia),
        mend(db, floor, list_id, 2, 1, "9419012345"),
        refuse_repair(*of, NotSo(Repair.SPELLING, row=2), **by),
        approve_list(*of, **by),
        withdraw_list(*of, **by),
        undo_import(*of, **by),
        confirm_columns(*of, columns, **by),
        draw_sample(*of, Sample(plan), **by),
        drop_sample(*of, **by),
        choose_older_list(*of, None),
        note_lawful_basis(*of, BASIS, **by),
        hold_list(*of, ("court", None), **by),
        lift_hold(*of, **by),
    ]
    assert [(type(each), getattr(each, "by", None)) for each in meanwhile] == [(BeingChanged, "Nadia")] * 14
    work()
    assert ask(db, floor, list_id, ALL, bilal) is None, "nothing is spelt otherwise any more"
    assert not isinstance(approve_list(*of, **by), BeingChanged)


def test_what_cannot_be_done_in_the_end_says_why_and_changes_nothing(
    db: Database, floor: Floor, tmp_path: Path, work: Work
) -> None:
    list_id = imported(db, floor, upload(tmp_path, spelt(50)))
    say_it_is_long(db, list_id)
    change_id = asked(db, floor, list_id, Approve())
    with db.transaction(EVERYTHING) as session:
        session.execute(delete(ListLawfulBasis))
    work()
    refused = change(db, change_id)
    assert refused.ended_at is not None
    assert (refused.result or {})["because"] == "basis_missing"
    assert kept(db, list_id).status is ListStatus.REVIEW
    assert note_lawful_basis(db, scope(floor), list_id, BASIS, user_id=None, now=NOW) is None
    approved = asked(db, floor, list_id, Approve())
    work()
    assert change(db, approved).result == {"cases": 50}
    with db.transaction(EVERYTHING) as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 50


def test_a_change_that_never_comes_to_its_end_is_given_up_with_a_sentence(
    db: Database, floor: Floor, list_id: UUID, tmp_path: Path, work: Work
) -> None:
    change_id = asked(db, floor, list_id, ALL)
    for _ in range(MOST_TRIES):
        assert begin_change(db, change_id, tmp_path / "workbook", now=NOW) is not None
    work()
    assert (change(db, change_id).result or {})["because"] == "change_given_up"
    late = NotSo(Repair.SPELLING, change_id=change_id)  # a worker who was thought dead and was only slow
    with pytest.raises(ChangeOverError):
        refuse_repair(db, scope(floor), list_id, late, user_id=None, now=NOW)
    assert (kept(db, list_id).accepted, steps(db, list_id)) == (MANY, {})
    with db.transaction(EVERYTHING) as session:
        assert session.scalars(select(LongChangePart)).all() == []


def test_what_goes_through_a_whole_long_list_is_left_to_a_worker_who_does_what_the_page_would(
    db: Database, floor: Floor, tmp_path: Path, work: Work
) -> None:
    older = imported(db, floor, upload(tmp_path, people(range(20)), "older.csv"))
    assert not isinstance(approve_list(db, scope(floor), older, user_id=None, now=NOW), Refusal)
    list_id = imported(db, floor, upload(tmp_path, people(range(10, 60)), "newer.csv"))
    assert kept(db, list_id).accepted == 40, "ten are called for the older list"
    plan = SamplePlan("lot", StrataBy.GENDER, Shares.OWN, per_cent=Decimal("2.5"), sizes={"male": 3, "female": 5})
    wishes: list[Wish] = [Sample(plan), NewerThan(older, withdraw_missing=True), UndoImport()]
    assert [ask(db, floor, list_id, wish) for wish in wishes] == [None] * 3
    say_it_is_long(db, list_id)
    assert ask(db, floor, list_id, NewerThan(UUID(int=1))) is None, "refused at once"

    def made(wish: Wish) -> object:
        say_it_is_long(db, list_id)
        change_id = asked(db, floor, list_id, wish)
        work()
        return change(db, change_id).result

    assert made(wishes[0]) == {"drawn": 8}
    with db.transaction(EVERYTHING) as session:
        assert plan_of(session.scalars(select(ListSample)).one()) == plan
    assert made(wishes[1]) == {}
    told = kept(db, list_id)
    assert (told.accepted, told.replaces_id, told.withdraws_missing) == (50, older, True)
    assert made(wishes[2]) == {}
    assert (kept(db, list_id).status, kept(db, list_id).rows_total) == (ListStatus.RECEIVED, None)
