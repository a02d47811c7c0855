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
    """What may happen before each look (columns): one row for each busy agent, one for each age of ringing calls."""

    free_now: int
    finish: Floats  # [agent, look] chance to be free
    answered: Floats  # [age, look] chance to be answered
    ringing: Floats  # [age] calls
    new_answered: Floats  # [look] chance that a call placed now is answered before
    doubt: float = 0.0  # how far the answer chances may be off together, as a share


def risks(ahead: Ahead, most: int) -> Floats:
    """Return for 0, 1, … `most` new calls the chance that the next one after them, if answered, finds nobody."""
    trials = len(ahead.finish) + int(ahead.ringing.sum())
    reckon = _exact if trials <= EXACT_UP_TO else _nearly
    at_looks = reckon(ahead, np.arange(most + 1.0))
    return np.maximum.accumulate(at_looks.mean(axis=1))


def _exact(ahead: Ahead, placed: Floats) -> Floats:
    """Return [placed, look] chance that nobody is free, by the law's characteristic function."""
    below = int(ahead.ringing.sum() + placed[-1]) + max(-ahead.free_now, 0)  # how far under none it may go
    size = max(ahead.free_now, 0) + len(ahead.finish) + below + 1
    turn = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    z = turn[:, None, None] - 1.0
    back = np.conj(turn)[:, None, None] - 1.0
    some = ahead.ringing > 0
    law = np.prod(1.0 + z * ahead.finish[None], axis=1)
    law = law * np.prod((1.0 + back * ahead.answered[some][None]) ** ahead.ringing[some][None, :, None], axis=1)
    law = law * (turn ** (ahead.free_now + below))[:, None]  # all shifted, so that none is negative
    new = 1.0 + back[:, :, 0] * ahead.new_answered[None]
    laws = law[:, None, :] * new[:, None, :] ** placed[None, :, None]
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


def _nearly(ahead: Ahead, placed: Floats) -> Floats:
    """Return the same by the normal law with skewness."""
    finish, new = ahead.finish, ahead.new_answered
    answers = ahead.ringing @ ahead.answered
    spread = finish * (1 - finish)
    rung = ahead.answered * (1 - ahead.answered)
    new_spread = new * (1 - new)
    count = placed[:, None]
    coming = answers[None] + count * new[None]
    mean = ahead.free_now + finish.sum(axis=0)[None] - coming
    variance = (spread.sum(axis=0) + ahead.ringing @ rung)[None] + count * new_spread[None]
    third = (spread * (1 - 2 * finish)).sum(axis=0) - ahead.ringing @ (rung * (1 - 2 * ahead.answered))
    third = third[None] - count * (new_spread * (1 - 2 * new))[None]
    deviation = np.sqrt(variance + (ahead.doubt * coming) ** 2 + 1e-9)
    z = (0.5 - mean) / deviation
    bell = np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi)
    chance: Floats = np.clip(_below(z, bell) + third / (6 * deviation**3) * (1 - z * z) * bell, 0.0, 1.0)
    return chance


def _below(z: Floats, bell: Floats) -> Floats:
    """Return the normal law's share below z (Abramowitz and Stegun 26.2.17, off by less than 1e-7)."""
    t = 1 / (1 + 0.2316419 * np.abs(z))
    tail = bell * t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    below: Floats = np.where(z > 0, 1 - tail, tail)
    return below
