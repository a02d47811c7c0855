"""Script progress: from the step where an agent is, how long until she is free again.

A step is one of the script, of the wrap-up (outcome chosen, note begun) or the key "nearly done", where desks have it;
any numbering from 1 will do. Whoever stays long in a step is farther from the end than the step's beginning told, so
each step has marks at so many seconds in it, and for each mark the law of the rest is learned from calls that stayed so
long. How the rest hangs on the time before is learned too (a regression of logs, shrunk to none): slow talks end
slowly.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from campaigns.rules.pacing_laws import DurationLaw, Floats, Ints, bins

MOST_STEPS: Final = 40
MARKS: Final = np.array(
    [0.0, 3, 6, 9, 12, 16, 20, 25, 31, 38, 47, 58, 72, 90, 115, 150, 200, 270, 360]
)  # seconds in a step
FEWEST_SEEN: Final = 12.0  # calls that came to a mark before it is relied on
_RIDGE: Final = 8.0  # calls that say the time so far tells nothing
_MEMORY: Final = 0.5 ** (1 / 1000)
_FIRST_SECONDS: Final = 5.0  # added to the time so far, which may be none
_GUESS: Final = DurationLaw.expected(60.0, 1.0, worth=2).weights
_COUNT, _X, _Y, _XX, _XY = range(5)


def marks(step: Ints, seconds: Floats) -> tuple[Ints, Floats]:
    """Return the last mark that each agent has passed, numbered over all steps, and her seconds since it."""
    passed = np.searchsorted(MARKS, seconds, side="right") - 1
    return (np.clip(step, 1, MOST_STEPS) - 1) * len(MARKS) + passed, seconds - MARKS[passed]


@dataclass(frozen=True, eq=False)
class Steps:
    """For each mark the law of the rest, and how it hangs on the time so far."""

    rests: Floats  # [mark, log time] weights as in a `DurationLaw`
    sums: Floats  # [mark, count x y xx xy] of the logs of time so far (x) and rest (y)

    @staticmethod
    def unknown() -> "Steps":
        """Return what is known before any call."""
        return Steps(np.zeros((0, len(_GUESS))), np.zeros((0, 5)))

    def learn(self, step: Ints, so_far: Floats, stayed: Floats, rest: Floats) -> "Steps":
        """Add steps of calls that are over: the seconds before each step, in it, and from its start to the end."""
        reached = (stayed[:, None] >= MARKS) & (rest[:, None] > MARKS) & (step[:, None] <= MOST_STEPS)
        if not reached.any():
            return self
        row, passed = np.nonzero(reached)
        mark = (step[row] - 1) * len(MARKS) + passed
        return self._add(mark, so_far[row] + MARKS[passed], rest[row] - MARKS[passed])

    def pace(self, mark: Ints, so_far: Floats) -> Floats:
        """Return how much longer than usual the rest will last, by the seconds before the mark."""
        if not len(self.sums):
            return np.ones(len(mark))
        sums = self.sums[np.minimum(mark, len(self.sums) - 1)]
        count = sums[:, _COUNT] + 1e-9
        usual = sums[:, _X] / count
        together = sums[:, _XY] - usual * sums[:, _Y]
        alone = sums[:, _XX] - usual * sums[:, _X]
        slope = np.clip(together / (np.maximum(alone, 0.0) + _RIDGE), 0.0, 1.2)
        return np.exp(np.clip(slope * (np.log(so_far + _FIRST_SECONDS) - usual), -1.2, 1.2))

    def known(self, mark: Ints) -> NDArray[np.bool_]:
        """Say for each mark whether enough calls came to it."""
        if not len(self.sums):
            return np.zeros(len(mark), np.bool_)
        seen = self.sums[np.minimum(mark, len(self.sums) - 1), _COUNT]
        known: NDArray[np.bool_] = (mark < len(self.sums)) & (seen >= FEWEST_SEEN)
        return known

    def _add(self, mark: Ints, so_far: Floats, rest: Floats) -> "Steps":
        more = max(int(mark.max()) + 1 - len(self.rests), 0)
        rests = np.concatenate((self.rests, np.tile(_GUESS, (more, 1))))
        sums = np.concatenate((self.sums, np.zeros((more, 5))))
        even = rest / Steps(rests, sums).pace(mark, so_far)
        x, y = np.log(so_far + _FIRST_SECONDS), np.log(np.maximum(rest, 1.0))
        kept = (_MEMORY ** np.bincount(mark, minlength=len(sums)))[:, None]
        rests, sums = rests * kept, sums * kept
        np.add.at(rests, (mark, bins(even)), 1.0)
        np.add.at(sums, mark, np.stack([np.ones_like(x), x, y, x * x, x * y], axis=1))
        return Steps(rests, sums)
