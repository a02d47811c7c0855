"""Tables drawn from the learned laws: each busy agent's chance to be free, each ringing call's to be answered."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from campaigns.rules.pacing_laws import LONGEST, RINGS, DurationLaw, Floats, Ints, RingLaw, over_by_second

LOOKS: Final = 6  # moments ahead that are looked at: equal shares of the answers come around each
AHEAD: Final = 52  # seconds ahead that the tables reach
ELAPSED: Final = LONGEST - AHEAD - 1  # seconds already spent that are told apart
IN_STEP: Final = 60  # of these since the mark of a step


@dataclass(frozen=True)
class Forecast:
    """What the laws say of the seconds ahead."""

    looks: Ints  # the moments ahead, in seconds
    answer_comes: Floats  # [age, look] share of answers that come between the age and the look
    answer_left: Floats  # [age] share of answers that come later than this age
    failure_left: Floats  # [age] share of failures that come later
    answers_by_second: Floats
    free_within: NDArray[np.float32]  # [kind, elapsed, seconds ahead]; kind 0 is wrap-up, 1 a talk
    free_after_mark: NDArray[np.float32]  # [mark of a step, seconds since it, seconds ahead]


def draw_forecast(wrap: DurationLaw, talk: DurationLaw, steps: Floats, rings: RingLaw) -> Forecast:
    """Draw the tables anew."""
    answered, failed = rings.answered_by(), rings.failed_by()
    looks = _looks(answered)
    ages = np.arange(RINGS)
    later = np.minimum(ages[:, None] + looks[None, :], RINGS)
    wrapped = wrap.by_second()
    rest = np.cumsum(wrapped)[:AHEAD]
    return Forecast(
        looks=looks,
        answer_comes=answered[later] - answered[ages][:, None],
        answer_left=1 - answered[ages],
        failure_left=1 - failed[ages],
        answers_by_second=np.diff(answered),
        free_within=np.stack([_over(wrapped), _talk_and_wrap_over(talk.by_second(), rest)]),
        free_after_mark=_marks_over(steps),
    )


def _looks(answered: Floats) -> Ints:
    """Return the middles of equal shares of the answers, in seconds from the dial."""
    shares = (np.arange(LOOKS) + 0.5) / LOOKS
    return np.clip(np.round(np.interp(shares, answered, np.arange(len(answered)))), 1, 34).astype(np.int64)


def _marks_over(weights: Floats) -> NDArray[np.float32]:
    """Return for each mark's law the chance that it is over within the seconds ahead."""
    over = over_by_second(weights, IN_STEP + AHEAD).astype(np.float32)
    coming = np.lib.stride_tricks.sliding_window_view(over, AHEAD, axis=1)[:, :IN_STEP]
    now = over[:, :IN_STEP, None]
    return np.minimum((coming - now) / np.maximum(1 - now, 1e-6), 1.0).astype(np.float32, copy=False)


def _over(ends: Floats) -> NDArray[np.float32]:
    """Return the chance that what is so old is over within the seconds ahead."""
    over = np.concatenate(([0.0], np.cumsum(ends)))
    at = np.arange(ELAPSED)[:, None]
    left = np.maximum(1 - over[at], 1e-6)
    chance: Floats = np.minimum((over[at + np.arange(AHEAD)[None, :]] - over[at]) / left, 1.0)
    return chance.astype(np.float32)


def _talk_and_wrap_over(ends: Floats, wrapped: Floats) -> NDArray[np.float32]:
    """Return the chance that a talk so old and its wrap-up are over within the seconds ahead."""
    coming = np.lib.stride_tricks.sliding_window_view(ends, AHEAD)[:ELAPSED]
    ahead = np.arange(AHEAD)
    gap = ahead[None, :] - ahead[:, None] - 1
    ready = np.where(gap >= 0, wrapped[np.maximum(gap, 0)], 0.0)
    left = np.maximum(1 - np.concatenate(([0.0], np.cumsum(ends)))[:ELAPSED], 1e-6)
    chance: Floats = np.minimum(coming @ ready / left[:, None], 1.0)
    return chance.astype(np.float32)
