"""The areas of India and Khyber Pakhtunkhwa as lists name them."""

from datetime import date

import pytest
from sqlalchemy import func, select

from campaigns.rules.areas.gazetteer import Gazetteer
from campaigns.rules.areas.places import PlaceCause, PlaceTexts, fold_place
from campaigns.rules.verdicts import Warn
from campaigns.set_up.load_areas import load_areas
from campaigns.shared.place_lookups import PLACE_LOOKUPS
from campaigns.store.areas.areas import area_names, gazetteer
from campaigns.store.areas.shipped_areas import shipped_aliases, shipped_areas, shipped_moves
from campaigns.store.session import NOBODY, Database
from campaigns.store.tables import Area, AreaAlias, AreaOnce

TODAY = date(2026, 11, 22)
ENDED = 4


def shipped(country: str) -> Gazetteer:
    """The shipped areas of a country, without a database."""
    places = {place.id: place for place in shipped_areas() if place.country == country}
    aliases = [alias for alias in shipped_aliases() if alias[0] in places]
    moves = [move for move, _ in shipped_moves()]
    return Gazetteer(places.values(), aliases, moves, on=TODAY, lookups=PLACE_LOOKUPS)


@pytest.fixture(scope="module")
def india() -> Gazetteer:
    return shipped("IN")


@pytest.fixture(scope="module")
def pakistan() -> Gazetteer:
    return shipped("PK")


def test_all_areas_are_there_and_loading_again_changes_nothing(db: Database) -> None:
    india = {("IN", "state"): 36, ("IN", "division"): 2, ("IN", "district"): 763, ("IN", "block"): 7233}
    kp = {("PK", "state"): 1, ("PK", "division"): 7, ("PK", "district"): 38}
    for _ in range(2):
        assert load_areas(db) == sum(india.values()) + sum(kp.values()) + ENDED
        with db.transaction(NOBODY) as session:
            standing = select(Area.country, Area.level, func.count().label("areas")).where(Area.valid_to.is_(None))
            counted = session.execute(standing.group_by(Area.country, Area.level))
            assert {(row.country, row.level): row.areas for row in counted} == india | kp
            assert session.scalar(select(func.count()).select_from(AreaAlias)) == len(shipped_aliases())
            assert session.scalar(select(func.count()).select_from(AreaOnce)) == len(shipped_moves())


def test_a_block_code_under_two_districts_is_two_blocks(areas: None, db: Database) -> None:
    with db.transaction(NOBODY) as session:
        twice = session.scalars(
            select(Area.code).where(Area.level == "block").group_by(Area.code).having(func.count() > 1)
        ).all()
        assert len(twice) == 10
        assert area_names(session, ["block:6908@623"]) == {"block:6908@623": "Aloosa"}
        bandipora = select(func.count()).select_from(Area).where(Area.parent_id == "district:623")
        assert session.scalar(bandipora) == 12


@pytest.mark.parametrize(
    ("country", "state", "district"), [("IN", "J&K", "district:623"), ("PK", "KPK", "district:PK-KP-NOW")]
)
def test_the_gazetteer_of_a_campaign_holds_its_own_country(
    areas: None, db: Database, country: str, state: str, district: str
) -> None:
    with db.transaction(NOBODY) as session:
        places = gazetteer(session, country, on=TODAY, lookups=PLACE_LOOKUPS)
    name = {"IN": "Bandipora", "PK": "Nowshera"}
    assert places.resolve_area(PlaceTexts(state, name[country])).district_id == district
    assert places.resolve_area(PlaceTexts(district=name["PK" if country == "IN" else "IN"])).district_id is None


@pytest.mark.parametrize(
    ("spellings", "district"),
    [
        (
            ("Bandipora", "Bandipore", "BANDIPUR", "Distt. Bandipora", "ضلع بانڈی پورہ", "बांदीपोरा", "623", "0623"),
            "district:623",
        ),
        (("Budgam", "badgam", "Badgam District", "بڈگام"), "district:2"),
        (("Baramulla", "Baramula", "Baramullah", "بارہمولہ"), "district:3"),
        (("Poonch", "PUNCH", "Poonchh"), "district:10"),
        (("Shopian", "Shupiyan"), "district:625"),
        (("Rajouri", "Rajauri", "راجوری", "राजौरी"), "district:12"),
    ],
)
def test_every_spelling_of_a_district_means_the_same_place(
    india: Gazetteer, spellings: tuple[str, ...], district: str
) -> None:
    assert {india.resolve_area(PlaceTexts("J&K", text)).district_id for text in spellings} == {district}


@pytest.mark.parametrize(
    ("spellings", "district"),
    [
        (("Dera Ismail Khan", "D.I.Khan", "DI KHAN", "D. I. Khan", "ڈیرہ اسماعیل خان", "PK-KP-DIK"), "DIK"),
        (("Charsadda", "Charsada", "District Charsadda", "چارسدہ"), "CHA"),
        (("Nowshera", "Naushera", "نوشہرہ", "نوشهره"), "NOW"),
        (("Khyber", "Khyber Agency", "ضلع خیبر"), "KHY"),
        (("Lower Dir", "Dir Lower", "لوئر دیر"), "LDR"),
    ],
)
def test_every_spelling_of_a_district_of_khyber_pakhtunkhwa_means_the_same_place(
    pakistan: Gazetteer, spellings: tuple[str, ...], district: str
) -> None:
    found = {
        pakistan.resolve_area(PlaceTexts(state, text)).district_id
        for text in spellings
        for state in ("", "KP", "خیبر پختونخوا")
    }
    assert found == {f"district:PK-KP-{district}"}


