"""Folds names so that one person's spellings compare equal, and knows cells that name nobody."""

import re
from functools import lru_cache
from typing import Final

from campaigns.rules.lettering import folded
from campaigns.rules.lists.placeholders import OF_PLACEHOLDERS, is_placeholder

_TITLES: Final = (
    "mr|mrs|ms|miss|smt|shri|shrimati|sri|shree|sh|kumari|km|dr|prof|haji|hajji|mst|musammat|mohtarma|janab|late|sir|master",
    "श्री|श्रीमती|कुमारी|सुश्री|डॉ|स्व|स्वर्गीय|जनाब|हाजी",
    "جناب|محترمہ|محترم|مسماۃ|مسمات|مسز|مسٹر|ڈاکٹر|حاجی|مرحوم|مرحومہ|صاحب|صاحبہ",
)
_HONORIFICS: Final = frozenset(folded(word) for script in _TITLES for word in script.split("|"))
# "S/o", "w.o.", "D/O:" and their words: what follows is a relative, not the person.
_RELATIVE: Final = re.compile(
    r"(?<![^\W\d_])(?:[sdwhcm]\s?[/\\.]\s?o(?![^\W\d_])|(?:son|daughter|wife|widow|husband|care)\s+of\b"
    r"|(?:पुत्र|पुत्री|पत्नी|बेटा|बेटी|सुपुत्र|सुपुत्री|ولد|بنت|زوجہ|بیوہ|دختر|پسر)(?![^\W\d_]|[\u0900-\u097f])).*",
    re.IGNORECASE | re.DOTALL,
)
_MAY_NAME_RELATIVE: Final = re.compile(r"[/\\.]|of|[^\x00-\x7f]", re.IGNORECASE)
_NO_NAMES: Final = ("test|testing|dummy|sample|xyz|abc|asdf|name|beneficiary|applicant", "नाम", "نام")
_NOBODY: Final = frozenset(folded(word) for script in _NO_NAMES for word in script.split("|"))
_MAY_BE_NOBODY: Final = _HONORIFICS | _NOBODY | OF_PLACEHOLDERS


@lru_cache(maxsize=2_000)
def fold_name(name: str) -> str:
    """Fold case, spaces, look-alike letters, marks, honorifics and S/o D/o W/o parts away, to compare by."""
    if name.isascii() and name.replace(" ", "").isalnum() and "of" not in (words := name.lower()):
        each = words.split()  # what most names are: words of plain letters
        return " ".join(each if _HONORIFICS.isdisjoint(each) else [word for word in each if word not in _HONORIFICS])
    words = folded(_RELATIVE.sub("", name) if _MAY_NAME_RELATIVE.search(name) else name)
    each = words.split()
    return words if _HONORIFICS.isdisjoint(each) else " ".join(word for word in each if word not in _HONORIFICS)


@lru_cache(maxsize=2_000)
def _names_somebody(word: str) -> bool:
    low = word.lower()
    return word.isascii() and word.isalpha() and low not in _MAY_BE_NOBODY and low.strip("x") != ""


def is_placeholder_name(name: str) -> bool:
    """Say whether there is nobody to ask for: empty, a placeholder, no letter in it, or a title alone."""
    if _names_somebody(name.partition(" ")[0]):
        return False  # most names begin with no word that names nobody
    if is_placeholder(name) or not any(letter.isalpha() for letter in name):
        return True
    words = folded(name)
    return words in _NOBODY or all(word in _HONORIFICS for word in words.split())
