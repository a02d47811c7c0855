"""Tells of a phone cell that is no valid number whether something else than a number of digits is wrong with it."""

import re
from enum import StrEnum
from typing import Final


class Oddity(StrEnum):
    """What a spreadsheet has made of a cell that was to hold a phone."""

    DATE = "date"
    BELOW_ZERO = "below_zero"
    FRACTION = "fraction"


_TESTS: Final = (
    (Oddity.DATE, re.compile(r"(\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(\d\d)?|\d{4}-\d\d-\d\d)([ T]\d\d?:\d\d.*)?")),
    (Oddity.FRACTION, re.compile(r"-?\d+\.\d+")),
    (Oddity.BELOW_ZERO, re.compile(r"-\d+")),
)


def oddity_of(cell: str) -> Oddity | None:
    """Return what is odd about a cell that holds no valid phone; None where digits are missing or too many."""
    return next((oddity for oddity, test in _TESTS if test.fullmatch(cell.strip())), None)
