"""Laws learned from what ends: how long talks and wrap-ups last, and when a ringing phone is answered or given up.

Handling times are close to lognormal with an agent's own speed in them (Brown et al. 2005, "Statistical analysis of a
telephone call center"), so they are kept as smoothed histograms in log time, with a prior that a day soon outweighs.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LONGEST: Final = 1000  # seconds of a talk that are told apart
RINGS: Final = 96  # seconds from the dial that are told apart
_EDGES: Final = np.linspace(0.0, np.log(3600.0), 82)
_KERNEL: Final = np.exp(-0.5 * (np.arange(-5, 6) / 1.6) ** 2) / np.exp(-0.5 * (np.arange(-5, 6) / 1.6) ** 2).sum()
_SMOOTH: Final = np.array([np.convolve(one, _KERNEL, mode="same") for one in np.eye(len(_EDGES) - 1)])
_SECONDS: Final = np.log(np.maximum(np.arange(LONGEST + 1), 1.0))
_MEMORY: Final = 0.5 ** (1 / 1500)  # what a duration still counts for after one more
_RING_MEMORY: Final = 0.5 ** (1 / 600)
_SPEED_SHRINK: Final = 25.0  # calls until an agent's own speed counts half


def bins(seconds: Floats) -> Ints:
    """Return where these durations stand in log time."""
    found = np.searchsorted(_EDGES, np.log(np.maximum(seconds, 1.001)), side="right") - 1
    return np.minimum(found, len(_EDGES) - 2)


def over_by_second(weights: Floats, seconds: int) -> Floats:
    """Return [law, second] the share that is over by each second, of many laws at once."""
    smooth = weights @ _SMOOTH
    reached = np.cumsum(smooth, axis=1) / smooth.sum(axis=1, keepdims=True)
    before = np.concatenate((np.zeros((len(weights), 1)), reached), axis=1)
    at = _SECONDS[: seconds + 1] / _EDGES[1]
    low = at.astype(np.int64)
    over: Floats = before[:, low] + (at - low) * (before[:, low + 1] - before[:, low])
    return over


@dataclass(frozen=True)
class DurationLaw:
    """How long something lasts: weights by log time."""

    weights: Floats

    @staticmethod
    def expected(median: float, spread: float, *, worth: float) -> "DurationLaw":
        """Return the law that holds before anything was seen; worth so many calls."""
        middle = (_EDGES[:-1] + _EDGES[1:]) / 2
        shape = np.exp(-0.5 * ((middle - np.log(median)) / spread) ** 2)
        return DurationLaw(worth * shape / shape.sum())

    def learn(self, seconds: Floats) -> "DurationLaw":
        """Add what ended."""
        if not len(seconds):
            return self
        weights = self.weights * _MEMORY ** len(seconds)
        np.add.at(weights, bins(seconds), 1.0)
        return DurationLaw(weights)

    def by_second(self) -> Floats:
        """Return the share that ends in each whole second; what lasts longer stands in the last."""
        smooth = np.convolve(self.weights, _KERNEL, mode="same")
        reached = np.concatenate(([0.0], np.cumsum(smooth))) / smooth.sum()
        ended = np.interp(_SECONDS, _EDGES, reached)
        ended[0], ended[-1] = 0.0, 1.0
        return np.diff(ended)

    def mean_log(self) -> float:
        """Return the mean of the log of the seconds."""
        return float(self.weights @ ((_EDGES[:-1] + _EDGES[1:]) / 2) / self.weights.sum())


@dataclass(frozen=True)
class Speeds:
    """Each agent's own speed: 1.2 takes a fifth longer than others. Shrunk, as few calls say little."""

    calls: Floats
    excess: Floats  # sum of log(seconds) above the floor's mean

    @staticmethod
    def unknown() -> "Speeds":
        """Return what is known before any call."""
        return Speeds(np.zeros(0), np.zeros(0))

    def learn(self, agents: Ints, seconds: Floats, mean_log: float) -> "Speeds":
        """Add the durations of what these agents ended."""
        if not len(agents):
            return self
        wider = max(int(agents.max()) + 1 - len(self.calls), 0)
        calls, excess = np.pad(self.calls, (0, wider)), np.pad(self.excess, (0, wider))
        np.add.at(calls, agents, 1.0)
        np.add.at(excess, agents, np.log(np.maximum(seconds, 1.0)) - mean_log)
        return Speeds(calls, excess)

    def of(self, agents: Ints) -> Floats:
        """Return the speed of each of these agents; 1 of an agent without calls."""
        if not len(self.calls):
            return np.ones(len(agents))
        known = np.minimum(agents, len(self.calls) - 1)
        speeds: Floats = np.exp(self.excess[known] / (self.calls[known] + _SPEED_SHRINK))
        return np.where(agents < len(self.calls), np.minimum(np.maximum(speeds, 0.6), 1.7), 1.0)


