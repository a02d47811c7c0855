"""Gathers numbers in a few bands of a round width, so that a reader sees at one look how they spread."""

from collections.abc import Iterable
from math import floor, log10
from typing import Final, NamedTuple

MOST_BANDS: Final = 8
_STEPS: Final = (1, 2, 5, 10)


class Band(NamedTuple):
    """Numbers from `low`. Of whole numbers up to and with `high`, of others up to `high` and not with it."""

    low: float
    high: float
    whole: bool

    def __contains__(self, number: object) -> bool:
        """Tell whether a number falls into the band."""
        if not isinstance(number, int | float):
            return False
        return self.low <= number <= self.high if self.whole else self.low <= number < self.high


def rounded(number: float) -> float:
    """Return a number in nine digits, which is more than anybody says on the phone."""
    return float(f"{number:.9g}")


def bands_of(numbers: Iterable[float]) -> list[Band]:
    """Return bands that lie side by side and hold every number once; a few whole numbers each have their own.

    The numbers come rounded to few digits, as `rounded` does: bands narrower than that cannot be told apart.
    """
    found = sorted(set(numbers))
    if not found:
        return []
    whole = all(number == int(number) for number in found)
    if whole and found[-1] - found[0] < MOST_BANDS:
        return [Band(number, number, whole) for number in range(int(found[0]), int(found[-1]) + 1)]
    width = _width(found[-1] - found[0])
    return [_band(at, width, whole=whole) for at in range(_place(found[0], width), _place(found[-1], width) + 1)]


def _band(at: int, width: float, *, whole: bool) -> Band:
    low, above = _round(at * width), _round((at + 1) * width)
    return Band(low, above - 1 if whole else above, whole)


def _width(spread: float) -> float:
    """Return the smallest 1, 2 or 5 times a power of ten of which so few bands cover the spread."""
    least = spread / (MOST_BANDS - 1) or 1.0
    power = 10.0 ** floor(log10(least))
    return next(step * power for step in _STEPS if step * power >= least * (1 - 1e-9))


def _place(number: float, width: float) -> int:
    """Return in which band a number lies, counted from nought, by the edges as they are told."""
    at = floor(number / width)
    if number < _round(at * width):
        return at - 1
    return at + 1 if number >= _round((at + 1) * width) else at


def _round(number: float) -> float:
    return float(f"{number:.12g}")
