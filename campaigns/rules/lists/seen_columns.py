"""What the cells of a list show and say, a column at a time: most columns repeat a few texts, each looked at once."""

from collections.abc import Sequence
from itertools import count
from typing import Final, NamedTuple

from campaigns.rules.lists.broken_formulas import is_broken_formula, may_be_broken
from campaigns.rules.lists.cells import FIRST_SIGNS, Cell, as_text, is_formula_text, may_be_formulas
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.garbled_letters import is_garbled, may_be_garbled
from campaigns.rules.lists.identity_numbers import (
    ColumnKind,
    cut_column,
)
from campaigns.rules.lists.placeholders import without_placeholders
from campaigns.rules.verdicts import Warn

_NUL: Final = "\0"  # the one character that PostgreSQL cannot keep; a person sees nothing in its place
_GLANCE: Final = 50  # texts of a column that tell whether it repeats; where at most so many come again, it does not:
_REPEATED: Final = 5
_WORTH_PLACING: Final = 2  # times the different texts; where they repeat less, each is looked at

Warnings = tuple[Warn, ...]
_NOTHING: Final[Warnings] = ()
_CUT: Final[Warnings] = (Warn.IDENTITY_NUMBER_CUT,)


class SeenColumn(NamedTuple):
    """The cells of a column as a person sees them, identity numbers cut: safe to store and to show.

    What they say has its words apart by one space, and is None for a placeholder.
    """

    shown: Sequence[str]
    said: Sequence[str | None] | None  # None: nothing is taken from the column
    warnings: Sequence[Warnings] | None  # None: none in the whole column


def see_columns(columns: ColumnMap, region: str, cells: Sequence[Sequence[Cell]]) -> list[SeenColumn]:
    """Return what the columns of some rows show and say; those that nothing is taken from are shown and not read."""
    kinds = dict.fromkeys(columns.identity, ColumnKind.IDENTITY) | dict.fromkeys(columns.phones, ColumnKind.PHONES)
    read = set(columns.used) - kinds.keys()
    return [
        _see_column(column, kinds.get(at, ColumnKind.OTHER), region, is_read=at in read)
        for at, column in enumerate(cells)
    ]


def _see_column(cells: Sequence[Cell], kind: ColumnKind, region: str, *, is_read: bool) -> SeenColumn:
    texts = ["" if cell is None else cell if type(cell) is str else as_text(cell) for cell in cells]
    each = {} if _differ(texts[:_GLANCE]) else dict.fromkeys(texts)
    if not each or len(each) * _WORTH_PLACING > len(texts):
        return _look(texts, kind, region, is_read=is_read)
    seen = _look(list(each), kind, region, is_read=is_read)
    places = dict(zip(each, count(), strict=False))
    order = [places[text] for text in texts]
    return SeenColumn(
        [seen.shown[place] for place in order],
        seen.said and [seen.said[place] for place in order],
        seen.warnings and [seen.warnings[place] for place in order],
    )


def _differ(first: list[str]) -> bool:
    """Say whether the first texts of a column hardly repeat, as names and numbers do: then the others need no count."""
    return len(set(first)) > _GLANCE - _REPEATED


def _look(texts: list[str], kind: ColumnKind, region: str, *, is_read: bool) -> SeenColumn:
    """Look at texts of a column; what none of them can hold is looked for in all of them at once."""
    whole = "".join(texts)
    if _NUL in whole:
        return _look([text.replace(_NUL, "") for text in texts], kind, region, is_read=is_read)
    shown, warnings = cut_column(texts, kind, region), None
    broken = (is_read or kind is ColumnKind.PHONES) and may_be_broken(texts)  # in other columns nobody misses a value
    if shown != texts or may_be_formulas(texts, whole) or may_be_garbled(whole) or broken:
        warnings = [
            _warnings(text, safe, broken=broken)
            if broken or text[:1] in FIRST_SIGNS or not text.isascii()
            else _NOTHING  # as most have
            if safe == text
            else _CUT
            for text, safe in zip(texts, shown, strict=True)
        ]
    return SeenColumn(shown, _said(shown) if is_read else None, warnings)


def _said(shown: list[str]) -> list[str | None]:
    """Return what texts say, their words apart by one space, which in most columns they are already."""
    apart = shown if _is_even(shown) else [" ".join(text.split()) for text in shown]
    return without_placeholders(apart)


def _is_even(texts: Sequence[str]) -> bool:
    """Say whether all words are apart by one space already; no other space is a sign that prints."""
    whole = f"|{'|'.join(texts)}|"
    return whole.isprintable() and not any(uneven in whole for uneven in ("  ", "| ", " |"))


def _warnings(text: str, shown: str, *, broken: bool) -> Warnings:
    cut = _NOTHING if shown == text else _CUT
    formula: Warnings = (Warn.FORMULA_TEXT,) if is_formula_text(text) else ()
    lost: Warnings = (Warn.LETTERS_LOST,) if is_garbled(text) else ()
    return cut + formula + lost + ((Warn.FORMULA_BROKEN,) if broken and is_broken_formula(text) else ())
