"""Finds the cells of an XLSX sheet whose formula is broken: the library that reads workbooks shows them as blank ones."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

ErrorCell = tuple[int, int, str]  # its row and column, from 0, and what it shows, as #REF!

_BOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_BLOCK: Final = 1 << 20
_OVERLAP: Final = 1 << 14  # bytes; no formula is longer
_MAY_BE_BROKEN: Final = re.compile(rb"t=[\"']e[\"']")
_BROKEN: Final = re.compile(
    rb"<(?:\w+:)?c\s(?=[^>]*\bt=[\"']e[\"'])[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>"
    rb"\s*(?:<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>))?\s*<(?:\w+:)?v>([^<]{1,20})</"
)


def error_cells(path: Path, sheet: str, *, most_pieces: int | None = None) -> Iterator[ErrorCell]:
    """Yield the broken cells of a sheet in the order of the file, of its first megabytes where not all are wanted."""
    try:
        with zipfile.ZipFile(path) as archive:
            part = _part_of(archive, sheet)
            if part is not None:
                yield from _broken(archive, part, most_pieces)
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError):  # no XLSX, or one that keeps its sheets elsewhere
        return


def _broken(archive: zipfile.ZipFile, part: str, most: int | None) -> Iterator[ErrorCell]:
    before, last, pieces = b"", (-1, -1), 0
    with archive.open(part) as content:
        while (most is None or pieces < most) and (block := content.read(_BLOCK)):
            piece, pieces = before + block, pieces + 1
            before = block[-_OVERLAP:]
            for letters, number, shown in _BROKEN.findall(piece) if _MAY_BE_BROKEN.search(piece) else ():
                place = (int(number) - 1, _column(letters))
                if place > last:  # else it was in the piece before, too
                    last = place
                    yield *place, shown.decode(errors="replace")


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Return the member that holds a sheet; None where the zip is no XLSX or has no such sheet."""
    if _BOOK not in archive.namelist():
        return None
    for each in ElementTree.fromstring(archive.read(_BOOK)).iter():  # noqa: S314 - in a process that a bad file may end
        if _plain(each.tag) == "sheet" and each.get("name") == sheet:
            relation = next((value for name, value in each.items() if _plain(name) == "id"), None)
            return _target(archive, relation)
    return None


def _target(archive: zipfile.ZipFile, relation: str | None) -> str | None:
    for each in ElementTree.fromstring(archive.read(_RELATIONS)).iter():  # noqa: S314 - likewise
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
