"""Says of one row which area its place was taken for, and which ones it may mean where it is not known."""

from dataclasses import dataclass
from typing import Final

from campaigns.rules.areas.gazetteer import Gazetteer
from campaigns.rules.areas.places import LEVELS, PlaceCause, PlaceTexts
from campaigns.rules.lists.person_fields import PersonFields

_DOUBTS: Final = {
    PlaceCause.UNKNOWN: "not known",
    PlaceCause.SEVERAL: "several places have this name",
    PlaceCause.MOVED: "an old name or an old district: today's place was taken",
    PlaceCause.PIN: "the PIN code lies in another district",
}


@dataclass(frozen=True)
class PlaceDoubt:
    """A text that is no known place, or not one alone; `choices`: the areas that it may mean, the likeliest first."""

    level: str
    said: str
    what: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class ExplainedPlace:
    """`found`: the areas from the top, each as "level name"; empty where none was found."""

    found: tuple[str, ...]
    doubts: tuple[PlaceDoubt, ...]


def explained_place(said: PersonFields, places: Gazetteer) -> ExplainedPlace | None:
    """Return what came of a row's place; None where it names none."""
    texts = PlaceTexts(said.state or "", said.district or "", said.block or "", said.division or "")
    if not (any(texts) or said.pin_code):
        return None
    resolved = places.resolve_area(texts)
    far = places.note_pin(said.pin_code, resolved) if said.pin_code else None
    levels = [(level, getattr(resolved, f"{level}_id")) for level in LEVELS]
    return ExplainedPlace(
        tuple(f"{level} {places.name_of(area_id)}" for level, area_id in levels if area_id),
        tuple(
            PlaceDoubt(note.level, note.said, _DOUBTS[note.cause], tuple(places.full_name_of(c) for c in note.choices))
            for note in (*resolved.notes, *([far] if far else ()))
        ),
    )
