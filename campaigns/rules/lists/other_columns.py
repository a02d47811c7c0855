"""Which other column of a file may hold the phones that a cause's rows lack: those that give most come first."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from campaigns.rules.lettering import latin_digits
from campaigns.rules.lists.mends import cell_at
from campaigns.rules.lists.phone_numbers import read_phone_cell

NumberedCells = tuple[int, Sequence[str]]  # a row's number and what stands in it

_LEAST: Final = 3  # cells, to tell a running number from numbers
_WIDEST_STEP: Final = 10  # from one row to the next; sorted phone numbers lie thousands apart
_NEARLY_ALL: Final = 0.9


def columns_with_phones(rows: Sequence[NumberedCells], columns: Sequence[int], region: str) -> list[int]:
    """Return the columns in which phones stand that can be called, the one with most first.

    A running number is never one, though twelve of its digits may look like a phone.
    """
    phones = {column: _phones(rows, column, region) for column in columns}
    offered = [column for column in columns if phones[column] and not _is_running(rows, column)]
    return sorted(offered, key=lambda column: -phones[column])


def _phones(rows: Sequence[NumberedCells], column: int, region: str) -> int:
    return sum(1 for _, cells in rows if read_phone_cell(cell_at(cells, column), region).phones)


def _is_running(rows: Sequence[NumberedCells], column: int) -> bool:
    """Tell whether nearly all values rise with their rows, by little from one row to the next."""
    filled = [(row, text) for row, cells in rows if (text := latin_digits(cell_at(cells, column)).strip())]
    numbered = [(row, int(text)) for row, text in filled if text.isdecimal()]
    if len(numbered) < max(_LEAST, _NEARLY_ALL * len(filled)):
        return False
    steps = [(later - row, number - before) for (row, before), (later, number) in pairwise(numbered)]
    rising = sum(0 < more <= _WIDEST_STEP * rows_on for rows_on, more in steps)
    return rising >= _NEARLY_ALL * len(steps)
