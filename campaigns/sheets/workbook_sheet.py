"""Reads XLSX, XLS, XLSB and ODS workbooks, and web pages called so, cell by cell, through a process that a bad file may end."""

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any, Final

import msoffcrypto
import orjson

from campaigns.rules.lists.cells import Cell
from campaigns.rules.lists.columns import guess_columns
from campaigns.rules.lists.encodings import TextEncoding
from campaigns.rules.lists.identity_numbers import ColumnKind, cut_in_name, shows_cut_number
from campaigns.sheets.sheet import OfferedSheet, Row, Sheet, SheetKind, Turns
from campaigns.sheets.text_encoding import codec_of
from campaigns.sheets.unreadable import (
    LONGEST_CELL,
    UnreadableFile,
    cell_too_long,
    damaged,
    locked,
    no_table,
    nothing_visible,
)

_HOUSE: Final = Path(__file__).parents[2]
_READER: Final = "campaigns.sheets.workbook_reader"
_READER_OF_PAGES: Final = "campaigns.sheets.web_page_reader"


@dataclass(frozen=True)
class Workbook:
    """A file with sheets; `encoding` is that of a web page, the others know their own."""

    path: Path
    kind: SheetKind
    encoding: TextEncoding | None = None

    def told(self, ask: str, sheet: str = "") -> Iterator[Any]:
        """Yield what the reader tells, line by line."""
        if self.encoding is None:
            return _told(_READER, str(self.path.absolute()), ask, sheet)
        codec = codec_of(self.path, self.encoding)
        return _told(_READER_OF_PAGES, str(self.path.absolute()), ask, sheet, codec)


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
    values = chain.from_iterable(book.told("rows", _as_written(book, name)))
    for place, row in enumerate(values):
        yield place + 1, _cells(row, place + 1) if turns.has(place) else []


def _cells(values: Sequence[Any], row: int) -> list[Cell]:
    for column, value in enumerate(values):
        if isinstance(value, str) and len(value) > LONGEST_CELL:
            raise cell_too_long(row, column)
    return [_cell(value) if isinstance(value, dict) else value for value in values]


def _cell(value: dict[str, str]) -> Cell:
    if "date" in value:
        return dt.date.fromisoformat(value["date"])
    return dt.datetime.fromisoformat(value["datetime"])


def _told(reads: str, *asked: str) -> Iterator[Any]:
    """Yield what the reader tells, line by line; however it ends, it is gone when this is."""
    command = [sys.executable, "-E", "-s", "-m", reads, *asked]
    with subprocess.Popen(command, cwd=_HOUSE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reader:  # noqa: S603 - our own file
        try:
            for line in reader.stdout or ():
                told = orjson.loads(line)
                if isinstance(told, dict) and "problem" in told:
                    raise locked() if told["problem"] == "password" else damaged()
                yield told
            if reader.wait() != 0:
                raise damaged()
        except orjson.JSONDecodeError as error:  # it ended in the middle of a line
            raise damaged() from error
        finally:
            reader.kill()
