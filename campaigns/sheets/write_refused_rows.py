"""Writes the refused rows of a list as a workbook: the cells as they came, the row, what is wrong, how to mend it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final
from uuid import UUID

import xlsxwriter

from campaigns.rules.lists.cells import neutralised

COLUMNS_BEFORE: Final = 3  # row, what is wrong, how to mend it; then the list's own
_LONGEST_CELL: Final = 32_767  # letters, by the format


@dataclass(frozen=True)
class RefusedRow:
    """One row to mend; `cells` have their identity numbers cut already, `problem` and `mend` are in the reader's words."""

    row: int
    problem: str
    mend: str
    cells: Sequence[str]


@dataclass(frozen=True)
class RefusedHeadings:
    """The words of the first line, in the reader's language."""

    row: str
    problem: str
    mend: str
    cells: Sequence[str]


def refused_sheet_name(list_id: UUID) -> str:
    """Return the name of the sheet: it tells of which list the rows are when they come back mended."""
    return f"list {list_id.hex[:12]}"


def written_text(text: str) -> str:
    """Return what the workbook holds of a cell."""
    return neutralised(text)[:_LONGEST_CELL]


def write_refused_rows(
    target: Path | BinaryIO,
    headings: RefusedHeadings,
    rows: Iterable[RefusedRow],
    *,
    sheet_name: str | None = None,
    right_to_left: bool = False,
) -> int:
    """Write the rows one by one, in bounded memory, and return how many there were."""
    count = 0
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet(sheet_name)
        if right_to_left:
            sheet.right_to_left()
        sheet.freeze_panes(1, COLUMNS_BEFORE)
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, 2, 40)
        sheet.set_column(COLUMNS_BEFORE, COLUMNS_BEFORE + max(len(headings.cells) - 1, 0), 18)
        _write(
            sheet, 0, (headings.row, headings.problem, headings.mend, *headings.cells), book.add_format({"bold": True})
        )
        for count, refused in enumerate(rows, start=1):
            sheet.write_number(count, 0, refused.row)
            _write(sheet, count, (None, refused.problem, refused.mend, *refused.cells))
    return count


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    line: int,
    texts: Sequence[str | None],
    form: xlsxwriter.format.Format | None = None,
) -> None:
    for column, text in enumerate(texts):
        if text:
            sheet.write_string(line, column, written_text(text), form)
