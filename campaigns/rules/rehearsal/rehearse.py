"""Rehearses a campaign: one run on everybody, some more for an honest range, and the change that would help most."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from campaigns.rules.campaign_states import DialMode
from campaigns.rules.pacing_fallback import FEWEST_AGENTS
from campaigns.rules.rehearsal.calibration import drawn
from campaigns.rules.rehearsal.limits import Limited, changed, limited_by, waits_for_attempts
from campaigns.rules.rehearsal.luck import Luck
from campaigns.rules.rehearsal.predictive import rehearsed_run
from campaigns.rules.rehearsal.report import NEARLY, Whole, day_after, day_rows, days_until, place_rows, total
from campaigns.rules.rehearsal.tally import Tally
from campaigns.rules.rehearsal.world import World

SIDE_PEOPLE: Final = 15_000  # in each run beside the first
SIDE_EXACT: Final = 1_800
HELPS: Final = 0.95  # a change helps that takes a twentieth of the days away
MAIN_SHARE: Final = 0.6  # of the time, roughly
Heard = Callable[[float], None]


@dataclass(frozen=True)
class Side:
    """A smaller world like the whole one: so many of its people, and as many of its agents and lines."""

    world: World
    share: float


def rehearse(world: World, whole: Whole, heard: Heard = lambda share: None) -> dict[str, Any]:
    """Return the report of a rehearsal, as JSON without the names of places."""
    seed = world.plan.seed
    tally = _run(world, seed, lambda share: heard(share * MAIN_SHARE))
    side = smaller(world)
    finish = days_until(world, tally, 1.0)
    factors = _factors(side, seed, lambda share: heard(MAIN_SHARE + share * (1 - MAIN_SHARE)))
    return {
        "plan": world.plan.as_json(),
        "begins_on": day_after(world, 0.0),
        "people": round(len(world.people) * whole.times),
        "rehearsed_people": len(world.people),
        "side_people": len(side.world.people),
        "total": total(world, tally, whole),
        "finish": _finish(world, tally, finish, factors),
        "limit": _limit(world, side, tally, whole),
        "places": place_rows(world, tally, whole),
        "days": day_rows(world, tally, whole),
        "exact_seconds": tally.exact_seconds,
    }


def smaller(world: World) -> Side:
    """Return a world of at most `SIDE_PEOPLE`, its agents and its carrier smaller by as much."""
    plan = world.plan
    fewest = FEWEST_AGENTS * 2 if plan.mode is DialMode.PREDICTIVE else 1
    share = min(1.0, SIDE_PEOPLE / max(len(world.people), 1))
    agents = min(plan.agents, max(fewest, round(plan.agents * share)))
    share = agents / plan.agents
    exact = min(world.exact_seconds, SIDE_EXACT)
    if share == 1.0:
        return Side(replace(world, exact_seconds=exact), 1.0)
    carrier = world.carrier
    room = replace(
        carrier,
        per_second=carrier.per_second * share,
        lines=max(1, round(carrier.lines * share)),
        waiting=max(1, round(carrier.waiting * share)),
    )
    people, plan = world.people.sample(share), replace(plan, agents=agents)
    return Side(replace(world, people=people, plan=plan, carrier=room, exact_seconds=exact), share)


def _run(world: World, seed: int, heard: Heard = lambda share: None) -> Tally:
    return rehearsed_run(replace(world, people=world.people.copy()), seed=seed).run(heard)


def _factors(side: Side, seed: int, heard: Heard) -> list[float]:
    """Return how much longer or shorter the runs took in which something else is true."""
    runs = side.world.plan.runs
    if runs == 1:
        return []
    base = days_until(side.world, _run(side.world, seed), NEARLY)
    factors = []
    for run in range(1, runs):
        luck = Luck(seed, run, 7)
        world = replace(side.world, assumptions=drawn(side.world.assumptions, luck))
        days = days_until(world, _run(world, seed + run), NEARLY)
        heard(run / runs)
        if base and days:
            factors.append(days / base)
        else:
            factors.append(float("inf") if base else 1.0)
    return factors


def _finish(world: World, tally: Tally, days: float | None, factors: list[float]) -> dict[str, Any]:
    nearly = days_until(world, tally, NEARLY)
    least, most = min([1.0, *factors]), max([1.0, *factors])
    return {
        "days": None if days is None else max(1, int(-(-days // 1))),
        "on": day_after(world, days),
        "nearly_on": day_after(world, nearly),
        "earliest": day_after(world, days and days * least),
        "latest": day_after(world, days and (days * most if most != float("inf") else None)),
        "runs": len(factors) + 1,
    }


def _limit(world: World, side: Side, tally: Tally, whole: Whole) -> dict[str, Any]:
    """Say what limits, and what would become of it with the change that helps against it; if none does, the attempts."""
    limited = limited_by(world, tally)
    other = changed(side.world, limited.limit)
    if other is None:
        return _told(world, limited, whole)
    before = days_until(side.world, _run(side.world, world.plan.seed), NEARLY)
    after = days_until(other, _run(other, world.plan.seed), NEARLY)
    if before is not None and after is not None and after > HELPS * before:
        return _told(world, waits_for_attempts(world, tally), whole)
    return _told(world, limited, whole) | {
        "changed_agents": round(other.plan.agents / side.share),
        "before": None if before is None else round(before, 1),
        "after": None if after is None else round(after, 1),
    }


def _told(world: World, limited: Limited, whole: Whole) -> dict[str, Any]:
    return {
        "because": limited.limit.value,
        "share": round(limited.share, 4),
        "people": round(limited.people * whole.times),
        "languages": list(limited.languages),
        "agents": world.plan.agents,
        "max_attempts": world.max_attempts,
    }
