"""How many calls to place now, from what the floor shows; pure and deterministic."""

from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np
from numpy.typing import NDArray

from campaigns.rules.campaign_states import DialMode
from campaigns.rules.pacing_fallback import FEWEST_AGENTS, Fallback
from campaigns.rules.pacing_forecast import AHEAD, ELAPSED, GRACE, IN_STEP
from campaigns.rules.pacing_laws import RINGS, Floats, Ints
from campaigns.rules.pacing_learning import Learned
from campaigns.rules.pacing_progress import marks
from campaigns.rules.pacing_risk import Ahead, risks

LINES_PER_AGENT: Final = 6
FEW: Final = 3  # new calls at most looks; more are reckoned only when these fit
MORE_AT_ONCE: Final = 5  # calls in one look, over one for each agent
CLOSING_SECONDS: Final = 45.0  # before the window closes nobody is rung without an agent reserved


@dataclass(frozen=True)
class Busy:
    """The agents in a talk or a wrap-up, by column: one place for each agent in every column."""

    agent: Ints  # a small number that stays the agent's own
    wrapping: NDArray[np.bool_]
    seconds: Floats  # in the talk or the wrap-up
    leaving: NDArray[np.bool_]  # announced a pause or the end of her shift
    step: Ints | None = None  # of the script or the wrap-up (`pacing_progress`): 1, 2, …; 0 where it is not known
    step_seconds: Floats | None = None  # since that step came up


@dataclass(frozen=True)
class Passing:
    """Calls that other agents may take as well: those who speak a language of their own."""

    ringing: Ints  # by whole second since the dial
    share: float  # of their answers that come to these agents


@dataclass(frozen=True)
class Predicted:
    """What predictive mode sees besides: the floor at this moment, and the day so far."""

    busy: Busy
    ringing: Ints  # calls sent and not yet answered or ended, by whole second since the dial
    waiting: int  # answered, with nobody yet
    answered_today: int  # by people, as far as is known
    abandoned_today: int
    seconds_left: float  # until the calling window closes
    learned: Learned
    fewest_agents: int = FEWEST_AGENTS
    reserved: int = 0  # agents for each of whom a call of her own rings
    passing: tuple[Passing, ...] = ()
    cap: float | None = None  # of the day; None: the share that the account aims under


@dataclass(frozen=True)
class Floor:
    """What a campaign's floor shows: ready agents have no call, `room` is what the carrier still takes."""

    mode: DialMode
    ready_agents: int
    room: int
    predicted: Predicted | None = None


def calls_to_place(floor: Floor) -> int:
    """Return how many new calls to place now.

    Preview and progressive place one call per ready agent, so that nobody who answers waits.
    """
    if floor.mode is not DialMode.PREDICTIVE or floor.predicted is None:
        return max(0, min(floor.ready_agents, floor.room))
    return max(0, min(_predictive(floor.ready_agents, floor.predicted), floor.room))


def falls_back(ready: int, seen: Predicted) -> Fallback | None:
    """Return why no more calls may ring than agents are free, each with an agent reserved; None where more may."""
    if seen.seconds_left <= CLOSING_SECONDS:
        return Fallback.CLOSING
    if ready + len(seen.busy.agent) + seen.reserved < seen.fewest_agents:
        return Fallback.FEW_AGENTS
    over = seen.learned.budget.at_the_cap(seen.answered_today, seen.abandoned_today, seen.seconds_left, seen.cap)
    return Fallback.AT_THE_CAP if over else None


def _predictive(ready: int, seen: Predicted) -> int:
    agents, ringing = ready + len(seen.busy.agent), int(seen.ringing.sum())
    free = ready - seen.waiting - ringing
    if falls_back(ready, seen):
        return max(free, 0)  # each call has its agent reserved, whom no call of another language takes
    most = min(agents + MORE_AT_ONCE, LINES_PER_AGENT * agents - ringing, 24 + agents // 4)
    if most <= 0:
        return 0
    risk = seen.learned.budget.risk(seen.answered_today, seen.abandoned_today, seen.seconds_left)
    passing = sum(ceil(calls.share * int(calls.ringing.sum())) for calls in seen.passing)
    return max(free - passing, _within(risk, _ahead(ready, seen), most))


def _within(allowed: float, ahead: Ahead, most: int) -> int:
    """Return how many new calls carry no more than the allowed risk, each beside those before it."""
    for upto in (min(FEW, most), most):
        placed = int(np.searchsorted(risks(ahead, upto)[:upto], allowed, side="right"))
        if placed < upto:
            return placed
    return most


def _ahead(ready: int, seen: Predicted) -> Ahead:
    learned = seen.learned
    tables, share = learned.forecast, learned.answer_rate.share
    left = share * tables.answer_left
    still = np.maximum(left + (1 - share) * tables.failure_left, 1e-9)
    answered = share * tables.answer_comes / still[:, None]
    rows, calls = _rings(seen, answered)
    return Ahead(
        free_now=ready - seen.waiting,
        finish=_finish(seen.busy, learned),
        answered=rows,
        ringing=calls,
        new_answered=answered[0],
        doubt=learned.answer_rate.doubt,
    )


def _rings(seen: Predicted, answered: Floats) -> tuple[Floats, Floats]:
    """Return [age, look] the chances to be answered, and [age] the calls: theirs, then those that may come to them."""
    rows, calls = list[Floats](), list[Floats]()
    for ringing, share in ((seen.ringing, 1.0), *((other.ringing, other.share) for other in seen.passing)):
        some = np.flatnonzero(ringing)
        rows.append(share * answered[some.clip(max=RINGS - 1)])
        calls.append(ringing[some].astype(np.float64))
    return np.concatenate(rows), np.concatenate(calls)


def _finish(busy: Busy, learned: Learned) -> Floats:
    """Return [agent, look] each busy agent's chance to be free in time for an answer at that look."""
    speed = np.where(busy.wrapping, learned.wrap_speeds.of(busy.agent), learned.talk_speeds.of(busy.agent))
    spent = np.minimum(busy.seconds / speed, ELAPSED - 1).astype(np.int64)
    kind = np.where(busy.wrapping, 0, 1)
    chance: Floats = learned.forecast.free_within[kind[:, None], spent[:, None], _seconds_ahead(learned, speed)].astype(
        np.float64
    )
    if busy.step is not None and busy.step_seconds is not None:
        chance = _by_step(busy, busy.step, busy.step_seconds, learned, chance)
    return np.where(busy.leaving, 0.0, learned.stays)[:, None] * chance


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
    chance[known] = tables[mark[:, None], spent[:, None], _seconds_ahead(learned, pace)]
    return chance


def _seconds_ahead(learned: Learned, speed: Floats) -> Ints:
    """Return [agent, look] the seconds until an answer at that look must be taken, at each agent's speed."""
    ahead = np.rint((learned.forecast.looks + GRACE)[None, :] / speed[:, None])
    return np.minimum(ahead, AHEAD - 1).astype(np.int64)
