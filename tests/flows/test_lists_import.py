"""A file is taken once, read whole or not at all, whatever happens on the way."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer

from campaigns.lists.confirm_columns import confirm_columns
from campaigns.lists.import_list import import_list
from campaigns.lists.receive_list import SameFile, UploadedFile, receive_list
from campaigns.lists.ring_waiting_imports import ring_waiting_imports
from campaigns.lists.withdraw_list import withdraw_list
from campaigns.rules.list_states import ListStatus
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.refusals import Refusal
from campaigns.rules.verdicts import Verdict
from campaigns.store.lists.list_files import PART_BYTES, alone_with_list, write_file
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import BeneficiaryList, ListFilePart, ListRow
from tests.given_floor import NOW, Floor, given_floor
from tests.given_list import (
    PEOPLE,
    count,
    imported,
    kept,
    mapped,
    received,
    scope,
    together,
    upload,
)


@pytest.fixture
def floor(areas: None, db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


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
    [(b"", "empty"), (b"%PDF-1.7 not a sheet", "pdf"), (b"\n\n , ,\n", "empty"), (b"PK\x03\x04junk", "cut_off")],
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


def test_a_row_that_cannot_be_read_sends_the_list_back_to_its_columns(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    wide = PEOPLE + "Fata Begum,,9419012345\n" * 1_500 + "x," * 300 + "\n"
    list_id = mapped(db, floor, upload(tmp_path, wide))
    refusal = import_list(db, list_id, now=lambda: NOW)
    assert refusal is not None
    assert refusal.because == "too_many_columns"
    list_ = kept(db, list_id)
    assert (list_.status, list_.problem) == (ListStatus.RECEIVED, refusal.hint)
    assert count(db, ListRow) == 0


def test_a_fault_on_our_side_sends_the_list_back_too(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = mapped(db, floor, upload(tmp_path))
    moments = iter(["begin", "first row", "give up"])

    def broken_clock() -> datetime:
        if next(moments) == "first row":
            raise OSError("the clock broke")
        return NOW

    with pytest.raises(OSError, match="the clock broke"):
        import_list(db, list_id, now=broken_clock)
    assert kept(db, list_id).status is ListStatus.RECEIVED
    assert "fault on our side" in str(kept(db, list_id).problem)
    assert count(db, ListRow) == 0


def test_a_withdrawn_list_is_not_read(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = mapped(db, floor, upload(tmp_path))
    withdraw_list(db, scope(floor), list_id, user_id=None, now=NOW)
    assert import_list(db, list_id, now=lambda: NOW) is None
    assert count(db, ListRow) == 0
