"""Reads XLSX, XLS, XLSB and ODS workbooks cell by cell, after looking whether it is safe to unpack them."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msoffcrypto
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from campaigns.rules.cells import Cell
from campaigns.sheets.sheet import MOST_COLUMNS, Row, Sheet, SheetKind, cell_of, numbered
from campaigns.sheets.unreadable import UnreadableFile

MOST_UNPACKED: Final = 1 << 30
SUSPECT_UNPACKED: Final = 64 << 20  # a small workbook may be packed as tightly as it likes
MOST_RATIO: Final = 100  # real sheets are packed 5 to 30 times
_OTHER_PACKAGES: Final = (("word/", "a Word document"), ("ppt/", "a presentation"))


def open_workbook(path: Path, kind: SheetKind, sheet: str | None) -> Sheet:
    """Choose the sheet: the one asked for, else the first visible one that holds something."""
    try:
        with CalamineWorkbook.from_path(path) as book:
            shown = tuple(m.name for m in book.sheets_metadata if m.visible == SheetVisibleEnum.Visible)
            hidden = tuple(m.name for m in book.sheets_metadata if m.visible != SheetVisibleEnum.Visible)
            name = _chosen(book, sheet, shown, hidden)
    except PasswordError as error:
        raise _locked() from error
    except CalamineError as error:
        raise _damaged() from error
    return Sheet(kind, shown, hidden, name, None, None, lambda: _rows(path, name))


def zip_kind(path: Path) -> SheetKind:
    """Say which workbook a zip holds, having looked at the sizes in its directory before unpacking anything."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _refuse_a_bomb(members)
            if any(member.flag_bits & 1 for member in members):
                raise _locked()
            kind = _kind_by_names(archive, {member.filename for member in members})
            if archive.testzip() is not None:  # unpacks no more than the directory promised
                raise _damaged()
            return kind
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise _damaged() from error


def refuse_password(path: Path) -> None:
    """Refuse an old-style compound file that is locked; one that is no workbook at all is left to the reader."""
    try:
        with path.open("rb") as file:
            locked = msoffcrypto.OfficeFile(file).is_encrypted()
    except Exception as error:
        # the library gives damaged files a dozen kinds of exception
        raise _damaged() from error
    if locked:
        raise _locked()


def _refuse_a_bomb(members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = max(sum(member.compress_size for member in members), 1)
    if unpacked > MOST_UNPACKED or (unpacked > SUSPECT_UNPACKED and unpacked > MOST_RATIO * packed):
        raise UnreadableFile(
            "zip_bomb",
            f"The file would unpack to {unpacked >> 20} MB and was not opened: "
            "save the sheet with the people alone as CSV and upload that.",
        )


def _kind_by_names(archive: zipfile.ZipFile, names: set[str]) -> SheetKind:
    if "xl/workbook.xml" in names:
        return SheetKind.XLSX
    if "xl/workbook.bin" in names:
        return SheetKind.XLSB
    if "mimetype" in names and b"opendocument.spreadsheet" in archive.read("mimetype")[:200]:
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise _locked()
        return SheetKind.ODS
    what = next((say for start, say in _OTHER_PACKAGES if any(n.startswith(start) for n in names)), None)
    raise UnreadableFile(
        "wrong_kind",
        f"The file is {what or 'a zip archive'} and not a sheet of people: "
        + ("save the table as XLSX or CSV" if what else "unpack it and upload the XLSX or CSV inside")
        + ".",
    )


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
        raise _damaged() from error


def _cells(sheet: CalamineSheet) -> Iterator[list[Cell]]:
    if sheet.start is None:
        return
    before: list[Cell] = [None] * min(sheet.start[1], MOST_COLUMNS)  # columns empty to the left of the table
    for values in sheet.iter_rows():
        yield before + [cell_of(value) for value in values]


def _locked() -> UnreadableFile:
    return UnreadableFile(
        "password",
        "The workbook is protected by a password: remove the password in the spreadsheet program, "
        "save it and upload it again.",
    )


def _damaged() -> UnreadableFile:
    return UnreadableFile(
        "corrupt",
        "The workbook is damaged and cannot be opened: open it in a spreadsheet program, "
        "save it anew as XLSX and upload that file.",
    )
