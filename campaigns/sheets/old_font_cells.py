"""Reads columns typed in Kruti Dev as the Hindi that they show, where an officer has confirmed it."""

from collections.abc import Iterable, Iterator

from hinlegacy import decode

from campaigns.rules.cells import Cell
from campaigns.rules.columns import ColumnMap
from campaigns.sheets.sheet import Row

_FONT = "krutidev_010"


def decoded(text: str) -> str:
    """Return the Hindi that the old font shows for this text."""
    return str(decode(text, _FONT))


def with_hindi(rows: Iterable[Row], columns: ColumnMap) -> Iterable[Row]:
    """Return the rows with the confirmed columns decoded; the heading stays as it is written."""
    return _with_hindi(rows, columns) if columns.old_font else rows


def _with_hindi(rows: Iterable[Row], columns: ColumnMap) -> Iterator[Row]:
    for number, cells in rows:
        below = columns.header_row is None or number > columns.header_row
        yield number, [_read(cell) if below and at in columns.old_font else cell for at, cell in enumerate(cells)]


def _read(cell: Cell) -> Cell:
    return decoded(cell) if isinstance(cell, str) and cell.isprintable() else cell
