"""The deepest area that fits, and never a guess between two."""

import pytest

from campaigns.rules.areas.gazetteer import Gazetteer
from campaigns.rules.areas.places import Place, PlaceTexts, fold_place
from campaigns.rules.verdicts import Warn

PLACES = Gazetteer(
    [
        Place("state:1", "state", "1", "Jammu And Kashmir", None),
        Place("state:3", "state", "3", "Punjab", None),
        Place("district:623", "district", "623", "Bandipora", "state:1"),
        Place("district:2", "district", "2", "Budgam", "state:1"),
        Place("district:40", "district", "40", "Hamirpur", "state:1"),
        Place("district:41", "district", "41", "Hamirpur", "state:3"),
        Place("block:25@623", "block", "25", "Hajin", "district:623"),
        Place("block:14@2", "block", "14", "Badgam", "district:2"),
        Place("block:9@2", "block", "9", "Hajin", "district:2"),
    ],
    [("state:1", fold_place("J&K")), ("district:623", fold_place("Bandipore")), ("block:14@2", fold_place("Budgam"))],
)


@pytest.mark.parametrize(
    ("texts", "area_id", "warnings"),
    [
        (PlaceTexts("Jammu & Kashmir", "BANDIPORA", "hajin"), "block:25@623", ()),
        (PlaceTexts("1", "0623", "25"), "block:25@623", ()),
        (PlaceTexts("۱", "۶۲۳", ""), "district:623", ()),
        (PlaceTexts("J&K", "Bandipora", "Block Hajin"), "block:25@623", (Warn.AREA_ALIAS,)),
        (PlaceTexts("", "Budgam", "Budgam"), "block:14@2", (Warn.AREA_ALIAS,)),
        (PlaceTexts("", "", "Badgam"), "block:14@2", ()),
        (PlaceTexts(), None, ()),
        # two of the same name, nothing to tell them apart
        (PlaceTexts("", "Hamirpur", ""), None, (Warn.AREA_UNKNOWN,)),
        (PlaceTexts("", "", "Hajin"), None, (Warn.AREA_UNKNOWN,)),
        (PlaceTexts("Punjab", "Hamirpur", ""), "district:41", ()),
        # the parent does not fit, or is not known
        (PlaceTexts("Punjab", "Bandipora", ""), "state:3", (Warn.AREA_UNKNOWN,)),
        (PlaceTexts("J&K", "Bandipora", "Badgam"), "district:623", (Warn.AREA_ALIAS, Warn.AREA_UNKNOWN)),
        (PlaceTexts("J&K", "Bandpra", "Badgam"), "state:1", (Warn.AREA_ALIAS, Warn.AREA_UNKNOWN)),
        (PlaceTexts("Some state", "Bandipora", "Hajin"), "block:25@623", (Warn.AREA_UNKNOWN,)),
        (PlaceTexts("", "9" * 5000, ""), None, (Warn.AREA_UNKNOWN,)),
    ],
)
def test_a_row_gets_the_deepest_area_that_fits(
    texts: PlaceTexts, area_id: str | None, warnings: tuple[Warn, ...]
) -> None:
    for _ in range(2):
        resolved = PLACES.resolve_area(texts)
        assert (resolved.area_id, resolved.warnings) == (area_id, warnings)


def test_a_block_brings_its_district_and_state() -> None:
    resolved = PLACES.resolve_area(PlaceTexts(block="Badgam"))
    assert (resolved.state_id, resolved.district_id, resolved.block_id) == ("state:1", "district:2", "block:14@2")


@pytest.mark.parametrize(
    ("level", "said", "under", "elsewhere"),
    [
        ("block", "hajin", "district:40", ("block:25@623", "block:9@2")),
        ("block", "Budgam", "district:623", ("block:14@2",)),
        ("block", "25", "district:2", ()),
        ("district", "Bandipora", "state:3", ("district:623",)),
        ("block", "Nowhere", "district:2", ()),
    ],
)
def test_a_name_that_stands_under_another_parent_is_told_and_not_taken(level, said, under, elsewhere) -> None:
    assert PLACES.elsewhere(level, said, under) == elsewhere
