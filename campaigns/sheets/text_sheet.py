"""Reads CSV, TSV and other delimited text in whatever encoding an office has saved it."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Final

from campaigns.rules.lists.cells import Cell
from campaigns.rules.lists.encodings import TextEncoding
from campaigns.rules.lists.header_rows import find_header
from campaigns.rules.lists.headings import heading_of
from campaigns.sheets.sheet import Row, Sheet, SheetKind, Turns
from campaigns.sheets.text_encoding import codec_of, guess_encoding, refuse_nul
from campaigns.sheets.unreadable import LONGEST_CELL, MOST_COLUMNS, UnreadableFile, cell_too_long, never_closed

DELIMITERS: Final = (",", "\t", ";", "|", "^", "~")
_NO_FIELDS: Final[list[str]] = []
LONGEST_RECORD: Final = 50  # lines; a longer one means a quotation mark that never closes


def open_text(path: Path, encoding: TextEncoding | None) -> Sheet:
    """Guess delimiter, and encoding where none was chosen, of a text file."""
    encoding = encoding or guess_encoding(path)
    codec = codec_of(path, encoding)
    delimiter = _delimiter(path, codec)
    refuse_nul(path, encoding, delimiter)
    return Sheet(
        kind=SheetKind.TEXT,
        encoding=encoding,
        delimiter=delimiter,
        _read=lambda turns: _rows(path, codec, delimiter, turns),
    )


def _delimiter(path: Path, encoding: str) -> str:
    """The delimiter that shows most words of a heading; then that which cuts most lines into as many columns, more than one.

    Titles and addresses with commas may be steadier than the semicolons of the people.
    """
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        lines = [line[:LONGEST_CELL] for line in islice(file, 100)]

    def steadiness(delimiter: str) -> tuple[int, int, int]:
        try:
            rows = list(csv.reader(lines, delimiter=delimiter))
        except csv.Error:
            return 0, 0, 0
        widths = Counter(len(cells) for cells in rows if len(cells) > 1)
        width, count = widths.most_common(1)[0] if widths else (0, 0)
        return _words_of_heading(rows), count, width

    return max(DELIMITERS, key=steadiness)


def _words_of_heading(rows: Sequence[Sequence[str]]) -> int:
    header = find_header([(number, cells[:MOST_COLUMNS]) for number, cells in enumerate(rows, start=1)])
    known = sum(heading_of(label) is not None for label in header.labels) if header else 0
    return known if known > 1 else 0


def _rows(path: Path, encoding: str, delimiter: str, turns: Turns) -> Iterator[Row]:
    """Yield the records in our turns. A line without a quotation mark is one, and needs no closer look."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        first, turn_ends, mine = 1, 0, True
        for place, line in enumerate(file):
            if place == turn_ends:
                mine, turn_ends = turns.has(place), place + turns.rows
            lines, fields = 1, _NO_FIELDS
            if '"' in line or len(line) > LONGEST_CELL:
                fields, lines = _record(first, chain([line], file), delimiter)
            elif mine and (plain := line.rstrip("\r\n")):
                fields = plain.split(delimiter)
            if mine:
                cells: list[Cell] = [field or None for field in fields]
                yield first, cells
            first += lines


def _record(first: int, coming: Iterator[str], delimiter: str) -> tuple[list[str], int]:
    """Return the fields of the record that comes next, and how many lines it takes."""
    lines = _LinesOfRecord(coming)
    try:
        fields = next(csv.reader(lines, delimiter=delimiter))
    except csv.Error as error:
        raise _broken(first, lines.kept, delimiter) from error
    if _runs_on(lines, delimiter):
        raise _never_closed(first, lines.kept, delimiter)
    return fields, len(lines.kept)


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


def _broken(row: int, lines: Sequence[str], delimiter: str) -> UnreadableFile:
    """A single line can only be too long; a record of many has lost the end of a quotation."""
    if len(lines) > 1:
        return _never_closed(row, lines, delimiter)
    lengths = [len(cell) for cell in lines[0].split(delimiter)] if lines else []
    return cell_too_long(row, next((at for at, length in enumerate(lengths) if length > LONGEST_CELL), None))


def _never_closed(row: int, lines: Sequence[str], delimiter: str) -> UnreadableFile:
    """The first line's last cell is the one that runs on."""
    try:
        cells = next(csv.reader(lines[:1], delimiter=delimiter), [])
    except csv.Error:
        cells = []
    return never_closed(row, len(cells) - 1 if cells else None)
