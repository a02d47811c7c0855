"""A do-not-call file is counted first and silences its numbers once it is taken; a newer one may replace it."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import xlsxwriter
from sqlalchemy import func, select

from campaigns.lists.end_do_not_call_file import end_do_not_call_file
from campaigns.lists.lift_opt_out import Lifting, lift_opt_out
from campaigns.lists.read_do_not_call_file import read_do_not_call_file
from campaigns.lists.receive_do_not_call_file import DoNotCallUpload, receive_do_not_call_file
from campaigns.lists.ring_waiting_imports import ring_waiting_imports
from campaigns.lists.take_do_not_call_file import take_do_not_call_file
from campaigns.rules.calling.opt_outs import OptOutScope, OptOutSource
from campaigns.rules.do_not_call_states import FileStatus
from campaigns.rules.refusals import Refusal
from campaigns.store.lists.do_not_call_files import older_files
from campaigns.store.lists.do_not_call_numbers import numbers_left_out
from campaigns.store.lists.opt_out_register import counts, entries_of
from campaigns.store.people.opt_outs import number_is_silenced
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import AccessTrace, DoNotCallFile, DoNotCallNumber, DoNotCallPart
from tests.given_floor import NOW, Floor, given_floor
from tests.given_list import together

FIRST, SECOND, THIRD = "+919419012345", "+917006123450", "+919906112233"
FILE = "Serial,Mobile No\n1,94190 12345\n2,7006123450 / +91 94190 12345\n3,\n4,9419\n5,9.41901E+09\n"


@pytest.fixture
def floor(db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


def offered(floor: Floor, folder: Path, text: str = FILE, **more: object) -> DoNotCallUpload:
    path = folder / "dnc.csv"
    path.write_text(text, encoding="utf-8")
    facts = {
        "path": path,
        "filename": "dnc.csv",
        "max_bytes": 10_000_000,
        "department_id": floor.department.id,
        "issuer": "Telecom regulator",
        "as_of": date(2026, 11, 1),
        "scope": OptOutScope.DEPARTMENT,
    }
    return DoNotCallUpload(**{**facts, **more})  # type: ignore[arg-type]


def received(db: Database, file: DoNotCallUpload) -> UUID:
    file_id = receive_do_not_call_file(db, Scope(file.department_id), file, user_id=None, now=NOW)
    assert isinstance(file_id, UUID), file_id
    return file_id


def counted(db: Database, file: DoNotCallUpload) -> UUID:
    file_id = received(db, file)
    assert read_do_not_call_file(db, file_id, now=lambda: NOW) is None
    return file_id


def taken(db: Database, file: DoNotCallUpload, *, replace: bool = False) -> UUID:
    file_id = counted(db, file)
    mine = Scope(file.department_id)
    assert take_do_not_call_file(db, mine, file_id, replace=replace, user_id=None, now=NOW) is None
    return file_id


def kept(db: Database, file_id: UUID) -> DoNotCallFile:
    with db.transaction(EVERYTHING) as session:
        return session.get_one(DoNotCallFile, file_id)


def silenced(db: Database, floor: Floor) -> set[str]:
    with db.transaction(Scope(floor.department.id)) as session:
        whom = (floor.department.id, floor.campaign.scheme_id)
        return {number for number in (FIRST, SECOND, THIRD) if number_is_silenced(session, number, *whom)}


def test_a_file_is_counted_first_and_silences_nobody_before_it_is_taken(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    file_id = counted(db, offered(floor, tmp_path))
    file = kept(db, file_id)
    assert (file.status, file.numbers, file.already, file.rows_read) == (FileStatus.COUNTED, 2, 0, 6)
    assert (file.not_valid, file.not_valid_rows) == (3, [4, 5, 6])
    assert silenced(db, floor) == set()
    assert take_do_not_call_file(db, Scope(floor.department.id), file_id, replace=False, user_id=None, now=NOW) is None
    assert silenced(db, floor) == {FIRST, SECOND}
    with db.transaction(EVERYTHING) as session:
        assert session.scalar(select(func.count()).select_from(DoNotCallPart)) == 0
        (entry,) = entries_of(session, floor.department.id, FIRST)
        assert (entry.source, entry.filename, entry.as_of) == (OptOutSource.FILE, "dnc.csv", date(2026, 11, 1))
        assert (counts(session, floor.department.id).files, counts(session, floor.department.id).numbers) == (1, 2)
        actions = session.scalars(select(AccessTrace.action).order_by(AccessTrace.action)).all()
        assert actions == ["do_not_call_file_received", "do_not_call_file_taken"]


def test_a_file_without_a_heading_and_all_sheets_of_a_workbook_are_read_alike(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    bare = counted(db, offered(floor, tmp_path, "9419012345\n7006123450\n\n9906112233\n"))
    assert (kept(db, bare).numbers, kept(db, bare).not_valid) == (3, 0)
    path = tmp_path / "dnc.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, cell in enumerate(["Phone", 9419012345, 7006123450, "9906112233"]):
            sheet.write(row, 0, cell)
        more = {"Notes": "as of today", "South": "7006123451", "Hidden": 9419}
        for name, cell in more.items():
            book.add_worksheet(name).write_column(0, 0, ["Phone" if name != "Notes" else "", cell])
        book.get_worksheet_by_name("Hidden").hide()
    workbook = kept(db, counted(db, offered(floor, tmp_path, path=path, filename="dnc.xlsx")))
    assert (workbook.numbers, workbook.not_valid_rows) == (4, ["Hidden 2"]), "no sheet is left out unseen"


def test_numbers_that_are_silenced_without_the_file_are_counted(db: Database, floor: Floor, tmp_path: Path) -> None:
    taken(db, offered(floor, tmp_path, "Phone\n9419012345\n"))
    assert kept(db, counted(db, offered(floor, tmp_path))).already == 1
    everywhere = counted(db, offered(floor, tmp_path, scope=OptOutScope.EVERYWHERE))
    assert kept(db, everywhere).already == 0  # so far it is silenced for one department only
    scheme = counted(db, offered(floor, tmp_path, scope=OptOutScope.SCHEME, scheme_id=floor.campaign.scheme_id))
    assert kept(db, scheme).already == 1


def test_a_newer_file_replaces_the_older_one_only_where_the_officer_says_so(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    older = taken(db, offered(floor, tmp_path))
    newer = offered(
        floor, tmp_path, "Phone\n7006123450\n9906112233\n", as_of=date(2026, 11, 20), issuer="telecom Regulator"
    )
    beside = taken(db, newer)
    assert silenced(db, floor) == {FIRST, SECOND, THIRD}
    with db.transaction(EVERYTHING) as session:
        again = session.get_one(DoNotCallFile, beside)
        assert [file.id for file in older_files(session, again)] == [older]
        assert numbers_left_out(session, beside, [older]) == 1
    newest = taken(db, newer, replace=True)
    assert silenced(db, floor) == {SECOND, THIRD}
    assert {kept(db, file_id).replaced_by for file_id in (older, beside)} == {newest}
    with db.transaction(EVERYTHING) as session:
        (entry,) = entries_of(session, floor.department.id, FIRST)
        assert (entry.lifted_at, entry.replaced) == (NOW, True)


@pytest.mark.parametrize("differs", [{"issuer": "Block office"}, {"scope": OptOutScope.EVERYWHERE}])
def test_the_file_of_another_issuer_or_reach_is_never_replaced(
    db: Database, floor: Floor, tmp_path: Path, differs: dict[str, object]
) -> None:
    taken(db, offered(floor, tmp_path))
    taken(db, offered(floor, tmp_path, "Phone\n9906112233\n", **differs), replace=True)
    assert silenced(db, floor) == {FIRST, SECOND, THIRD}


def test_one_number_of_a_file_can_be_lifted(db: Database, floor: Floor, tmp_path: Path) -> None:
    file_id = taken(db, offered(floor, tmp_path))
    lifting = Lifting(floor.department.id, OptOutSource.FILE, file_id, FIRST, "The number has a new owner")
    assert lift_opt_out(db, Scope(floor.department.id), lifting, user_id=None, now=NOW) is None
    assert silenced(db, floor) == {SECOND}
    assert lift_opt_out(db, Scope(floor.department.id), lifting, user_id=None, now=NOW) is not None


def test_a_file_put_aside_leaves_no_number_and_one_that_stood_keeps_them(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    mine = Scope(floor.department.id)
    aside = counted(db, offered(floor, tmp_path))
    assert end_do_not_call_file(db, mine, aside, "", user_id=None, now=NOW) is None
    with db.transaction(EVERYTHING) as session:
        assert session.scalars(select(DoNotCallNumber)).all() == []
    stood = taken(db, offered(floor, tmp_path))
    refusal = end_do_not_call_file(db, mine, stood, "", user_id=None, now=NOW)
    assert refusal
    assert refusal.because == "reason_missing"
    assert end_do_not_call_file(db, mine, stood, "It was the wrong file", user_id=None, now=NOW) is None
    assert silenced(db, floor) == set()
    with db.transaction(EVERYTHING) as session:
        assert len(session.scalars(select(DoNotCallNumber)).all()) == 2
    refusal = take_do_not_call_file(db, mine, aside, replace=False, user_id=None, now=NOW)
    assert refusal
    assert refusal.because == "file_settled"


def test_a_file_that_was_put_aside_while_it_was_read_leaves_nothing(db: Database, floor: Floor, tmp_path: Path) -> None:
    file_id = received(db, offered(floor, tmp_path))
    assert end_do_not_call_file(db, Scope(floor.department.id), file_id, "", user_id=None, now=NOW) is None
    assert read_do_not_call_file(db, file_id, now=lambda: NOW) is None
    assert kept(db, file_id).status is FileStatus.ENDED
    with db.transaction(EVERYTHING) as session:
        assert session.scalars(select(DoNotCallNumber)).all() == []


def test_two_workers_read_a_file_once_and_a_lost_bell_is_rung_again(db: Database, floor: Floor, tmp_path: Path) -> None:
    file_id = received(db, offered(floor, tmp_path))
    db.bells.redis.flushall()  # type: ignore[attr-defined]
    ring_waiting_imports(db)
    assert db.bells.redis.llen("rq:queue:ingest") == 1  # type: ignore[attr-defined]
    together(*[lambda: read_do_not_call_file(db, file_id, now=lambda: NOW, wait=True)] * 2)
    assert kept(db, file_id).numbers == 2
    ring_waiting_imports(db)
    assert db.bells.redis.llen("rq:queue:ingest") == 1  # type: ignore[attr-defined]


def test_a_file_without_phones_says_so_and_can_be_put_right(db: Database, floor: Floor, tmp_path: Path) -> None:
    file_id = received(db, offered(floor, tmp_path, "Name,Village\nFata,Hajin\nRaja,Sumbal\n"))
    refusal = read_do_not_call_file(db, file_id, now=lambda: NOW)
    assert refusal
    assert refusal.because == "no_phone_column"
    file = kept(db, file_id)
    assert (file.status, file.problem) == (FileStatus.FAILED, refusal.hint)


@pytest.mark.parametrize(
    ("wrong", "because"),
    [
        ({"as_of": None}, "date_missing"),
        ({"as_of": NOW.date() + timedelta(days=1)}, "date_to_come"),
        ({"issuer": ""}, "issuer_missing"),
        ({"scope": OptOutScope.SCHEME}, "scheme_missing"),
        ({"scope": OptOutScope.SCHEME, "scheme_id": UUID(int=1)}, "scheme_missing"),
        ({"text": ""}, "empty"),
    ],
)
def test_a_file_that_is_not_whole_is_refused_and_leaves_nothing(
    db: Database, floor: Floor, tmp_path: Path, wrong: dict[str, object], because: str
) -> None:
    file = offered(floor, tmp_path, **wrong)  # type: ignore[arg-type]
    refusal = receive_do_not_call_file(db, Scope(floor.department.id), file, user_id=None, now=NOW)
    assert isinstance(refusal, Refusal)
    assert refusal.because == because
    with db.transaction(EVERYTHING) as session:
        assert session.scalars(select(DoNotCallFile)).all() == []


def test_a_file_of_today_is_taken_before_dawn_in_kashmir_when_it_is_still_yesterday_in_london(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    before_dawn = NOW.replace(hour=22)
    file = offered(floor, tmp_path, as_of=before_dawn.date() + timedelta(days=1))
    assert isinstance(
        receive_do_not_call_file(db, Scope(floor.department.id), file, user_id=None, now=before_dawn), UUID
    )


def test_another_departments_file_is_no_file_here(db: Database, floor: Floor, tmp_path: Path) -> None:
    with db.transaction(EVERYTHING) as session:
        housing = Scope(given_floor(session, "housing").department.id)
    file_id = counted(db, offered(floor, tmp_path))
    for done in (
        take_do_not_call_file(db, housing, file_id, replace=False, user_id=None, now=NOW),
        end_do_not_call_file(db, housing, file_id, "no", user_id=None, now=NOW),
    ):
        assert done
        assert done.because == "file_unknown"
    assert kept(db, file_id).status is FileStatus.COUNTED
