"""Reads the rows of a do-not-call file: every number in its phone columns, and which rows hold none that can be."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from campaigns.rules.lists.cells import Cell, is_blank
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.phone_numbers import read_phone_cell

ROWS_NAMED: Final = 1_000  # of those without a valid number; a file with more of them is another kind of file


@dataclass
class Tally:
    """What was seen while the numbers went by."""

    rows_read: int = 0
    not_valid: int = 0
    not_valid_rows: list[int | str] = field(default_factory=list)

    def numbers(
        self, rows: Iterable[tuple[int, Sequence[Cell]]], columns: ColumnMap, region: str, *, sheet: str = ""
    ) -> Iterator[str]:
        """Yield the E.164 numbers below the heading, one by one; equal ones as often as they stand there.

        `sheet`: its name, where several are read one after the other.
        """
        for row, cells in rows:
            self.rows_read += 1
            if (columns.header_row is not None and row <= columns.header_row) or all(map(is_blank, cells)):
                continue
            found = numbers_of_row(cells, columns.phones, region)
            if not found:
                self._note_not_valid(f"{sheet} {row}" if sheet else row)
            yield from found

    def _note_not_valid(self, row: int | str) -> None:
        self.not_valid += 1
        if len(self.not_valid_rows) < ROWS_NAMED:
            self.not_valid_rows.append(row)


def numbers_of_row(cells: Sequence[Cell], phones: Sequence[int], region: str) -> list[str]:
    """Return the numbers that stand in a row's phone columns."""
    read = [read_phone_cell(cells[index], region) for index in phones if index < len(cells)]
    return [phone.number for cell in read for phone in cell.phones]


def one_number(typed: str, region: str) -> str | None:
    """Return the one number that somebody typed, in E.164 form, or None."""
    phones = read_phone_cell(typed, region).phones
    return phones[0].number if len(phones) == 1 else None
