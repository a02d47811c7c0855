"""Reads XLSX, XLS, XLSB and ODS workbooks cell by cell, through a process that a bad file may end."""

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msoffcrypto

from campaigns.rules.cells import Cell
from campaigns.sheets.sheet import Row, Sheet, SheetKind
from campaigns.sheets.unreadable import UnreadableFile, damaged, locked

_READER: Final = Path(__file__).with_name("workbook_reader.py")


def open_workbook(path: Path, kind: SheetKind, sheet: str | None) -> Sheet:
    """Choose the sheet: the one asked for, else the first visible one that holds something."""
    told = next(_told(path), None)
    if told is None:
        raise damaged()
    shown, hidden = tuple(told["shown"]), tuple(told["hidden"])
    name = sheet or told["filled"]
    if name is None:
        raise UnreadableFile("empty", "No visible sheet of the workbook holds a row: check that it is the right file.")
    if name not in shown + hidden:
        raise UnreadableFile(
            "no_such_sheet", f"The workbook has no sheet named “{name}”: choose one of {', '.join(shown)}."
        )
    return Sheet(kind, shown, hidden, name, None, None, lambda: _rows(path, name))


def refuse_password(path: Path) -> None:
    """Refuse an old-style compound file that is locked, or damaged so far that this cannot be told."""
    try:
        with path.open("rb") as file:
            is_locked = msoffcrypto.OfficeFile(file).is_encrypted()
    except Exception as error:
        # the library gives damaged files a dozen kinds of exception
        raise damaged() from error
    if is_locked:
        raise locked()


def _rows(path: Path, name: str) -> Iterator[Row]:
    number = 0
    for batch in _told(path, name):
        for values in batch:
            number += 1
            yield number, [_cell(value) if isinstance(value, dict) else value for value in values]


def _cell(value: dict[str, str]) -> Cell:
    if "date" in value:
        return dt.date.fromisoformat(value["date"])
    return dt.datetime.fromisoformat(value["datetime"])


def _told(path: Path, *sheet: str) -> Iterator[Any]:
    """Yield what the reader tells, line by line; however it ends, it is gone when this is."""
    command = [sys.executable, "-I", str(_READER), str(path.absolute()), *sheet]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reader:  # noqa: S603 - our own file
        try:
            for line in reader.stdout or ():
                told = json.loads(line)
                if isinstance(told, dict) and "problem" in told:
                    raise locked() if told["problem"] == "password" else damaged()
                yield told
            if reader.wait() != 0:
                raise damaged()
        except json.JSONDecodeError as error:  # it ended in the middle of a line
            raise damaged() from error
        finally:
            reader.kill()
