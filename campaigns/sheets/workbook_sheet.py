"""Reads XLSX, XLS, XLSB and ODS workbooks, and web pages called so, cell by cell, through a process that a bad file may end."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import chain, count
from pathlib import Path
from typing import Any

import msoffcrypto

from campaigns.rules.lists.cells import Cell
from campaigns.rules.lists.columns import guess_columns
from campaigns.rules.lists.identity_numbers import ColumnKind, cut_in_name, shows_cut_number
from campaigns.sheets.sheet import OfferedSheet, Row, Sheet, SheetKind, Turns
from campaigns.sheets.unreadable import (
    LONGEST_CELL,
    UnreadableFile,
    cell_too_long,
    damaged,
    locked,
    no_table,
    nothing_visible,
)
from campaigns.sheets.workbook import Workbook


def open_workbook(book: Workbook, sheet: str | None) -> Sheet:
    """Choose the sheet: the one asked for, else the first visible one with phone numbers, else the first with anything."""
    told = book.told("sheets", _as_written(book, sheet) if sheet else "")
    names = next(told, None)
    if names is None:
        raise damaged()
    kept = _kept_names(names)
    shown, hidden = tuple(kept[name] for name in names["shown"]), tuple(kept[name] for name in names["hidden"])
    filled = [each | {"name": kept[each["name"]]} for each in told]
    name = sheet or _with_people(filled)
    if name is None:
        raise no_table() if book.kind is SheetKind.WEB_PAGE else nothing_visible(hidden)
    if name not in kept.values():
        raise UnreadableFile(
            "no_such_sheet",
            f"The workbook has no sheet named “{cut_in_name(name)}”: choose one of {', '.join(shown + hidden)}.",
        )
    offered = tuple(OfferedSheet(each["name"], each["rows"]) for each in filled)
    seen: dict[str, Any] = next(
        (each for each in filled if each["name"] == name), {"rows": 0, "first": (), "cut": True}
    )
    return Sheet(
        kind=book.kind,
        encoding=book.encoding,
        names=shown,
        hidden=hidden,
        offered=() if sheet else offered,
        name=name,
        has_rows=seen["rows"],
        seen=() if seen["cut"] else tuple(_numbered(seen["first"])),
        is_filled=any(map(_says_something, seen["first"])),
        _read=lambda turns: _rows(book, name, turns),
    )


def open_known_sheet(book: Workbook, name: str) -> Sheet:
    """Return a sheet that was chosen before, of the same bytes: to look for it would mean to read it twice."""
    return Sheet(
        kind=book.kind,
        encoding=book.encoding,
        name=name,
        is_filled=True,
        _read=lambda turns: _rows(book, name, turns),
    )


def tell_rows_beside(book: Workbook, name: str) -> None:
    """Let the rows of a sheet be told once for all who open it again."""
    book.tell_rows_beside(_as_written(book, name))


def _kept_names(told: dict[str, list[str]]) -> dict[str, str]:
    """Return for each sheet the name that it has with us: identity numbers are cut, and no two are called the same."""
    kept: dict[str, str] = {}
    taken: set[str] = set()
    for name in told["shown"] + told["hidden"]:
        cut = cut_in_name(name)
        numbered = (f"{cut} ({number})" for number in count(2))
        kept[name] = cut if cut not in taken else next(other for other in numbered if other not in taken)
        taken.add(kept[name])
    return kept


def _as_written(book: Workbook, name: str) -> str:
    """Return the name that a sheet has in its file."""
    if not shows_cut_number(name, ColumnKind.OTHER):
        return name
    told: dict[str, list[str]] = next(book.told("sheets"), {"shown": [], "hidden": []})
    return next((written for written, kept in _kept_names(told).items() if kept == name), name)


def _says_something(values: Sequence[Any]) -> bool:
    return any(value is not None and str(value).strip() for value in values)


def _with_people(sheets: Sequence[dict[str, Any]]) -> str | None:
    """Return the first sheet with a column of phones; cover sheets and summaries have none."""
    for sheet in sheets if len(sheets) > 1 else ():
        rows = list(_numbered(sheet["first"]))
        if any(guess_columns(rows, region).phones for region in ("IN", "PK")):
            return str(sheet["name"])
    return str(sheets[0]["name"]) if sheets else None


def _numbered(first: Sequence[Sequence[Any]]) -> Iterator[Row]:
    return ((number, _cells(values, number)) for number, values in enumerate(first, start=1))


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


def _rows(book: Workbook, name: str, turns: Turns) -> Iterator[Row]:
    values = chain.from_iterable(book.rows_told() or book.told("rows", _as_written(book, name)))
    for place, row in enumerate(values):
        if turns.has(place):
            yield place + 1, _cells(row, place + 1)


def _cells(values: Sequence[Any], row: int) -> list[Cell]:
    for column, value in enumerate(values):
        if isinstance(value, str) and len(value) > LONGEST_CELL:
            raise cell_too_long(row, column)
    return [_cell(value) if isinstance(value, dict) else value for value in values]


def _cell(value: dict[str, str]) -> Cell:
    if "date" in value:
        return dt.date.fromisoformat(value["date"])
    return dt.datetime.fromisoformat(value["datetime"])
