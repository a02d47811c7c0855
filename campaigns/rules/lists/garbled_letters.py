"""Tells a text whose letters were lost: one row was saved in another encoding than the file, or saved wrongly before.

Bytes that are no letter stand as U+FFFD. UTF-8 that was once read as Windows-1252 or -1256 shows each letter of Urdu or
Hindi as two or three signs that never follow each other in a word: Ø§Ù„ or ط§ظ„ for ال, à¤° for र.
"""

import re
from typing import Final

_LOST: Final = "\ufffd"
_AFTER: Final = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\x80-\xbf"  # what Windows-1252 shows for the later bytes of a letter
_AFTER_ARABIC: Final = "€‚ƒ„…†‡ˆ‰‹Œ‘’“”•–—™›œ\xa0¢-¹»-¾"  # Windows-1256; its letters among them stand in words, too
_GARBLED: Final = re.compile(
    rf"{_LOST}|(?:[ØÙÚÛ][{_AFTER}]){{2}}|(?:à[¤¥][{_AFTER}]){{2}}|(?:[طظعغ][{_AFTER_ARABIC}]){{2}}"
)
# Alef, lam, noon or re stands in nearly every name: looked for in a whole column at once.
_SIGNS: Final = (_LOST, "Ø", "Ù", "à¤", "à¥", "ط§", "ظ„", "ظ†", "ط±")


def may_be_garbled(texts: str) -> bool:
    """Say whether one of many texts, joined, may be; cheap where none is."""
    return not texts.isascii() and any(sign in texts for sign in _SIGNS)


def is_garbled(text: str) -> bool:
    """Say whether letters of a text were lost or are shown as other signs."""
    return not text.isascii() and _GARBLED.search(text) is not None
