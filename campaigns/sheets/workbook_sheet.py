"""Reads XLSX, XLS, XLSB and ODS workbooks cell by cell, after looking whether it is safe to unpack them."""

from collections.abc import Iterator
from pathlib import Path

import msoffcrypto
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from campaigns.rules.cells import Cell
from campaigns.sheets.sheet import Row, Sheet, SheetKind, cell_of, numbered
from campaigns.sheets.unreadable import MOST_COLUMNS, UnreadableFile, damaged, locked


def open_workbook(path: Path, kind: SheetKind, sheet: str | None) -> Sheet:
    """Choose the sheet: the one asked for, else the first visible one that holds something."""
    try:
        with CalamineWorkbook.from_path(path) as book:
            shown = tuple(m.name for m in book.sheets_metadata if m.visible == SheetVisibleEnum.Visible)
            hidden = tuple(m.name for m in book.sheets_metadata if m.visible != SheetVisibleEnum.Visible)
            name = _chosen(book, sheet, shown, hidden)
    except PasswordError as error:
        raise locked() from error
    except CalamineError as error:
        raise damaged() from error
    return Sheet(kind, shown, hidden, name, None, None, lambda: _rows(path, name))


def refuse_password(path: Path) -> None:
    """Refuse an old-style compound file that is locked; one that is no workbook at all is left to the reader."""
    try:
        with path.open("rb") as file:
            is_locked = msoffcrypto.OfficeFile(file).is_encrypted()
    except Exception as error:
        # the library gives damaged files a dozen kinds of exception
        raise damaged() from error
    if is_locked:
        raise locked()


def _chosen(book: CalamineWorkbook, sheet: str | None, shown: tuple[str, ...], hidden: tuple[str, ...]) -> str:
    if sheet is not None:
        if sheet in shown + hidden:
            return sheet
        raise UnreadableFile(
            "no_such_sheet", f"The workbook has no sheet named “{sheet}”: choose one of {', '.join(shown)}."
        )
    for name in shown:
        if book.get_sheet_by_name(name).end is not None:
            return name
    raise UnreadableFile("empty", "No visible sheet of the workbook holds a row: check that it is the right file.")


def _rows(path: Path, name: str) -> Iterator[Row]:
    try:
        with CalamineWorkbook.from_path(path) as book:
            yield from numbered(_cells(book.get_sheet_by_name(name)))
    except CalamineError as error:
        raise damaged() from error


def _cells(sheet: CalamineSheet) -> Iterator[list[Cell]]:
    if sheet.start is None:
        return
    before: list[Cell] = [None] * min(sheet.start[1], MOST_COLUMNS)  # columns empty to the left of the table
    for values in sheet.iter_rows():
        yield before + [cell_of(value) for value in values]
