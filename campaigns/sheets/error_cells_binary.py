"""Finds the cells of an XLS or XLSB sheet whose formula is broken, in the records that such files are made of."""

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import olefile

from campaigns.sheets.told_rows import ErrorCell

Record = tuple[int, bytes]  # its kind, and what it holds

_SHOWN: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_CODES: Final = rb"[\x00\x07\x0f\x17\x1d$*]"

_FLAGS: Final = 8  # bytes before the first text of a record that speaks of a sheet

# XLS: kind and length of a record have two bytes each; of each sheet the book says at which byte it begins.
_STREAMS: Final = ("Workbook", "Book")
_END, _FORMULA, _SHEET, _TRUTH_OR_ERROR = 0x0A, 0x06, 0x85, 0x0205
_NO_NUMBER: Final = b"\xff\xff"  # the last bytes of what a formula gives, where that is text, a truth or an error
_AN_ERROR: Final = 2
_XLS: Final = re.compile(rb"(?s)\x05\x02\x08\x00.{6}" + _CODES + rb"\x01|\x02." + _CODES + rb"...\xff\xff")

# XLSB: kind and length have as many bytes as need be; in front of a sheet's texts stand its state and its number.
_ROW, _ERROR, _FORMULA_ERROR, _BUNDLED_SHEET = 0, 3, 11, 156
_LENGTH: Final = rb"(?:[\x09-\x7f]|[\x80-\xff][\x01-\x7f])"
_XLSB: Final = re.compile(rb"(?s)(?:\x03\x09|\x0b" + _LENGTH + rb")..\x00\x00..\x00[\x00\x01]" + _CODES)


def xls_error_cells(path: Path, sheet: str) -> Iterator[ErrorCell]:
    """Yield the broken cells of a sheet, in the order of the file."""
    with olefile.OleFileIO(path) as parts:
        stream = next((name for name in _STREAMS if parts.exists(name)), None)
        book = parts.openstream(stream).read() if stream else b""
    begins = next((at for name, at in _xls_sheets(book) if name == sheet), None)
    if begins is None or _XLS.search(book, begins) is None:  # to walk through a large sheet takes a second
        return
    for kind, held in _xls_records(book, begins):
        if kind == _TRUTH_OR_ERROR and held[7:8] == b"\x01":
            yield *struct.unpack_from("<HH", held), _shown(held[6])
        elif kind == _FORMULA and held[12:14] == _NO_NUMBER and held[6] == _AN_ERROR:
            yield *struct.unpack_from("<HH", held), _shown(held[8])


def _xls_sheets(book: bytes) -> Iterator[tuple[str, int]]:
    for kind, held in _xls_records(book, 0):
        if (
            kind == _SHEET and len(held) >= _FLAGS
        ):  # where it begins, two flags, the length of its name, how that is written
            name = held[_FLAGS:].decode("utf-16-le" if held[7] & 1 else "latin-1", errors="replace")
            yield name[: held[6]], int.from_bytes(held[:4], "little")


def _xls_records(book: bytes, at: int) -> Iterator[Record]:
    """Yield the records of the book or of one of its sheets."""
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        if kind == _END:
            return
        yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def xlsb_relation(book: bytes, sheet: str) -> str | None:
    """Return by which relation the book is bound to a sheet; None where it has no such sheet."""
    for kind, held in _xlsb_records(book):
        if kind == _BUNDLED_SHEET:
            relation, more = _text(held[_FLAGS:])
            if _text(more)[0] == sheet:
                return relation
    return None


def xlsb_error_cells(content: bytes) -> Iterator[ErrorCell]:
    """Yield the broken cells of a sheet, in the order of the file."""
    if _XLSB.search(content) is None:
        return
    row = 0
    for kind, held in _xlsb_records(content):
        if kind == _ROW:
            row = int.from_bytes(held[:4], "little")
        elif kind in (_ERROR, _FORMULA_ERROR):
            yield row, int.from_bytes(held[:4], "little"), _shown(held[8])


def _text(held: bytes) -> tuple[str, bytes]:
    """Return the text that begins here, and what stands behind it."""
    end = 4 + 2 * int.from_bytes(held[:4], "little")
    return held[4:end].decode("utf-16-le", errors="replace"), held[end:]


def _xlsb_records(content: bytes) -> Iterator[Record]:
    at = 0
    while at < len(content):
        kind, at = _number(content, at)
        length, at = _number(content, at)
        yield kind, content[at : at + length]
        at += length


def _number(content: bytes, at: int) -> tuple[int, int]:
    """Return the number that begins here, seven bits a byte, and where it ends."""
    number = 0
    for place, byte in enumerate(content[at : at + 4]):
        number |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            return number, at + place + 1
    return number, at + 4


def _shown(code: int) -> str:
    return _SHOWN.get(code, "#N/A")
