"""What a cell of a sheet can hold, and how a person sees it written."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

Cell = str | int | float | bool | dt.date | dt.datetime | None

EXACT_UP_TO: Final = 10**15  # beyond 15 digits a spreadsheet has already changed the number
_UNSEEN: Final = " \u00a0\u200b\u200c\u200d\u200e\u200f\ufeff"
_FORMULA: Final = ("=", "@", "\t", "\r")
_SIGNS: Final = ("+", "-")
FIRST_SIGNS: Final = frozenset((*_FORMULA, *_SIGNS))


def as_text(cell: Cell) -> str:
    """Return the cell as a person sees it: whole numbers without a point, dates as day-month-year."""
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer() and abs(cell) < EXACT_UP_TO:
            return str(int(cell))
        case dt.datetime() if cell.time() != dt.time():
            return cell.strftime("%d-%m-%Y %H:%M")
        case dt.date():  # a datetime is one too
            return cell.strftime("%d-%m-%Y")
        case _:
            return str(cell)


def is_blank(cell: Cell) -> bool:
    """Say whether a person sees nothing in the cell."""
    return cell is None or (isinstance(cell, str) and not cell[:1].isalnum() and not cell.strip().strip(_UNSEEN))


def is_formula_text(cell: Cell) -> bool:
    """Say whether a spreadsheet would run this text as a formula when it is opened again.

    A number with its sign, as +91 94190 12345, is computed at worst; what does harm calls something by its name.
    """
    if not isinstance(cell, str) or cell[:1] not in FIRST_SIGNS:
        return False
    return cell.startswith(_FORMULA) or (cell.startswith(_SIGNS) and any(letter.isalpha() for letter in cell))


def may_be_formulas(texts: Iterable[str], whole: str) -> bool:
    """Say whether it is worth asking of each of many texts if it is a formula; `whole` is all of them joined."""
    return any(sign in whole for sign in FIRST_SIGNS) and not FIRST_SIGNS.isdisjoint([text[:1] for text in texts])


def neutralised(text: str) -> str:
    """Return text that a spreadsheet shows and never runs."""
    return "'" + text if is_formula_text(text) else text
