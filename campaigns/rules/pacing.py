"""How many calls to place now, from what the floor shows; pure and deterministic."""

from dataclasses import dataclass, replace
from math import ceil
from typing import Final

import numpy as np

from campaigns.rules.campaign_states import DialMode
from campaigns.rules.pacing_agents import Busy, free_ahead
from campaigns.rules.pacing_budget import GUARD_SECONDS
from campaigns.rules.pacing_calls import Passing, Queue, Ringing, answered_ahead
from campaigns.rules.pacing_fallback import FEWEST_AGENTS, Fallback
from campaigns.rules.pacing_forecast import LOOKS
from campaigns.rules.pacing_laws import Floats
from campaigns.rules.pacing_learning import Learned
from campaigns.rules.pacing_risk import Ahead, risks
from campaigns.rules.pacing_surprises import Coming, coming, is_cold, most_calls

LINES_PER_AGENT: Final = 6
FEW: Final = 3  # new calls at most looks; more are reckoned only when these fit
MORE_AT_ONCE: Final = 5  # calls in one look, over one for each agent
MUCH_ROOM: Final = 0.3  # of the risk that a call may carry: under this there is much room for more calls
CLOSING_SECONDS: Final = 45.0  # before the window closes nobody is rung without an agent reserved


@dataclass(frozen=True)
class Predicted:
    """What predictive mode sees besides: the floor at this moment, and the day so far."""

    busy: Busy
    ringing: Ringing
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


@dataclass(frozen=True)
class _Allowed:
    """Between which numbers the new calls lie, and the risk that each of them may carry."""

    at_least: int  # what progressive would place, for whom nobody who answers waits
    at_most: int = 0
    risk: float = 0.0


def calls_to_place(floor: Floor) -> int:
    """Return how many new calls to place now, of which nothing is known but how often people answer.

    Preview and progressive place one call per ready agent, so that nobody who answers waits.
    """
    allowed, seen = _allowed(floor), floor.predicted
    if seen is None or allowed.at_most <= allowed.at_least:
        return allowed.at_least
    return max(allowed.at_least, _within(allowed.risk, floor.ready_agents, seen, np.ones(allowed.at_most)))


def calls_to_choose(floor: Floor, queue: Queue) -> list[int]:
    """Return which cases at the head of the queue to ring now, by their positions: those who suit the room that is left.

    While there is much room the likely ones, since few of them fill it and their answers vary least; what is left is
    filled with unlikely ones, which overshoot it least (pacing.md: 2.5 points at 10 agents, 0.6 at 50).
    """
    allowed, seen, many = _allowed(floor), floor.predicted, len(queue.likely)
    if seen is None or not allowed.at_most:
        return list(range(min(allowed.at_least, many)))
    order = queue.likely_first()[: allowed.at_most]
    chosen = order[: _within(MUCH_ROOM * allowed.risk, floor.ready_agents, seen, queue.likely[order])]
    left = queue.unlikely_first()
    order = left[~np.isin(left, chosen)][: allowed.at_most - len(chosen)]
    beside = replace(seen, ringing=seen.ringing.and_new(queue.likely[chosen]))
    more = order[: _within(allowed.risk, floor.ready_agents, beside, queue.likely[order])]
    found = [*chosen.tolist(), *more.tolist()]
    others = [at for at in range(many) if at not in found]
    return sorted(found + others[: max(allowed.at_least - len(found), 0)])


def falls_back(ready: int, seen: Predicted) -> Fallback | None:
    """Return why no more calls may ring than agents are free, each with an agent reserved; None where more may."""
    if seen.seconds_left <= CLOSING_SECONDS:
        return Fallback.CLOSING
    if ready + len(seen.busy.agent) + seen.reserved < seen.fewest_agents:
        return Fallback.FEW_AGENTS
    over = seen.learned.budget.at_the_cap(seen.answered_today, seen.abandoned_today, seen.seconds_left, seen.cap)
    return Fallback.AT_THE_CAP if over else None


def _allowed(floor: Floor) -> _Allowed:
    ready, seen, room = floor.ready_agents, floor.predicted, max(floor.room, 0)
    if floor.mode is not DialMode.PREDICTIVE or seen is None:
        return _Allowed(max(min(ready, room), 0))
    agents, ringing = ready + len(seen.busy.agent), len(seen.ringing)
    free = ready - seen.waiting - ringing
    if falls_back(ready, seen):
        return _Allowed(max(min(free, room), 0))  # each has its agent reserved, whom no call of another language takes
    most = min(agents + MORE_AT_ONCE, LINES_PER_AGENT * agents - ringing, 24 + agents // 4)
    if most <= 0:
        return _Allowed(0)
    passing = sum(ceil(calls.share * len(calls.ringing)) for calls in seen.passing)
    cold = is_cold(seen.learned, agents)
    rings = sum(
        (coming(one.ringing, seen.learned, one.share, cold=cold) for one in seen.passing),
        coming(seen.ringing, seen.learned, cold=cold),
    )
    most = min(most, _bearable(ready, seen, rings, cold=cold), room)
    risk = seen.learned.budget.risk(seen.answered_today, seen.abandoned_today, seen.seconds_left, rings.usual)
    return _Allowed(max(min(free - passing, room), 0), most, risk)


def _bearable(ready: int, seen: Predicted, rings: Coming, *, cold: bool) -> int:
    """Return how many new calls the day can bear should people suddenly answer more."""
    soon = free_ahead(seen.busy, seen.learned)[:, LOOKS // 2].sum()
    seconds = min(seen.seconds_left, GUARD_SECONDS) if cold else seen.seconds_left
    left = seen.learned.budget.left_of_cap(seen.answered_today, seen.abandoned_today, seconds)
    return most_calls(rings, ready - seen.waiting + float(soon), left, seen.learned)


def _within(risk: float, ready: int, seen: Predicted, likely: Floats) -> int:
    """Return how many new calls, so likely to be answered, carry no more than a risk, each beside those before it."""
    new = answered_ahead(Ringing(np.zeros(len(likely), np.int64), likely), seen.learned)
    ahead = Ahead(
        free_now=ready - seen.waiting,
        finish=free_ahead(seen.busy, seen.learned),
        answered=_answered(seen),
        new_answered=new,
        doubt=seen.learned.answer_rate.doubt,
    )
    for upto in (min(FEW, len(new)), len(new)):
        placed = int(np.searchsorted(risks(replace(ahead, new_answered=new[:upto]))[:upto], risk, side="right"))
        if placed < upto:
            return placed
    return len(new)


def _answered(seen: Predicted) -> Floats:
    """Return [call, look] the chances to be answered: of their own calls, then of those that may come to them."""
    own = answered_ahead(seen.ringing, seen.learned)
    others = [calls.share * answered_ahead(calls.ringing, seen.learned) for calls in seen.passing]
    return np.concatenate((own, *others))
