"""Whatever an officer sends or types, no whole Aadhaar or CNIC number stays anywhere but in the file as it came.

That file is kept as it was uploaded, by its SHA-256, until its list's time is over; everything read of it is cut.
"""

import io
import logging
import re
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner
from flask import Flask
from python_calamine import CalamineWorkbook
from redis import Redis
from sqlalchemy import select, text

from campaigns.lists.import_list import import_list
from campaigns.rules.lists.identity_numbers import is_aadhaar
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import BeneficiaryList, ListFilePart, UploadChunk
from campaigns.store.tables.shape import Table
from tests.edges.test_lists_pages import WRITTEN, Officer, app, chosen, floor, list_id_of, nadia
from tests.edges.test_mending_pages import fields
from tests.given_floor import NOW, Floor
from workers.commands.check_list import check_list
from workers.commands.import_list import import_list as import_at_terminal

__all__ = ["app", "floor", "nadia"]  # fixtures of the officer's pages

AS_IT_CAME = {ListFilePart.__tablename__, UploadChunk.__tablename__}
AADHAAR = [number for number in map(str, range(234_123_412_346, 234_123_413_346)) if is_aadhaar(number)][:40]
CNIC = [f"1730112{number:05}7" for number in range(34_567, 34_577)]
SEARCHED = frozenset(AADHAAR) | frozenset(CNIC)


def spaced(number: str) -> str:
    return f"{number[:4]} {number[4:8]} {number[8:]}"


def dashed(number: str) -> str:
    return f"{number[:5]}-{number[5:12]}-{number[12:]}"


HEADINGS = [
    "Name",
    "Father",
    "Mobile",
    "District",
    "Block",
    "Remarks",
    f"Form {AADHAAR[0]}",
    "Aadhaar No",
    "CNIC",
    "Ration card",
]
PEOPLE = [
    [f"Old-age pension of {spaced(AADHAAR[1])} and {dashed(CNIC[0])}"],
    HEADINGS,
    [f"Fata Begum {AADHAAR[2]}", f"W/o Ali {dashed(CNIC[1])}", "9419012345", "Bandipora", "Hajin", spaced(AADHAAR[3]), AADHAAR[4], int(AADHAAR[5]), dashed(CNIC[2]), AADHAAR[6]],
    ["Sara Bano", "", f"{AADHAAR[7]} / 94190", f"Bandipora {AADHAAR[8]}", AADHAAR[9], f"id:{AADHAAR[10]}", "x", spaced(AADHAAR[11]), dashed(CNIC[3]), ""],
    [f"{AADHAAR[12]}", f"{AADHAAR[13]}", int(AADHAAR[14]), "Bandipora", "Hajin", "", "", "", "", ""],
    ["Zooni Begum", "", "94190123", "Bandipora", "Hajin", "", "", "", "", ""],
    *[["Raja Begum", "", f"941907781{digit}", "Bandipora", "Hajin", "", "", "", "", ""] for digit in range(4)],
    ["Total", f"{AADHAAR[15]}"],
]  # fmt: skip


def given_book(path: Path, rows=PEOPLE) -> Path:
    with xlsxwriter.Workbook(path) as book:
        hidden, sheet = book.add_worksheet(f"old {AADHAAR[16]}"), book.add_worksheet(f"list {AADHAAR[17]}")
        other = book.add_worksheet(f"more {AADHAAR[17]}")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        other.write_row(0, 0, ["Name", "Mobile"])
        other.write_row(1, 0, ["Raja", "7006123450"])
        hidden.write_row(0, 0, ["Name", "Mobile"])
        sheet.activate()
        sheet.set_first_sheet()
        hidden.hide()
    return path


def whole_numbers(said: str) -> set[str]:
    """The numbers that stand in a text, however they are written."""
    close = re.sub(r"(?<=\d)[ \-./]{1,2}(?=\d)", "", said)
    return {number for number in SEARCHED if number in said or number in close}


def everything_kept(db: Database) -> str:
    with db.transaction(EVERYTHING) as session:
        names = [table.name for table in Table.metadata.sorted_tables if table.name not in AS_IT_CAME]
        return "\n".join(
            f"{name}: {row}"
            for name in names
            for row in session.scalars(text(f"SELECT CAST(kept AS text) FROM {name} AS kept"))  # noqa: S608 - our own tables
        )


def everything_rung(redis: Redis) -> str:
    return "\n".join(f"{key!r} {redis.dump(key)!r}" for key in redis.scan_iter("*"))


