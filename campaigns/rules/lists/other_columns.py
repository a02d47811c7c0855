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


def columns_with_phones(
    rows: Sequence[NumberedCells], columns: Sequence[int], region: str, *, all_seen: bool
) -> list[int]:
    """Return the columns worth trying, the one with most valid phones first; of many rows those at hand are looked at.

    A running number is never one, though twelve of its digits may look like a phone. Where all rows are at hand, neither
    is a column that holds no phone for any of them.
    """
    running = {column for column in columns if _is_running(rows, column)}
    valid = {column: _phones(rows, column, region) for column in columns if column not in running}
    offered = [column for column, phones in valid.items() if phones or not all_seen]
    return sorted(offered, key=lambda column: -valid[column])


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
