"""How a list's file is read and what the officer should know of it before she confirms the columns; kept as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from campaigns.rules.lists.column_doubts import Doubt


@dataclass(frozen=True)
class Reading:
    """What was found when the file was opened."""

    offered: Sequence[tuple[str, int]] = ()  # visible sheets with something in them, and how many rows
    hidden: Sequence[str] = ()  # never read unless chosen
    lost: Sequence[tuple[int, int]] = ()  # first rows of a text file that are in another encoding, each with a column
    nearly_blank: bool = False  # it goes far down, and hardly anything stands there
    remembered: bool = False  # the columns are those confirmed for the last file with these headings
    doubts: Mapping[int, Sequence[Doubt]] = field(default_factory=dict)  # by column, from 0

    def as_json(self) -> dict[str, Any]:
        """Return what `from_json` takes."""
        return {
            "offered": [list(each) for each in self.offered],
            "hidden": list(self.hidden),
            "lost": [list(each) for each in self.lost],
            "nearly_blank": self.nearly_blank,
            "remembered": self.remembered,
            "doubts": {str(index): [doubt.value for doubt in doubts] for index, doubts in self.doubts.items()},
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Return the reading that was stored."""
        return cls(
            offered=tuple((name, rows) for name, rows in stored.get("offered", ())),
            hidden=tuple(stored.get("hidden", ())),
            lost=tuple((row, column) for row, column in stored.get("lost", ())),
            nearly_blank=stored.get("nearly_blank", False),
            remembered=stored.get("remembered", False),
            doubts={int(index): tuple(map(Doubt, words)) for index, words in stored.get("doubts", {}).items()},
        )
