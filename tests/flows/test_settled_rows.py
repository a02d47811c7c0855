"""What a row's verdict owes to other rows, to the opt-out register and to the campaign, after the import and any mend."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from campaigns.lists.key_rows import key_rows
from campaigns.lists.undo_import import undo_import
from campaigns.lists.withdraw_list import withdraw_list
from campaigns.rules.calling.opt_outs import OptOutScope, OptOutSource, Reach
from campaigns.rules.lists.beneficiary_list import judge_rows
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.same_person import without_repeated_people
from campaigns.rules.lists.shared_phones import SharedPhones
from campaigns.rules.verdicts import Reason, Verdict, Warn
from campaigns.shared.mending import Mended
from campaigns.sheets.open_sheet import open_sheet
from campaigns.store.areas.shipped_areas import shipped_gazetteer
from campaigns.store.lists.cause_rows import first_rows_of_cause
from campaigns.store.lists.list_rows import counted_rows
from campaigns.store.lists.lists import lock_list
from campaigns.store.lists.row_keys import LONG, rows_by_key
from campaigns.store.lists.rows_settling import settle_rows
from campaigns.store.people.opt_outs import note_opt_out
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import BeneficiaryList, RowKeys
from tests.given_floor import NOW, Floor, given_floor
from tests.given_list import approved, count, imported, kept, scope, upload
from tests.given_mends import counted, mend, rows, totals, undo
from workers.bench.long_list import write_long_list

ID, NAME, PHONE = 0, 1, 2
HEAD = "PPO No,Name,Mobile No,District\n"


@pytest.fixture
def floor(areas: None, db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


def listed(db: Database, floor: Floor, folder: Path, *lines: str, name: str = "people.csv") -> UUID:
    return imported(db, floor, upload(folder, HEAD + "".join(f"{line},Bandipora\n" for line in lines), name))


def reasons(db: Database, list_id: UUID) -> list[Reason | None]:
    return [row["reason"] for number, row in rows(db, list_id).items() if number > 1]


def silence(db: Database, floor: Floor, number: str) -> None:
    reach = Reach(OptOutScope.DEPARTMENT, floor.department.id)
    with db.transaction(EVERYTHING) as session:
        assert note_opt_out(session, number, reach, OptOutSource.OFFICE, at=NOW)


def test_of_two_rows_of_one_person_the_first_is_kept_and_named(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = listed(db, floor, tmp_path, "P-1,Fata Begum,9419000001", "P-1,Fatima Begum,9419000002")
    assert reasons(db, list_id) == [None, Reason.DUPLICATE_IN_FILE]
    assert rows(db, list_id)[3]["details"]["same_as_row"] == 2
    assert totals(db, list_id) == (1, 1, 1)


def test_without_an_id_name_phone_and_area_tell_who_is_the_same(db: Database, floor: Floor, tmp_path: Path) -> None:
    lines = ",Mst. Fata Begum,9419000001", ",FATA BEGUM W/o Ali,+91 94190 00001", ",Fata Begum,9419000002"
    assert reasons(db, listed(db, floor, tmp_path, *lines)) == [None, Reason.DUPLICATE_IN_FILE, None]


def test_a_row_takes_the_place_of_one_that_cannot_be_called(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = listed(db, floor, tmp_path, "P-1,Fata Begum,NA", "P-1,Fata Begum,9419000002")
    assert reasons(db, list_id) == [Reason.PHONE_MISSING, None]
    mended = mend(db, floor, list_id, 2, PHONE, "9419000001")
    assert isinstance(mended, Mended)
    assert reasons(db, list_id) == [None, Reason.DUPLICATE_IN_FILE]
    assert totals(db, list_id) == counted(db, list_id) == (1, 1, 1)
    undo(db, floor, list_id, mended.step)
    assert reasons(db, list_id) == [Reason.PHONE_MISSING, None]


def test_a_number_that_asked_not_to_be_called_is_not_called(db: Database, floor: Floor, tmp_path: Path) -> None:
    silence(db, floor, "+919419000001")
    lines = "P-1,Fata Begum,9419000001", "P-2,Raja Begum,9419000001 / 9419000002"
    assert reasons(db, listed(db, floor, tmp_path, *lines)) == [Reason.SUPPRESSED, None]


def test_whoever_has_a_case_in_the_campaign_is_not_called_twice(db: Database, floor: Floor, tmp_path: Path) -> None:
    first = listed(db, floor, tmp_path, "P-1,Fata Begum,9419000001")
    assert approved(db, floor, first) == 1
    again = "P-1,Fata B,9419000009", "P-2,Raja Begum,9419000002"
    assert reasons(db, listed(db, floor, tmp_path, *again, name="b.csv")) == [Reason.DUPLICATE_IN_CAMPAIGN, None]
    assert withdraw_list(db, scope(floor), first, user_id=None, now=NOW) is None
    assert reasons(db, listed(db, floor, tmp_path, *again, ",,", name="c.csv"))[:2] == [None, None]


def test_a_file_is_judged_without_a_database_as_it_is_with_one(db: Database, floor: Floor, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    write_long_list(path, 600)
    text = path.read_text(encoding="utf-8")
    list_id = imported(db, floor, upload(tmp_path, text + "".join(text.splitlines(keepends=True)[80:120])))
    settled_alone = rows(db, list_id)
    with db.transaction(EVERYTHING) as session:
        locked = lock_list(session, list_id)
        assert locked is not None
        assert not any(settle_rows(session, locked).values()), "rows that share nothing owe nothing to others"
    assert rows(db, list_id) == settled_alone
    columns = ColumnMap.from_json(kept(db, list_id).columns)
    sheet = open_sheet(tmp_path / "people.csv", max_bytes=1 << 30)
    judged = judge_rows(sheet.rows(), columns, "IN")
    told = list(without_repeated_people(judged, shipped_gazetteer("IN", on=NOW.date()), now=NOW))
    stored = rows(db, list_id)
    assert {row.row: (row.verdict, row.reason, row.same_as_row) for row in told} == {
        number: (row["verdict"], row["reason"], row["details"].get("same_as_row")) for number, row in stored.items()
    }
    shared = SharedPhones()
    for row in told:
        shared.see(row)
    for row in told:
        if row.verdict is Verdict.ACCEPTED:
            warnings = {*row.warnings, *([Warn.PHONE_SHARED] if row.row in shared.rows else [])}
            assert warnings == set(stored[row.row]["details"].get("warnings", ()))
    assert sum(row["reason"] is Reason.DUPLICATE_IN_FILE for row in stored.values()) > 20


def test_a_number_on_several_rows_is_told_with_how_many(db: Database, floor: Floor, tmp_path: Path) -> None:
    lines = [f"P-{count},Person {'ABCDE'[count]},9419000001" for count in range(5)]
    list_id = listed(db, floor, tmp_path, *lines, "P-9,Alone,9419000009")
    found = [row["details"] for number, row in rows(db, list_id).items() if number > 1]
    assert [details.get("rows_of_phone") for details in found] == [5, 5, 5, 5, 5, None]
    assert found[0]["warnings"] == [Warn.PHONE_SHARED]
    assert looked_at(db, list_id) == (5, 5)
    mend(db, floor, list_id, 6, PHONE, "9419000008")
    found = [row["details"] for number, row in rows(db, list_id).items() if number > 1]
    assert [details.get("rows_of_phone") for details in found] == [4, 4, 4, 4, None, None]
    assert looked_at(db, list_id) == (0, 0), "four may be a household"


def test_a_list_that_nobody_has_counted_is_not_gone_through_for_each_row_that_changes(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    lines = [f"P-{number},Person {number},94190{number:05d}" for number in range(250)]
    approved(db, floor, listed(db, floor, tmp_path, *lines))
    plans: list[str] = []

    def note(_connection: object, cursor: Any, statement: str, facts: Any, *_more: object) -> None:
        if "UPDATE list_rows" in statement:
            plans.append("\n".join(line for (line,) in cursor.execute(f"EXPLAIN {statement}", facts)))

    with db.engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE list_rows")  # which knows of the first list alone
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        again = listed(db, floor, tmp_path, *lines, "P-900,Haja Begum,9419099999", name="again.csv")
        assert approved(db, floor, again) == 1
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len(plans) == 2, "the verdicts, and who is who"
    assert [plan for plan in plans if "Join Filter" in plan] == []


def looked_at(db: Database, list_id: UUID) -> tuple[int, int]:
    """How many rows the officer is told of, and shown."""
    with db.transaction(EVERYTHING) as session:
        told = counted_rows(session, list_id)
        return told.get(Warn.PHONE_SHARED, 0), len(first_rows_of_cause(session, list_id, Warn.PHONE_SHARED, limit=50))


CELLS = {ID: ["", "P-1", "P-2"], NAME: ["Fata Begum", "FATA BEGUM", ""], PHONE: ["NA", *"123"]}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    changes=st.lists(
        st.tuples(st.integers(2, 7), st.sampled_from(list(CELLS))).flatmap(
            lambda at: st.tuples(st.just(at[0]), st.just(at[1]), st.sampled_from(CELLS[at[1]]))
        ),
        min_size=1,
        max_size=6,
    )
)
def test_settling_what_a_mend_concerns_is_settling_all(
    db: Database, floor: Floor, people: UUID, changes: list[tuple[int, int, str]]
) -> None:
    for row, column, text in changes:
        mend(db, floor, people, row, column, f"941900000{text}" if text.isdigit() else text)
        some = rows(db, people)
        with db.transaction(EVERYTHING) as session:
            locked = lock_list(session, people)
            assert locked is not None
            assert not any(settle_rows(session, locked).values())
        assert rows(db, people) == some
        assert totals(db, people) == counted(db, people)
        with db.transaction(EVERYTHING) as session:
            words = counted_rows(session, people)
            assert kept(db, people).warned == {word: words[word] for word in Warn if words[word]}
    accepted = [row for row in rows(db, people).values() if row["verdict"] is Verdict.ACCEPTED]
    ids = [row["details"]["person"].get("scheme_person_id") for row in accepted]
    assert len({each for each in ids if each}) == len([each for each in ids if each]), "nobody is called twice"


@pytest.fixture(params=["short", "long"])
def people(db: Database, floor: Floor, tmp_path: Path, request: pytest.FixtureRequest) -> UUID:
    silence(db, floor, "+919419000003")
    lines = [f"{ppo},{name},941900000{end}" for ppo, name, end in (("P-1", "Fata Begum", 1), ("", "Raja", 2))]
    list_id = listed(db, floor, tmp_path, *lines, *lines, "P-2,Fata Begum,9419000001", ",Raja,9419000003")
    if request.param == "long":
        with db.transaction(EVERYTHING) as session:
            session.get_one(BeneficiaryList, list_id).rows_total = LONG + 1
    return list_id


@pytest.mark.parametrize("people", ["long"], indirect=True)
def test_the_keys_of_a_long_list_can_be_there_before_its_first_mend(db: Database, floor: Floor, people: UUID) -> None:
    for _ in range(2):  # a job may run twice
        key_rows(db, people)
    with db.transaction(EVERYTHING) as session:
        assert sorted(rows_by_key(session, people, ["P-1"])) == [2, 4]
    mend(db, floor, people, 3, PHONE, "9419000001")
    with db.transaction(EVERYTHING) as session:
        assert set(rows_by_key(session, people, ["+919419000001"])) == {2, 3, 4, 6}
    assert undo_import(db, scope(floor), people, user_id=None, now=NOW) is None
    key_rows(db, people)  # late: nobody changes its rows any more
    assert count(db, RowKeys) == 0


@pytest.mark.parametrize("people", ["long"], indirect=True)
def test_the_keys_of_a_long_list_are_made_at_its_first_mend_and_go_with_its_review(
    db: Database, floor: Floor, people: UUID
) -> None:
    mend(db, floor, people, 2, PHONE, "9419000009")
    mend(db, floor, people, 3, PHONE, "9419000009")
    with db.transaction(EVERYTHING) as session:
        assert rows_by_key(session, people, ["+919419000009"]) == [2, 3]
        assert set(rows_by_key(session, people, ["P-1"])) == {2, 4}
    assert count(db, RowKeys)
    assert undo_import(db, scope(floor), people, user_id=None, now=NOW) is None
    assert count(db, RowKeys) == 0