def test_a_district_of_khyber_pakhtunkhwa_brings_its_division_and_province(pakistan: Gazetteer) -> None:
    place = pakistan.resolve_area(PlaceTexts("Khyber Pakhtunkhwa", "Nowshera", "Tehsil Pabbi"))
    assert (place.state_id, place.division_id, place.district_id) == (
        "state:PK-KP",
        "division:PK-KP-PES",
        "district:PK-KP-NOW",
    )
    # no tehsils are known, so a tehsil is nothing that could be wrong
    assert (place.block_id, place.warnings, place.notes) == (None, (), ())
    assert pakistan.resolve_area(PlaceTexts("KP", division="Hazara Division")).area_id == "division:PK-KP-HAZ"
    assert pakistan.resolve_area(PlaceTexts("KP", "Swat", division="Hazara")).district_id is None


@pytest.mark.parametrize(
    ("texts", "area", "asked"),
    [
        (PlaceTexts("J&K", division="Kashmir"), "division:IN-JK-KAS", []),
        (PlaceTexts(division="Kashmir Division"), "division:IN-JK-KAS", []),
        (PlaceTexts("J&K", "Bandipora", division="کشمیر"), "district:623", []),
        (PlaceTexts("J&K", "Samba", division="Kashmir"), "division:IN-JK-KAS", ["district"]),
        (PlaceTexts("J&K", "Bandipora", division="Kashmer"), "district:623", ["division"]),
        (PlaceTexts("Uttar Pradesh", "Lucknow", division="Lucknow"), "district:162", []),
        (PlaceTexts("", "Lucknow", division="Lucknow"), "district:162", []),
    ],
)
def test_a_division_of_jammu_and_kashmir_stands_between_it_and_its_districts(
    india: Gazetteer, texts: PlaceTexts, area: str, asked: list[str]
) -> None:
    """A division of a state whose divisions the directory does not have is nothing that could be wrong."""
    place = india.resolve_area(texts)
    assert (place.area_id, [note.level for note in place.notes]) == (area, asked)
    if area != "district:162":
        assert place.state_id == "state:1"


def test_an_old_parent_leads_to_the_area_of_today(india: Gazetteer) -> None:
    """Bandipora was a part of Baramulla until 2007, Ladakh of Jammu and Kashmir until 2019."""
    sumbal = india.resolve_area(PlaceTexts("J&K", "Baramulla", "Sumbal"))
    assert (sumbal.district_id, sumbal.block_id) == ("district:623", "block:32@623")
    assert sumbal.warnings == (Warn.AREA_ALIAS,)
    assert [(note.cause, note.said, note.choices) for note in sumbal.notes] == [
        (PlaceCause.MOVED, "Sumbal", ("block:32@623",))
    ]
    leh = india.resolve_area(PlaceTexts("Jammu and Kashmir", "Leh"))
    assert (leh.state_id, leh.district_id) == ("state:37", "district:9")


def test_a_district_that_was_split_is_asked_about(pakistan: Gazetteer) -> None:
    for said in ("South Waziristan", "جنوبی وزیرستان"):
        place = pakistan.resolve_area(PlaceTexts("KP", said))
        assert (place.area_id, place.warnings[-1]) == ("state:PK-KP", Warn.AREA_UNKNOWN)
        assert place.notes[0].cause is PlaceCause.SEVERAL
        assert place.notes[0].choices == ("district:PK-KP-LSW", "district:PK-KP-USW")


def test_nearest_names_are_offered_within_the_parent_and_never_taken(india: Gazetteer) -> None:
    place = india.resolve_area(PlaceTexts("J&K", "Baramulla", "Pattn"))
    assert (place.area_id, place.block_id) == ("district:3", None)
    assert [(note.cause, note.under, note.choices[0]) for note in place.notes] == [
        (PlaceCause.UNKNOWN, "district:3", "block:27@3")
    ]
    assert len(place.notes[0].choices) <= 3
    far = india.resolve_area(PlaceTexts("J&K", "Srinagar", "Pattn"))
    assert not any(choice == "block:27@3" for note in far.notes for choice in note.choices)


@pytest.mark.parametrize(
    ("district", "pin", "choices"),
    [
        ("Bandipora", "193502", None),
        ("Srinagar", "193502", ("district:623",)),
        ("", "193502", ("district:623",)),
        ("Bandipora", "999999", None),
        ("Bandipora", "25000", None),
    ],
)
def test_a_pin_code_of_another_district_is_noted(
    india: Gazetteer, district: str, pin: str, choices: tuple[str, ...] | None
) -> None:
    noted = india.note_pin(pin, india.resolve_area(PlaceTexts("J&K", district)))
    assert (noted and noted.choices) == choices


def test_no_other_spelling_hides_a_sibling(india: Gazetteer, pakistan: Gazetteer) -> None:
    """Another spelling that is a neighbour's own name would never be found, and would mislead whoever reads the data."""
    places = {place.id: place for place in shipped_areas()}
    own = {(place.level, place.parent_id, fold_place(place.name)): place.id for place in places.values()}
    for area_id, spelling in shipped_aliases():
        same = own.get((places[area_id].level, places[area_id].parent_id, spelling))
        assert same in (None, area_id), (area_id, spelling)
