"""The administrative tree, any number of levels deep, with what its areas once were."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from campaigns.rules.areas.places import AreaMove, Place


class AreaTree:
    """Areas, their parents of today, and the areas that they once stood in."""

    def __init__(self, places: Iterable[Place], moves: Iterable[AreaMove], on: date | None) -> None:
        """Index the places as they stand on a day."""
        self.places = {place.id: place for place in places}
        self._on = on
        self._was: dict[str, list[str]] = defaultdict(list)
        self._became: dict[str, list[str]] = defaultdict(list)
        for move in moves:
            if move.area_id in self.places and move.was_id in self.places:
                self._was[move.area_id].append(move.was_id)
                self._became[move.was_id].append(move.area_id)

    def stands(self, area_id: str) -> bool:
        """Say whether an area is there on the tree's day."""
        return self.places[area_id].stands(self._on)

    def line(self, area_id: str) -> dict[str, str]:
        """Return an area and its parents of today by level."""
        line: dict[str, str] = {}
        place: Place | None = self.places[area_id]
        while place is not None:
            line[place.level] = place.id
            place = self.places.get(place.parent_id) if place.parent_id else None
        return line

    def stands_in(self, area_id: str, found: Mapping[str, str]) -> bool:
        """Say whether an area's parents of today agree with what is known."""
        line = self.line(area_id)
        return all(line.get(level, known) == known for level, known in found.items())

    def stood_in(self, area_id: str, found: Mapping[str, str]) -> bool:
        """Say whether its parents of today or of once agree with what is known."""
        line = self.line(area_id)
        once = self._once(line.values())
        return all(line.get(level, known) == known or known in once for level, known in found.items())

    def heirs(self, area_id: str) -> list[str]:
        """Return the areas of today that an area of once became: itself where it still stands."""
        if self.stands(area_id):
            return [area_id]
        return [heir for later in self._became[area_id] for heir in self.heirs(later)]

    def _once(self, area_ids: Iterable[str]) -> set[str]:
        once: set[str] = set()
        left = [was for area_id in area_ids for was in self._was[area_id]]
        while left:
            for area_id in self.line(left.pop()).values():
                if area_id not in once:
                    once.add(area_id)
                    left += self._was[area_id]
        return once
