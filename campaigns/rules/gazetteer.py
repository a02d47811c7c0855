"""Finds the area that a row's place texts mean, in a gazetteer held in memory; opens nothing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from campaigns.rules.lettering import folded
from campaigns.rules.verdicts import Warn

LEVELS = ("state", "district", "block")
_LEVEL_WORDS = frozenset(
    folded("state ut district distt dist zila zilla block tehsil teh cd").split()
    + folded("ضلع بلاک تحصیل ریاست जिला ज़िला जनपद ब्लॉक प्रखंड तहसील राज्य").split()
)
_LONGEST_CODE = 10
_KEPT_ANSWERS = 50_000  # lists repeat few places; the memory of answers is emptied when a file does not


def fold_place(text: str) -> str:
    """Reduce a place name to what stays the same across spellings of spaces, case, marks and level words."""
    words = folded(text.replace("&", " and ")).split()
    return "".join(word for word in words if word not in _LEVEL_WORDS) or "".join(words)


@dataclass(frozen=True)
class Place:
    """One area as the gazetteer needs it."""

    id: str
    level: str
    code: str
    name: str
    parent_id: str | None


@dataclass(frozen=True)
class PlaceTexts:
    """What a row says about where somebody lives; a code or a name at each level."""

    state: str = ""
    district: str = ""
    block: str = ""


@dataclass(frozen=True)
class ResolvedArea:
    """The deepest area that fits, its parents, and what could not be placed."""

    state_id: str | None = None
    district_id: str | None = None
    block_id: str | None = None
    warnings: tuple[Warn, ...] = ()
    unknown: tuple[str, ...] = ()  # levels whose text fits no area under its parents

    @property
    def area_id(self) -> str | None:
        """Return the deepest area resolved."""
        return self.block_id or self.district_id or self.state_id


@dataclass
class _Search:
    """What is known so far while the levels are gone through from the top."""

    found: dict[str, str] = field(default_factory=dict)  # level -> area id
    by_alias: bool = False
    unknown: list[str] = field(default_factory=list)


class Gazetteer:
    """All areas by level, code, name and alias."""

    def __init__(self, places: Iterable[Place], aliases: Iterable[tuple[str, str]]) -> None:
        """Index the places; an alias is an area id and a name already folded."""
        self.places = {place.id: place for place in places}
        self._by_text: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._by_alias: dict[tuple[str, str], set[str]] = defaultdict(set)
        for place in self.places.values():
            self._by_text[place.level, place.code].add(place.id)
            self._by_text[place.level, fold_place(place.name)].add(place.id)
        for area_id, spelling in aliases:
            self._by_alias[self.places[area_id].level, spelling].add(area_id)
        self._answers: dict[PlaceTexts, ResolvedArea] = {}

    def resolve_area(self, texts: PlaceTexts) -> ResolvedArea:
        """Return the deepest area whose parents agree with the row; never guess between two."""
        answer = self._answers.get(texts)
        if answer is None:
            if len(self._answers) >= _KEPT_ANSWERS:
                self._answers.clear()
            answer = self._answers[texts] = self._search(texts)
        return answer

    def _search(self, texts: PlaceTexts) -> ResolvedArea:
        search = _Search()
        for level in LEVELS:
            text: str = getattr(texts, level).strip()
            if text and "district" not in search.unknown:  # a block of a district that we do not know is a guess
                self._place(search, level, text)
        warnings = [Warn.AREA_ALIAS] if search.by_alias else []
        if search.unknown:
            warnings.append(Warn.AREA_UNKNOWN)
        return ResolvedArea(
            search.found.get("state"),
            search.found.get("district"),
            search.found.get("block"),
            tuple(warnings),
            tuple(search.unknown),
        )

    def _place(self, search: _Search, level: str, text: str) -> None:
        is_code = text.isdecimal() and len(text) < _LONGEST_CODE
        key = level, str(int(text)) if is_code else fold_place(text)
        for index, is_alias in ((self._by_text, False), (self._by_alias, True)):
            fitting = [area_id for area_id in index.get(key, ()) if self._agrees(area_id, search.found)]
            if len(fitting) == 1:
                search.found.update(self._line(fitting[0]))
                search.by_alias = search.by_alias or is_alias
                return
            if fitting:
                break  # two areas of this name: asking is better than guessing
        search.unknown.append(level)

    def _agrees(self, area_id: str, found: dict[str, str]) -> bool:
        line = self._line(area_id)
        return all(line.get(level, known) == known for level, known in found.items())

    def _line(self, area_id: str) -> dict[str, str]:
        """Return an area and its parents by level."""
        line: dict[str, str] = {}
        place: Place | None = self.places[area_id]
        while place is not None:
            line[place.level] = place.id
            place = self.places[place.parent_id] if place.parent_id else None
        return line
