"""What the cells of a list show and say. A list repeats most of its texts, so each is looked at once."""

from collections.abc import Sequence
from itertools import chain, repeat
from typing import Final, NamedTuple

from campaigns.rules.cells import Cell, as_text, is_formula_text
from campaigns.rules.columns import ColumnMap
from campaigns.rules.identity_numbers import ColumnKind, cut_identity_numbers
from campaigns.rules.placeholders import is_placeholder
from campaigns.rules.verdicts import Warn

_REMEMBERED: Final = 1_000  # texts of a column; one that repeats none starts anew


class SeenCell(NamedTuple):
    """A cell as a person sees it, identity numbers cut: safe to store and to show."""

    shown: str
    said: str | None = None  # words apart by one space; None for a placeholder, and in columns that say nothing of her
    warnings: tuple[Warn, ...] = ()


_BLANK: Final = SeenCell("")


class _Texts(dict[str, SeenCell]):
    """The texts of a column, each looked at when it is first asked for."""

    def __init__(self, kind: ColumnKind, region: str, *, is_read: bool) -> None:
        super().__init__()
        self._kind = kind
        self._region = region
        self._is_read = is_read

    def __missing__(self, text: str) -> SeenCell:
        if len(self) >= _REMEMBERED:
            self.clear()
        shown = cut_identity_numbers(text, self._kind, self._region)
        said = " ".join(shown.split()) if self._is_read and not is_placeholder(shown) else None
        warnings: tuple[Warn, ...] = (Warn.IDENTITY_NUMBER_CUT,) if shown != text else ()
        if is_formula_text(text):
            warnings += (Warn.FORMULA_TEXT,)
        seen = self[text] = SeenCell(shown, said, warnings)
        return seen


class CellReader:
    """Reads the rows of one list; what a column is for is known before the first of them."""

    def __init__(self, columns: ColumnMap, region: str) -> None:
        kinds = dict.fromkeys(columns.identity, ColumnKind.IDENTITY) | dict.fromkeys(columns.phones, ColumnKind.PHONES)
        said = set(columns.used) - kinds.keys()
        self._texts = [
            _Texts(kinds.get(index, ColumnKind.OTHER), region, is_read=index in said) for index in range(columns.width)
        ]
        self._beyond = _Texts(ColumnKind.OTHER, region, is_read=False)

    def see(self, cells: Sequence[Cell]) -> list[SeenCell]:
        """Return what each cell of a row shows and says."""
        return [
            _BLANK if cell is None else texts[cell if type(cell) is str else as_text(cell)]
            for cell, texts in zip(cells, chain(self._texts, repeat(self._beyond)), strict=False)
        ]
