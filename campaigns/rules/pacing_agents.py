"""The busy agents that pacing reckons with: each one's chance to be free in time for an answer that comes soon."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from campaigns.rules.pacing_forecast import AHEAD, ELAPSED, IN_STEP
from campaigns.rules.pacing_laws import Floats, Ints
from campaigns.rules.pacing_learning import Learned
from campaigns.rules.pacing_progress import marks

# Whoever becomes free within two seconds takes the person who waits (carrier/answering.py), but is not counted on: the
# account of abandoned calls spends the same share either way, so agents talk as much, and fewer people wait in silence.
# On the same simulated days (tests/pacing) 20 agents were busy .8427 of their time instead of .8426 (10 days) and 50 .8990
# instead of .8986 (8 days) at a cap of 1 %, and 5 agents .8055 instead of .8058 at 3 % (6 days); with 350 agents and talks
# of 32 s 14 of 100 waited instead of 23.
IN_TIME: Final = 0


@dataclass(frozen=True)
class Busy:
    """The agents in a talk or a wrap-up, by column: one place for each agent in every column."""

    agent: Ints  # a small number that stays the agent's own
    wrapping: NDArray[np.bool_]
    seconds: Floats  # in the talk or the wrap-up
    leaving: NDArray[np.bool_]  # announced a pause or the end of her shift
    step: Ints | None = None  # of the script or the wrap-up (`pacing_progress`): 1, 2, …; 0 where it is not known
    step_seconds: Floats | None = None  # since that step came up
    in_time: int = IN_TIME  # seconds after an answer within which whoever becomes free is counted on


def free_ahead(busy: Busy, learned: Learned) -> Floats:
    """Return [agent, look] each busy agent's chance to be free in time for an answer at that look."""
    speed = np.where(busy.wrapping, learned.wrap_speeds.of(busy.agent), learned.talk_speeds.of(busy.agent))
    spent = np.minimum(busy.seconds / speed, ELAPSED - 1).astype(np.int64)
    kind = np.where(busy.wrapping, 0, 1)
    chance: Floats = learned.forecast.free_within[
        kind[:, None], spent[:, None], _seconds_ahead(busy, learned, speed)
    ].astype(np.float64)
    if busy.step is not None and busy.step_seconds is not None:
        chance = _by_step(busy, busy.step, busy.step_seconds, learned, chance)
    return np.where(busy.leaving, 0.0, learned.staying.share)[:, None] * chance


def _by_step(busy: Busy, step: Ints, seconds: Floats, learned: Learned, otherwise: Floats) -> Floats:
    """Return the chances by the step where each agent is; otherwise, where it tells nothing yet."""
    mark, since = marks(step, seconds)
    tables = learned.forecast.free_after_mark
    known = (step > 0) & learned.steps.known(mark) & (mark < len(tables))
    if not known.any():
        return otherwise
    mark, since = mark[known], since[known]
    pace = learned.steps.pace(mark, np.maximum(busy.seconds[known] - since, 0.0))
    spent = np.minimum(since / pace, IN_STEP - 1).astype(np.int64)
    chance = otherwise.copy()
    chance[known] = tables[mark[:, None], spent[:, None], _seconds_ahead(busy, learned, pace)]
    return chance


def _seconds_ahead(busy: Busy, learned: Learned, speed: Floats) -> Ints:
    """Return [agent, look] the seconds until an answer at that look must be taken, at each agent's speed."""
    ahead = np.rint((learned.forecast.looks + busy.in_time)[None, :] / speed[:, None])
    return np.minimum(ahead, AHEAD - 1).astype(np.int64)
