"""One spelling for letters and digits that look alike in Urdu, Arabic, Hindi and English, so that they compare equal."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Arabic and Urdu keyboards write these letters differently; NFKC keeps them apart.
_URDU: Final = str.maketrans(
    {
        "ي": "ی", "ى": "ی", "ئ": "ی", "ې": "ی", "ۍ": "ی", "ێ": "ی",
        "ك": "ک", "ڪ": "ک",
        "ه": "ہ", "ة": "ہ", "ۃ": "ہ", "ۀ": "ہ", "ە": "ہ",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ۆ": "و",
        "ـ": None, "ء": None,
    }
)  # fmt: skip
# Vowel signs and virama of Devanagari are marks too, but they make the word; the nukta is only spelling.
_HINDI_SIGNS: Final = frozenset(chr(code) for code in range(0x0900, 0x0980)) - {"\u093c"}
_APART: Final = re.compile(r"(?:[^\w\u0900-\u097f]|[_\u0964\u0965\u0970])+")
POINTS: Final = str.maketrans(",٫", "..")  # what else is written for a decimal point
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—−﹣－", "-") | {"＋": "+", "،": ",", "؛": ";"})


def latin_digits(text: str) -> str:
    """Write every decimal digit, in whatever script, as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)


def plain_signs(text: str) -> str:
    """Latin digits, plain dashes and commas, plain spaces, nothing that cannot be seen."""
    if text.isascii():
        return text
    seen = (" " if letter.isspace() and letter != "\n" else letter for letter in text.translate(_DASHES))
    return latin_digits("".join(letter for letter in seen if unicodedata.category(letter) != "Cf"))


def fold_letters(text: str) -> str:
    """Write look-alike letters of Urdu, Arabic and Hindi one way and drop their marks; all else stays."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", latin_digits(unicodedata.normalize("NFKC", text).translate(_URDU)))
    kept = (letter for letter in apart if letter in _HINDI_SIGNS or unicodedata.category(letter) not in ("Mn", "Cf"))
    return unicodedata.normalize("NFC", "".join(kept))


@lru_cache(maxsize=2_000)
def folded(text: str) -> str:
    """Fold case, look-alike letters, marks and signs away; words stay apart by one space."""
    if text.isascii() and text.replace(" ", "").isalnum():
        return " ".join(text.lower().split())
    return _APART.sub(" ", fold_letters(text).casefold()).strip()