@dataclass(frozen=True)
class RingLaw:
    """When a dialled phone is answered, and when it is known that it will not be; weights by second from the dial."""

    answers: Floats
    failures: Floats

    @staticmethod
    def expected(ring_seconds: float) -> "RingLaw":
        """Return the law before anything was seen: answers about 12 s after the dial, failures at once or at the end."""
        second = np.arange(RINGS) + 0.5
        answers = (second - 1.5).clip(0) ** 2 * np.exp(-second / 3.5)
        answers[int(ring_seconds) + 6 :] = 0.0
        failures = 0.15 * (second < 4) / 4 + 0.85 * np.exp(-0.5 * ((second - ring_seconds - 2.5) / 1.5) ** 2) / 3.76
        return RingLaw(25 * answers / answers.sum(), 25 * failures / failures.sum())

    def learn(self, answered_after: Floats, failed_after: Floats) -> "RingLaw":
        """Add the calls that were answered or given up, by their seconds from the dial."""
        return RingLaw(_counted(self.answers, answered_after), _counted(self.failures, failed_after))

    def answered_by(self) -> Floats:
        """Return the share of the answered that is answered before each second (0 to RINGS)."""
        return _reached(self.answers)

    def failed_by(self) -> Floats:
        """Return the share of the unanswered that is known as such before each second (0 to RINGS)."""
        return _reached(self.failures)


@dataclass(frozen=True)
class AnswerRate:
    """The share of dials that is answered, from answers against exposure.

    A dial counts as far as an answer to it would have come by now, so that calls that still ring do not bend the share,
    and as many times as it was likelier than usual, so that a choice among the dials does not bend it either.
    """

    answers: float
    exposure: float
    placed: Floats  # dials by second, the newest first

    @staticmethod
    def expected(share: float, *, worth: float) -> "AnswerRate":
        """Return the share that is taken before any answer; worth so many dials."""
        return AnswerRate(share * worth, worth, np.zeros(RINGS))

    @property
    def share(self) -> float:
        """Return the share that is answered."""
        return min(max(self.answers / self.exposure, 0.01), 0.97)

    @property
    def doubt(self) -> float:
        """Return how far the share may be off, as a share of itself (one standard deviation)."""
        return float(np.sqrt((1 - self.share) / (self.share * 2 * self.exposure) + 0.0009))

    def learn(
        self, answers: int, placed: float, seconds: float, answers_by_second: Floats, half_life: float
    ) -> "AnswerRate":
        """Let so many seconds pass: what was placed grows older, and some of it was answered."""
        ringing = self.placed.copy()
        ringing[0] += placed
        reached = np.concatenate(([0.0], np.cumsum(answers_by_second)))
        later = np.interp(np.arange(RINGS) + seconds, np.arange(RINGS + 1), reached)
        exposed = float(ringing @ (later - reached[:-1]))
        kept = 0.5 ** (exposed / half_life)
        return AnswerRate(
            self.answers * kept + answers, self.exposure * kept + exposed, _seconds_later(ringing, seconds)
        )


def _seconds_later(placed: Floats, seconds: float) -> Floats:
    """Move the dials on by the seconds; less than a second moves a part of each."""
    whole, part = min(int(seconds), RINGS), seconds - int(seconds)
    moved = np.concatenate((np.zeros(whole), placed))[:RINGS]
    if part:
        moved = (1 - part) * moved + part * np.concatenate(([0.0], moved[:-1]))
    return moved


def _counted(weights: Floats, seconds: Floats) -> Floats:
    if not len(seconds):
        return weights
    counted = weights * _RING_MEMORY ** len(seconds)
    np.add.at(counted, np.minimum(seconds.astype(np.int64), RINGS - 1), 1.0)
    return counted


def _reached(weights: Floats) -> Floats:
    smooth = np.convolve(weights, (0.25, 0.5, 0.25), mode="same") + 1e-9
    return np.concatenate(([0.0], np.cumsum(smooth) / smooth.sum()))
