"""Two who send the same file at the same moment make one upload and one list of it, and no byte is there twice."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.lists.begin_upload import begin_upload
from campaigns.lists.clear_old_uploads import clear_old_uploads
from campaigns.lists.finish_upload import finish_upload
from campaigns.lists.receive_list import UploadedFile, receive_list
from campaigns.lists.take_chunk import take_chunk
from campaigns.rules.lists.uploads import KEPT_FOR, LEAST_IN_CHUNK, OfferedFile, WrongOffset
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.lists.uploads import write_upload
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import BeneficiaryList, Upload, UploadChunk
from tests.given_floor import NOW, Floor, given_floor
from tests.given_list import PEOPLE, count, scope, together

CONTENT = (PEOPLE + "," * 100_000 + "\n").encode()
FILE = OfferedFile("people.csv", len(CONTENT), 1_000_000)
HALF = 60_000


@dataclass
class Office:
    """Two officers of a department with the same file before them."""

    db: Database
    floor: Floor
    officers: list[UUID]
    told: list[object] = field(default_factory=list)

    def begin(self, officer: int = 0) -> UUID:
        begun = begin_upload(
            self.db, scope(self.floor), self.floor.campaign.id, FILE, user_id=self.officers[officer], now=NOW
        )
        assert isinstance(begun, Upload)
        self.told.append(begun.id)
        return begun.id

    def send(self, upload_id: UUID, offset: int, content: bytes) -> None:
        self.told.append(take_chunk(self.db, scope(self.floor), upload_id, offset, content, now=NOW))

    def finish(self, upload_id: UUID) -> None:
        self.told.append(finish_upload(self.db, scope(self.floor), upload_id, self.receive, now=NOW))

    def receive(self, kept: Upload, path: Path) -> UUID | Refusal:
        assert kept.campaign_id
        file = UploadedFile(path, kept.filename, FILE.max_bytes)
        return receive_list(self.db, scope(self.floor), kept.campaign_id, file, user_id=None, now=NOW)


@pytest.fixture
def office(db: Database) -> Office:
    with db.transaction(EVERYTHING) as session:
        floor = given_floor(session)
        officers = [floor.user(session, name, Role.OFFICER).id for name in ("nadia", "farooq")]
    return Office(db, floor, officers)


def test_the_same_file_begun_twice_at_once_is_one_upload(office: Office) -> None:
    together(lambda: office.begin(0), lambda: office.begin(1), lambda: office.begin(0))
    assert len(office.told) == 3
    assert len(set(office.told)) == 1


def test_the_same_chunk_twice_at_once_is_kept_once(office: Office, db: Database, tmp_path: Path) -> None:
    upload_id = office.begin()
    office.told.clear()
    for offset in (0, HALF):
        chunk = CONTENT[offset : offset + HALF]
        together(*[lambda o=offset, c=chunk: office.send(upload_id, o, c)] * 3)
    assert sorted(map(str, office.told)) == sorted([str(HALF)] * 3 + [str(len(CONTENT))] * 3)
    assert count(db, UploadChunk) == 2
    with db.transaction(EVERYTHING) as session:
        write_upload(session, upload_id, tmp_path / "whole")
    assert (tmp_path / "whole").read_bytes() == CONTENT


def test_different_chunks_for_one_place_leave_one_and_say_where_it_goes_on(office: Office, db: Database) -> None:
    upload_id = office.begin()
    office.told.clear()
    together(
        lambda: office.send(upload_id, 0, CONTENT[:HALF]), lambda: office.send(upload_id, 0, CONTENT[: HALF - 1_000])
    )
    (taken,) = [each for each in office.told if isinstance(each, int)]
    (refused,) = [each for each in office.told if isinstance(each, WrongOffset)]
    assert (count(db, UploadChunk), refused.offset) == (1, taken)


def test_a_file_finished_twice_at_once_is_one_list(office: Office, db: Database) -> None:
    upload_id = office.begin()
    office.send(upload_id, 0, CONTENT)
    office.told.clear()
    together(*[lambda: office.finish(upload_id)] * 3)
    assert len(office.told) == 3
    (list_id,) = set(office.told)
    with db.transaction(EVERYTHING) as session:
        assert session.scalars(select(BeneficiaryList.id)).all() == [list_id]


def test_a_week_later_a_stopped_upload_is_gone_and_a_list_is_not(office: Office, db: Database) -> None:
    upload_id = office.begin()
    office.send(upload_id, 0, CONTENT)
    office.finish(upload_id)
    clear_old_uploads(db, now=NOW + KEPT_FOR + timedelta(minutes=1))
    assert (count(db, Upload), count(db, BeneficiaryList)) == (0, 1)
    office.told.clear()
    office.finish(upload_id)
    assert [told.because for told in office.told if isinstance(told, Refusal)] == ["upload_unknown"]


@pytest.mark.parametrize("seed", range(6))
def test_however_the_link_loses_chunks_and_answers_the_bytes_are_the_same(
    office: Office, db: Database, tmp_path: Path, seed: int
) -> None:
    dice, upload_id, known = Random(seed), office.begin(), 0
    for _ in range(500):
        size = dice.choice([LEAST_IN_CHUNK, 20_000, 33_333])
        if dice.random() < 0.3:  # a page that is behind, or ahead of what is here
            known = max(known + dice.choice([-20_000, -size, size]), 0)
        if dice.random() < 0.7:  # else the chunk is lost
            office.send(upload_id, known, CONTENT[known : known + size])
            answer = office.told.pop()
            if dice.random() < 0.7:  # else the answer is lost
                known = answer.offset if isinstance(answer, WrongOffset) else known
                known = answer if isinstance(answer, int) else known
        if known == len(CONTENT):
            break
    with db.transaction(EVERYTHING) as session:
        write_upload(session, upload_id, tmp_path / "whole")
    assert (tmp_path / "whole").read_bytes() == CONTENT
