"""An uploaded list to test with, brought as far as a test needs it."""

import threading
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select

from campaigns.lists.approve_list import CasesOpened, approve_list
from campaigns.lists.confirm_columns import confirm_columns
from campaigns.lists.import_list import import_list
from campaigns.lists.note_lawful_basis import note_lawful_basis
from campaigns.lists.receive_list import UploadedFile, receive_list
from campaigns.rules.list_states import ListStatus
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.lawful_basis import LawfulBasis
from campaigns.store.lists.lists import beneficiary_list
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import BeneficiaryList
from tests.given_floor import NOW, Floor

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
BASIS = LawfulBasis(
    "SWD/Pen/12-2026",
    date(2026, 10, 1),
    "To learn whether the pension arrives.",
    date(2999, 12, 31),
    {"ur": "آپ کا نام اور نمبر صرف اسی کام کے لیے ہے۔", "en": "Your name and number are used for this only."},
)


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
    assert note_lawful_basis(db, scope(floor), list_id, BASIS, user_id=None, now=NOW) is None
    return list_id


def approved(db: Database, floor: Floor, list_id: UUID) -> int:
    opened = approve_list(db, scope(floor), list_id, user_id=None, now=NOW)
    assert isinstance(opened, CasesOpened), opened
    return opened.cases


def count(db: Database, table: type) -> int:
    with db.transaction(EVERYTHING) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def together(*tasks: object) -> None:
    threads = [threading.Thread(target=task) for task in tasks]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)


def say_it_is_long(db: Database, list_id: UUID) -> None:
    """The counts of a list of half a million rows, with the few that are enough for a test."""
    with db.transaction(EVERYTHING) as session:
        told = session.get_one(BeneficiaryList, list_id)
        told.rows_total = told.accepted = 500_000
