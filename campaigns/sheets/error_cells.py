"""Finds the cells of a workbook whose formula is broken: the library that reads workbooks shows them as blank ones."""

import posixpath
import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from campaigns.rules.lists.broken_formulas import UNRECKONED
from campaigns.sheets.error_cells_binary import xls_error_cells, xlsb_error_cells, xlsb_relation
from campaigns.sheets.error_cells_ods import ODS_CONTENT, ods_error_cells
from campaigns.sheets.told_rows import ErrorCell

_XLSX: Final = "xl/workbook.xml"
_XLSB: Final = "xl/workbook.bin"
_BLOCK: Final = 1 << 20
_OVERLAP: Final = 1 << 14  # bytes; no formula is longer
_FORMULA: Final = rb"<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)"
_CELL: Final = rb"[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>\s*"
_MAY_BE_BROKEN: Final = re.compile(rb"t=[\"']e[\"']")
_BROKEN: Final = re.compile(
    rb"<(?:\w+:)?c\s(?=[^>]*\bt=[\"']e[\"'])" + _CELL + rb"(?:" + _FORMULA + rb")?\s*<(?:\w+:)?v>([^<]{1,20})</"
)
# A program that reckons nothing has written the formula: a spreadsheet shows what it gives, the file does not have it.
_MAY_BE_UNRECKONED: Final = re.compile(rb"f>\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>")
_UNRECKONED: Final = re.compile(
    rb"<(?:\w+:)?c\s(?![^>]*\bt=[\"'](?!n))"
    + _CELL
    + _FORMULA
    + rb"()"
    + _MAY_BE_UNRECKONED.pattern.removeprefix(b"f>")
)


def error_cells(path: Path, sheet: str, *, most_pieces: int | None = None) -> Iterator[ErrorCell]:
    """Yield the broken cells of a sheet in the order of the file; of an XLSX only its first megabytes where so few are wanted."""
    try:
        if not zipfile.is_zipfile(path):
            yield from xls_error_cells(path, sheet)
            return
        with zipfile.ZipFile(path) as archive:
            yield from _zipped(archive, sheet, most_pieces)
    except (OSError, ValueError, KeyError, IndexError, struct.error, zipfile.BadZipFile, ElementTree.ParseError):
        return  # a file that is not as its kind should be, but that the library can read


def _zipped(archive: zipfile.ZipFile, sheet: str, most_pieces: int | None) -> Iterator[ErrorCell]:
    members = set(archive.namelist())
    if _XLSX in members:
        if (part := _target(archive, _XLSX, _xlsx_relation(archive, sheet))) is not None:
            yield from _broken(archive, part, most_pieces)
    elif _XLSB in members:
        if (part := _target(archive, _XLSB, xlsb_relation(archive.read(_XLSB), sheet))) is not None:
            yield from xlsb_error_cells(archive.read(part))
    elif ODS_CONTENT in members:
        yield from ods_error_cells(archive, sheet)


def _broken(archive: zipfile.ZipFile, part: str, most: int | None) -> Iterator[ErrorCell]:
    before, last, pieces = b"", (-1, -1), 0
    with archive.open(part) as content:
        while (most is None or pieces < most) and (block := content.read(_BLOCK)):
            piece, pieces = before + block, pieces + 1
            before = block[-_OVERLAP:]
            for row, column, shown in sorted(_found_in(piece)):
                if (row, column) > last:  # else it was in the piece before, too
                    last = (row, column)
                    yield row, column, shown


def _found_in(piece: bytes) -> Iterator[ErrorCell]:
    found = _BROKEN.findall(piece) if _MAY_BE_BROKEN.search(piece) else []
    found += _UNRECKONED.findall(piece) if _MAY_BE_UNRECKONED.search(piece) else []
    for letters, number, shown in found:
        yield int(number) - 1, _column(letters), shown.decode(errors="replace") or UNRECKONED


def _xlsx_relation(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Return by which relation the book is bound to a sheet; None where it has no such sheet."""
    for each in ElementTree.fromstring(archive.read(_XLSX)).iter():  # noqa: S314 - in a process that a bad file may end
        if _plain(each.tag) == "sheet" and each.get("name") == sheet:
            return next((value for name, value in each.items() if _plain(name) == "id"), None)
    return None


def _target(archive: zipfile.ZipFile, book: str, relation: str | None) -> str | None:
    """Return the member to which a relation of the book leads."""
    told = archive.read("/_rels/".join(posixpath.split(book)) + ".rels") if relation else b"<none/>"
    for each in ElementTree.fromstring(told).iter():  # noqa: S314 - likewise
        if each.get("Id") == relation and (target := each.get("Target")):
            return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    return None


def _plain(name: Any) -> str:
    return str(name).rpartition("}")[2]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
