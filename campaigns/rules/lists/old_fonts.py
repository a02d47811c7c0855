"""Tells a column typed in Kruti Dev or DevLys, old fonts that draw Hindi over Latin letters, from names in Latin.

A single cell can never tell ("flag" may be the word or the name Singh), so a whole column is judged, and a person
confirms it by the decoded sample. When in doubt it is Latin.
"""

import re
from collections.abc import Sequence
from typing import Final

from campaigns.rules.lists.cells import Cell

LEAST_CELLS: Final = 15  # different ones
_WORD: Final = re.compile(r"[^\W\d_]+")
_VOWELS: Final = frozenset("aeiou")
# In Latin names two letters of five are vowels and few words have none; the fonts use those keys for rarer letters.
_MOST_VOWELS: Final = 0.27
_LEAST_WITHOUT_VOWEL: Final = 0.2
# The key k draws the long a, which every other Hindi word has; in Latin names it is one letter in twenty.
_LEAST_LONG_A: Final = 0.1
_LEAST_SMALL: Final = 0.6  # codes and names in capitals are no old font
_LAST_LATIN: Final = "\u024f"


def looks_like_old_font(cells: Sequence[Cell]) -> bool:
    """Say whether these cells of one column are Hindi typed in Kruti Dev or a font of its kind."""
    texts = {cell for cell in cells if isinstance(cell, str) and not any(map(str.isdigit, cell))}
    words = [word for text in texts for word in _WORD.findall(text)]
    letters = "".join(words)
    if len(texts) < LEAST_CELLS or not letters or max(letters) > _LAST_LATIN:
        return False
    without_vowel = [word for word in words if _VOWELS.isdisjoint(word.lower())]
    vowels = [letter for letter in letters.lower() if letter in _VOWELS]
    return (
        sum(map(str.islower, letters)) >= _LEAST_SMALL * len(letters)
        and letters.count("k") >= _LEAST_LONG_A * len(letters)
        and len(vowels) <= _MOST_VOWELS * len(letters)
        and len(without_vowel) >= _LEAST_WITHOUT_VOWEL * len(words)
    )
