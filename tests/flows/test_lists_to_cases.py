"""A file becomes people with cases: each row once, each person once, whatever happens on the way."""

import threading
from pathlib import Path
from uuid import UUID

import pytest
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import func, select

from campaigns.approve_list import CasesOpened, approve_list
from campaigns.confirm_columns import confirm_columns
from campaigns.import_list import import_list
from campaigns.load_areas import load_areas
from campaigns.receive_list import SameFile, UploadedFile, receive_list
from campaigns.ring_waiting_imports import ring_waiting_imports
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.columns import ColumnMap
from campaigns.rules.list_states import ListStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.refusals import Refusal
from campaigns.rules.verdicts import Reason, Verdict
from campaigns.store.list_files import PART_BYTES, alone_with_list, write_file
from campaigns.store.list_rows import accepted_by_place, causes
from campaigns.store.lists import beneficiary_list
from campaigns.store.session import EVERYTHING, NOBODY, Database, Scope
from campaigns.store.tables import Beneficiary, BeneficiaryList, BeneficiaryPhone, Case, CaseMove, ListFilePart, ListRow
from campaigns.withdraw_list import withdraw_list
from tests.given_floor import NOW, Floor, given_floor

PEOPLE = """Old-age pension, Bandipora,,,,
Name,Father's name,Mobile No,District,Block,Age
Fata Begum,Ab Rashid Wani,9419012345,Bandipora,Hajin,71
Raja Begum,Gh Nabi Dar,94190 12345 / 7006123450,Bandipore,Sumbal,68
Mohd Ramzan Dar,,9.41901E+09,Bandipora,Hajin,77
Sara Bano,Mohd Sultan,,Bandipora,Hajin,70
,Ali Mohd,9419077812,Bandipora,Hajin,65
FATA BEGUM,Ab Rashid Wani,+91 94190 12345,Bandipora,Hajin,71
Zooni Begum,Rahim Lone,9906112233,Bandipora,Nowhere,80
Total,,7,,,
"""


@pytest.fixture
def floor(db: Database) -> Floor:
    load_areas(db)
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


def upload(folder: Path, text: str = PEOPLE, name: str = "people.csv") -> UploadedFile:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return UploadedFile(path, name, max_bytes=50_000_000)


def received(db: Database, floor: Floor, file: UploadedFile) -> UUID:
    list_id = receive_list(db, scope(floor), floor.campaign.id, file, user_id=None, now=NOW)
    assert isinstance(list_id, UUID), list_id
    return list_id


def scope(floor: Floor) -> Scope:
    return Scope(floor.department.id)


def kept(db: Database, list_id: UUID) -> BeneficiaryList:
    with db.transaction(EVERYTHING) as session:
        found = beneficiary_list(session, list_id)
    assert found is not None
    return found


def mapped(db: Database, floor: Floor, file: UploadedFile) -> UUID:
    list_id = received(db, floor, file)
    columns = ColumnMap.from_json(kept(db, list_id).columns)
    assert confirm_columns(db, scope(floor), list_id, columns, user_id=None, now=NOW) is None
    return list_id


def imported(db: Database, floor: Floor, file: UploadedFile) -> UUID:
    list_id = mapped(db, floor, file)
    assert import_list(db, list_id, now=lambda: NOW) is None
    assert kept(db, list_id).status is ListStatus.REVIEW
    return list_id


def approved(db: Database, floor: Floor, list_id: UUID) -> int:
    opened = approve_list(db, scope(floor), list_id, user_id=None, now=NOW)
    assert isinstance(opened, CasesOpened), opened
    return opened.cases


