"""Drawn numbers of a rehearsal, made in large lots: the same seed gives the same day."""

from collections.abc import Sequence
from math import exp, log
from typing import Final, TypeVar

import numpy as np

LOT: Final = 16_384
_Thing = TypeVar("_Thing")


class Luck:
    """A source of luck."""

    def __init__(self, *seed: int) -> None:
        self.dice = np.random.default_rng(seed)
        self._shares: list[float] = []
        self._bells: list[float] = []

    def share(self) -> float:
        """Return a number from 0 to 1."""
        if not self._shares:
            self._shares = self.dice.random(LOT).tolist()
        return self._shares.pop()

    def bell(self) -> float:
        """Return a number of the normal law."""
        if not self._bells:
            self._bells = self.dice.standard_normal(LOT).tolist()
        return self._bells.pop()

    def wait(self, mean: float) -> float:
        """Return a waiting time without memory."""
        return -mean * log(max(self.share(), 1e-12))

    def between(self, least: float, most: float) -> float:
        """Return a number evenly between two."""
        return least + (most - least) * self.share()

    def lasting(self, mean: float, spread: float) -> float:
        """Return a lognormal duration of this mean; `spread` is the deviation of its logarithm."""
        return mean * exp(spread * self.bell() - spread * spread / 2)

    def pick(self, chances: Sequence[tuple[_Thing, float]]) -> _Thing:
        """Return one of the things by its share; shares add up to 1."""
        drawn = self.share()
        for thing, share in chances:
            drawn -= share
            if drawn < 0:
                return thing
        return chances[-1][0]
