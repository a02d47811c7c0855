"""Takes from a row what is kept of a person beside name and phones."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from campaigns.rules.columns import ColumnMap
from campaigns.rules.lettering import folded, latin_digits
from campaigns.rules.person_words import CATEGORIES, GENDERS, LANGUAGES
from campaigns.rules.seen_cells import SeenCell

_YEAR: Final = re.compile(r"(?<!\d)(19\d\d|20\d\d)(?!\d)")
_PIN_CODE: Final = re.compile(r"[1-9]\d{4,5}")
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


def person_fields(seen: Sequence[SeenCell], columns: ColumnMap) -> PersonFields:
    """Read the person's fields from cells as a person sees them, identity numbers already cut."""
    width = len(seen)

    def text(index: int | None) -> str | None:
        return None if index is None or index >= width else seen[index].said

    gender, language, category = text(columns.gender), text(columns.language), text(columns.category)
    return PersonFields(
        relative_name=text(columns.relative_name),
        language=LANGUAGES.get(folded(language), language) if language else None,
        gender=GENDERS.get(folded(gender), gender) if gender else None,
        birth_year=_birth_year(text(columns.birth_year)),
        age=_age(text(columns.age)),
        state=text(columns.state),
        division=text(columns.division),
        district=text(columns.district),
        block=text(columns.block),
        village=text(columns.village),
        scheme_person_id=text(columns.scheme_person_id),
        category=CATEGORIES.get(folded(category), category) if category else None,
        pin_code=_pin_code(text(columns.pin_code)),
        extra={_label(columns.labels, index): kept for index in columns.extra if (kept := text(index)) is not None}
        if columns.extra
        else _NOTHING_MORE,
    )


def _label(labels: Sequence[str], index: int) -> str:
    return (labels[index] if index < len(labels) else "") or f"column {index + 1}"


def _birth_year(text: str | None) -> int | None:
    """A year, or the year of a date; 1970 alone with 1 January is a spreadsheet's own default and no birth."""
    if text is None or latin_digits(text) in ("01-01-1970", "1970-01-01", "01/01/1970"):
        return None
    year = _YEAR.search(latin_digits(text))
    return int(year[1]) if year else None


def _age(text: str | None) -> int | None:
    digits = re.match(r"\d{1,3}(?!\d)", latin_digits(text)) if text else None
    return int(digits[0]) if digits and 0 < int(digits[0]) < 130 else None


def _pin_code(text: str | None) -> str | None:
    """Five digits in Pakistan, six in India, whatever spaces stand between them."""
    digits = "".join(latin_digits(text).split()) if text else ""
    return digits if _PIN_CODE.fullmatch(digits) else None
