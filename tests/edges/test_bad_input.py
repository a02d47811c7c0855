"""Each bad input of the yardstick gets a clear sentence with its place and how to mend it, at the terminal and in Urdu."""

import csv
import datetime as dt
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from flask_babel import force_locale

from agent_ui.lists.problem_rows import problem_row, refused_row
from agent_ui.lists.refusals import sentence
from agent_ui.numbers import isolated
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.hints import ODDITY_HINTS, REASON_HINTS
from campaigns.rules.lists.odd_numbers import Oddity
from campaigns.rules.verdicts import Reason, Verdict, Warn
from campaigns.sheets.open_sheet import UnreadableFile, open_sheet
from campaigns.store.tables import ListRow
from tests.edges.test_check_list import run
from tests.edges.test_lists_pages import app
from tests.sheets.given_files import given_ods, given_text, given_workbook, given_zip

__all__ = ["app"]  # a fixture
MEGABYTE = 1 << 20
HEAD = ["Name", "Mobile"]


def nul(path: Path) -> Path:
    path.write_bytes(b'Name,Mobile\n"Raja, of Hajin",9419012345\n"Zoona, of Hajin",94190\x0012346\n')
    return path


def unclosed(path: Path) -> Path:
    path.write_text('Name,Mobile,Village\nRaja,9419012345,Hajin\nZoona,9419012346,"Hajin\nSara,9419012347,Hajin\n')
    return path


def far_workbook(path: Path) -> Path:
    return given_workbook(path, [HEAD, ["Raja", 9419012345, *([""] * 9_997), "far"]])


UNREADABLE: dict[str, tuple[Callable[[Path], Path], str, str]] = {
    "10,000 columns of text": (
        lambda path: given_text(path, [HEAD, ["x"] * 10_000]),
        "Row 2 has 10000 columns and at most 150 can be read",
        "delete the columns that are not needed",
    ),
    "10,000 columns of a workbook": (far_workbook, "Row 2 has 10000 columns", "delete the columns that are not needed"),
    "16,384 equal headers": (
        lambda path: given_workbook(path, [["Name"] * 16_384]),
        "Row 1 has 16384 columns",
        "delete the columns that are not needed",
    ),
    "a cell of 1 MB": (
        lambda path: given_text(path, [HEAD, ["Raja", "9" * MEGABYTE]]),
        "The cell in row 2, column B is longer than 131072 letters",
        "shorten it",
    ),
    "a cell of 1 MB in a workbook": (
        lambda path: given_ods(path, [HEAD, ["x" * MEGABYTE, "9419012345"]]),
        "The cell in row 2, column A is longer than 131072 letters",
        "shorten it",
    ),
    "a NUL byte": (nul, "Row 3, column B holds NUL bytes", "save it as XLSX or as CSV UTF-8"),
    "a quotation mark that is never closed": (
        unclosed,
        'A quotation mark (") opened in row 3, column C is never closed',
        "mend that row",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_file_that_cannot_be_read_says_where_and_how_to_mend_it(tmp_path: Path, what: str) -> None:
    given, place, mend = UNREADABLE[what]
    result = run(given(tmp_path / "list"), "--json")
    assert result.exit_code == 2
    assert place in result.stderr
    assert mend in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert len(result.stderr) < 300


@pytest.mark.parametrize("what", UNREADABLE)
def test_the_place_is_said_in_urdu_too(app: object, tmp_path: Path, what: str) -> None:
    with pytest.raises(UnreadableFile) as raised:
        list(open_sheet(UNREADABLE[what][0](tmp_path / "list"), max_bytes=10**9).rows())
    with app.test_request_context(), force_locale("ur"):  # type: ignore[attr-defined]
        said = sentence(raised.value.refusal())
    assert f"سطر {raised.value.row}" in said
    assert raised.value.column is None or f"کالم {raised.value.refusal().column}" in said
    assert not any("a" <= letter <= "z" for letter in said), said


def verdicts(path: Path, folder: Path) -> list[list[str]]:
    out = folder / "verdicts.csv"
    assert run(path, "--verdicts", out).exit_code == 0
    with out.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))[1:]


