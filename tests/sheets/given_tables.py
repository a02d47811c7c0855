"""Tables of people that hypothesis invents, dirt and all, and the files in which an office might send them."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import xlsxwriter
import xlwt
from hypothesis import strategies as st
from pyxlsbwriter import XlsbWriter

from tests.sheets.given_files import given_ods

HEADER = ["S.No", "Name", "Father's name", "Mobile No", "Alternate mobile", "District", "Aadhaar No"]
PHONES = [
    "9419012345", "+91 94190-12346", "094190 12347", "۹۴۱۹۰۱۲۳۴۸", "94190 12349 / 9906112233 (son)", "NA", "nil", "-", "",
    "9999999999", "1234567890", "94190", "9419XXXX21", "9.41901E+09", "9.419012345E+09", "9419012345.0", "1800112233", "140",
    "-9419012345", "9419012345.5", "12-03-1965", "9419O12345", "94190,12345", "(0194) 2501234", "phone", "9419012345 9906112234",
]  # fmt: skip
NAMES = [
    "Fata Begum",
    "غلام محمد",
    "राम लाल",
    "",
    "XXX",
    "Mst. Raja W/o Gh Nabi",
    "Total",
    "=1+1",
    "@SUM(A1)",
    "9419012345",
    "Name",
]
PLACES = ["Bandipora", "Bandipore", "بانڈی پورہ", "Nowhere", "", "NA", "District"]
OTHERS = [
    "",
    "2341 2341 2346",
    "12345-1234567-1",
    "1",
    "Signature of BDO",
    "Page 2",
    "a;b",
    'says "no"',
    "one\ntwo",
    "'",
    "�",
]
PEOPLE = st.tuples(
    st.sampled_from(["", "1", "2", "999"]), st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(PHONES),
    st.sampled_from(PHONES), st.sampled_from(PLACES), st.sampled_from(OTHERS),
).map(list)  # fmt: skip
BLANK: list[str] = []
ABOVE = st.sampled_from([[], [["Social Welfare Department"]], [["List of people"], ["", "as on 31-3-2026"]]])
ROWS = st.lists(
    st.one_of(PEOPLE, PEOPLE, PEOPLE, st.just(BLANK), st.just(HEADER), st.just(["", "Total", "3"])), max_size=30
)
# The first and the last row hold something: a workbook keeps no blank rows at its ends.
TABLES = st.tuples(ABOVE, ROWS, PEOPLE.filter(any)).map(lambda made: [*made[0], HEADER, *made[1], made[2]])

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('",;\t|\n\r'), max_size=12)
ANY_TABLE = st.lists(st.lists(TEXT, max_size=6), min_size=1, max_size=12)


def text_of(
    table: list[list[str]], *, delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL, newline: str = "\n"
) -> str:
    """Return a table as delimited text."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=newline).writerows(table)  # type: ignore[arg-type]
    return out.getvalue()


def written_as(kind: str, path: Path, table: list[list[str]]) -> Path:
    """Write a table as csv, xlsx, xls, xlsb or ods, all its cells as text."""
    writers: dict[str, Callable[[Path, list[list[str]]], object]] = {
        "csv": lambda path, table: path.write_text(text_of(table), encoding="utf-8", newline=""),
        "xlsx": _as_xlsx,
        "xls": _as_xls,
        "xlsb": _as_xlsb,
        "ods": given_ods,
    }
    writers[kind](path, table)
    return path


def _filled(table: list[list[str]]) -> Iterator[tuple[int, int, str]]:
    for number, cells in enumerate(table):
        for column, text in enumerate(cells):
            if text:
                yield number, column, text


def _as_xlsx(path: Path, table: list[list[str]]) -> None:
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("People")
        for cell in _filled(table):
            sheet.write_string(*cell)


def _as_xls(path: Path, table: list[list[str]]) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("People")
    for cell in _filled(table):
        sheet.write(*cell)
    book.save(str(path))


def _as_xlsb(path: Path, table: list[list[str]]) -> None:
    width = max(map(len, table))
    with XlsbWriter(str(path)) as book:
        book.add_sheet("People")
        book.write_sheet([[text or None for text in cells] + [None] * (width - len(cells)) for cells in table])
