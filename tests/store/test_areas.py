"""The areas of India as lists name them."""

import pytest
from sqlalchemy import func, select

from campaigns.load_areas import load_areas
from campaigns.rules.gazetteer import PlaceTexts
from campaigns.store.areas import area_names, gazetteer, shipped_aliases
from campaigns.store.session import NOBODY, Database
from campaigns.store.tables import Area, AreaAlias


def test_all_states_districts_and_blocks_are_there_and_loading_again_changes_nothing(db: Database) -> None:
    for _ in range(2):
        assert load_areas(db) == 36 + 763 + 7233
        with db.transaction(NOBODY) as session:
            counted = session.execute(select(Area.level, func.count().label("areas")).group_by(Area.level))
            assert {row.level: row.areas for row in counted} == {"state": 36, "district": 763, "block": 7233}
            assert session.scalar(select(func.count()).select_from(AreaAlias)) == len(shipped_aliases())


def test_a_block_code_under_two_districts_is_two_blocks(db: Database) -> None:
    load_areas(db)
    with db.transaction(NOBODY) as session:
        twice = session.scalars(
            select(Area.code).where(Area.level == "block").group_by(Area.code).having(func.count() > 1)
        ).all()
        assert len(twice) == 10
        assert area_names(session, ["block:6908@623"]) == {"block:6908@623": "Aloosa"}
        bandipora = select(func.count()).select_from(Area).where(Area.parent_id == "district:623")
        assert session.scalar(bandipora) == 12


@pytest.mark.parametrize(
    ("spellings", "district"),
    [
        (
            ("Bandipora", "Bandipore", "BANDIPUR", "Distt. Bandipora", "ضلع بانڈی پورہ", "बांदीपोरा", "623", "0623"),
            "district:623",
        ),
        (("Budgam", "badgam", "Badgam District"), "district:2"),
        (("Baramulla", "Baramula"), "district:3"),
        (("Poonch", "PUNCH"), "district:10"),
        (("Shopian", "Shupiyan"), "district:625"),
    ],
)
def test_every_spelling_of_a_district_means_the_same_place(
    db: Database, spellings: tuple[str, ...], district: str
) -> None:
    load_areas(db)
    with db.transaction(NOBODY) as session:
        places = gazetteer(session)
    assert {places.resolve_area(PlaceTexts("J&K", text)).district_id for text in spellings} == {district}