@pytest.mark.parametrize("kind", ["workbook", "text"])
def test_dates_negative_and_fractional_numbers_are_no_phones_and_their_rows_say_so(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "list"
    cells = [dt.datetime(1965, 3, 12), -9419012345, 9419012345.5, -94190.12345]  # noqa: DTZ001 - a cell of a sheet
    if kind == "workbook":
        with xlsxwriter.Workbook(path, {"default_date_format": "dd-mm-yyyy"}) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, HEAD)
            for row, cell in enumerate(cells, start=1):
                sheet.write(row, 0, f"Raja {'abcd'[row - 1]}")
                sheet.write(row, 1, cell)
    else:
        texts = ["12-03-1965", *map(str, cells[1:])]
        given_text(path, [HEAD, *[[f"Raja {'abcd'[at]}", text] for at, text in enumerate(texts)]])
    assert [(row, reason) for row, _, reason, _ in verdicts(path, tmp_path)[1:]] == [
        (str(row), "phone_invalid") for row in range(2, 6)
    ]
    said = run(path, "--explain", 3).stdout
    assert "phone_invalid, first in row 2, column B: " in said
    assert "B  Mobile" in said
    assert REASON_HINTS[Reason.PHONE_INVALID] in said
    for row, oddity in (2, Oddity.DATE), (3, Oddity.BELOW_ZERO), (4, Oddity.FRACTION):
        assert re.search(rf"first in row {row}, column B \(.+\): {ODDITY_HINTS[oddity]}", said)
    assert said.endswith(f"{ODDITY_HINTS[Oddity.BELOW_ZERO]}\n"), "of the row that is explained, its own hint"


def test_of_a_workbook_with_formulas_macros_and_links_only_the_values_are_read(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_formula(1, 0, '=HYPERLINK("http://127.0.0.1/steal","Raja")', value="Raja Begum")
        sheet.write_formula(1, 1, "='[other.xlsx]Sheet1'!A1", value=9419012345)
        sheet.write_string(2, 0, "=cmd|' /C calc'!A0")
        sheet.write_number(2, 1, 9419012346)
        sheet.write_row(3, 0, ["Sara Bano", "", "broken, and the row above it gave its number from another book"])
        sheet.write_formula(3, 1, "=VLOOKUP(A4,#REF!,2)" + " " * 300, value="#REF!")
        sheet.write_formula(4, 0, "=Sheet9!A1", value="#N/A")
        sheet.write_number(4, 1, 9419012347)
    with zipfile.ZipFile(path) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    members |= {
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 never run",
        "xl/externalLinks/externalLink1.xml": "<externalLink/>",
    }
    given_zip(tmp_path / "list.xlsm", members)
    assert [row[1:] for row in verdicts(tmp_path / "list.xlsm", tmp_path)[1:]] == [
        ["accepted", "", "+919419012345"],
        ["accepted", "", "+919419012346"],
        ["rejected", "phone_missing", ""],
        ["rejected", "name_missing", "+919419012347"],
    ]
    given_text(tmp_path / "list.csv", [HEAD, ["Sara Bano", "#REF!"], ["#N/A", "9419012347"], ["Zoona", "9419012348"]])
    assert f"row 2, column B (#REF!): {ODDITY_HINTS[Oddity.BROKEN_FORMULA]}" in run(tmp_path / "list.csv").stdout
    assert [row[2] for row in verdicts(tmp_path / "list.csv", tmp_path)[1:]] == ["phone_missing", "name_missing", ""]
    told = json.loads(run(tmp_path / "list.xlsm", "--explain", 3, "--json").stdout.splitlines()[-1])["explained"]
    assert told["warnings"] == ["formula_text"], "it is kept as text, and the account says that it looks like a formula"


def test_a_broken_formula_is_said_with_its_column_and_how_to_mend_it(app: object) -> None:
    columns = ColumnMap(header_row=1, name=0, phones=(1,), district=2, extra=())
    details = {"warnings": ["formula_broken"]}
    reason = Reason.PHONE_MISSING
    row = ListRow(row=4, verdict=Verdict.REJECTED, reason=reason, details=details, cells=["Sara", "#REF!", "#N/A"])
    with app.test_request_context():  # type: ignore[attr-defined]
        said = refused_row(row, columns)
        assert said.problem == f"Phone is missing. The formula in column B is broken ({isolated('#REF!')})"
        assert "mend the formula in the spreadsheet" in said.mend
        with force_locale("ur"):
            assert "کالم B کا فارمولا خراب ہے" in refused_row(row, columns).problem
        accepted = ListRow(row=5, verdict=Verdict.ACCEPTED, details=details, cells=["Sara", "9419012345", "#N/A"])
        shown = problem_row(accepted, columns, [0, 1, 2], Warn.FORMULA_BROKEN)
    assert [cell.text for cell in shown.cells if cell.mend] == ["#N/A"], "only the broken cell is to be mended"


def test_rows_in_another_encoding_are_named_with_how_to_mend_them(tmp_path: Path) -> None:
    path = given_text(tmp_path / "list.csv", [HEAD, ["غلام محمد", "9419012345"], ["فاطمہ بیگم", "9419012346"]])
    path.write_bytes(path.read_bytes() + b"Jos\xe9,9419012347\n9419012348,Ren\xe9\n")
    result = run(path, "--json")
    assert result.exit_code == 0
    assert (
        "Letters that cannot be read as utf-8 stand in row 4, column A; row 5, column B: "
        "choose another --encoding, or mend those rows." in result.stdout
    )
    told = json.loads(result.stdout.splitlines()[-1])
    assert told["lost_letters"] == [{"row": 4, "column": "A"}, {"row": 5, "column": "B"}]