def count(db: Database, table: type) -> int:
    with db.transaction(EVERYTHING) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_file_becomes_people_with_cases(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = imported(db, floor, upload(tmp_path))
    list_ = kept(db, list_id)
    assert (list_.accepted, list_.rejected, list_.ignored, list_.rows_total) == (4, 3, 3, 10)
    assert list_.rows_read == 10
    assert count(db, Case) == 0, "nothing can be called before the approval"
    with db.transaction(scope(floor)) as session:
        assert {cause.word: cause.rows for cause in causes(session, list_id)} == {
            Reason.NAME_MISSING: 1,
            Reason.PHONE_MISSING: 1,
            Reason.PHONE_ROUNDED: 1,
        }
        places = [(place.district_id, place.block_id, place.rows) for place in accepted_by_place(session, list_id)]
    assert places == [
        ("district:623", "block:25@623", 2),
        ("district:623", "block:32@623", 1),
        ("district:623", None, 1),
    ]
    assert approved(db, floor, list_id) == 3
    with db.transaction(scope(floor)) as session:
        people = {person.name: person for person in session.scalars(select(Beneficiary))}
        assert set(people) == {"Fata Begum", "Raja Begum", "Zooni Begum"}
        assert people["Fata Begum"].relative_name == "Ab Rashid Wani"
        assert people["Fata Begum"].birth_year == NOW.year - 71
        assert people["Raja Begum"].block_id == "block:32@623"
        hers = select(BeneficiaryPhone.e164).where(BeneficiaryPhone.beneficiary_id == people["Raja Begum"].id)
        assert session.scalars(hers.order_by(BeneficiaryPhone.position)).all() == ["+919419012345", "+917006123450"]
        cases = {case.beneficiary_id: case for case in session.scalars(select(Case))}
        assert cases[people["Fata Begum"].id].list_row == 3
        assert cases[people["Fata Begum"].id].status is CaseStatus.WAITING
        assert cases[people["Fata Begum"].id].due_at == NOW
        assert cases[people["Zooni Begum"].id].district_id == "district:623"


def test_the_same_person_on_two_rows_has_one_case_and_both_rows_name_her(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    list_id = imported(db, floor, upload(tmp_path))
    approved(db, floor, list_id)
    with db.transaction(scope(floor)) as session:
        rows = session.scalars(select(ListRow).where(ListRow.list_id == list_id, ListRow.row.in_([3, 8]))).all()
    assert len({row.beneficiary_id for row in rows}) == 1
    assert rows[0].beneficiary_id is not None


def test_the_same_person_on_two_lists_is_one_beneficiary_and_gains_a_phone(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    approved(db, floor, imported(db, floor, upload(tmp_path)))
    second = "Name,Mobile,Mobile 2,District,Block\nFata Begum,9906000001,9419012345,Bandipora,Hajin\n"
    assert approved(db, floor, imported(db, floor, upload(tmp_path, second, "second.csv"))) == 0
    with db.transaction(scope(floor)) as session:
        her = session.scalars(select(Beneficiary).where(Beneficiary.name == "Fata Begum")).one()
        phones = select(BeneficiaryPhone.e164).where(BeneficiaryPhone.beneficiary_id == her.id)
        assert session.scalars(phones.order_by(BeneficiaryPhone.position)).all() == ["+919419012345", "+919906000001"]


def test_the_schemes_own_id_decides_who_is_the_same_person(db: Database, floor: Floor, tmp_path: Path) -> None:
    first = "PPO No,Name,Mobile,District\nP-1,Aisha Bano,9419000001,Bandipora\nP-2,Aisha Bano,9419000001,Bandipora\n"
    assert approved(db, floor, imported(db, floor, upload(tmp_path, first, "first.csv"))) == 2
    second = "PPO No,Name,Mobile,District\nP-1,Aisha B,9419000009,Kupwara\n"
    assert approved(db, floor, imported(db, floor, upload(tmp_path, second, "second.csv"))) == 0
    assert count(db, Beneficiary) == 2


def test_a_shared_phone_is_several_people(db: Database, floor: Floor, tmp_path: Path) -> None:
    family = "Name,Mobile,District\nHaja Begum,9419000001,Bandipora\nGhulam Nabi,9419000001,Bandipora\n"
    assert approved(db, floor, imported(db, floor, upload(tmp_path, family))) == 2


def test_two_officers_approve_at_once_and_the_cases_open_once(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = imported(db, floor, upload(tmp_path))
    answers: list[CasesOpened | Refusal] = []
    gate = threading.Barrier(2)

    def press() -> None:
        gate.wait()
        answers.append(approve_list(db, scope(floor), list_id, user_id=None, now=NOW))

    together(press, press)
    assert sorted(type(answer).__name__ for answer in answers) == ["CasesOpened", "Refusal"]
    assert (count(db, Case), count(db, Beneficiary)) == (3, 3)


def test_two_lists_with_the_same_people_approved_at_once_make_each_person_once(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    lists = [
        imported(db, floor, upload(tmp_path, PEOPLE + extra, f"{at}.csv")) for at, extra in enumerate(("", "\n\n"))
    ]
    gate = threading.Barrier(2)

    def press(list_id: UUID) -> None:
        gate.wait()
        approve_list(db, scope(floor), list_id, user_id=None, now=NOW)

    together(lambda: press(lists[0]), lambda: press(lists[1]))
    assert (count(db, Case), count(db, Beneficiary)) == (3, 3)


def together(*tasks: object) -> None:
    threads = [threading.Thread(target=task) for task in tasks]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


def test_the_same_file_twice_is_refused_and_names_the_earlier_list(db: Database, floor: Floor, tmp_path: Path) -> None:
    first = received(db, floor, upload(tmp_path))
    again = receive_list(db, scope(floor), floor.campaign.id, upload(tmp_path, name="copy.csv"), user_id=None, now=NOW)
    assert isinstance(again, SameFile)
    assert again.earlier == first
    assert count(db, BeneficiaryList) == 1
    assert withdraw_list(db, scope(floor), first, user_id=None, now=NOW) is None
    assert isinstance(receive_list(db, scope(floor), floor.campaign.id, upload(tmp_path), user_id=None, now=NOW), UUID)


@pytest.mark.parametrize(
    ("content", "because"),
    [(b"", "empty"), (b"%PDF-1.7 not a sheet", "wrong_kind"), (b"\n\n , ,\n", "empty"), (b"PK\x03\x04junk", "corrupt")],
)
def test_a_file_that_cannot_be_read_leaves_nothing_behind(
    db: Database, floor: Floor, tmp_path: Path, content: bytes, because: str
) -> None:
    path = tmp_path / "bad.xlsx"
    path.write_bytes(content)
    refusal = receive_list(
        db, scope(floor), floor.campaign.id, UploadedFile(path, "bad.xlsx", 1_000_000), user_id=None, now=NOW
    )
    assert isinstance(refusal, Refusal)
    assert (refusal.because, bool(refusal.hint)) == (because, True)
    assert (count(db, BeneficiaryList), count(db, ListFilePart)) == (0, 0)


def test_the_file_is_kept_as_it_came_in_pieces(db: Database, floor: Floor, tmp_path: Path) -> None:
    file = upload(tmp_path, PEOPLE + "\n" * (PART_BYTES + 10))
    list_id = received(db, floor, file)
    assert count(db, ListFilePart) == 2
    with db.transaction(scope(floor)) as session:
        write_file(session, list_id, tmp_path / "back.csv")
    assert (tmp_path / "back.csv").read_bytes() == file.path.read_bytes()


def test_columns_without_a_phone_are_refused(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = received(db, floor, upload(tmp_path))
    refusal = confirm_columns(db, scope(floor), list_id, ColumnMap(name=0), user_id=None, now=NOW)
    assert refusal is not None
    assert refusal.because == "no_phone_column"
    assert kept(db, list_id).status is ListStatus.RECEIVED


def test_confirmed_columns_ring_for_the_import_and_upkeep_rings_again(
    db: Database, floor: Floor, redis: Redis, tmp_path: Path
) -> None:
    queue = Queue("ingest", connection=redis, serializer=JSONSerializer)
    list_id = mapped(db, floor, upload(tmp_path))
    assert [(job.func_name, *job.args) for job in queue.jobs] == [("workers.jobs.import_list", str(list_id))]
    redis.flushall()
    ring_waiting_imports(db)
    assert [list(job.args) for job in queue.jobs] == [[str(list_id)]]


def test_an_import_whose_worker_died_begins_anew(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = mapped(db, floor, upload(tmp_path))
    with db.transaction(EVERYTHING) as session:  # what a killed worker leaves
        half = session.get_one(BeneficiaryList, list_id)
        half.status, half.rows_read = ListStatus.IMPORTING, 1
        session.add(
            ListRow(department_id=floor.department.id, list_id=list_id, row=3, verdict=Verdict.ACCEPTED, name="Half")
        )
    import_list(db, list_id, now=lambda: NOW)
    assert kept(db, list_id).rows_total == 10
    assert count(db, ListRow) == 10


def test_two_workers_with_the_same_list_import_it_once(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = mapped(db, floor, upload(tmp_path))
    with alone_with_list(db, list_id) as first:
        assert first
        assert import_list(db, list_id, now=lambda: NOW) is None
        assert kept(db, list_id).status is ListStatus.MAPPED
    together(lambda: import_list(db, list_id, now=lambda: NOW), lambda: import_list(db, list_id, now=lambda: NOW))
    assert kept(db, list_id).status is ListStatus.REVIEW
    assert count(db, ListRow) == 10


def test_a_list_in_review_can_be_read_again_with_other_columns(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = imported(db, floor, upload(tmp_path))
    columns = ColumnMap.from_json(kept(db, list_id).columns | {"name": 1})
    assert confirm_columns(db, scope(floor), list_id, columns, user_id=None, now=NOW) is None
    import_list(db, list_id, now=lambda: NOW)
    with db.transaction(scope(floor)) as session:
        assert session.get_one(ListRow, (list_id, 3)).name == "Ab Rashid Wani"


def test_a_withdrawn_list_stops_calls_to_its_people(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = imported(db, floor, upload(tmp_path))
    approved(db, floor, list_id)
    assert withdraw_list(db, scope(floor), list_id, user_id=None, now=NOW) is None
    with db.transaction(scope(floor)) as session:
        assert {(case.status, case.outcome) for case in session.scalars(select(Case))} == {
            (CaseStatus.CLOSED, Outcome.WITHDRAWN)
        }
    assert count(db, CaseMove) == 3
    refusal = withdraw_list(db, scope(floor), list_id, user_id=None, now=NOW)
    assert refusal is not None
    assert refusal.because == "already_withdrawn"


def test_another_department_sees_and_moves_nothing(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = imported(db, floor, upload(tmp_path))
    with db.transaction(EVERYTHING) as session:
        other = scope(given_floor(session, "housing"))
    for strange in (other, NOBODY):
        refused = (
            receive_list(db, strange, floor.campaign.id, upload(tmp_path, name="x.csv"), user_id=None, now=NOW),
            approve_list(db, strange, list_id, user_id=None, now=NOW),
            withdraw_list(db, strange, list_id, user_id=None, now=NOW),
        )
        assert [type(answer) for answer in refused] == [Refusal] * 3
    assert kept(db, list_id).status is ListStatus.REVIEW
