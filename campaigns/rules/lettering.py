"""One spelling for letters and digits that look alike in Urdu, Arabic, Hindi and English, so that they compare equal."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final

_MOST_LETTERS: Final = 20_000  # of a table; no list holds more unless to fill the memory


class _LetterByLetter(dict[int, str]):
    """A table for `str.translate` that remembers how each letter is written once a text has held it."""

    def __init__(self, written: Callable[[str], str]) -> None:
        super().__init__()
        self._written = written

    def __missing__(self, code: int) -> str:
        if len(self) >= _MOST_LETTERS:
            self.clear()
        written = self[code] = self._written(chr(code))
        return written


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


def _latin_digit(letter: str) -> str:
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter


def _plain_sign(letter: str) -> str:
    plain = letter.translate(_DASHES)
    if plain.isspace() and plain != "\n":
        return " "
    return "" if unicodedata.category(plain) == "Cf" else _latin_digit(plain)


def _without_mark(letter: str) -> str:
    return letter if letter in _HINDI_SIGNS or unicodedata.category(letter) not in ("Mn", "Cf") else ""


_LATIN_DIGITS: Final = _LetterByLetter(_latin_digit)
_PLAIN_SIGNS: Final = _LetterByLetter(_plain_sign)
_ONE_SPELLING: Final = _LetterByLetter(lambda letter: "".join(map(_latin_digit, letter.translate(_URDU))))
_WITHOUT_MARKS: Final = _LetterByLetter(_without_mark)


def latin_digits(text: str) -> str:
    """Write every decimal digit, in whatever script, as 0 to 9."""
    return text if text.isascii() else text.translate(_LATIN_DIGITS)


def plain_signs(text: str) -> str:
    """Latin digits, plain dashes and commas, plain spaces, nothing that cannot be seen."""
    return text if text.isascii() else text.translate(_PLAIN_SIGNS)


def fold_letters(text: str) -> str:
    """Write look-alike letters of Urdu, Arabic and Hindi one way and drop their marks; all else stays."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).translate(_ONE_SPELLING))
    return unicodedata.normalize("NFC", apart.translate(_WITHOUT_MARKS))


@lru_cache(maxsize=2_000)
def folded(text: str) -> str:
    """Fold case, look-alike letters, marks and signs away; words stay apart by one space."""
    if text.isascii() and text.replace(" ", "").isalnum():
        return " ".join(text.lower().split())
    return _APART.sub(" ", fold_letters(text).casefold()).strip()
