"""Runs as a process of its own, `workbook_reader.py FILE sheets|rows [SHEET]`: prints what is asked for as JSON.

The library that reads workbooks ends its process when a damaged file asks for more memory than there is. So it never
runs in ours, its memory and its time are bounded, and where a machine has too little the kernel ends it first. What it
tells comes in short lines, so that no file fills the memory of whoever asked. This file imports nothing of the house.
"""

import datetime as dt
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, Final

import orjson
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

MOST_MEMORY: Final = 3 << 30  # a million rows of twenty columns need one
MOST_SECONDS: Final = 300  # of a processor; a million rows take less than one minute
BYTES_AT_ONCE: Final = 1 << 18  # in one line of what is told, but for a single row that has more
LOOKED_AT: Final = 200  # rows of each sheet, to find the one with the people and its columns
LOOKED_INTO: Final = 40  # sheets, likewise
SHOWN_OF_CELL: Final = 500  # letters of a cell that is only looked at
LONGEST: Final = 1 << 18  # letters; a longer cell is refused by whoever asked, and need not be told whole
_AS_THEY_ARE: Final = frozenset({str, bool, int, float})


def main(path: str, ask: str, sheet: str) -> None:
    """Tell the sheets, one of them or all with their first rows, or all rows of one; a line {"problem": …} where that cannot be."""
    _keep_small()
    try:
        with Path(path).open("rb") as file, _opened(file.fileno()) as book:
            match ask:
                case "sheets":
                    _tell_sheets(book, sheet)
                case _:
                    _tell_rows(book.get_sheet_by_name(sheet))
    except PasswordError:
        _tell({"problem": "password"})
    except CalamineError:
        _tell({"problem": "corrupt"})


def _opened(descriptor: int) -> CalamineWorkbook:
    """By what the file holds: by its path it would be told by its ending, and an XLSX that is called .xls be damaged."""
    return CalamineWorkbook.from_path(f"/dev/fd/{descriptor}")


def _tell_sheets(book: CalamineWorkbook, chosen: str) -> None:
    shown = [meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
    hidden = [meta.name for meta in book.sheets_metadata if meta.visible != SheetVisibleEnum.Visible]
    _tell({"shown": shown, "hidden": hidden})
    for name in [name for name in shown + hidden if name == chosen] if chosen else shown[:LOOKED_INTO]:
        sheet = book.get_sheet_by_name(name)
        if sheet.end is not None:
            whole = list(islice(_rows(sheet), LOOKED_AT))
            first = [_cut(row, SHOWN_OF_CELL) for row in whole]
            _tell({"name": name, "rows": sheet.end[0] + 1, "first": first, "cut": first != whole})


def _tell_rows(sheet: CalamineSheet) -> None:
    batch: list[bytes] = []
    told = 0
    for values in _rows(sheet):
        row = orjson.dumps(values)
        if len(row) > LONGEST:
            row = orjson.dumps(_cut(values, LONGEST))
        batch.append(row)
        told += len(row)
        if told > BYTES_AT_ONCE:
            sys.stdout.buffer.write(b"[" + b",".join(batch) + b"]\n")
            batch, told = [], 0
    sys.stdout.buffer.write(b"[" + b",".join(batch) + b"]\n")


def _cut(values: list[Any], most: int) -> list[Any]:
    return [value[:most] if isinstance(value, str) and len(value) > most else value for value in values]


def _rows(sheet: CalamineSheet) -> Iterator[list[Any]]:
    if sheet.start is None:
        return
    before = [None] * sheet.start[1]  # columns empty to the left of the table
    for values in sheet.iter_rows():
        yield before + [
            None if value == "" else value if type(value) in _AS_THEY_ARE else _plain(value) for value in values
        ]


def _plain(value: Any) -> Any:
    match value:
        case dt.datetime():
            return {"datetime": value.isoformat()}
        case dt.date():
            return {"date": value.isoformat()}
        case _:
            return str(value)


def _keep_small() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    os.nice(5)
    with suppress(OSError):  # where there is no such file, the kernel chooses by itself
        Path("/proc/self/oom_score_adj").write_text("800")


def _tell(what: Any) -> None:
    sys.stdout.buffer.write(orjson.dumps(what) + b"\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
