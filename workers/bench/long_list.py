"""Writes a list of any length as departments send them, row by row: the same for the same length."""

import csv
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from workers.demo.sample_list import HEADER, PAGE, SERIES, TITLE, Pen, person_line

STEP: Final = 7_368_787  # has no factor in common with the count of numbers, so that every number comes once
NUMBERS: Final = len(SERIES) * 10**6
PASTED_TWICE: Final = 0.003
SEED: Final = 7


class LongPen(Pen):
    """Invents numbers without remembering them: a list of a million rows is written in little memory."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__(chance)
        self._place = 0

    def number(self) -> str:
        """Return the next number; each comes once before any comes again."""
        self._place = (self._place + STEP) % NUMBERS
        self.last_number = f"{SERIES[self._place // 10**6]}{self._place % 10**6:06d}"
        return self.last_number


def long_list(rows: int) -> Iterator[list[Any]]:
    """Yield a list of exactly so many rows: titles, headings again on every page, people, rows pasted twice, a total."""
    pen = LongPen(random.Random(SEED))  # noqa: S311 - invented data
    above = [list(line) for line in TITLE] + [[], list(HEADER)]
    below = [[], ["", "", f"Total: {rows}"]]
    people = max(rows - len(above) - len(below), 0)
    yield from above
    count, written = 0, 0
    while written < people:
        count += 1
        line = list(HEADER) if written and written % PAGE == 0 else person_line(pen, count)
        yield line
        written += 1
        if written < people and pen.chance.random() < PASTED_TWICE:
            yield ["", line[1], *line[2:]]
            written += 1
    yield from below


def write_long_list(path: Path, rows: int) -> None:
    """Write the list as a workbook where the path says so, else as CSV in UTF-8."""
    if path.suffix == ".xlsx":
        _write_workbook(path, long_list(rows))
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(long_list(rows))


def _write_workbook(path: Path, lines: Iterator[list[Any]]) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_numbers": False}) as book:
        page = book.add_worksheet("Beneficiaries")
        for at, line in enumerate(lines):
            for column, value in enumerate(line):
                if value is not None:
                    page.write(at, column, value)
