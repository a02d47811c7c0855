"""A sheet as the rest of the house sees it, whatever file it came in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from campaigns.rules.lists.cells import Cell, is_blank
from campaigns.rules.lists.encodings import TextEncoding
from campaigns.sheets.unreadable import MOST_COLUMNS, too_many_columns

Row = tuple[int, list[Cell]]


class SheetKind(StrEnum):
    """The formats that are read."""

    TEXT = "text"
    XLSX = "xlsx"
    XLS = "xls"
    XLSB = "xlsb"
    ODS = "ods"
    WEB_PAGE = "web_page"  # that portals call .xls: each table is a sheet


@dataclass(frozen=True)
class OfferedSheet:
    """A visible sheet of a workbook and how many rows it has."""

    name: str
    rows: int


@dataclass(frozen=True)
class Turns:
    """Of several who read a sheet together each looks at some rows: they take turns, so many rows at a time."""

    number: int = 0
    of: int = 1
    rows: int = 1

    def has(self, place: int) -> bool:
        """Say whether the row in this place, from 0, is looked at; the first are by all, for the heading is there."""
        turn = place // self.rows
        return turn == 0 or turn % self.of == self.number


EVERY_ROW: Final = Turns()


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet of a workbook, or a text file; `rows` can be called again and starts anew each time."""

    kind: SheetKind
    names: tuple[str, ...] = ()  # visible sheets of the workbook
    hidden: tuple[str, ...] = ()  # named so that the officer knows; never read unless chosen
    offered: tuple[OfferedSheet, ...] = ()  # the visible sheets with something in them; only where none was asked for
    name: str | None = None  # the sheet that is read; None for a text file
    encoding: TextEncoding | None = None  # of a text file or a web page
    delimiter: str | None = None  # of a text file
    has_rows: int | None = None  # of a workbook's sheet, as it says itself
    seen: tuple[Row, ...] = ()  # the first rows, where they were seen whole when it was opened
    is_filled: bool = False  # a row that holds something was seen when it was opened
    _read: Callable[[Turns], Iterator[Row]] = field(repr=False, compare=False)

    def rows(self, turns: Turns = EVERY_ROW) -> Iterator[Row]:
        """Yield the rows in our turns, each with its number as a person counts: row 1 is the first line of file or sheet.

        A quoted field of a text file may run over several lines: its row has the number of the first of them.
        """
        for number, cells in self._read(turns):
            if cells and (len(cells) > MOST_COLUMNS or is_blank(cells[-1])):
                _end_with_something(number, cells)
            yield number, cells


def first_rows(sheet: Sheet, most: int) -> list[Row]:
    """Return the first rows, to guess columns from and to show; of a workbook those that were seen are not read again."""
    if sheet.has_rows is not None and len(sheet.seen) >= min(most, sheet.has_rows):
        return [(number, _end_with_something(number, list(cells))) for number, cells in sheet.seen[:most]]
    rows = []
    for row in sheet.rows():
        rows.append(row)
        if len(rows) == most:
            break
    return rows


def _end_with_something(number: int, cells: list[Cell]) -> list[Cell]:
    """Take the blank cells off a row's end."""
    while cells and is_blank(cells[-1]):
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise too_many_columns(number, len(cells))
    return cells
