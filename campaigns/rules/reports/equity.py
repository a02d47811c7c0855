"""Which groups of people are reached less than the rest, said by a stated rule and not by the eye.

Wilson, E. B. (1927), Probable Inference, the Law of Succession, and Statistical Inference: the interval holds for few
people, too, where the usual one does not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Final

from campaigns.rules.accounts.response_rates import Rate

SURE: Final = 2.5758  # standard deviations of 99 in 100: with hundreds of blocks 95 in 100 would name some by chance


@dataclass(frozen=True)
class Interval:
    """Between what a share lies, allowing for chance."""

    low: float
    high: float


@dataclass(frozen=True)
class GroupReach:
    """A group with the share of its people who were reached. `short`: people to be reached until it is like the rest."""

    kind: str
    value: str
    reached: Rate
    interval: Interval
    is_less: bool
    short: int


def wilson(rate: Rate, *, sure: float = SURE) -> Interval:
    """Return Wilson's interval of a share; of nobody nothing is known."""
    if not rate.whole:
        return Interval(0.0, 1.0)
    share, people = rate.part / rate.whole, rate.whole
    spread = sure * sqrt(share * (1 - share) / people + sure**2 / (4 * people**2))
    middle, scale = share + sure**2 / (2 * people), 1 + sure**2 / people
    return Interval(max((middle - spread) / scale, 0.0), min((middle + spread) / scale, 1.0))


def reach_of_groups(groups: Iterable[tuple[str, str, Rate]], whole: Rate) -> list[GroupReach]:
    """Compare groups with the whole; a group is reached less where even the upper end of its interval is below it."""
    share = whole.share or 0.0
    found = []
    for kind, value, rate in groups:
        interval = wilson(rate)
        short = max(round(share * rate.whole) - rate.part, 0)
        found.append(GroupReach(kind, value, rate, interval, interval.high < share, short))
    return found


def least_reached(groups: Iterable[GroupReach]) -> list[GroupReach]:
    """Return the groups that are reached less, first that in which most people are missed."""
    return sorted(
        (group for group in groups if group.is_less), key=lambda group: (-group.short, group.kind, group.value)
    )
