"""Takes from rows what is kept of each person beside name and phones."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from types import MappingProxyType
from typing import Final, NamedTuple, TypeVar

from campaigns.rules.lettering import folded, latin_digits
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.person_words import CATEGORIES, GENDERS, LANGUAGES
from campaigns.rules.lists.seen_columns import SeenColumn

_YEAR: Final = re.compile(r"(?<!\d)(19\d\d|20\d\d)(?!\d)")
_MASKED: Final = re.compile(r"[Xx*]{4}(?:[ \-.]?[Xx*]{4})?[ \-.]?\d{4}(?!\d)")
_PIN_CODE: Final = re.compile(r"[1-9]\d{4,5}")
Read = TypeVar("Read")
_NOTHING_MORE: Final[Mapping[str, str]] = MappingProxyType({})


class PersonFields(NamedTuple):
    """What a row says of the person; None where it says nothing."""

    relative_name: str | None = None
    language: str | None = None  # a language tag where the word is known, else the word as written
    gender: str | None = None  # female, male, transgender, else the word as written
    birth_year: int | None = None
    age: int | None = None
    state: str | None = None
    division: str | None = None
    district: str | None = None
    block: str | None = None
    village: str | None = None
    scheme_person_id: str | None = None
    category: str | None = None  # sc, st, obc and so on, else the word as written
    pin_code: str | None = None  # the post office's number of the place
    extra: Mapping[str, str] = _NOTHING_MORE  # by heading


def person_fields(seen: Sequence[SeenColumn], columns: ColumnMap, rows: int) -> Iterator[PersonFields]:
    """Yield the fields of the person in each of so many rows, from columns with identity numbers already cut."""

    def said(index: int | None) -> Sequence[str | None]:
        found = seen[index].said if index is not None and index < len(seen) else None
        return found or [None] * rows

    return map(
        PersonFields._make,
        zip(
            said(columns.relative_name),
            _read(_in_words(LANGUAGES), said(columns.language)),
            _read(_in_words(GENDERS), said(columns.gender)),
            _read(_birth_year, said(columns.birth_year)),
            _read(_age, said(columns.age)),
            said(columns.state),
            said(columns.division),
            said(columns.district),
            said(columns.block),
            said(columns.village),
            _own_ids(said(columns.scheme_person_id)),
            _read(_in_words(CATEGORIES), said(columns.category)),
            _read(_pin_code, said(columns.pin_code)),
            _extra({_label(columns.labels, index): said(index) for index in columns.extra}, rows),
            strict=True,
        ),
    )


def _own_ids(column: Sequence[str | None]) -> Sequence[str | None]:
    """Return ids that are one person's alone: an identity number of which four digits are left is also somebody else's."""
    if _MASKED.search("|".join(filter(None, column))) is None:
        return column
    return [None if text is not None and _MASKED.search(text) else text for text in column]


def _read(read: Callable[[str], Read], column: Sequence[str | None]) -> list[Read | None]:
    """Read each text of a column once; where nothing is said, nothing is read."""
    found = {text: read(text) for text in set(column) if text is not None}
    return [None if text is None else found[text] for text in column]


def _in_words(known: Mapping[str, str]) -> Callable[[str], str]:
    return lambda text: known.get(folded(text), text)


def _extra(columns: Mapping[str, Sequence[str | None]], rows: int) -> Iterable[Mapping[str, str]]:
    if not columns:
        return repeat(_NOTHING_MORE, rows)
    lines = zip(*columns.values(), strict=True)
    return [{label: said for label, said in zip(columns, line, strict=True) if said is not None} for line in lines]


def _label(labels: Sequence[str], index: int) -> str:
    return (labels[index].replace("\0", "") if index < len(labels) else "") or f"column {index + 1}"


def _birth_year(text: str) -> int | None:
    """A year, or the year of a date; 1970 alone with 1 January is a spreadsheet's own default and no birth."""
    if latin_digits(text) in ("01-01-1970", "1970-01-01", "01/01/1970"):
        return None
    year = _YEAR.search(latin_digits(text))
    return int(year[1]) if year else None


def _age(text: str) -> int | None:
    digits = re.match(r"\d{1,3}(?!\d)", latin_digits(text))
    return int(digits[0]) if digits and 0 < int(digits[0]) < 130 else None


def _pin_code(text: str) -> str | None:
    """Five digits in Pakistan, six in India, whatever spaces stand between them."""
    digits = "".join(latin_digits(text).split())
    return digits if _PIN_CODE.fullmatch(digits) else None
