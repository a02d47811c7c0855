"""Finds the area that a row's place texts mean, in a gazetteer held in memory; opens nothing.

Code, name, other spelling, then what the place once was; the first that leaves one area whose parents agree with the
row is taken. Two areas of a name are asked about, and nearest names are offered; neither is ever taken.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Final

from campaigns.rules.areas.area_tree import AreaTree
from campaigns.rules.areas.places import (
    LEVELS,
    NO_LOOKUPS,
    AreaMove,
    Place,
    PlaceCause,
    PlaceLookups,
    PlaceNote,
    PlaceTexts,
    ResolvedArea,
    fold_place,
)
from campaigns.rules.verdicts import Warn

_LONGEST_CODE: Final = 10
_LONGEST_NAME: Final = 60  # no place is called longer; looking for its neighbours would only cost time
_KEPT_ANSWERS: Final = 50_000  # lists repeat few places; the memory of answers is emptied when a file does not
_OFFERED: Final = {PlaceCause.UNKNOWN: 3, PlaceCause.SEVERAL: 8}


@dataclass
class _Search:
    """What is known so far while the levels are gone through from the top."""

    found: dict[str, str] = field(default_factory=dict)  # level -> area id
    by_alias: bool = False
    notes: list[PlaceNote] = field(default_factory=list)

    @property
    def deepest(self) -> str | None:
        """Return the deepest area found."""
        return next((self.found[level] for level in reversed(LEVELS) if level in self.found), None)

    def missed(self, *levels: str) -> bool:
        """Say whether one of the levels, or any at all, could not be placed."""
        asked = {note.level for note in self.notes if note.cause is not PlaceCause.MOVED}
        return bool(asked & set(levels or LEVELS))


class Gazetteer:
    """All areas of a country by level, code, name and other spelling, as they stand on a day."""

    def __init__(
        self,
        places: Iterable[Place],
        aliases: Iterable[tuple[str, str]],
        moves: Iterable[AreaMove] = (),
        *,
        on: date | None = None,
        lookups: PlaceLookups = NO_LOOKUPS,
    ) -> None:
        """Index the places; an alias is an area id and a name already folded."""
        self._tree = AreaTree(places, moves, on)
        self._lookups = lookups
        self._by_text: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._by_alias: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._ended: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._under: dict[tuple[str | None, str], dict[str, str]] = defaultdict(dict)
        self._answers: dict[PlaceTexts, ResolvedArea] = {}
        self._pins: dict[str, tuple[str, ...]] = {}
        for place in self._tree.places.values():
            code = place.code if place.code.isdecimal() else fold_place(place.code)
            for text in (code, fold_place(place.name)):
                self._index(self._by_text, place, text)
            self._offer(place, fold_place(place.name))
        for area_id, spelling in aliases:
            self._index(self._by_alias, self._tree.places[area_id], spelling)
            self._offer(self._tree.places[area_id], spelling)

    def resolve_area(self, texts: PlaceTexts) -> ResolvedArea:
        """Return the deepest area whose parents agree with the row; never guess between two."""
        answer = self._answers.get(texts)
        if answer is None:
            if len(self._answers) >= _KEPT_ANSWERS:
                self._answers.clear()
            answer = self._answers[texts] = self._search(texts)
        return answer

    def name_of(self, area_id: str) -> str:
        """Return an area's own name."""
        return self._tree.places[area_id].name

    def full_name_of(self, area_id: str) -> str:
        """Return an area's name with its parent's, which tells it from others of this name."""
        parent = self._tree.places.get(self._tree.places[area_id].parent_id or "")
        return f"{self.name_of(area_id)} ({parent.name})" if parent else self.name_of(area_id)

    def note_pin(self, pin_code: str, resolved: ResolvedArea) -> PlaceNote | None:
        """Say which districts a PIN code lies in where the row's district is none of them; no verdict hangs on it."""
        districts = self._pins.get(pin_code)
        if districts is None:
            if len(self._pins) >= _KEPT_ANSWERS:
                self._pins.clear()
            districts = self._pins[pin_code] = self._districts_of_pin(pin_code)
        if not districts or resolved.district_id in districts:
            return None
        return PlaceNote("district", pin_code, PlaceCause.PIN, resolved.district_id or resolved.state_id, districts)

    def elsewhere(self, level: str, said: str, under: str) -> tuple[str, ...]:
        """Return the areas of this name that stand under another parent; without any, those of its state named alike.

        They say which of the two texts of a row may be wrong, and are never taken.
        """
        key, state = (level, fold_place(said)), self._tree.line(under).get("state")
        named = self._by_text.get(key, set()) | self._by_alias.get(key, set())
        if said.isdecimal() or state is None:
            return ()
        if not named:
            return self._neighbours(state, key)
        far = {area_id: not self._tree.stands_in(area_id, {"state": state}) for area_id in named}
        return tuple(sorted(named, key=lambda area_id: (far[area_id], area_id))[: _OFFERED[PlaceCause.UNKNOWN]])

    def _districts_of_pin(self, pin_code: str) -> tuple[str, ...]:
        """Return the districts of a PIN code; none where one of them has a name that we do not know."""
        found = [self.resolve_area(texts).district_id for texts in self._lookups.places_of_pin(pin_code)]
        known = [district for district in found if district is not None]
        return tuple(known) if len(known) == len(found) else ()

    def _index(self, index: dict[tuple[str, str], set[str]], place: Place, text: str) -> None:
        kept = index if self._tree.stands(place.id) else self._ended
        kept[place.level, text].add(place.id)

    def _offer(self, place: Place, spelling: str) -> None:
        """Keep a spelling among the names that may be offered under each of the area's parents."""
        if self._tree.stands(place.id):
            parents = [area_id for area_id in self._tree.line(place.id).values() if area_id != place.id]
            for above in (None, *parents):
                self._under[above, place.level].setdefault(spelling, place.id)

    def _search(self, texts: PlaceTexts) -> ResolvedArea:
        search = _Search()
        for level in LEVELS:
            text: str = getattr(texts, level).strip()
            if text and not search.missed("district"):  # a block of a district that we do not know is a guess
                self._place(search, level, text, by_name=level in texts.by_name)
        warnings = [Warn.AREA_ALIAS] if search.by_alias else []
        if search.missed():
            warnings.append(Warn.AREA_UNKNOWN)
        found = {f"{level}_id": area_id for level, area_id in search.found.items()}
        return ResolvedArea(**found, warnings=tuple(warnings), notes=tuple(search.notes))

    def _place(self, search: _Search, level: str, text: str, *, by_name: bool) -> None:
        above = search.deepest
        is_code = text.isdecimal() and len(text) < _LONGEST_CODE
        key = level, str(int(text)) if is_code else fold_place(text)
        for way, fitting in islice(self._ways(search, key), 1 if by_name else None):
            if len(fitting) == 1:
                search.found.update(self._tree.line(fitting[0]))
                search.by_alias |= way != "text"
                if way == "once":
                    search.notes.append(PlaceNote(level, text, PlaceCause.MOVED, above, (fitting[0],)))
                return
            if fitting:  # two areas of this name: asking is better than guessing
                offered = tuple(fitting[: _OFFERED[PlaceCause.SEVERAL]])
                search.notes.append(PlaceNote(level, text, PlaceCause.SEVERAL, above, offered))
                return
        if self._under.get((above, level)):  # else the directory goes no deeper here, and the text is not wrong
            near = self._neighbours(above, key)
            if near or above or level != "division":  # not every state has its divisions in the directory
                search.notes.append(PlaceNote(level, text, PlaceCause.UNKNOWN, above, near))

    def _ways(self, search: _Search, key: tuple[str, str]) -> Iterator[tuple[str, list[str]]]:
        """Yield the areas that fit, way by way: by code or name, by another spelling, by what once was."""
        tree, found = self._tree, search.found
        named, spelt = self._by_text.get(key, set()), self._by_alias.get(key, set())
        yield "text", sorted(area_id for area_id in named if tree.stands_in(area_id, found))
        yield "alias", sorted(area_id for area_id in spelt if tree.stands_in(area_id, found))
        heirs = {heir for area_id in self._ended.get(key, ()) for heir in tree.heirs(area_id)}
        yield "once", sorted(area_id for area_id in named | spelt | heirs if tree.stood_in(area_id, found))

    def _neighbours(self, above: str | None, key: tuple[str, str]) -> tuple[str, ...]:
        """Return the areas of the parent whose names come nearest; blocks of nowhere are too many to be like one."""
        level, text = key
        if len(text) > _LONGEST_NAME or (above is None and level == "block"):
            return ()
        known = self._under[above, level]
        ids = dict.fromkeys(known[spelling] for spelling in self._lookups.nearest(text, tuple(known)))
        return tuple(ids)[: _OFFERED[PlaceCause.UNKNOWN]]
