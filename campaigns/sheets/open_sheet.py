"""Opens any file that an office sends: looks at what it is, refuses with one sentence, or hands back its sheet."""

from pathlib import Path
from typing import Final

from campaigns.rules.lists.cells import is_blank
from campaigns.rules.lists.encodings import TextEncoding
from campaigns.sheets.compound_files import refuse_inpage_letters, refuse_other_compound_file
from campaigns.sheets.look_inside_zip import kind_of_zip
from campaigns.sheets.other_kinds import LOOKED_AT, is_page_with_tables, refuse_other_kind
from campaigns.sheets.sheet import Sheet, SheetKind, first_rows
from campaigns.sheets.text_encoding import encoding_of_page
from campaigns.sheets.text_sheet import open_text
from campaigns.sheets.unreadable import UnreadableFile
from campaigns.sheets.workbook import Workbook
from campaigns.sheets.workbook_sheet import open_known_sheet, open_workbook, refuse_password, tell_rows_beside
from campaigns.sheets.zip_apart import look_inside

__all__ = [
    "Sheet",
    "SheetKind",
    "UnreadableFile",
    "first_rows",
    "is_workbook",
    "open_again",
    "open_sheet",
    "tell_rows_once",
]

_ZIP: Final = b"PK\x03\x04"
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # XLS, locked XLSX, Word 97, InPage


def open_sheet(path: Path, *, sheet: str | None = None, encoding: TextEncoding | None = None, max_bytes: int) -> Sheet:
    """Return the sheet to read, or raise UnreadableFile with one clear sentence; what is not chosen is guessed."""
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFile("empty", "The file is empty: check that it was saved, and upload it again.")
    if size > max_bytes:
        raise UnreadableFile(
            "too_big",
            f"The file has {size / (1 << 20):.0f} MB and at most {max_bytes / (1 << 20):.0f} MB can be taken: "
            "save it as CSV, or upload it in parts, for example one district at a time.",
        )
    opened = _opened(path, sheet, encoding)
    _refuse_no_rows(opened)
    return opened


def open_again(path: Path, *, sheet: str | None, encoding: TextEncoding | None, max_bytes: int) -> Sheet:
    """Return the chosen sheet of a file that was opened before; the very same bytes are not looked into again."""
    if sheet is None:
        return open_sheet(path, encoding=encoding, max_bytes=max_bytes)
    return open_known_sheet(_workbook(path, encoding), sheet)


def tell_rows_once(path: Path, *, sheet: str | None, encoding: TextEncoding | None) -> None:
    """Write the rows of a sheet beside its file, for several who `open_again` it: reading a workbook takes much memory."""
    if sheet is not None:
        tell_rows_beside(_workbook(path, encoding), sheet)


def _workbook(path: Path, encoding: TextEncoding | None) -> Workbook:
    start = _start(path)
    if start.startswith(_ZIP):
        return Workbook(path, kind_of_zip(path))
    return Workbook(path, SheetKind.XLS) if start.startswith(_COMPOUND) else _page(path, encoding)


def is_workbook(path: Path) -> bool:
    """Tell a file with sheets from a text by its first bytes, for its name may say anything."""
    start = _start(path)
    return start.startswith((_ZIP, _COMPOUND)) or is_page_with_tables(start)


def _opened(path: Path, sheet: str | None, encoding: TextEncoding | None) -> Sheet:
    start = _start(path)
    if start.startswith(_ZIP):
        return open_workbook(Workbook(path, look_inside(path)), sheet)
    if start.startswith(_COMPOUND):
        refuse_other_compound_file(path)
        refuse_password(path)
        return open_workbook(Workbook(path, SheetKind.XLS), sheet)
    refuse_inpage_letters(start)
    refuse_other_kind(start)
    return open_workbook(_page(path, encoding), sheet) if is_page_with_tables(start) else open_text(path, encoding)


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LOOKED_AT)


def _page(path: Path, encoding: TextEncoding | None) -> Workbook:
    return Workbook(path, SheetKind.WEB_PAGE, encoding or encoding_of_page(path))


def _refuse_no_rows(sheet: Sheet) -> None:
    if sheet.is_filled:
        return
    for _, cells in sheet.rows():
        if any(not is_blank(cell) for cell in cells):
            return
    raise UnreadableFile("empty", "The file holds no row: check that it is the right file, and upload it again.")
