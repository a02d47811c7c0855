"""Writes figures as a workbook: what they are above, a table, how they are counted below."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import xlsxwriter

from campaigns.rules.lists.cells import neutralised

Value = str | int | float | None
FIRST_COLUMN: Final = 34  # wide, in letters
OTHER_COLUMNS: Final = 15
_LONGEST_NAME: Final = 31  # of a sheet, by the format


@dataclass(frozen=True)
class FigureSheet:
    """One sheet. `shares`: columns that hold shares of 1 and are shown in percent; `sums`: the last row adds up."""

    name: str
    above: Sequence[str]
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]
    below: Sequence[str] = ()
    shares: frozenset[int] = frozenset()
    formulas: frozenset[int] = frozenset()  # columns that run from left to right in every language
    sums: bool = False


def write_figures(target: Path | BinaryIO, sheets: Sequence[FigureSheet], *, right_to_left: bool) -> None:
    """Write the sheets of a workbook; the last row of a table is its sum where it has one."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(target, options) as book:
        bold, share = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "0.0%"})
        to_right = book.add_format({"reading_order": 1})  # from right to left <5 would read as its contrary
        for figures in sheets:
            sheet = book.add_worksheet(figures.name[:_LONGEST_NAME])
            if right_to_left:
                sheet.right_to_left()
            sheet.set_column(0, 0, FIRST_COLUMN)
            sheet.set_column(1, max(len(figures.headings) - 1, 1), OTHER_COLUMNS)
            line = _texts(sheet, 0, figures.above) + 1
            for column, heading in enumerate(figures.headings):
                sheet.write_string(line, column, heading, bold)
            sheet.freeze_panes(line + 1, 1)
            for row in figures.rows:
                line += 1
                for column, value in enumerate(row):
                    runs = to_right if column in figures.formulas or str(value).startswith("<") else None
                    _value(sheet, line, column, value, share if column in figures.shares else runs)
            _texts(sheet, line + 2, figures.below)


def _texts(sheet: xlsxwriter.worksheet.Worksheet, line: int, texts: Sequence[str]) -> int:
    for text in texts:
        sheet.write_string(line, 0, neutralised(text))
        line += 1
    return line


def _value(
    sheet: xlsxwriter.worksheet.Worksheet, line: int, column: int, value: Value, form: xlsxwriter.format.Format | None
) -> None:
    if isinstance(value, str):
        sheet.write_string(line, column, neutralised(value), form)
    elif value is not None:
        sheet.write_number(line, column, value, form)