def test_no_identity_number_of_a_list_stays(
    app: Flask,
    db: Database,
    redis: Redis,
    floor: Floor,
    nadia: Officer,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    name = f"people {spaced(AADHAAR[18])} of {CNIC[4]}.xlsx"
    content = given_book(tmp_path / "people.xlsx").read_bytes()
    seen = [nadia.upload(floor.campaign.id, content, name).text]
    list_id = list_id_of(db)
    picked = chosen(seen[0]) | {"name": "0", "phone_1": "2", "relative_name": "1", "extra": ["5", "6", "9"]}
    confirmed = nadia.post(f"/lists/{list_id}/columns", **picked)
    assert confirmed.status_code == 200
    import_list(db, list_id, now=lambda: NOW)
    seen += [nadia.get(f"/lists/{list_id}/{page}").text for page in ("problems", "fixed", "places", "check", "mends")]
    page = nadia.get(f"/lists/{list_id}/problems?cause=phone_invalid")
    form = fields(page, "mend-6")
    cells = {
        key: f"{spaced(number)} {dashed(CNIC[5])}"
        for key, number in zip((key for key in form if key.startswith("cell-")), AADHAAR[20:], strict=False)
    }
    seen.append(nadia.post(f"/lists/{list_id}/rows/6", **(form | cells)).text)
    seen.append(nadia.get(f"/lists/{list_id}/mends").text)
    refused = nadia.get(f"/lists/{list_id}/refused.xlsx")
    seen.append(refused.headers["Content-Disposition"])
    seen.append(in_words(refused.data))
    mended = given_mended(refused.data, tmp_path / "mended.xlsx")
    seen.append(nadia.post(f"/lists/{list_id}/mended-file", file=(io.BytesIO(mended), f"{AADHAAR[30]}.xlsx")).text)
    seen.append(nadia.post(f"/lists/{list_id}/basis", **WRITTEN).text)
    newer = given_book(tmp_path / "newer.xlsx", [*PEOPLE, ["Mala", "", "7006123453", AADHAAR[31]]]).read_bytes()
    seen.append(nadia.upload(floor.campaign.id, newer, name).text)
    with db.transaction(EVERYTHING) as session:
        newest = session.scalars(select(BeneficiaryList.id).where(BeneficiaryList.id != list_id)).one()
    nadia.post(f"/lists/{newest}/columns", **picked)
    import_list(db, newest, now=lambda: NOW)
    seen.append(nadia.get(f"/lists/{newest}/newer-version").text)
    seen.append(nadia.post(f"/lists/{newest}/newer-version", older=str(list_id)).text)
    assert whole_numbers("\n".join(seen)) == set()
    assert whole_numbers(everything_kept(db)) == set()
    assert whole_numbers(everything_rung(redis)) == set()
    assert whole_numbers(caplog.text) == set()


def test_a_sheet_called_by_a_number_can_be_chosen_by_what_is_left_of_it(
    db: Database, floor: Floor, nadia: Officer, tmp_path: Path
) -> None:
    nadia.upload(floor.campaign.id, given_book(tmp_path / "people.xlsx").read_bytes(), "people.xlsx")
    list_id = list_id_of(db)
    left = f"more XXXXXXXX{AADHAAR[17][-4:]}"
    page = nadia.post(f"/lists/{list_id}/reading", sheet=left)
    assert "7006123450" in page.text
    nadia.post(f"/lists/{list_id}/columns", **chosen(page.text))
    import_list(db, list_id, now=lambda: NOW)
    with db.transaction(EVERYTHING) as session:
        kept = session.get_one(BeneficiaryList, list_id)
        assert (kept.sheet, kept.accepted) == (left, 1)


def test_nothing_of_it_is_printed_at_the_terminal_nor_written_to_the_file_of_verdicts(
    areas: None, db: Database, floor: Floor, database_url: str, redis_url: str, tmp_path: Path
) -> None:
    book, verdicts = given_book(tmp_path / "people.xlsx"), tmp_path / "verdicts.csv"
    env = {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "SECRET_KEY": "x" * 32}
    runner = CliRunner(env=env)
    said = [
        runner.invoke(check_list, [str(book), "--explain", str(row), "--verdicts", str(verdicts), "--json"]).output
        for row in (1, 3, 4, 5)
    ]
    said.append(runner.invoke(check_list, [str(book), "--sheet", "none"]).output)
    said.append(verdicts.read_text())
    order = ("--order", "SWD/12", "--order-date", "2020-10-01")
    named = given_book(tmp_path / f"{AADHAAR[18]} {CNIC[4]}.xlsx")
    done = runner.invoke(
        import_at_terminal, [str(named), "--campaign", "pension", "--columns", "name=A,phone=C", *order]
    )
    assert done.exit_code == 0, done.output
    again = runner.invoke(import_at_terminal, [str(named), "--campaign", "pension"])
    assert again.exit_code == 0, "the next sheet of the same file"
    assert (
        whole_numbers("\n".join([*said, done.output.replace(str(named), ""), again.output.replace(str(named), "")]))
        == set()
    )
    assert whole_numbers(everything_kept(db)) == set()


def in_words(workbook: bytes) -> str:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    return str([(name, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names])


def given_mended(refused: bytes, path: Path) -> bytes:
    """The refused rows as they came back, a number typed into each."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(refused))
    rows = book.get_sheet_by_index(0).to_python()
    with xlsxwriter.Workbook(path) as target:
        sheet = target.add_worksheet(book.sheet_names[0])
        for at, (row, number) in enumerate(zip(rows, AADHAAR[32:], strict=False)):
            sheet.write_row(at, 0, row if at == 0 else [*row[:4], spaced(number), "7006123459", *row[6:]])
    return path.read_bytes()
