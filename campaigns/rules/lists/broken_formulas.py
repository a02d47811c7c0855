"""Knows what a spreadsheet shows where a formula gives no value: #REF!, #N/A and their kind. It is nobody's name or number.

#EMPTY! is our own: a program has written the formula into the file, and not what it gives.
"""

import re
from typing import Final

UNRECKONED: Final = "#EMPTY!"
_FIRST_SIGNS: Final = frozenset("#Ee")
_SHOWN: Final = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|EMPTY!)|Err:5\d\d", re.IGNORECASE)


def may_be_broken(texts: list[str]) -> bool:
    """Say whether one of many texts is broken; cheap where none is."""
    whole = "".join(texts)
    return ("#" in whole or ":5" in whole) and any(map(is_broken_formula, texts))


def is_broken_formula(text: str) -> bool:
    """Say whether a cell shows that its formula is broken."""
    return text[:1] in _FIRST_SIGNS and _SHOWN.fullmatch(text.strip()) is not None
