"""What limits a campaign, read from where the agents' time went, and the change to try against it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from campaigns.rules.campaign_states import DialMode
from campaigns.rules.pacing_fallback import FEWEST_AGENTS
from campaigns.rules.rehearsal.tally import DAY, DayTally, Spent, Tally
from campaigns.rules.rehearsal.world import World

BULK: Final = 0.9  # of the people; what comes after is the tail of last attempts
MUCH: Final = 0.15  # of the agents' time
MOST_WAIT: Final = 0.33  # of it, for the next attempts: from there on more agents would wait as well
MORE_AGENTS: Final = 1.5


class Limit(StrEnum):
    """What keeps a campaign from being finished sooner."""

    NOBODY_LEFT = "nobody_left"  # there was nobody to call
    LANGUAGE = "language"
    CARRIER = "carrier"
    HOURS = "hours"  # agents sit there while nobody may be called
    PLACES = "places"  # outages, holidays and gaps of areas
    RETRY_PLAN = "retry_plan"
    MODE = "mode"  # agents wait while single calls ring
    ABANDON_CAP = "abandon_cap"
    AGENTS = "agents"


@dataclass(frozen=True)
class Limited:
    """The limit, the share of the agents' time that it takes, and people behind it where it concerns only some."""

    limit: Limit
    share: float
    people: int = 0
    languages: tuple[str, ...] = ()


_BY_SPENT: Final = (
    (Spent.CARRIER, Limit.CARRIER),
    (Spent.CLOSED, Limit.HOURS),
    (Spent.SHUT, Limit.PLACES),
    (Spent.LANGUAGE, Limit.LANGUAGE),
)


def limited_by(world: World, tally: Tally) -> Limited:
    """Return what limits a rehearsed campaign most."""
    people = world.people
    if not len(people):
        return Limited(Limit.NOBODY_LEFT, 1.0)
    if unspoken := unspoken_tongues(world):
        languages = tuple(people.languages[tongue] for tongue in sorted(unspoken))
        count = sum(people.language[case] in unspoken for case in range(len(people)))
        return Limited(Limit.LANGUAGE, 0.0, count, languages)
    return limited_by_time(world, tally)


def limited_by_time(world: World, tally: Tally, *, leave_out: Collection[Limit] = ()) -> Limited:
    """Return what takes most of the agents' time, or most of it besides what is left out."""
    shares = _shares(bulk_of(world, tally))
    largest, limit = max((shares[spent], limit) for spent, limit in _BY_SPENT if limit not in leave_out)
    predictive = world.plan.mode is DialMode.PREDICTIVE
    waits = shares[Spent.RINGING] + shares[Spent.PREVIEW]
    if largest >= MUCH and largest >= shares[Spent.NOBODY_DUE] / 2:
        return Limited(limit, largest)
    if shares[Spent.NOBODY_DUE] >= MOST_WAIT:
        return Limited(Limit.RETRY_PLAN, shares[Spent.NOBODY_DUE])
    if predictive and shares[Spent.PACING] >= MUCH:
        return Limited(Limit.ABANDON_CAP, shares[Spent.PACING])
    if not predictive and waits >= MUCH and world.plan.agents >= FEWEST_AGENTS:
        return Limited(Limit.MODE, waits)
    return Limited(Limit.AGENTS, shares[Spent.TALK] + shares[Spent.WRAP_UP])


def waits_for_attempts(world: World, tally: Tally) -> Limited:
    """Return the limit that is left where nothing else helps: people wait for their next attempts."""
    return Limited(Limit.RETRY_PLAN, _shares(bulk_of(world, tally))[Spent.NOBODY_DUE])


def changed(world: World, limit: Limit) -> World | None:
    """Return the world with the change that would help against a limit; None where a rehearsal cannot try it."""
    plan = world.plan
    match limit:
        case Limit.AGENTS | Limit.ABANDON_CAP:
            return replace(world, plan=replace(plan, agents=round(plan.agents * MORE_AGENTS)))
        case Limit.MODE:
            return replace(world, plan=replace(plan, mode=DialMode.PREDICTIVE))
        case Limit.CARRIER:
            carrier = world.carrier
            doubled = replace(
                carrier, per_second=carrier.per_second * 2, lines=carrier.lines * 2, waiting=carrier.waiting * 2
            )
            return replace(world, carrier=doubled)
        case Limit.LANGUAGE:
            return replace(world, tongues=(None,))
        case _:
            return None


def bulk_of(world: World, tally: Tally) -> Sequence[DayTally]:
    """Return the days until most people were closed."""
    done = sorted(tally.done_at)
    most = int(BULK * len(world.people))
    if not done or len(done) <= most:
        return tally.days
    last = int((done[most] - world.now.timestamp()) // DAY) + 1
    return tally.days[: max(last, 1)]


def unspoken_tongues(world: World) -> set[int]:
    """Return the languages of people that no agent speaks."""
    if None in world.tongues:
        return set()
    spoken = {tongue for tongues in world.tongues for tongue in tongues or ()}
    return {tongue for tongue in set(world.people.language) if tongue and tongue not in spoken}


def _shares(days: Sequence[DayTally]) -> dict[Spent, float]:
    seconds = {spent: sum(day.spent.get(spent, 0.0) for day in days) for spent in Spent}
    worked = sum(each for spent, each in seconds.items() if spent not in (Spent.AWAY, Spent.FINISHED)) or 1.0
    return {spent: each / worked for spent, each in seconds.items()}
