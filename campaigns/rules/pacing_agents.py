"""The busy agents that pacing reckons with: each one's chance to be free in time for an answer that comes soon."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campaigns.rules.pacing_forecast import AHEAD, ELAPSED, GRACE, IN_STEP
from campaigns.rules.pacing_laws import Floats, Ints
from campaigns.rules.pacing_learning import Learned
from campaigns.rules.pacing_progress import marks


@dataclass(frozen=True)
class Busy:
    """The agents in a talk or a wrap-up, by column: one place for each agent in every column."""

    agent: Ints  # a small number that stays the agent's own
    wrapping: NDArray[np.bool_]
    seconds: Floats  # in the talk or the wrap-up
    leaving: NDArray[np.bool_]  # announced a pause or the end of her shift
    step: Ints | None = None  # of the script or the wrap-up (`pacing_progress`): 1, 2, …; 0 where it is not known
    step_seconds: Floats | None = None  # since that step came up
    in_time: int = GRACE  # seconds after an answer within which whoever becomes free still takes it


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
