"""Counts that stop at a bound: whoever reads one is told "more than 1,000", and nobody waits for the millions."""

from typing import Final, Self

CASES_AT_MOST: Final = 10_000
DUE_AT_MOST: Final = 1_000  # each of them is looked at closely


class MoreThan(int):
    """What was counted before the counting stopped: it compares as it is, and is told as more than the bound."""

    most: int

    def __new__(cls, counted: int, most: int) -> Self:
        """Keep both."""
        made = super().__new__(cls, counted)
        made.most = most
        return made


def bounded(counted: int, most: int) -> int:
    """Return what was counted; past the bound, as more than that."""
    return MoreThan(counted, most) if counted > most else counted


def at_least(counted: int) -> int:
    """Return what was met before the looking stopped, for there may be more: told in tens below it."""
    return MoreThan(counted, (counted - 1) // 10 * 10) if counted > 10 else counted
