"""Tells of a cell without a valid phone or a name whether something else than a number of digits is wrong with it."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from campaigns.rules.lists.broken_formulas import is_broken_formula
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.verdicts import Reason


class Oddity(StrEnum):
    """What a spreadsheet has made of a cell that was to hold a phone or a name."""

    DATE = "date"
    BELOW_ZERO = "below_zero"
    FRACTION = "fraction"
    BROKEN_FORMULA = "broken_formula"


class OddCell(NamedTuple):
    """The cell of a row that keeps it from being called."""

    column: int
    shown: str
    oddity: Oddity


_TESTS: Final = (
    (Oddity.DATE, re.compile(r"(\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(\d\d)?|\d{4}-\d\d-\d\d)([ T]\d\d?:\d\d.*)?")),
    (Oddity.FRACTION, re.compile(r"-?\d+\.\d+")),
    (Oddity.BELOW_ZERO, re.compile(r"-\d+")),
)


def oddity_of(cell: str) -> Oddity | None:
    """Return what is odd about a cell that holds no valid phone; None where digits are missing or too many."""
    return next((oddity for oddity, test in _TESTS if test.fullmatch(cell.strip())), None)


def odd_cell(reason: Reason | None, cells: Sequence[str], columns: ColumnMap) -> OddCell | None:
    """Return the first odd cell among those that a row's reason is about; None where none is odd."""
    about: dict[Reason | None, tuple[int | None, ...]] = {
        Reason.NAME_MISSING: (columns.name,),
        Reason.PHONE_MISSING: columns.phones,
        Reason.PHONE_INVALID: columns.phones,
    }
    for index in about.get(reason, ()):
        shown = cells[index] if index is not None and index < len(cells) else ""
        is_broken = is_broken_formula(shown)
        oddity = Oddity.BROKEN_FORMULA if is_broken else oddity_of(shown) if reason is Reason.PHONE_INVALID else None
        if index is not None and oddity is not None:
            return OddCell(index, shown, oddity)
    return None
