"""Script progress: from the step of the script where an agent is, how long her talk will still last.

Learned from talks that ended: for each step the law of the rest from the moment the step came up. A talk that took
long to come so far also takes long to end; how much so is learned as well (a regression of logs, shrunk to none).
"Nearly done", where agents have the key, is one step more.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from campaigns.rules.pacing_laws import DurationLaw, Floats, Ints

MOST_STEPS: Final = 60
_RIDGE: Final = 8.0  # calls that say the time so far tells nothing
_MEMORY: Final = 0.5 ** (1 / 1000)
_FIRST_SECONDS: Final = 5.0  # added to the time so far, which may be none
_COUNT, _X, _Y, _XX, _XY = range(5)


@dataclass(frozen=True, eq=False)
class Steps:
    """For each step (1, 2, …; row 0 is step 1) the law of the rest of the talk and how it hangs on the time so far."""

    rests: tuple[DurationLaw, ...] = ()
    sums: Floats | None = None  # [step, count x y xx xy] of the logs of time so far (x) and rest (y)

    def learn(self, step: Ints, so_far: Floats, rest: Floats) -> "Steps":
        """Add ended talks: the steps they came through, the seconds of talk before each step, and after it began."""
        if not len(step):
            return self
        rests, sums = self._with_room_for(min(int(step.max()), MOST_STEPS))
        known = Steps(tuple(rests), sums)
        even = rest / known.pace(step, so_far)
        x, y = np.log(so_far + _FIRST_SECONDS), np.log(np.maximum(rest, 1.0))
        told = np.stack([np.ones_like(x), x, y, x * x, x * y], axis=1)
        for one in np.unique(step[step <= MOST_STEPS]):
            here = step == one
            rests[one - 1] = rests[one - 1].learn(even[here])
            sums[one - 1] = sums[one - 1] * _MEMORY ** int(here.sum()) + told[here].sum(axis=0)
        return Steps(tuple(rests), sums)

    def pace(self, step: Ints, so_far: Floats) -> Floats:
        """Return how much longer than usual the rest will last, by the seconds of talk before the step began."""
        if self.sums is None or not len(step):
            return np.ones(len(step))
        sums = self.sums[np.clip(step, 1, len(self.sums)) - 1]
        count = sums[:, _COUNT] + 1e-9
        usual = sums[:, _X] / count
        together = sums[:, _XY] - usual * sums[:, _Y]
        alone = sums[:, _XX] - usual * sums[:, _X]
        slope = np.clip(together / (np.maximum(alone, 0.0) + _RIDGE), 0.0, 1.2)
        return np.exp(np.clip(slope * (np.log(so_far + _FIRST_SECONDS) - usual), -1.2, 1.2))

    def _with_room_for(self, step: int) -> tuple[list[DurationLaw], Floats]:
        more = max(step - len(self.rests), 0)
        sums = np.zeros((0, 5)) if self.sums is None else self.sums
        fresh = [DurationLaw.expected(60.0, 1.0, worth=10) for _ in range(more)]
        return [*self.rests, *fresh], np.concatenate((sums, np.zeros((more, 5))))
