"""Reads a department's numbers of people entitled: one line per area, its name or code and the number."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Final, NamedTuple

from campaigns.rules.lettering import latin_digits
from campaigns.rules.refusals import Refusal

MOST_LINES: Final = 20_000
MOST_PEOPLE: Final = 2_000_000_000
_GROUPING: Final = str.maketrans("", "", " ,\u00a0\u202f'٬")


class EntitledLine(NamedTuple):
    """One line: what it says of the area, how many people, and its place in the file."""

    area: str
    number: int
    row: int


def entitled_lines(text: str) -> list[EntitledLine] | Refusal:
    """Return the lines of a file; a first line without a number is its heading."""
    found: list[EntitledLine] = []
    for row, cells in enumerate(_cells(text), start=1):
        if not any(cells):
            continue
        number = whole_number(cells[1]) if len(cells) > 1 else None
        if number is None and row == 1:
            continue
        if number is None or not cells[0]:
            return Refusal("entitled_line", "A line needs an area and a whole number, as Bandipora, 12500.", row=row)
        found.append(EntitledLine(cells[0], number, row))
        if len(found) > MOST_LINES:
            return Refusal(
                "too_many_lines", "This file has more lines than there are areas: keep one line for each area."
            )
    return found or Refusal("nothing_entitled", "Write an area and a number, or choose a file with such lines.")


def whole_number(written: str) -> int | None:
    """Return a number written with or without grouping, in any digits; None where it is none."""
    digits = latin_digits(written).translate(_GROUPING)
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 11 else None
    return number if number is not None and number <= MOST_PEOPLE else None


def _cells(text: str) -> Iterable[list[str]]:
    between = "\t" if "\t" in text else ";" if text.count(";") > text.count(",") else ","
    return ([cell.strip() for cell in line] for line in csv.reader(StringIO(text), delimiter=between))
