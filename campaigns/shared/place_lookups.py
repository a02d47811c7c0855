"""What the gazetteer looks up in libraries, handed to it because rules import none: nearest names and PIN codes."""

from collections.abc import Sequence
from typing import Final

import indian_pincode
from rapidfuzz import fuzz, process

from campaigns.rules.areas.places import PlaceLookups, PlaceTexts

_LIKE_ENOUGH: Final = 70  # of 100: "bandpra" is 80 like "bandipora", "budgam" 67 like "kulgam"
_ASKED: Final = 6  # several spellings may mean one area, and three areas are offered


def nearest_names(name: str, known: Sequence[str]) -> Sequence[str]:
    """Return the known names that look like this one, the likeliest first."""
    near = process.extract(name, known, scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH, limit=_ASKED)
    return [found[0] for found in near]


def places_of_pin(pin_code: str) -> Sequence[PlaceTexts]:
    """Return the districts of India that a PIN code lies in, by name."""
    found = indian_pincode.get_details(pin_code)
    if found is None:
        return ()
    state = found["states"][0] if len(found["states"]) == 1 else ""
    return [PlaceTexts(state=state, district=district) for district in found["districts"]]


PLACE_LOOKUPS: Final = PlaceLookups(nearest_names, places_of_pin)
