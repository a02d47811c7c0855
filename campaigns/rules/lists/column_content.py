"""What the cells of a column themselves say that it holds, whatever its heading."""

import datetime as dt
import re
from collections.abc import Container, Sequence
from typing import Final

from campaigns.rules.lettering import folded, latin_digits
from campaigns.rules.lists.cells import Cell, as_text, is_blank
from campaigns.rules.lists.headings import Heading
from campaigns.rules.lists.person_words import CATEGORIES, GENDERS, LANGUAGES
from campaigns.rules.lists.phone_numbers import read_phone_cell
from campaigns.rules.lists.placeholders import is_placeholder

_LEAST: Final = 3  # cells, to guess from
_NEARLY_ALL: Final = 0.9
_LEAST_DIGITS: Final = 6  # of anything that might be a phone number
_MOBILE: Final = {"IN": ("+916", "+917", "+918", "+919"), "PK": ("+923",)}
_PIN_CODE: Final = re.compile(r"[1-8]\d{5}")
_WORDS: Final = ((Heading.GENDER, GENDERS), (Heading.CATEGORY, CATEGORIES), (Heading.LANGUAGE, LANGUAGES))


def filled_cells(rows: Sequence[Sequence[Cell]], index: int) -> list[Cell]:
    """Return the cells of a column in which something stands."""
    return [cells[index] for cells in rows if index < len(cells) and not is_blank(cells[index])]


def phone_share(cells: Sequence[Cell], region: str) -> float:
    """Return the share of cells that hold a mobile; landlines look too much like other numbers."""
    read = (read_phone_cell(cell, region).phones for cell in cells)
    return sum(1 for phones in read if phones and phones[0].number.startswith(_MOBILE[region])) / max(len(cells), 1)


def meaning_by_content(cells: Sequence[Cell], region: str) -> Heading | None:
    """Guess a column without a telling heading; None where its cells could be many things."""
    words = [folded(as_text(cell)) for cell in cells if not is_placeholder(as_text(cell))]
    if len(words) < _LEAST:
        return None
    for meaning, known in _WORDS:
        if _share(words, known) >= _NEARLY_ALL and _telling(words):
            return meaning
    pin_codes = [code for word in words if _PIN_CODE.fullmatch(code := word.replace(" ", ""))]
    few_places = len(set(pin_codes)) * 2 <= len(words)  # running numbers are all different
    if region == "IN" and few_places and len(pin_codes) >= _NEARLY_ALL * len(words):
        return Heading.PIN_CODE
    return None


def holds_phones_alone(cells: Sequence[Cell], region: str) -> bool:
    """Say whether what stands here are phone numbers, and no names beside them."""
    wordless = [cell for cell in cells if not any(map(str.isalpha, as_text(cell)))]
    return len(cells) >= _LEAST and len(wordless) * 2 >= len(cells) and phone_share(wordless, region) >= 1 / 2


def holds_no_phones(cells: Sequence[Cell]) -> bool:
    """Say whether nothing here could be a phone number, not even a damaged one."""
    told = [cell for cell in cells if not is_placeholder(as_text(cell))]
    return len(told) >= _LEAST and not any(map(_might_be_a_phone, told))


def _might_be_a_phone(cell: Cell) -> bool:
    if isinstance(cell, (dt.date, bool)):
        return False
    return sum(map(str.isdigit, latin_digits(as_text(cell)))) >= _LEAST_DIGITS or "e+" in as_text(cell).lower()


def _share(words: Sequence[str], known: Container[str]) -> float:
    return sum(word in known for word in words) / len(words)


def _telling(words: Sequence[str]) -> bool:
    """One sign repeated says nothing: M may be male or a mark of any kind, UR Urdu or unreserved."""
    return len(set(words)) > 1 or len(words[0]) > 2
