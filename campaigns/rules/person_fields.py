"""Takes from a row what is kept of a person beside name and phones."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from campaigns.rules.columns import ColumnMap
from campaigns.rules.lettering import folded, latin_digits
from campaigns.rules.placeholders import is_placeholder

_YEAR: Final = re.compile(r"(?<!\d)(19\d\d|20\d\d)(?!\d)")
_GENDERS: Final = {
    word: gender
    for gender, words in {
        "female": "f|female|w|woman|women|girl|lady|महिला|स्त्री|म|औरत|خاتون|عورت|زنانہ|مونث",
        "male": "m|male|man|men|boy|gents|पुरुष|पु|مرد|مردانہ|مذکر",
        "transgender": "t|tg|transgender|other|o|third gender|ट्रांसजेंडर|अन्य|خواجہ سرا|دیگر",
    }.items()
    for word in map(folded, words.split("|"))
}
_LANGUAGES: Final = {
    word: tag
    for tag, words in {
        "en": "en|english|अंग्रेजी|अंग्रेज़ी|انگریزی",
        "ur": "ur|urdu|उर्दू|اردو",
        "hi": "hi|hindi|हिन्दी|हिंदी|ہندی",
        "ks": "ks|kashmiri|koshur|कश्मीरी|کشمیری|کٲشُر",
        "doi": "doi|dogri|डोगरी|ڈوگری",
        "ps": "ps|pashto|pushto|pukhto|پشتو",
        "pa": "pa|punjabi|panjabi|पंजाबी|پنجابی",
        "gju": "gju|gojri|gujari|गोजरी|گوجری",
        "phr": "phr|pahari|पहाड़ी|پہاڑی",
        "hno": "hno|hindko|ہندکو",
    }.items()
    for word in map(folded, words.split("|"))
}


@dataclass(frozen=True)
class PersonFields:
    """What a row says of the person; None where it says nothing."""

    relative_name: str | None = None
    language: str | None = None  # a language tag where the word is known, else the word as written
    gender: str | None = None  # female, male, transgender, else the word as written
    birth_year: int | None = None
    age: int | None = None
    state: str | None = None
    district: str | None = None
    block: str | None = None
    village: str | None = None
    scheme_person_id: str | None = None
    extra: dict[str, str] = field(default_factory=dict)  # by heading


def person_fields(shown: Sequence[str], columns: ColumnMap) -> PersonFields:
    """Read the person's fields from cells as a person sees them, identity numbers already cut."""

    def text(index: int | None) -> str | None:
        return _text(shown, index)

    gender, language = text(columns.gender), text(columns.language)
    return PersonFields(
        relative_name=text(columns.relative_name),
        language=_LANGUAGES.get(folded(language), language) if language else None,
        gender=_GENDERS.get(folded(gender), gender) if gender else None,
        birth_year=_birth_year(text(columns.birth_year)),
        age=_age(text(columns.age)),
        state=text(columns.state),
        district=text(columns.district),
        block=text(columns.block),
        village=text(columns.village),
        scheme_person_id=text(columns.scheme_person_id),
        extra={_label(columns.labels, index): kept for index in columns.extra if (kept := text(index)) is not None},
    )


def _text(shown: Sequence[str], index: int | None) -> str | None:
    if index is None or index >= len(shown) or is_placeholder(shown[index]):
        return None
    return " ".join(shown[index].split())


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
