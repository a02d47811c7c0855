"""What an officer chooses about a file is what the import reads: sheet, encoding, old font, columns, and what is kept."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import select

from campaigns.lists.choose_reading import choose_reading
from campaigns.lists.confirm_columns import confirm_columns
from campaigns.lists.import_list import import_list
from campaigns.lists.note_lawful_basis import note_lawful_basis
from campaigns.lists.receive_list import UploadedFile
from campaigns.rules.list_states import ListStatus
from campaigns.rules.lists.column_doubts import Doubt
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.encodings import TextEncoding
from campaigns.rules.lists.list_wishes import ReadSo
from campaigns.rules.lists.reading import Reading
from campaigns.rules.refusals import Refusal
from campaigns.rules.verdicts import Warn
from campaigns.store.lists.list_mends import steps_of_list
from campaigns.store.lists.remembered_columns import remembered_columns
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import Beneficiary, ListRow, RememberedColumns
from tests.given_floor import NOW, Floor, given_floor
from tests.given_list import BASIS, approved, imported, kept, mapped, received, scope, upload
from tests.given_mends import mend, rows

PEOPLE = "Name,Mobile,Bank,Photo,Category,PIN\nFata Begum,9419012345,JK,a.jpg,SC,193502\nRaja,9906112233,SB,b.jpg,,\n"


@pytest.fixture
def floor(db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


def given_workbook(folder: Path) -> UploadedFile:
    path = folder / "people.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, number in (("Hajin", 9419012345), ("Sumbal", 9906112233), ("Old", 7006123450)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Name", "Mobile"])
            sheet.write_row(1, 0, [f"Fata of {name}", number])
            if name == "Old":
                sheet.hide()
    return UploadedFile(path, path.name, 10**7)


def columns_of(db: Database, list_id: object) -> ColumnMap:
    return ColumnMap.from_json(kept(db, list_id).columns)


def confirm(db: Database, floor: Floor, list_id: object, columns: ColumnMap) -> None:
    assert confirm_columns(db, scope(floor), list_id, columns, user_id=None, now=NOW) is None
    assert import_list(db, list_id, now=lambda: NOW) is None


def warned(db: Database) -> dict[str, int]:
    """How many rows carry each warning."""
    with db.transaction(EVERYTHING) as session:
        found = session.scalars(select(ListRow.details))
        return dict(Counter(word for details in found for word in details.get("warnings", ())))


def names(db: Database) -> list[str]:
    with db.transaction(EVERYTHING) as session:
        return [name for name in session.scalars(select(ListRow.name).order_by(ListRow.row)) if name]


def test_the_sheet_that_is_chosen_is_the_one_that_is_imported(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = received(db, floor, given_workbook(tmp_path))
    reading = Reading.from_json(kept(db, list_id).reading)
    assert (kept(db, list_id).sheet, reading.offered, reading.hidden) == (
        "Hajin",
        (("Hajin", 2), ("Sumbal", 2)),
        ("Old",),
    )
    assert choose_reading(db, scope(floor), list_id, ReadSo(sheet="Old"), user_id=None, now=NOW) is None
    assert Reading.from_json(kept(db, list_id).reading).offered == reading.offered
    confirm(db, floor, list_id, columns_of(db, list_id))
    assert names(db) == ["Fata of Old"]


def test_a_sheet_that_is_not_there_leaves_the_list_as_it_was(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = received(db, floor, given_workbook(tmp_path))
    refusal = choose_reading(db, scope(floor), list_id, ReadSo(sheet="Nowhere"), user_id=None, now=NOW)
    assert isinstance(refusal, Refusal)
    assert refusal.because == "no_such_sheet"
    assert kept(db, list_id).sheet == "Hajin"


def test_the_encoding_that_is_chosen_is_the_one_that_is_imported(db: Database, floor: Floor, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes("Name,Mobile\nفاطمہ,9419012345\n".replace("ہ", "ه").encode("cp1256"))
    list_id = received(db, floor, UploadedFile(path, "people.csv", 10**6, encoding=TextEncoding.WINDOWS_1252))
    assert "فاطمه" not in str(kept(db, list_id).sample)
    cp1256 = ReadSo(encoding=TextEncoding.WINDOWS_1256)
    assert choose_reading(db, scope(floor), list_id, cp1256, user_id=None, now=NOW) is None
    assert "فاطمه" in str(kept(db, list_id).sample)
    confirm(db, floor, list_id, columns_of(db, list_id))
    assert kept(db, list_id).encoding is TextEncoding.WINDOWS_1256
    assert names(db) == ["فاطمه"]


def test_a_list_in_review_is_read_again_from_another_sheet_and_its_mends_are_undone(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    list_id = imported(db, floor, given_workbook(tmp_path))
    mend(db, floor, list_id, 2, 0, "Fata Begum")
    nowhere = ReadSo(sheet="Nowhere")
    assert isinstance(choose_reading(db, scope(floor), list_id, nowhere, user_id=None, now=NOW), Refusal)
    assert names(db) == ["Fata Begum"], "what cannot be read leaves everything as it was"
    assert choose_reading(db, scope(floor), list_id, ReadSo(sheet="Sumbal"), user_id=None, now=NOW) is None
    one = kept(db, list_id)
    assert (one.status, one.sheet, one.rows_total, one.accepted) == (ListStatus.RECEIVED, "Sumbal", None, 0)
    assert rows(db, list_id) == {}
    confirm(db, floor, list_id, columns_of(db, list_id))
    assert names(db) == ["Fata of Sumbal"]
    with db.transaction(EVERYTHING) as session:
        assert [step.undone_at for step in steps_of_list(session, list_id)] == [NOW]


def test_a_sheet_that_is_a_list_already_is_not_read_as_another_one(db: Database, floor: Floor, tmp_path: Path) -> None:
    file = given_workbook(tmp_path)
    first, second = received(db, floor, file), received(db, floor, replace(file, sheet="Sumbal"))
    refused = choose_reading(db, scope(floor), second, ReadSo(sheet="Hajin"), user_id=None, now=NOW)
    assert isinstance(refused, Refusal)
    assert (refused.because, kept(db, second).sheet, kept(db, first).sheet) == ("sheet_taken", "Sumbal", "Hajin")


def test_what_is_settled_or_another_department_s_is_not_read_anew(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = mapped(db, floor, upload(tmp_path))
    choice = ReadSo(encoding=TextEncoding.WINDOWS_1252)
    with db.transaction(EVERYTHING) as session:
        strange = Scope(given_floor(session, "elsewhere").department.id)
    refused = [choose_reading(db, whose, list_id, choice, user_id=None, now=NOW) for whose in (scope(floor), strange)]
    assert [refusal.because for refusal in refused if refusal] == ["columns_settled", "list_unknown"]
    assert kept(db, list_id).encoding is TextEncoding.UTF_8


def test_the_columns_of_the_last_file_with_these_headings_are_remembered(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    first = received(db, floor, upload(tmp_path, PEOPLE))
    assert not Reading.from_json(kept(db, first).reading).remembered
    confirm(
        db, floor, first, ColumnMap(header_row=1, name=3, phones=(1,), extra=(2,), labels=columns_of(db, first).labels)
    )
    second = received(db, floor, upload(tmp_path, "Pension list\n\n" + PEOPLE + "Zooni,7006123450,,,,\n"))
    found = columns_of(db, second)
    assert Reading.from_json(kept(db, second).reading).remembered
    assert (found.header_row, found.name, found.phones, found.extra) == (3, 3, (1,), (2,))


def test_no_department_sees_what_another_has_confirmed(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = received(db, floor, upload(tmp_path, PEOPLE))
    confirm(db, floor, list_id, columns_of(db, list_id))
    with db.transaction(EVERYTHING) as session:
        shape = session.scalars(select(RememberedColumns.shape)).one()
        strange = given_floor(session, "elsewhere").department.id
    with db.transaction(Scope(strange)) as session:
        assert remembered_columns(session, floor.department.id, shape) is None


def test_an_old_font_is_read_as_hindi_only_once_a_person_has_confirmed_it(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    words = ["jke", "yky", "lhrk", "nsoh", "deyk"]
    cells = [f"{one} {other}" for one in words for other in words]
    people = "Name,Mobile\n" + "".join(f"{name},94190123{number}\n" for number, name in enumerate(cells, start=10))
    list_id = received(db, floor, upload(tmp_path, people))
    assert Reading.from_json(kept(db, list_id).reading).doubts == {0: (Doubt.OLD_FONT,)}
    guess = columns_of(db, list_id)
    confirm(db, floor, list_id, guess)
    assert names(db)[0] == "jke jke"
    assert warned(db) == {Warn.LEGACY_FONT: 25}
    confirm(db, floor, list_id, ColumnMap.from_json(guess.as_json() | {"old_font": [0]}))
    assert names(db)[0] == "राम राम"
    assert warned(db) == {}


def test_category_pin_code_and_the_columns_picked_go_with_the_person(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    list_id = received(db, floor, upload(tmp_path, PEOPLE))
    confirm(db, floor, list_id, ColumnMap.from_json(columns_of(db, list_id).as_json() | {"extra": [2]}))
    assert note_lawful_basis(db, scope(floor), list_id, BASIS, user_id=None, now=NOW) is None
    assert approved(db, floor, list_id) == 2
    with db.transaction(EVERYTHING) as session:
        person = session.scalars(select(Beneficiary).where(Beneficiary.name == "Fata Begum")).one()
    assert (person.category, person.pin_code, person.extra) == ("sc", "193502", {"Bank": "JK"})
