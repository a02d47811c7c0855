"""When people of a rehearsal were rung, and what its campaign learns of the hours at which they answer."""

from collections import defaultdict
from datetime import datetime
from typing import Final

from campaigns.rules.calling.answering_hours import Answering, Level, Tally, counts_as
from campaigns.rules.calling.day_parts import DayPart, part_of
from campaigns.rules.outcomes import OUTCOMES, Outcome
from campaigns.rules.rehearsal.numbers import moment
from campaigns.rules.rehearsal.people import Place
from campaigns.rules.rehearsal.world import World

EVERYWHERE: Final = ""
_TALKED: Final = frozenset({Outcome.NOT_AVAILABLE, *(word for word, rule in OUTCOMES.items() if rule.reached)})


class Answers:
    """Counts first calls by place and part of the day, as campaigns/shared/next_tries.py does, where the campaign learns."""

    def __init__(self, world: World) -> None:
        self._world, self._zone = world, world.hours.rules.zone
        self._rang: dict[int, tuple[float, ...]] = {}
        self._counts = {
            level: defaultdict[str, dict[DayPart, Tally]](
                dict, {area: dict(by_part) for area, by_part in areas.items()}
            )
            for level in Level
            for areas in [world.answered.get(level, {})]
        }
        self._own: dict[int, dict[DayPart, Tally]] = {}

    def rang(self, case: int, at: float) -> None:
        """Keep when her present number was rung."""
        self._rang[case] = (*self._rang.get(case, ()), at)

    def rang_at(self, case: int) -> tuple[datetime, ...]:
        """Return when it was rung."""
        return tuple(map(moment, self._rang.get(case, ())))

    def forget(self, case: int) -> None:
        """Forget it: she has another number now, or is closed."""
        self._rang.pop(case, None)

    def known_of(self, case: int, outcome: Outcome) -> Answering | None:
        """Return what is known of her hours after this call, which is counted; None where the campaign does not learn."""
        if not self._world.learned_hours:
            return None
        people = self._world.people
        place, village = people.places[people.place[case]], people.villages[people.village[case]]
        self._count(case, place, village, outcome)
        return {
            Level.CAMPAIGN: self._counts[Level.CAMPAIGN][EVERYWHERE],
            Level.DISTRICT: self._counts[Level.DISTRICT][place.district or EVERYWHERE],
            Level.BLOCK: self._counts[Level.BLOCK][place.block or EVERYWHERE],
            Level.VILLAGE: self._counts[Level.VILLAGE][village] if village else {},
            Level.PERSON: self._own.get(case, {}),
        }

    def _count(self, case: int, place: Place, village: str, outcome: Outcome) -> None:
        rang = self._rang.get(case, ())
        seen = counts_as(outcome, answered=outcome in _TALKED)
        if not rang or seen is None:
            return
        part = part_of(moment(rang[-1]), self._zone)
        _add(self._own.setdefault(case, {}), part, seen)
        if len(rang) > 1:
            return  # whoever is rung again is one of those who did not answer
        areas = ((Level.CAMPAIGN, EVERYWHERE), (Level.DISTRICT, place.district), (Level.BLOCK, place.block))
        for level, area in areas:
            _add(self._counts[level][area or EVERYWHERE], part, seen)
        if village:
            _add(self._counts[Level.VILLAGE][village], part, seen)


def _add(tallies: dict[DayPart, Tally], part: DayPart, seen: Tally) -> None:
    before = tallies.get(part, Tally())
    tallies[part] = Tally(before.calls + seen.calls, before.answers + seen.answers)
