"""Rows of lists that nobody is called for: with the people of a tier they are all rows that name one of its places."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final, NamedTuple

from campaigns.rules.accounts.account import Ended, Ending

NEVER_CALLED: Final = (  # the endings of rows without a case of their own, in the order in which they are told
    Ending.REJECTED,
    Ending.EXCLUDED,
    Ending.SAME_PERSON,
    Ending.IGNORED,
    Ending.WITHDRAWN,
    Ending.NOT_OPENED,
)
FEWEST_TOLD: Final = 20  # rows, where small numbers are not told


class UncalledCount(NamedTuple):
    """So many rows of one place ended alike."""

    area: str  # empty: no place below the asked one is known
    ended: Ended
    number: int


@dataclass(frozen=True)
class UncalledRows:
    """The rows of a tier's lists that nobody is called for, by area and ending. `careful`: small numbers are not told."""

    counted_at: datetime
    counts: tuple[UncalledCount, ...]
    careful: bool = False

    @cached_property
    def areas(self) -> Mapping[str, Mapping[Ending, int]]:
        """Return the rows of each area by ending."""
        found: dict[str, Counter[Ending]] = {}
        for one in self.counts:
            found.setdefault(one.area, Counter())[one.ended.ending] += one.number
        return found

    @cached_property
    def whole(self) -> Counter[Ending]:
        """Return all of them by ending."""
        return sum((Counter(here) for here in self.areas.values()), start=Counter[Ending]())

    @property
    def endings(self) -> list[Ending]:
        """Return the endings that occur, in the order in which they are told."""
        return [ending for ending in NEVER_CALLED if self.tells(self.whole[ending])]

    @property
    def reasons(self) -> list[tuple[Ended, int]]:
        """Return all of them by ending and in detail, the most frequent first."""
        found = Counter[Ended]()
        for one in self.counts:
            found[one.ended] += one.number
        told = [pair for pair in found.items() if self.tells(pair[1])]
        return sorted(told, key=lambda pair: (-pair[1], pair[0]))

    def tells(self, number: int) -> bool:
        """Say whether a reader may know that there are so many."""
        return number >= (FEWEST_TOLD if self.careful else 1)


def about(number: int) -> int | None:
    """Return a number of rows to the nearest ten, or None: fewer than twenty, or none at all.

    A row that could not be called is somebody, too. Sums are rounded for themselves as well, so that whoever computes
    with them still finds at least five numbers that an untold one may be (a test tries all).
    """
    return None if number < FEWEST_TOLD else (number + 5) // 10 * 10
