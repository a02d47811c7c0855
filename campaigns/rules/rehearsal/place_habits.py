"""When people of a place answer more, or less, than those of the whole campaign: from its own calls, as far as it has any.

Without this learned hours would gain nothing in any rehearsal: whoever is rung at a good hour must then answer more often
there, too. The shares are smoothed as the campaign itself does it, so that a few calls to a village make no habit; what
the hours of the day are worth everywhere stands in `Assumptions.by_hour`.
"""

from datetime import datetime

from campaigns.rules.calling.answering_hours import Answering, Level, answer_shares
from campaigns.rules.calling.day_parts import DayPart, part_of
from campaigns.rules.rehearsal.world import World

EVERYWHERE = ""


class PlaceHabits:
    """Knows each place, and each village, by what was answered there before the rehearsal begins."""

    def __init__(self, world: World) -> None:
        self._people, self._zone = world.people, world.hours.rules.zone
        self._seen = world.answered
        self._known: dict[tuple[int, int], dict[DayPart, float]] = {}

    def times_as_likely(self, case: int, local: datetime) -> float:
        """Return how likely a person's place is to answer at a moment, in times what is usual then."""
        if not self._seen:
            return 1.0
        where = self._people.place[case], self._people.village[case]
        if where not in self._known:
            self._known[where] = self._of(*where)
        return self._known[where][part_of(local, self._zone)]

    def _of(self, place_at: int, village_at: int) -> dict[DayPart, float]:
        place, village = self._people.places[place_at], self._people.villages[village_at]
        areas = {Level.DISTRICT: place.district, Level.BLOCK: place.block, Level.VILLAGE: village}
        everywhere: Answering = {Level.CAMPAIGN: self._seen.get(Level.CAMPAIGN, {}).get(EVERYWHERE, {})}
        around = {level: self._seen.get(level, {}).get(area, {}) for level, area in areas.items() if area}
        usual, here = answer_shares(everywhere), answer_shares({**everywhere, **around})
        return {part: here[part] / usual[part] for part in DayPart}
