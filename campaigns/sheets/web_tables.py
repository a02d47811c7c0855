"""Takes the tables out of a web page as its marks come by: rows and cells as a spreadsheet would show them.

A cell that is spread over several stands in the first of them, as in a workbook; the others are empty. Where a
spreadsheet shows a number rounded (9.41901E+09) and has written it whole beside that (`x:num`), the whole one is the cell's.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from campaigns.sheets.told_rows import LONGEST

MOST_SPREAD: Final = 16_384  # columns, as many as a spreadsheet has; browsers know no more than a thousand
_MOST_ROWS_SPREAD: Final = 1 << 20
_CELL: Final = ("td", "th")
_APART: Final = frozenset(("br", "p", "div", "li"))  # what stands on a line of its own
_SILENT: Final = frozenset(("script", "style"))
_NUMBER: Final = re.compile(r"-?\d{1,17}(\.\d{1,17})?(E[+-]?\d{1,2})?")
_ROUNDED: Final = re.compile(r"-?\d([.,]\d+)?E\+\d+|#+")

WebCell = str | float | None


@dataclass
class WebTable:
    """One table and the row of it that is being read."""

    name: str
    row: list[WebCell] | None = None
    cell: list[str] | None = None  # the text of the cell that is open, in pieces
    at: int = 0  # its column
    letters: int = 0  # of its text
    number: str = ""  # written beside its text
    below: dict[int, int] = field(default_factory=dict)  # columns held by cells of rows above, for so many rows more

    def begin_cell(self, attributes: Mapping[str, str]) -> None:
        """Open a cell in the next free column."""
        self.row = [] if self.row is None else self.row
        while len(self.row) in self.below:
            self.row.append(None)
        at = len(self.row)
        over = min(_spread(attributes, "colspan", 1), max(MOST_SPREAD - at, 1))
        rows = _spread(attributes, "rowspan", 0)  # 0: to the table's end
        self.row += [None] * over
        if rows != 1 and "rowspan" in attributes:
            self.below |= dict.fromkeys(range(at, at + over), min(rows or _MOST_ROWS_SPREAD, _MOST_ROWS_SPREAD))
        self.cell, self.at, self.letters, self.number = [], at, 0, attributes.get("x:num", "")

    def end_cell(self) -> None:
        """Keep the text of the open cell, its words apart by one space."""
        if self.cell is not None and self.row is not None:
            text = " ".join("".join(self.cell).split())
            is_whole_beside = _ROUNDED.fullmatch(text) and _NUMBER.fullmatch(self.number)
            self.row[self.at] = float(self.number) if is_whole_beside else text or None
        self.cell = None

    def end_row(self) -> list[WebCell] | None:
        """Return the row that was open."""
        self.end_cell()
        row, self.row = self.row, None
        if row is not None:
            self.below = {column: rows - 1 for column, rows in self.below.items() if rows > 1}
        return row


class WebTables:
    """What the parser tells of a page; `taken` hands out the rows that have ended since."""

    def __init__(self) -> None:
        self._open: list[WebTable] = []
        self._ended: list[tuple[WebTable, list[WebCell]]] = []
        self._count = 0
        self._silent = 0

    def taken(self) -> Iterator[tuple[WebTable, list[WebCell]]]:
        """Yield the rows that have ended, once."""
        ended, self._ended = self._ended, []
        yield from ended

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take an opening mark; rows and cells outside any table are one of their own, as portals write it."""
        self._silent += tag in _SILENT
        if tag == "table" or (tag in ("tr", *_CELL) and not self._open):
            self._count += 1
            self._open.append(WebTable(f"Table {self._count}"))
        if tag == "tr":
            self._end_row()
            self._open[-1].row = []
        elif tag in _CELL:
            self._open[-1].end_cell()
            self._open[-1].begin_cell(attributes)
        elif tag in _APART:
            self.data(" ")

    def data(self, text: str) -> None:
        """Take text: it belongs to the cell that is open in the innermost table."""
        cell = self._open[-1].cell if self._open and not self._silent else None
        said = text if text.strip() else " "
        if cell is not None and self._open[-1].letters <= LONGEST and [*cell[-1:], said] != [" ", " "]:
            cell.append(said)
            self._open[-1].letters += len(said)

    def end(self, tag: str) -> None:
        """Take a closing mark, which the parser also gives where the page has forgotten it."""
        self._silent = max(self._silent - (tag in _SILENT), 0)
        if not self._open:
            return
        if tag in _CELL:
            self._open[-1].end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self._end_row()
            self._open.pop()
        elif tag in _APART:
            self.data(" ")

    def close(self) -> None:
        """End what the page has left open."""
        while self._open:
            self._end_row()
            self._open.pop()

    def _end_row(self) -> None:
        table = self._open[-1]
        row = table.end_row()
        if row is not None:
            self._ended.append((table, row))


def _spread(attributes: Mapping[str, str], name: str, least: int) -> int:
    """Return over how many columns or rows a cell is spread; what is no number is one."""
    written = attributes.get(name, "1").strip()
    return max(int(written), least) if written.isascii() and written.isdecimal() and len(written) < 9 else 1
