"""Tells a column typed in Kruti Dev or DevLys, old fonts that draw Hindi over Latin letters, from names in Latin.

A single cell can never tell ("flag" may be the word or the name Singh), so a whole column is judged, and a person
confirms it by the decoded sample. Where a column has few cells, each of them must be one that Hindi could be: no word
begins with a vowel sign and none has two of them at one letter, as half of all Latin names would. When in doubt it is Latin.
"""

import re
from collections.abc import Collection, Sequence
from typing import Final

from campaigns.rules.lists.cells import Cell

ENOUGH_CELLS: Final = 15  # different ones; the letters of so many tell by their shares alone
LEAST_CELLS: Final = 3
_LEAST_LETTERS: Final = 20  # in few cells
_WORD: Final = re.compile(r"[^\W\d_]+")
_VOWELS: Final = frozenset("aeiou")
# In Latin names two letters of five are vowels and few words have none; the fonts use those keys for rarer letters.
_MOST_VOWELS: Final = 0.27
_LEAST_WITHOUT_VOWEL: Final = 0.2
# The key k draws the long a, which every other Hindi word has; in Latin names it is one letter in twenty.
_LEAST_LONG_A: Final = 0.1
# Of few cells whose every word could be Hindi these are enough: of 8,000 draws of three Latin names none has them.
_MOST_VOWELS_OF_FEW: Final = 0.3
_LEAST_LONG_A_OF_FEW: Final = 0.06
_NO_HINDI: Final = re.compile(r"(?<!\S)[kshSqwaWZz`~]|[hsSqwW][khsSqwW]|[bcdefgijlmnoprtuvxy;]k[qwkh]")
_LEAST_SMALL: Final = 0.6  # codes and names in capitals are no old font
_LAST_LATIN: Final = "\u024f"
_NO_LATIN: Final = "\uffff"


def looks_like_old_font(cells: Sequence[Cell]) -> bool:
    """Say whether these cells of one column are Hindi typed in Kruti Dev or a font of its kind."""
    texts = {cell for cell in cells if isinstance(cell, str) and not any(map(str.isdigit, cell))}
    words = [word for text in texts for word in _WORD.findall(text)]
    letters = "".join(words)
    if len(texts) < LEAST_CELLS or max(letters, default=_NO_LATIN) > _LAST_LATIN:
        return False
    if sum(map(str.islower, letters)) < _LEAST_SMALL * len(letters):
        return False
    return _many_say_so(words, letters) if len(texts) >= ENOUGH_CELLS else _few_say_so(texts, letters)


def _many_say_so(words: Sequence[str], letters: str) -> bool:
    without_vowel = [word for word in words if _VOWELS.isdisjoint(word.lower())]
    return (
        letters.count("k") >= _LEAST_LONG_A * len(letters)
        and _vowels(letters) <= _MOST_VOWELS * len(letters)
        and len(without_vowel) >= _LEAST_WITHOUT_VOWEL * len(words)
    )


def _few_say_so(texts: Collection[str], letters: str) -> bool:
    return (
        len(letters) >= _LEAST_LETTERS
        and letters.count("k") >= _LEAST_LONG_A_OF_FEW * len(letters)
        and _vowels(letters) <= _MOST_VOWELS_OF_FEW * len(letters)
        and not any(map(_NO_HINDI.search, texts))
    )


def _vowels(letters: str) -> int:
    return sum(letter in _VOWELS for letter in letters.lower())
