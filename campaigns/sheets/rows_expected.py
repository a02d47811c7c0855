"""Estimates how many rows a file has before it is read, so that whoever waits sees how far it is."""

from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile

from campaigns.sheets.sheet import Sheet

_PIECE: Final = 1 << 16
_PLACES: Final = 16  # where a long text is looked into, from its start to its end
_MANY_ROWS: Final = 10_000
_SHORTEST_ROW: Final = len('<row><c r="A1"><v>1</v></c></row>')  # in which something stands


def rows_expected(path: Path, sheet: Sheet) -> int | None:
    """Return a workbook's own count, or a text's by the lines of some of its pieces."""
    return _lines(path) if sheet.name is None else sheet.has_rows


def is_nearly_blank(path: Path, sheet: Sheet) -> bool:
    """Say whether most rows of a long XLSX sheet cannot hold anything: it is too short for that.

    A letter that stands far below the people, by mistake, makes a sheet of a million rows.
    """
    if sheet.has_rows is None or sheet.has_rows < _MANY_ROWS:
        return False
    try:
        with ZipFile(path) as book:
            sizes = [one.file_size for one in book.infolist() if one.filename.startswith("xl/worksheets/sheet")]
    except (BadZipFile, OSError):
        return False
    xml = [size for size in sizes if size]
    return bool(xml) and 2 * max(xml) < sheet.has_rows * _SHORTEST_ROW


def _lines(path: Path) -> int:
    """Count the line ends of a short text, and those of as many bytes of a long one as can be read at once."""
    size = path.stat().st_size
    step = max(size // _PLACES, _PIECE)
    seen = ends = 0
    last = b""
    with path.open("rb") as file:
        for start in range(0, size, step):
            file.seek(start)
            last = file.read(_PIECE)
            seen += len(last)
            ends += max(last.count(b"\n"), last.count(b"\r"))
    rows = round(ends * size / seen) if seen else 0
    return max(rows + (seen == size and not last.endswith((b"\n", b"\r", b"\n\0", b"\r\0"))), 1)
