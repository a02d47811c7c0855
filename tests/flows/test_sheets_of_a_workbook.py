"""Each sheet of a workbook is a list of its own; the same sheet of the same bytes is taken once."""

from pathlib import Path
from uuid import UUID

import pytest

from campaigns.lists.choose_reading import choose_reading
from campaigns.lists.receive_list import SameFile, UploadedFile, receive_list
from campaigns.lists.withdraw_list import withdraw_list
from campaigns.rules.lists.list_wishes import ReadSo
from campaigns.rules.lists.reading import Reading
from campaigns.rules.refusals import Refusal
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import BeneficiaryList
from tests.flows.test_reading_choices import given_workbook
from tests.given_floor import NOW, Floor, given_floor
from tests.given_list import count, kept, received, scope


@pytest.fixture
def floor(db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


def receive(db: Database, floor: Floor, file: UploadedFile) -> UUID | Refusal:
    return receive_list(db, scope(floor), floor.campaign.id, file, user_id=None, now=NOW)


def test_the_second_upload_of_a_workbook_takes_its_next_sheet_and_the_third_is_refused(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    book = given_workbook(tmp_path)
    first, second = received(db, floor, book), received(db, floor, book)
    assert [kept(db, one).sheet for one in (first, second)] == ["Hajin", "Sumbal"]
    readings = [Reading.from_json(kept(db, one).reading) for one in (first, second)]
    assert readings[0].offered == readings[1].offered
    assert readings[0].hidden == readings[1].hidden == ("Old",)
    again = receive(db, floor, book)
    assert isinstance(again, SameFile)
    assert (again.because, again.earlier) == ("same_file", first)
    assert again.hint == "The sheet Hajin of this very file is already in the campaign: people.xlsx."
    assert count(db, BeneficiaryList) == 2


def test_a_sheet_that_is_asked_for_by_name_is_not_taken_twice(db: Database, floor: Floor, tmp_path: Path) -> None:
    book = given_workbook(tmp_path)
    sumbal = UploadedFile(book.path, book.filename, book.max_bytes, sheet="Sumbal")
    first = received(db, floor, sumbal)
    again = receive(db, floor, sumbal)
    assert isinstance(again, SameFile)
    assert again.earlier == first
    assert withdraw_list(db, scope(floor), first, user_id=None, now=NOW) is None
    assert isinstance(receive(db, floor, sumbal), UUID)


def test_a_sheet_that_is_another_list_already_cannot_be_chosen_afterwards(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    book = given_workbook(tmp_path)
    received(db, floor, book)
    second = received(db, floor, book)
    refusal = choose_reading(db, scope(floor), second, ReadSo(sheet="Hajin"), user_id=None, now=NOW)
    assert refusal is not None
    assert refusal.because == "sheet_taken"
    assert kept(db, second).sheet == "Sumbal"
    assert choose_reading(db, scope(floor), second, ReadSo(sheet="Old"), user_id=None, now=NOW) is None


def test_the_same_bytes_under_another_name_or_in_another_campaign(db: Database, floor: Floor, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name,Mobile\nFata Begum,9419012345\n")
    received(db, floor, UploadedFile(path, "people.csv", 10**6))
    assert isinstance(receive(db, floor, UploadedFile(path, "copy of people.csv", 10**6)), SameFile)
    with db.transaction(EVERYTHING) as session:
        other = given_floor(session, "housing")
    assert isinstance(receive(db, other, UploadedFile(path, "people.csv", 10**6)), UUID)
