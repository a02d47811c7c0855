"""The calls that pacing reckons with: those that ring, and the cases at the head of the queue that may be rung next.

People differ in how likely they answer; what is known of each (`answering_hours`) is told as times the usual. The usual
itself pacing learns from the day's answers, so that a history that errs on the whole does no harm.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from campaigns.rules.pacing_laws import RINGS, Floats, Ints
from campaigns.rules.pacing_learning import Learned

MOST_LIKELY: Final = 0.95  # to be answered: nobody is surer
LONGEST_WAIT: Final = 20  # others that are rung before a case because they suit the moment better; then it is her turn


@dataclass(frozen=True)
class Ringing:
    """Calls sent and not yet answered or ended: one place for each in every column."""

    seconds: Ints  # since the dial
    likely: Floats  # to be answered, in times the usual

    @staticmethod
    def alike(by_second: Ints) -> "Ringing":
        """Return calls of which only the age is known, counted by whole second since the dial."""
        seconds = np.repeat(np.arange(len(by_second)), by_second)
        return Ringing(seconds, np.ones(len(seconds)))

    def __len__(self) -> int:
        return len(self.seconds)

    def and_new(self, likely: Floats) -> "Ringing":
        """Return these calls and new ones."""
        return Ringing(np.append(self.seconds, np.zeros(len(likely), np.int64)), np.append(self.likely, likely))


@dataclass(frozen=True)
class Passing:
    """Calls that other agents may take as well: those who speak a language of their own."""

    ringing: Ringing
    share: float  # of their answers that come to these agents


@dataclass(frozen=True)
class Queue:
    """The cases that may be rung next, in their order."""

    likely: Floats  # to answer, in times the usual
    passed_over: Ints  # how often others were rung before her

    def likely_first(self) -> Ints:
        """Return the positions by how likely they answer; who has waited long enough stands before them."""
        return np.lexsort((-self.likely, ~self._has_waited()))

    def unlikely_first(self) -> Ints:
        """Return the positions the other way round; who has waited long enough still stands first."""
        return np.lexsort((self.likely, ~self._has_waited()))

    def _has_waited(self) -> NDArray[np.bool_]:
        return self.passed_over >= LONGEST_WAIT


def answered_ahead(ringing: Ringing, learned: Learned) -> Floats:
    """Return [call, look] each ringing call's chance to be answered before that look."""
    chance, age = _still_to_answer(ringing, learned, learned.answer_rate.share)
    answered: Floats = chance[:, None] * learned.forecast.answer_comes[age]
    return answered


def answers_to_come(ringing: Ringing, learned: Learned, usual: float) -> Floats:
    """Return each ringing call's chance to be answered at all, where so many are usually."""
    chance, age = _still_to_answer(ringing, learned, usual)
    answered: Floats = chance * learned.forecast.answer_left[age]
    return answered


def _still_to_answer(ringing: Ringing, learned: Learned, usual: float) -> tuple[Floats, Ints]:
    """Return how likely each call that still rings was to be answered, over all who would still ring; and its age."""
    tables, age = learned.forecast, np.minimum(ringing.seconds, RINGS - 1)
    chance = np.minimum(usual * ringing.likely, MOST_LIKELY)
    still = np.maximum(chance * tables.answer_left[age] + (1 - chance) * tables.failure_left[age], 1e-9)
    return chance / still, age
