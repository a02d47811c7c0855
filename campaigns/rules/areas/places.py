"""What a row says of a place, what an area is, and what came of looking the place up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final, NamedTuple

from campaigns.rules.lettering import folded
from campaigns.rules.verdicts import Warn

# From the top. Pakistan's provinces stand on the level of India's states; its divisions between province and district.
LEVELS: Final = ("state", "division", "district", "block")
_LEVEL_WORDS: Final = frozenset(
    folded("state ut province district distt dist zila zilla agency block tehsil teh cd").split()
    + folded("ضلع بلاک تحصیل ریاست صوبہ ایجنسی जिला ज़िला जनपद ब्लॉक प्रखंड तहसील राज्य").split()
)


def fold_place(text: str) -> str:
    """Reduce a place name to what stays the same across spellings of spaces, case, marks and level words."""
    words = folded(text.replace("&", " and ")).split()
    return "".join(word for word in words if word not in _LEVEL_WORDS) or "".join(words)


@dataclass(frozen=True)
class Place:
    """One area as the gazetteer needs it; outside its dates it stands for what became of it."""

    id: str
    level: str
    code: str
    name: str
    parent_id: str | None
    country: str = "IN"
    valid_from: date | None = None
    valid_to: date | None = None

    def stands(self, on: date | None) -> bool:
        """Say whether the area is there on a day."""
        begun = on is None or self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or (on is not None and on <= self.valid_to))


@dataclass(frozen=True)
class AreaMove:
    """An area that once stood in another one, or was a part of it: old lists still say so."""

    area_id: str
    was_id: str


class PlaceTexts(NamedTuple):
    """What a row says about where somebody lives; a code or a name at each level."""

    state: str = ""
    district: str = ""
    block: str = ""
    division: str = ""
    by_name: frozenset[str] = frozenset()  # levels on which no other spelling and no old name counts


def _nothing(*_: object) -> tuple[()]:
    return ()


@dataclass(frozen=True)
class PlaceLookups:
    """What is looked up outside the rules; without it nothing is offered."""

    nearest: Callable[[str, Sequence[str]], Sequence[str]] = _nothing  # a folded name, the known ones; likeliest first
    places_of_pin: Callable[[str], Sequence[PlaceTexts]] = _nothing


NO_LOOKUPS: Final = PlaceLookups()


class PlaceCause(StrEnum):
    """Why somebody may want to look at a place."""

    UNKNOWN = "unknown"  # no such area; the nearest names are offered
    SEVERAL = "several"  # more than one area of this name fits
    MOVED = "moved"  # an old name or an old parent; the area of today was taken
    PIN = "pin"  # the PIN code lies in another district


@dataclass(frozen=True)
class PlaceNote:
    """One place of a row that somebody may want to look at; only a moved one is taken, all else is offered."""

    level: str
    said: str
    cause: PlaceCause
    under: str | None  # the deepest area known above it
    choices: tuple[str, ...] = ()  # area ids, the likeliest first


@dataclass(frozen=True)
class ResolvedArea:
    """The deepest area that fits, its parents, and what could not be placed."""

    state_id: str | None = None
    division_id: str | None = None
    district_id: str | None = None
    block_id: str | None = None
    warnings: tuple[Warn, ...] = ()
    notes: tuple[PlaceNote, ...] = ()

    @property
    def area_id(self) -> str | None:
        """Return the deepest area resolved."""
        return self.block_id or self.district_id or self.division_id or self.state_id

    @cached_property
    def of_person(self) -> Mapping[str, str]:
        """Return what is kept of it with a person who lives there; most people of a list share few places."""
        ids = {word: getattr(self, word) for word in ("state_id", "district_id", "block_id", "area_id")}
        return {word: area_id for word, area_id in ids.items() if area_id}
