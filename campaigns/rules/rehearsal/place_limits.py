"""What keeps each place from being finished sooner: its own shut hours and languages, else what limits the whole."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from campaigns.rules.rehearsal.calendar import stretches
from campaigns.rules.rehearsal.limits import MUCH, Limit, limited_by_time, unspoken_tongues
from campaigns.rules.rehearsal.tally import PlaceTally, Tally
from campaigns.rules.rehearsal.world import World

AREAS_OWN: Final = frozenset({Limit.PLACES})  # what is shut elsewhere limits nobody here


def place_limits(world: World, tally: Tally) -> list[Limit]:
    """Return the limit of each place of the world's people, in their order."""
    elsewhere = limited_by_time(world, tally, leave_out=AREAS_OWN)
    unspoken, shut = _people_unspoken(world), _shut_shares(world, tally.places)
    limits = []
    for place, found in enumerate(tally.places):
        if not found.people:
            limits.append(Limit.NOBODY_LEFT)
        elif unspoken[place]:
            limits.append(Limit.LANGUAGE)
        else:
            limits.append(Limit.PLACES if shut[place] >= MUCH else elsewhere.limit)
    return limits


def limit_of_most(limits: Sequence[tuple[Limit, int]]) -> Limit:
    """Return what limits most people of several places: each limit with how many it holds."""
    people = Counter[Limit]()
    for limit, held in limits:
        people[limit] += held
    return people.most_common(1)[0][0]


def _people_unspoken(world: World) -> Counter[int]:
    unspoken, people = unspoken_tongues(world), world.people
    return Counter(people.place[case] for case in range(len(people)) if people.language[case] in unspoken)


def _shut_shares(world: World, places: Sequence[PlaceTally]) -> list[float]:
    """Return for which share of the agents' hours nobody of each place might be called, until it was finished."""
    worked, shut = defaultdict[int, float](float), defaultdict[int, float](float)
    for stretch in stretches(world.hours, world.plan, world.people.places, now=world.now):
        for place, found in enumerate(places):
            if stretch.works and (found.waiting or stretch.begins < found.last_end):
                worked[place] += stretch.ends - stretch.begins
                shut[place] += (stretch.ends - stretch.begins) * (place in stretch.shut)
    return [shut[place] / worked[place] if worked[place] else 0.0 for place in range(len(places))]
