"""Whatever a row says, the areas that it gets stand under one another, and nothing is taken on a likeness."""

from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.areas.gazetteer import Gazetteer
from campaigns.rules.areas.places import LEVELS, AreaMove, Place, PlaceCause, PlaceTexts, ResolvedArea, fold_place
from campaigns.rules.verdicts import Warn
from campaigns.shared.place_lookups import PLACE_LOOKUPS

NAMES = ("Sopore", "Sopur", "Pattan", "Hajin", "Hamirpur", "Poonch", "D.I. Khan")


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[Place], list[AreaMove]]:
    """A country of few names and many namesakes, some of its areas ended or moved."""
    places: list[Place] = []
    above: list[Place | None] = [None]
    for level in LEVELS:
        here: list[Place] = []
        for code in range(draw(st.integers(0 if level == "division" else 1, 5))):
            parent = draw(st.sampled_from(above))
            name = draw(st.sampled_from(NAMES))
            here.append(Place(f"{level}:{code}", level, str(code), name, parent.id if parent else None))
        places += here
        above = list(here) or above
    ids = st.sampled_from([place.id for place in places])
    pairs = draw(st.lists(st.tuples(ids, ids), max_size=4))
    order = {place.id: at for at, place in enumerate(places)}
    return places, [AreaMove(new, old) for new, old in pairs if order[new] > order[old]]


TEXTS = st.one_of(st.just(""), st.sampled_from(NAMES), st.sampled_from(["0", "1", "3"]), st.text(max_size=8))


def line_of(places: dict[str, Place], area_id: str | None) -> dict[str, str]:
    line: dict[str, str] = {}
    while area_id is not None:
        line[places[area_id].level] = area_id
        area_id = places[area_id].parent_id
    return line


def taken(place: ResolvedArea) -> dict[str, str]:
    found = {level: getattr(place, f"{level}_id") for level in LEVELS}
    return {level: area_id for level, area_id in found.items() if area_id}


@given(trees(), st.builds(PlaceTexts, TEXTS, TEXTS, TEXTS, TEXTS))
def test_the_parents_always_fit_and_every_doubt_is_told(
    tree: tuple[list[Place], list[AreaMove]], texts: PlaceTexts
) -> None:
    areas, moves = tree
    places = {place.id: place for place in areas}
    spelt = [("state:0", fold_place("Sopor"))]
    gazetteer = Gazetteer(areas, spelt, moves, lookups=PLACE_LOOKUPS)
    found = gazetteer.resolve_area(texts)
    assert taken(found) == line_of(places, found.area_id)
    assert found == gazetteer.resolve_area(texts)
    asked = [note for note in found.notes if note.cause is not PlaceCause.MOVED]
    assert bool(asked) == (Warn.AREA_UNKNOWN in found.warnings)
    for note in asked:
        assert len(note.choices) <= {PlaceCause.UNKNOWN: 3, PlaceCause.SEVERAL: 8}[note.cause]
        assert all(places[choice].level == note.level for choice in note.choices)
        if note.under and note.cause is PlaceCause.UNKNOWN:
            assert all(note.under in line_of(places, choice).values() for choice in note.choices)


@given(trees(), TEXTS)
def test_a_name_that_only_looks_alike_is_never_taken(tree: tuple[list[Place], list[AreaMove]], text: str) -> None:
    areas, _ = tree
    offering = Gazetteer(areas, [], lookups=PLACE_LOOKUPS)
    strict = Gazetteer(areas, [])
    assert offering.resolve_area(PlaceTexts(text)).area_id == strict.resolve_area(PlaceTexts(text)).area_id
