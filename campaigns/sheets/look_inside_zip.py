"""Looks at a zipped workbook before it is unpacked into memory: what it is, how big it grows, how far its cells reach."""

import re
import zipfile
import zlib
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from campaigns.sheets.other_kinds import other_kind
from campaigns.sheets.sheet import SheetKind
from campaigns.sheets.unreadable import MOST_COLUMNS, UnreadableFile, damaged, locked, too_many_columns

MOST_UNPACKED: Final = 1 << 30
SUSPECT_UNPACKED: Final = 64 << 20  # a small workbook may be packed as tightly as it likes
MOST_RATIO: Final = 100  # real sheets are packed 5 to 30 times
MOST_CELLS: Final = 30_000_000  # the reader keeps a slot for every cell from the first to the farthest
_LETTERS: Final = 26
_BLOCK: Final = 1 << 20
_OVERLAP: Final = 400  # bytes; no opening tag that we look for is longer
_OTHER_PACKAGES: Final = (
    ("word/", "text_document", "a Word document"),
    ("ppt/", "text_document", "a presentation"),
    ("Index/Document.iwa", "wrong_kind", "a Numbers document"),
)
# A cell beyond column Z that holds something; spreadsheets also write far cells that are only coloured.
_FAR_CELL: Final = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{2,3})(\d+)[\"'][^>]*(?<!/)>\s*<")
_MAY_BE_FAR: Final = re.compile(rb"r=[\"'][A-Z]{2}")  # ten times as fast, and in most pieces there is none
_ROW: Final = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br=[\"'](\d+)[\"']")
_REPEATED: Final = re.compile(rb"<table:table-cell\b(?=[^>]*value-type)[^>]*number-columns-repeated=[\"'](\d+)[\"']")


def look_inside_zip(path: Path) -> SheetKind:
    """Return which workbook the zip holds, or raise UnreadableFile where it is none or is not safe to open."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _refuse_a_bomb(members)
            if any(member.flag_bits & 1 for member in members):
                raise locked()
            kind = _kind(archive, {member.filename for member in members})
            for member in members:
                _unpack_once(archive, member)
            return kind
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise damaged() from error


def kind_of_zip(path: Path) -> SheetKind:
    """Return which workbook a zip holds that was looked into before."""
    with zipfile.ZipFile(path) as archive:
        return _kind(archive, set(archive.namelist()))


def _refuse_a_bomb(members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = max(sum(member.compress_size for member in members), 1)
    if unpacked > MOST_UNPACKED or (unpacked > SUSPECT_UNPACKED and unpacked > MOST_RATIO * packed):
        raise UnreadableFile(
            "zip_bomb",
            f"The file would unpack to {unpacked >> 20} MB and was not opened: "
            "save the sheet with the people alone as CSV and upload that.",
        )


def _kind(archive: zipfile.ZipFile, names: set[str]) -> SheetKind:
    if "xl/workbook.xml" in names:
        return SheetKind.XLSX
    if "xl/workbook.bin" in names:
        return SheetKind.XLSB
    said = archive.read("mimetype") if "mimetype" in names else b""
    if b"opendocument.spreadsheet" in said:
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise locked()
        return SheetKind.ODS
    raise _other_package(said, names)


def _other_package(said: bytes, names: set[str]) -> UnreadableFile:
    if b"opendocument" in said:
        return other_kind("text_document", "an OpenDocument text or drawing")
    for start, because, what in _OTHER_PACKAGES:
        if any(name.startswith(start) for name in names):
            return other_kind(because, what)
    return other_kind("packed", "a zip archive")


def _unpack_once(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Unpack no more than the directory promised, piece by piece: a damaged or lying member shows here."""
    with closing(_pieces(archive, member)) as pieces:
        if member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml"):
            _refuse_far_cells(pieces)
        elif member.filename == "content.xml":
            _refuse_repeated_cells(pieces)
        else:
            deque(pieces, maxlen=0)


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Generator[bytes, None, None]:
    before = b""
    with archive.open(member) as content:
        while block := content.read(_BLOCK):
            yield before + block
            before = block[-_OVERLAP:]


def _refuse_far_cells(pieces: Iterator[bytes]) -> None:
    columns, rows = _LETTERS, 0
    for piece in pieces:
        found = _FAR_CELL.findall(piece) if _MAY_BE_FAR.search(piece) else ()
        far = [(_column_number(letters), int(row)) for letters, row in found]
        columns, row = max([(columns, 0), *far])
        if columns > MOST_COLUMNS:
            raise too_many_columns(row, columns)
        last_row = _ROW.search(piece, max(piece.rfind(b"row "), 1) - 1) or _ROW.search(piece)
        rows = max(rows, int(last_row[1]) if last_row else 0)
        if rows * columns > MOST_CELLS:
            raise UnreadableFile(
                "too_many_cells",
                f"The sheet reaches down to row {rows} and right to column {columns}, mostly empty: "
                "copy the rows with people into a new sheet and upload that.",
            )


def _refuse_repeated_cells(pieces: Iterator[bytes]) -> None:
    for piece in pieces:
        for times in _REPEATED.findall(piece):
            if int(times) > MOST_COLUMNS:
                raise too_many_columns(None, int(times))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - ord("A") + 1
    return number
