"""The chance that one more call, if answered, finds nobody free.

Free agents at a moment ahead are those free now, and busy ones who become ready, less the answers that come before:
sums of independent yes and no, each with its own chance (Poisson-binomial). Small floors are reckoned exactly, by the
characteristic function; large ones by the normal law with skewness (Hong 2013, "On computing the distribution
function for the Poisson binomial distribution"), widened by the doubt about the share of dials that is answered.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from campaigns.rules.pacing_laws import Floats

EXACT_UP_TO: Final = 48  # busy agents and ringing calls together


@dataclass(frozen=True)
class Ahead:
    """What may happen before each look (columns): one row for each busy agent and for each call."""

    free_now: int
    finish: Floats  # [agent, look] chance to be free
    answered: Floats  # [ringing call, look] chance to be answered
    new_answered: Floats  # [new call, look] likewise, of calls that may be placed now, in their order
    doubt: float = 0.0  # how far the answer chances may be off together, as a share


def risks(ahead: Ahead) -> Floats:
    """Return for 0, 1, … of the new calls the chance that the next one after them, if answered, finds nobody."""
    trials = len(ahead.finish) + len(ahead.answered)
    reckon = _exact if trials <= EXACT_UP_TO else _nearly
    return np.maximum.accumulate(reckon(ahead).mean(axis=1))


def _exact(ahead: Ahead) -> Floats:
    """Return [placed, look] chance that nobody is free, by the law's characteristic function."""
    below = len(ahead.answered) + len(ahead.new_answered) + max(-ahead.free_now, 0)  # how far under none it may go
    size = max(ahead.free_now, 0) + len(ahead.finish) + below + 1
    turn = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    z = turn[:, None, None] - 1.0
    back = np.conj(turn)[:, None, None] - 1.0
    law = np.prod(1.0 + z * ahead.finish[None], axis=1)
    law = law * np.prod(1.0 + back * ahead.answered[None], axis=1)
    law = (law * (turn ** (ahead.free_now + below))[:, None])[:, None]  # all shifted, so that none is negative
    laws = np.concatenate((law, law * np.cumprod(1.0 + back * ahead.new_answered[None], axis=1)), axis=1)
    return np.clip(_share_up_to(laws, below, size), 0.0, 1.0)


def _share_up_to(laws: Floats, last: int, size: int) -> Floats:
    """Return the chance of 0…last of each law (frequency first)."""
    step = np.exp(2j * np.pi * np.arange(1, laws.shape[0]) / size)
    sums = np.concatenate(([last + 1.0], (1 - step ** (last + 1)) / (1 - step)))
    twice = np.full(laws.shape[0], 2.0)
    twice[0] = 1.0
    if size % 2 == 0:
        twice[-1] = 1.0
    found: Floats = ((sums * twice)[:, None, None] * laws).sum(axis=0).real / size
    return found


def _nearly(ahead: Ahead) -> Floats:
    """Return the same by the normal law with skewness."""
    ends, spread, skew = (each.sum(axis=0) for each in _moments(ahead.finish))
    rung, new = _moments(ahead.answered), _moments(ahead.new_answered)
    coming, varying, skewing = (_and_first(each.sum(axis=0), more) for each, more in zip(rung, new, strict=True))
    deviation = np.sqrt(spread + varying + (ahead.doubt * coming) ** 2 + 1e-9)
    z = (0.5 - (ahead.free_now + ends - coming)) / deviation
    bell = np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi)
    skewed = (skew - skewing) / (6 * deviation**3) * (1 - z * z) * bell
    chance: Floats = np.clip(_below(z, bell) + skewed, 0.0, 1.0)
    return chance


def _moments(chance: Floats) -> tuple[Floats, Floats, Floats]:
    """Return mean, variance and third central moment of each yes or no."""
    spread = chance * (1 - chance)
    return chance, spread, spread * (1 - 2 * chance)


def _and_first(before: Floats, new: Floats) -> Floats:
    """Return [placed, look] the sum of what was before and of the first 0, 1, … new ones."""
    return np.cumsum(np.concatenate((before[None], new)), axis=0)


def _below(z: Floats, bell: Floats) -> Floats:
    """Return the normal law's share below z (Abramowitz and Stegun 26.2.17, off by less than 1e-7)."""
    t = 1 / (1 + 0.2316419 * np.abs(z))
    tail = bell * t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    below: Floats = np.where(z > 0, 1 - tail, tail)
    return below
