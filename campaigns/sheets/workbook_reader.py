"""Runs as a process of its own, `-m campaigns.sheets.workbook_reader FILE sheets|rows [SHEET]`: prints what is asked for.

The library that reads workbooks ends its process when a damaged file asks for more memory than there is. So it never
runs in ours, and what it tells comes in short lines, so that no file fills the memory of whoever asked.
"""

import datetime as dt
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from campaigns.sheets.error_cells import error_cells
from campaigns.sheets.told_rows import LOOKED_AT, LOOKED_INTO, ErrorCell, keep_small, tell, tell_rows, tell_sheet

_NO_ERROR: Final = (-1, -1, "")
_AS_THEY_ARE: Final = frozenset({str, bool, int, float})


def main(path: str, ask: str, sheet: str) -> None:
    """Tell the sheets, one of them or all with their first rows, or all rows of one; a line {"problem": …} where that cannot be."""
    keep_small()
    try:
        with Path(path).open("rb") as file, _opened(file.fileno()) as book:
            match ask:
                case "sheets":
                    _tell_sheets(book, Path(path), sheet)
                case _:
                    tell_rows(_with_errors(_rows(book.get_sheet_by_name(sheet)), error_cells(Path(path), sheet)))
    except PasswordError:
        tell({"problem": "password"})
    except CalamineError:
        tell({"problem": "corrupt"})


def _opened(descriptor: int) -> CalamineWorkbook:
    """By what the file holds: by its path it would be told by its ending, and an XLSX that is called .xls be damaged."""
    return CalamineWorkbook.from_path(f"/dev/fd/{descriptor}")


def _tell_sheets(book: CalamineWorkbook, path: Path, chosen: str) -> None:
    shown = [meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
    hidden = [meta.name for meta in book.sheets_metadata if meta.visible != SheetVisibleEnum.Visible]
    tell({"shown": shown, "hidden": hidden})
    for name in [name for name in shown + hidden if name == chosen] if chosen else shown[:LOOKED_INTO]:
        sheet = book.get_sheet_by_name(name)
        if sheet.end is not None:
            rows = _with_errors(_rows(sheet), error_cells(path, name, most_pieces=1))
            tell_sheet(name, sheet.end[0] + 1, list(islice(rows, LOOKED_AT)))


def _rows(sheet: CalamineSheet) -> Iterator[list[Any]]:
    if sheet.start is None:
        return
    before = [None] * sheet.start[1]  # columns empty to the left of the table
    for values in sheet.iter_rows():
        yield before + [
            None if value == "" else value if type(value) in _AS_THEY_ARE else _plain(value) for value in values
        ]


def _with_errors(rows: Iterator[list[Any]], errors: Iterator[ErrorCell]) -> Iterator[list[Any]]:
    """Put into each row what its broken formulas show; they are blank in it, or zero."""
    row, column, shown = next(errors, _NO_ERROR)
    for at, values in enumerate(rows):
        while row == at:
            if column < len(values) and not values[column]:
                values[column] = shown
            row, column, shown = next(errors, _NO_ERROR)
        yield values


def _plain(value: Any) -> Any:
    match value:
        case dt.datetime():
            return {"datetime": value.isoformat()}
        case dt.date():
            return {"date": value.isoformat()}
        case _:
            return str(value)


if __name__ == "__main__":
    main(*sys.argv[1:])
