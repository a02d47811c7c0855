"""How many calls a carrier is asked for: never over the account's limits, less after every strain, slowly more again.

Over its rate a carrier queues calls (Twilio up to 24 hours, Plivo at 2 a second: telephony.md sections 0, 1.5, 1.10),
and a queued call rings when nobody waits for it. So we keep to the account's limits ourselves and take every sign of
strain as a limit lower than was told. Multiplicative decrease with additive increase is the one simple rule by which
many who share a line come to fair shares without ever overrunning it for long (Chiu and Jain, "Analysis of the
Increase and Decrease Algorithms for Congestion Avoidance", 1989; RFC 5681 section 3.1). As there, several refusals of
one moment are one strain (RFC 6582: one reduction for one window of data).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class Measure(StrEnum):
    """What a carrier limits."""

    PER_SECOND = "per_second"  # new calls
    AT_ONCE = "at_once"  # calls that stand at the carrier, agents' own legs among them


class Strain(StrEnum):
    """How a carrier shows that it is asked for too much."""

    TOO_FAST = "too_fast"  # 429: nothing was placed
    QUEUED = "queued"  # it would have dialled later than we wait
    UNCLEAR = "unclear"  # errors and time-outs
    TOO_MANY = "too_many"  # its limit of simultaneous calls


LOWERS: Final[Mapping[Strain, tuple[Measure, float]]] = {
    Strain.TOO_FAST: (Measure.PER_SECOND, 0.5),
    Strain.QUEUED: (Measure.PER_SECOND, 0.5),
    Strain.UNCLEAR: (Measure.PER_SECOND, 0.5),
    Strain.TOO_MANY: (Measure.AT_ONCE, 0.8),  # the carrier told nearly exactly how many it takes
}
LEAST: Final = 1 / 16  # of the account's limit: so much is always tried, or nobody would learn that it goes again
ONE_STRAIN: Final = timedelta(seconds=2)  # refusals so close together tell of one overload
RESTS: Final = timedelta(seconds=30)  # before it is raised again
RAISED_BY: Final = 0.05  # of the account's limit
RAISED_EVERY: Final = timedelta(seconds=10)


@dataclass(frozen=True)
class Slowdown:
    """To what share of the account's limit a measure was lowered, and when."""

    share: float
    since: datetime


def share_now(slowdown: Slowdown | None, *, now: datetime) -> float:
    """Return the share of the account's limit that may be used: it rises with time alone, nothing has to be written."""
    if slowdown is None:
        return 1.0
    steps = max(timedelta(), now - slowdown.since - RESTS) // RAISED_EVERY
    return min(1.0, slowdown.share + steps * RAISED_BY)


def slowed(slowdown: Slowdown | None, strain: Strain, *, now: datetime) -> Slowdown:
    """Return what follows a strain: less than is used now, but never nothing, and once for one overload."""
    if slowdown is not None and now - slowdown.since < ONE_STRAIN:
        return slowdown
    _, factor = LOWERS[strain]
    return Slowdown(max(LEAST, share_now(slowdown, now=now) * factor), now)


def lines_now(limit: int, slowdown: Slowdown | None, *, now: datetime) -> int:
    """Return how many calls may stand at the carrier at once; one always may."""
    return max(1, int(limit * share_now(slowdown, now=now)))


def first_turn_after_loss(step: float, lease: float, since_last: float | None) -> float:
    """Return after how many seconds the first call may leave when nobody remembers the turns any more.

    A turn taken just before the loss may still be under way to the carrier, for one lease at most; so nothing leaves
    before it is over, nor before the last call that we know of is as old as the distance between two calls.
    """
    return max(lease, step - since_last if since_last is not None else 0.0)
