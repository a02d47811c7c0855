"""Reads CSV, TSV and other delimited text in whatever encoding an office has saved it."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from charset_normalizer import from_bytes

from campaigns.rules.cells import Cell
from campaigns.sheets.sheet import Row, Sheet, SheetKind
from campaigns.sheets.unreadable import UnreadableFile

DELIMITERS: Final = (",", "\t", ";", "|")
LONGEST_RECORD: Final = 50  # lines; a longer one means a quotation mark that never closes
LONGEST_CELL: Final = 131_072
_BLOCK: Final = 1 << 20
_SAMPLE: Final = 1 << 16
_WORDS: Final = 5_000  # enough to guess from
_FOREIGN_WORD: Final = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def open_text(path: Path) -> Sheet:
    """Guess encoding and delimiter of a text file."""
    encoding = _encoding(path)
    delimiter = _delimiter(path, encoding)
    return Sheet(SheetKind.TEXT, (), (), None, encoding, delimiter, lambda: _rows(path, encoding, delimiter))


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    for bom, encoding in _BOMS:
        if start.startswith(bom):
            return encoding
    if (wide := _wide_encoding(start)) is not None:
        return wide
    return "utf-8" if _is_utf8(path) else _one_byte_encoding(path)


def _wide_encoding(start: bytes) -> str | None:
    """UTF-16 without its mark: nearly every second byte of plain text is zero."""
    pairs = max(len(start) // 2, 1)
    if start[1::2].count(0) > 0.3 * pairs and start[0::2].count(0) < 0.02 * pairs:
        return "utf-16-le"
    if start[0::2].count(0) > 0.3 * pairs and start[1::2].count(0) < 0.02 * pairs:
        return "utf-16-be"
    return None


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while block := file.read(_BLOCK):
                if b"\0" in block:
                    raise UnreadableFile(
                        "nul_bytes",
                        "The file holds NUL bytes, which no text file has: open it in a spreadsheet "
                        "and save it as XLSX or as CSV UTF-8.",
                    )
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _one_byte_encoding(path: Path) -> str:
    """Windows-1256 (Arabic letters) or Windows-1252 (Latin), by the words that are not plain ASCII.

    A file pasted together from several is read as UTF-8 where most of its words are that.
    """
    words: list[bytes] = []
    with path.open("rb") as file:
        while len(words) < _WORDS and (block := file.read(_BLOCK)):
            words += _FOREIGN_WORD.findall(block)
    if sum(map(_decodes, words)) * 2 > len(words):
        return "utf-8"
    best = from_bytes(b" ".join(words[:_WORDS]), cp_isolation=["cp1252", "cp1256"]).best()
    return best.encoding if best is not None else "cp1252"


def _decodes(word: bytes) -> bool:
    try:
        word.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(path: Path, encoding: str) -> str:
    """The delimiter that cuts most of the first lines into the same number of columns, more than one."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        lines = [line[:LONGEST_CELL] for line in islice(file, 100)]

    def steadiness(delimiter: str) -> tuple[int, int]:
        try:
            widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=delimiter) if len(cells) > 1)
        except csv.Error:
            return 0, 0
        width, count = widths.most_common(1)[0] if widths else (0, 0)
        return count, width

    return max(DELIMITERS, key=steadiness)


def _rows(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        lines = _LinesOfRecord(file)
        reader = csv.reader(lines, delimiter=delimiter)
        first = 1
        while True:
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise _never_closed(first) from error
            if _runs_on(lines, delimiter):
                raise _never_closed(first)
            cells: list[Cell] = [field or None for field in fields]
            yield first, cells
            first += len(lines.kept)
            lines.kept.clear()


def _runs_on(lines: "_LinesOfRecord", delimiter: str) -> bool:
    """Say whether a record took the lines after it in, because a quotation mark of it is not closed where it should be."""
    if lines.ended:  # the reader asked for more within a record
        return True
    if len(lines.kept) == 1:
        return False
    try:
        list(csv.reader(lines.kept, delimiter=delimiter, strict=True))
    except csv.Error:
        return True
    return False


class _LinesOfRecord:
    """Hands lines to the reader and keeps those of the record at hand."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.kept: list[str] = []
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.kept.append(line)
        if len(self.kept) > LONGEST_RECORD:
            raise csv.Error("a record without end")
        return line


def _never_closed(row: int) -> UnreadableFile:
    return UnreadableFile(
        "quote_never_closed",
        f'A quotation mark (") opened in row {row} is never closed, or a cell there is longer than '
        f"{LONGEST_CELL} letters: mend that row and upload the file again.",
    )
