"""Knows rows of a sheet that are about the list and not about a person: blank, headings again, totals, signatures."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from campaigns.rules.lettering import fold_letters, folded
from campaigns.rules.lists.cells import Cell, as_text, is_blank
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.header_rows import same_heading
from campaigns.rules.lists.headings import Heading, heading_of

_TOTAL: Final = re.compile(
    fold_letters(
        r"^(grand |sub |page |overall )?totals?\b|\btotals?$|^(b f|c f|brought forward|carried (forward|over))$|^(कुल|महायोग|उपयोग)( |$)|^(sum|count|योग|जोड़|टोटल|महा योग)$"
        r"|^(کل|مجموعی) (تعداد|میزان|مستفیدین|رقم)|^(کل|میزان|ٹوٹل|مجموعہ)$"
    )
)
MOST_WORDS_BESIDE: Final = 1
_NUMBERS: Final = re.compile(r"\d+")
_SIGNED: Final = re.compile(
    fold_letters(
        r"\bsignature|\bsigned\b|\bsd\b|\b(prepared|verified|checked|approved|submitted|certified|countersigned|compiled|generated|printed) (by|on)\b"
        r"|certified that|(computer|system) generated|countersigned|end of (the )?(list|report|file)|^(date|dated|place|note|source|remarks?|page)\b( \d| no|$)|^page \d"
        r"|^(seal|stamp)\b|हस्ताक्षर|प्रमाणित|सत्यापित|तैयारकर्ता|^(दिनांक|स्थान|नोट)( |$)|دستخط|تصدیق|مہر|^(تاریخ|مقام|نوٹ)( |$)|تیار کردہ"
    )
)
_SIGN_WITH_COLON: Final = re.compile(
    fold_letters(r"^\s*\W*(date|dated|place|note|nb|source|remarks?|दिनांक|स्थान|नोट|تاریخ|مقام|نوٹ)\s*[:\-–]"), re.I
)
_OFFICE: Final = re.compile(
    r"\b(officer|tehsildar|patwari|secretary|commissioner|director|in ?charge|manager|clerk|bdo|dswo|tswo|cdpo|acd|dc office)\b"
)


def is_not_a_record(cells: Sequence[Cell], columns: ColumnMap, labels: tuple[str, ...]) -> bool:
    """Say whether a row below the heading, in which no valid phone stands, is no person."""
    if _is_of_somebody(cells, columns, labels):
        return _may_sign(cells, columns)
    texts = {index: as_text(cell) for index, cell in enumerate(cells) if not is_blank(cell)}
    return (
        not any(any(map(str.isalnum, text)) for text in texts.values())  # blank, or a line of dashes
        or _is_heading_again(cells, columns, labels)
        or _counts_columns(list(texts.values()))
        or _closes_the_list(texts, columns.name)
        or _stands_alone(texts, columns)
        or _are_signatures(texts, columns)
    )


def _is_of_somebody(cells: Sequence[Cell], columns: ColumnMap, labels: tuple[str, ...]) -> bool:
    """Say what most rows show at once: the name of somebody beside another cell. None of the signs below stands there."""
    at = columns.name
    name = cells[at] if at is not None and at < len(cells) else None
    if not isinstance(name, str) or at is None or not _may_name_somebody(name):
        return False
    is_label = at < len(labels) and folded(labels[at]) == folded(name)
    beside = any(not is_blank(cell) for index, cell in enumerate(cells) if index != at)
    return beside and not is_label and not _names_columns(cells, columns)


@lru_cache(maxsize=2_000)
def _may_name_somebody(text: str) -> bool:
    return any(map(str.isalpha, text)) and not (_is_total(text) or _is_signature(text))


def _may_sign(cells: Sequence[Cell], columns: ColumnMap) -> bool:
    """Say whether a designation stands in the column of names, and nothing but others beside it."""
    if columns.name is None or not _is_office(as_text(cells[columns.name])):
        return False
    return _are_signatures({at: as_text(cell) for at, cell in enumerate(cells) if not is_blank(cell)}, columns)


def _are_signatures(texts: Mapping[int, str], columns: ColumnMap) -> bool:
    """Officers sign side by side, by their designations alone.

    Patwari is a surname too: somebody of that name, and her father, stand in the columns of the person.
    """
    signs = all(_is_office(text) or _is_signature(text) for text in texts.values())
    return signs and any(index not in (columns.name, columns.relative_name) for index in texts)


def _closes_the_list(texts: Mapping[int, str], name: int | None) -> bool:
    """A total or signature; a person's row may say "verified by" in its remarks, but has a name or more words."""
    named = texts.get(name, "") if name is not None else ""
    if named and not (named.strip().isdecimal() or _is_total(named) or _is_signature(named)):  # "Total", and its count
        return False
    said = {index for index, text in texts.items() if _is_total(text) or _is_signature(text)}
    if not said:
        return False
    others = [text for index, text in texts.items() if index not in said and any(map(str.isalpha, text))]
    return len(others) <= MOST_WORDS_BESIDE


def _is_heading_again(cells: Sequence[Cell], columns: ColumnMap, labels: tuple[str, ...]) -> bool:
    return bool(labels and same_heading(cells, labels)) or _names_columns(cells, columns)


def _names_columns(cells: Sequence[Cell], columns: ColumnMap) -> bool:
    phones = any(_meaning_at(cells, phone) is Heading.PHONE for phone in columns.phones)
    return phones and _meaning_at(cells, columns.name) is Heading.NAME


def _meaning_at(cells: Sequence[Cell], index: int | None) -> Heading | None:
    if index is None or index >= len(cells):
        return None
    return heading_of(as_text(cells[index]))


def _counts_columns(texts: Sequence[str]) -> bool:
    """The row of 1, 2, 3, 4 that government forms print under their heading."""
    if not texts or "1" not in texts[0]:
        return False
    numbers = [text.strip(" ().") for text in texts]
    return len(numbers) >= 3 and numbers == [str(number) for number in range(1, len(numbers) + 1)]


def _is_total(text: str) -> bool:
    return _TOTAL.search(" ".join(_NUMBERS.sub(" ", folded(text)).split())) is not None


@lru_cache(maxsize=2_000)
def _is_office(text: str) -> bool:
    return _OFFICE.search(folded(text)) is not None


def _is_signature(text: str) -> bool:
    words = folded(text)
    return _SIGNED.search(words) is not None or _SIGN_WITH_COLON.search(fold_letters(text)) is not None


def _stands_alone(texts: Mapping[int, str], columns: ColumnMap) -> bool:
    """One text alone in its row, outside the columns of the person: a section's title, an officer's designation."""
    if len(texts) != 1:
        return False
    ((index, text),) = texts.items()
    if index in columns.phones:
        return False
    if index == columns.name:
        return _is_office(text)
    return any(letter.isalpha() for letter in text)
