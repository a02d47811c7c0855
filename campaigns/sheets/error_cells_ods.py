"""Finds the cells of an ODS sheet whose formula is broken; most sheets have none, and are only searched for what they show."""

import re
import zipfile
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree

from campaigns.rules.lists.broken_formulas import UNRECKONED
from campaigns.sheets.told_rows import ErrorCell

ODS_CONTENT: Final = "content.xml"
_BLOCK: Final = 1 << 20
_WIDEST: Final = 1 << 14  # columns
_LONGEST: Final = 1 << 14  # bytes; no formula is longer
_MAY_BE_BROKEN: Final = re.compile(rb">(?:#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)|Err:5\d\d)<")
# A program that reckons nothing has written the formula; a spreadsheet always says of what kind the result is.
_MAY_BE_UNRECKONED: Final = re.compile(rb"-cell\b(?=[^>]*:formula=)(?![^>]*:value-type=)")
_VALUE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELLS: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ROW: Final = f"{_TABLE}table-row"


def ods_error_cells(archive: zipfile.ZipFile, sheet: str) -> Iterator[ErrorCell]:
    """Yield the broken cells of a sheet, in the order of the file."""
    if not _shows_any(archive):
        return
    row, inside = 0, False
    with archive.open(ODS_CONTENT) as content:
        for event, each in ElementTree.iterparse(content, events=("start", "end")):  # noqa: S314 - in a process that a bad file may end
            if each.tag == f"{_TABLE}table":
                inside = event == "start" and each.get(f"{_TABLE}name") == sheet
            elif event == "end" and each.tag == _ROW:
                times = _times(each, "rows") if inside else 0
                if broken := list(_broken_of(each)) if inside else []:
                    yield from ((row + at, column, shown) for at in range(times) for column, shown in broken)
                row += times
                each.clear()


def _shows_any(archive: zipfile.ZipFile) -> bool:
    before = b""
    with archive.open(ODS_CONTENT) as content:
        while block := content.read(_BLOCK):
            if _MAY_BE_BROKEN.search(before + block) or _MAY_BE_UNRECKONED.search(before + block):
                return True
            before = block[-_LONGEST:]
    return False


def _broken_of(row: ElementTree.Element) -> Iterator[tuple[int, str]]:
    """Yield the columns of a row whose formula is broken."""
    column = 0
    for cell in row:
        if cell.tag in _CELLS:
            shown = "".join(cell.itertext())
            times = _times(cell, "columns")
            if cell.get(f"{_TABLE}formula") and not shown and not cell.get(_VALUE):
                shown = UNRECKONED
            if shown == UNRECKONED or (
                cell.get(f"{_TABLE}formula") and _MAY_BE_BROKEN.fullmatch(f">{shown}<".encode())
            ):
                yield from ((column + at, shown) for at in range(min(times, _WIDEST)))
            column += times


def _times(element: ElementTree.Element, what: str) -> int:
    """Return how many rows or columns are written as this one."""
    written = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(written) if written.isdecimal() else 1
