"""Reads columns typed in Kruti Dev as the Hindi that they show, where an officer has confirmed it.

In the font the short i is typed before its letters and the r above a letter after them. The library puts both beside
one typed sign only, so they are carried through it as marks and put in their places among the letters that it returns.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from hinlegacy import decode

from campaigns.rules.lists.cells import Cell
from campaigns.rules.lists.columns import ColumnMap
from campaigns.sheets.sheet import Row

_FONT: Final = "krutidev_010"
_SHORT_I, _R_ABOVE = "\ue000", "\ue001"  # what the font types as f and Z
_TYPED: Final = (("bZ", "ई"), ("b±", "ईं"), ("±", "Za"), ("f", _SHORT_I), ("Z", _R_ABOVE))
_LETTER: Final = r"[\u0915-\u0939\u0958-\u095f]\u093c?"  # with its dot
_LETTERS: Final = rf"((?:{_LETTER}\u094d)*{_LETTER})"  # joined by the sign that takes their vowel
_SHOWN: Final = (
    (re.compile(f"{_SHORT_I}{_LETTERS}"), r"\1ि"),
    (re.compile(rf"{_LETTERS}([\u0900-\u0903\u093e-\u094c]*){_R_ABOVE}"), r"र्\1\2"),
    (re.compile("्ा"), ""),  # half a letter and its upright stroke are the whole letter
    (re.compile(_SHORT_I), "ि"),
    (re.compile(_R_ABOVE), "र्"),
)


def decoded(text: str) -> str:
    """Return the Hindi that the old font shows for this text."""
    for typed, mark in _TYPED:
        text = text.replace(typed, mark)
    shown = str(decode(text, _FONT))
    for pattern, put in _SHOWN:
        shown = pattern.sub(put, shown)
    return shown


def with_hindi(rows: Iterable[Row], columns: ColumnMap) -> Iterable[Row]:
    """Return the rows with the confirmed columns decoded; the heading stays as it is written."""
    return _with_hindi(rows, columns) if columns.old_font else rows


def _with_hindi(rows: Iterable[Row], columns: ColumnMap) -> Iterator[Row]:
    for number, cells in rows:
        below = columns.header_row is None or number > columns.header_row
        yield number, [_read(cell) if below and at in columns.old_font else cell for at, cell in enumerate(cells)]


def _read(cell: Cell) -> Cell:
    return decoded(cell) if isinstance(cell, str) and cell.isprintable() else cell
