"""Reads a phone cell as people fill it: several numbers, words beside them, four scripts, spreadsheets' damage."""

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from campaigns.rules.lettering import plain_signs
from campaigns.rules.lists.cells import EXACT_UP_TO, Cell, as_text
from campaigns.rules.lists.dialled_digits import PhoneProblem, plain_mobile, plain_mobiles, read_digits
from campaigns.rules.lists.phone_cell import FoundPhones, Phone, PhoneCell
from campaigns.rules.lists.placeholders import is_placeholder

_ROUNDED: Final = re.compile(r"(\d)(?:[.,٫](\d+))?\s*[eE]\s*\+?\s*(\d{1,3})(?!\d)")
_LOST_DIGITS: Final = 4  # 9.41901E+09 leaves four zeros where the digits were
_WHOLE_WITH_POINT: Final = re.compile(r"(\+?\d{6,})\.0+")
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{2,3})+(?:\.0+)?")
_NEGATIVE_OR_FRACTION: Final = re.compile(r"-\d+(?:\.\d+)?|\d{8,}\.\d{1,3}")
_DATE: Final = re.compile(r"(?:\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)(?:[ T][\d:.]+)?")
_ONE_NUMBER: Final = re.compile(r"[\d\s\-.()+]+")
_BETWEEN: Final = re.compile(r"[/,;|&\n\\]|\band\b|\bor\b|(?<![^\W\d_])(?:और|या|व|اور|یا)(?![^\W\d_])", re.IGNORECASE)
# As most second numbers stand there: "6015794231 (son)". No digit and no sign of a masked number is among the words.
_NUMBER_AND_WORDS: Final = re.compile(r"\s*(\+?\d[\d -]{8,14}\d)\s*(\(?[^\W\dxX_][^\dxX*#•]*)")
_ORDINAL: Final = re.compile(r"(?:(?<=\s)|^)\(?\d{1,2}[).:](?=\s|[+0-9])(?!\d{1,3}$)")
_COUNTED: Final = re.compile(r"(?<=\d)\s*\(\s*\d{1,2}\s*\)\s*$")
_NOTHING: Final = PhoneCell()


def read_phone_cell(cell: Cell, region: str) -> PhoneCell:
    """Read every number of the cell as numbers of the region (IN or PK)."""
    if type(cell) is str and (number := plain_mobile(cell, region)) is not None:  # what most cells hold
        return PhoneCell((Phone(number),))
    match cell:
        case None:
            return PhoneCell()
        case bool() | dt.date():
            return PhoneCell(problems=frozenset({PhoneProblem.INVALID}))
        case int() | float():
            return _read_number(cell, region)
        case _:
            return _read_text(cell, region)


def read_phone_cells(cells: Sequence[Cell], region: str) -> list[PhoneCell]:
    """Read a column of cells; what most hold is found in all of them at once."""
    plain = plain_mobiles([cell if type(cell) is str else "" for cell in cells], region)
    return [
        PhoneCell((Phone(number),))
        if number is not None
        else _NOTHING
        if cell is None
        else read_phone_cell(cell, region)
        for number, cell in zip(plain, cells, strict=True)
    ]


def _read_number(cell: float, region: str) -> PhoneCell:
    if cell != cell or cell in (float("inf"), float("-inf")) or cell < 0 or cell != int(cell):
        return PhoneCell(problems=frozenset({PhoneProblem.INVALID}))
    digits = str(int(cell))
    if digits == "0":
        return PhoneCell()
    if cell >= EXACT_UP_TO or _has_lost_digits(digits):
        return PhoneCell(problems=frozenset({PhoneProblem.ROUNDED}))
    return _read_text(as_text(int(cell)), region)


def _has_lost_digits(digits: str) -> bool:
    return len(digits) >= 10 and digits.endswith("0" * _LOST_DIGITS)


@lru_cache(maxsize=2_000)
def _read_text(text: str, region: str) -> PhoneCell:
    plain = plain_signs(text).strip(" \t\r\n'`\"")
    if plain is not text and (number := plain_mobile(plain, region)) is not None:
        return PhoneCell((Phone(number),))
    if not plain.isdecimal():
        plain, problem = _without_spreadsheet_marks(plain)
        if problem is not None:
            return PhoneCell(problems=frozenset({problem}))
    if is_placeholder(plain):
        return PhoneCell()
    if _ONE_NUMBER.fullmatch(plain):
        read = read_digits(plain, region)
        if not isinstance(read, PhoneProblem):
            return PhoneCell((Phone(read),))
        if plain.isdecimal():
            return PhoneCell(problems=frozenset({read}))
    return _read_pieces(plain, region)


def _without_spreadsheet_marks(plain: str) -> tuple[str, PhoneProblem | None]:
    """Undo what a spreadsheet writes into a whole number, and know what it makes of other things."""
    if whole := _WHOLE_WITH_POINT.fullmatch(plain):
        lost = _has_lost_digits(whole[1].lstrip("+"))
        return whole[1], PhoneProblem.ROUNDED if lost else None
    if _GROUPED.fullmatch(plain):
        return plain.partition(".")[0].replace(",", ""), None
    if _NEGATIVE_OR_FRACTION.fullmatch(plain) or _DATE.fullmatch(plain):
        return plain, PhoneProblem.INVALID
    return plain, None


def _read_pieces(plain: str, region: str) -> PhoneCell:
    found = FoundPhones(plain, region)
    for piece in _BETWEEN.split(_ROUNDED.sub(found.take_rounded, plain)):
        if (number := plain_mobile(piece.strip(), region)) is not None:
            found.take_number(number)
        elif (parts := _NUMBER_AND_WORDS.fullmatch(piece)) and (number := plain_mobile(parts[1], region)):
            found.take_number(number, parts[2])
        else:
            found.take_piece(_COUNTED.sub(" ", _ORDINAL.sub(" ", piece)))
    return found.cell()
