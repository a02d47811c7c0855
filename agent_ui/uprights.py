"""Columns of a chart that stand beside one another: how high each is, and the words above and below it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Upright:
    """One column; charts.html leaves words out where there is no room for all of them."""

    share: float  # of the chart's height
    says: str
    under: str
    kind: str = ""  # its class

    @property
    def words(self) -> str:
        """Say it to those who do not see it."""
        return f"{self.under}: {self.says}"


def heights(values: Sequence[int]) -> list[float]:
    """Return how high each stands beside the highest."""
    highest = max([1, *values])
    return [value / highest for value in values]
