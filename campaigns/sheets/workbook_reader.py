"""Runs as a process of its own, `workbook_reader.py FILE names|sheets|rows SHEET`: prints what is asked for as JSON.

The library that reads workbooks ends its process when a damaged file asks for more memory than there is. So it never
runs in ours, and its memory is bounded. This file imports nothing of the house.
"""

import datetime as dt
import json
import resource
import sys
from collections.abc import Iterator
from typing import Any, Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

MOST_MEMORY: Final = 3 << 30  # a million rows of twenty columns need one
ROWS_AT_ONCE: Final = 500
LOOKED_AT: Final = 60  # rows of each sheet, to find the one with the people


def main(path: str, ask: str, sheet: str) -> None:
    """Tell the names of the sheets, the sheets with their first rows, or all rows of one; a line {"problem": …} where that cannot be."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        with CalamineWorkbook.from_path(path) as book:
            match ask:
                case "sheets":
                    _tell_sheets(book, look_inside=True)
                case "names":
                    _tell_sheets(book, look_inside=False)
                case _:
                    _tell_rows(book.get_sheet_by_name(sheet))
    except PasswordError:
        _tell({"problem": "password"})
    except CalamineError:
        _tell({"problem": "corrupt"})


def _tell_sheets(book: CalamineWorkbook, *, look_inside: bool) -> None:
    shown = [meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
    hidden = [meta.name for meta in book.sheets_metadata if meta.visible != SheetVisibleEnum.Visible]
    _tell({"shown": shown, "hidden": hidden})
    for name in shown if look_inside else ():
        sheet = book.get_sheet_by_name(name)
        if sheet.end is not None:
            first = [row for row, _ in zip(_rows(sheet), range(LOOKED_AT), strict=False)]
            _tell({"name": name, "rows": sheet.end[0] + 1, "first": first})


def _tell_rows(sheet: CalamineSheet) -> None:
    batch: list[list[Any]] = []
    for values in _rows(sheet):
        batch.append(values)
        if len(batch) == ROWS_AT_ONCE:
            _tell(batch)
            batch = []
    _tell(batch)


def _rows(sheet: CalamineSheet) -> Iterator[list[Any]]:
    if sheet.start is None:
        return
    before = [None] * sheet.start[1]  # columns empty to the left of the table
    for values in sheet.iter_rows():
        yield before + [_plain(value) for value in values]


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
    main(*sys.argv[1:])
