"""Runs as a process of its own, `workbook_reader.py FILE [SHEET]`: prints a workbook's sheets, then a sheet's rows, as JSON.

The library that reads workbooks ends its process when a damaged file asks for more memory than there is. So it never
runs in ours, and its memory is bounded. This file imports nothing of the house.
"""

import datetime as dt
import json
import resource
import sys
from typing import Any, Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

MOST_MEMORY: Final = 3 << 30  # a million rows of twenty columns need one
ROWS_AT_ONCE: Final = 500


def main(path: str, sheet: str | None) -> None:
    """Tell the sheets, or the rows of one; a line {"problem": …} where that cannot be."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        with CalamineWorkbook.from_path(path) as book:
            if sheet is None:
                _tell_sheets(book)
            else:
                _tell_rows(book.get_sheet_by_name(sheet))
    except PasswordError:
        _tell({"problem": "password"})
    except CalamineError:
        _tell({"problem": "corrupt"})


def _tell_sheets(book: CalamineWorkbook) -> None:
    shown = [meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
    hidden = [meta.name for meta in book.sheets_metadata if meta.visible != SheetVisibleEnum.Visible]
    filled = next((name for name in shown if book.get_sheet_by_name(name).end is not None), None)
    _tell({"shown": shown, "hidden": hidden, "filled": filled})


def _tell_rows(sheet: CalamineSheet) -> None:
    if sheet.start is None:
        return
    before = [None] * sheet.start[1]  # columns empty to the left of the table
    batch: list[list[Any]] = []
    for values in sheet.iter_rows():
        batch.append(before + [_plain(value) for value in values])
        if len(batch) == ROWS_AT_ONCE:
            _tell(batch)
            batch = []
    _tell(batch)


def _plain(value: Any) -> Any:
    match value:
        case "":
            return None
        case str() | bool() | int() | float():
            return value
        case dt.datetime():
            return {"datetime": value.isoformat()}
        case dt.date():
            return {"date": value.isoformat()}
        case _:
            return str(value)


def _tell(what: Any) -> None:
    sys.stdout.write(json.dumps(what) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)
