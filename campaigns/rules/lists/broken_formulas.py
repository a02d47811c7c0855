"""Knows what a spreadsheet shows where a formula gives no value: #REF!, #N/A and their kind. It is nobody's name or number."""

import re
from typing import Final

_FIRST_SIGNS: Final = frozenset("#Ee")
_SHOWN: Final = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)|Err:5\d\d", re.IGNORECASE)


def may_be_broken(texts: list[str]) -> bool:
    """Say whether it is worth asking of each of many texts; cheap where none is."""
    return not _FIRST_SIGNS.isdisjoint([text[:1] for text in texts]) and any(map(is_broken_formula, texts))


def is_broken_formula(text: str) -> bool:
    """Say whether a cell shows that its formula is broken."""
    return text[:1] in _FIRST_SIGNS and _SHOWN.fullmatch(text.strip()) is not None
