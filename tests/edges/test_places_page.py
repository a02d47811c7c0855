"""An officer sees the places that are not known, and takes the one that was meant for all equal texts."""

import re

from sqlalchemy import select

from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import ListRow
from tests.edges.test_lists_pages import Officer, app, floor, in_review, nadia
from tests.given_floor import Floor

__all__ = ["app", "floor", "nadia"]  # fixtures of the officer's pages

PEOPLE = """Name,Mobile No,State,District,Block,Pin Code
Fata Begum,9419012345,J&K,Baramulla,Pattn,193121
Raja Begum,7006123450,J&K,Baramulla,Pattn,193121
Sara Bano,7006123451,J&K,Baramulla,Sumbal,193502
Zooni Begum,7006123452,,Hamirpur,Sujanpur,
Mala Begum,7006123453,J&K,Srinagar,,193502
Noora Begum,7006123454,J&K,Srinagar,,190001
"""


def blocks(db: Database) -> dict[str | None, str | None]:
    with db.transaction(EVERYTHING) as session:
        rows = session.scalars(select(ListRow).where(ListRow.verdict == "accepted")).all()
        return {row.name: row.details["person"].get("block_id") for row in rows}


def test_a_place_that_is_not_known_is_taken_with_one_click(db: Database, floor: Floor, nadia: Officer) -> None:
    list_id = in_review(db, floor, nadia, PEOPLE)
    assert blocks(db)["Raja Begum"] is None
    page = nadia.get(f"/lists/{list_id}/places").text
    assert page.count("Several places have this name") == 1
    assert page.count("The PIN code lies in another district") == 1
    assert page.count("An old name or an old district") == 1
    form = next(form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if ">Pattan<" in form)
    fields = dict(re.findall(r'name="(cause|column|row|seen|text)" value="([^"]*)"', form))
    assert nadia.post(f"/lists/{list_id}/equal-values", **fields).status_code == 200
    assert blocks(db)["Fata Begum"] == blocks(db)["Raja Begum"] == "block:27@3"
    assert "Pattn" not in nadia.get(f"/lists/{list_id}/places").text


def test_one_of_two_namesakes_is_taken_by_its_code(db: Database, floor: Floor, nadia: Officer) -> None:
    list_id = in_review(db, floor, nadia, PEOPLE)
    page = nadia.get(f"/lists/{list_id}/places").text
    form = next(form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if "Himachal Pradesh" in form)
    fields = dict(re.findall(r'name="(cause|column|row|seen|text)" value="([^"]*)"', form))
    nadia.post(f"/lists/{list_id}/equal-values", **fields)
    with db.transaction(EVERYTHING) as session:
        row = session.scalars(select(ListRow).where(ListRow.name == "Zooni Begum")).one()
        assert row.details["person"]["state_id"] == "state:2"


def test_a_list_without_doubts_says_so(db: Database, floor: Floor, nadia: Officer) -> None:
    list_id = in_review(db, floor, nadia, "Name,Mobile No,District\nFata Begum,9419012345,Bandipora\n")
    assert "Every place that was written is known." in nadia.get(f"/lists/{list_id}/places").text
    assert f"/lists/{list_id}/places" in nadia.get(f"/lists/{list_id}/check").text


def test_a_division_is_read_and_one_that_is_misspelt_is_taken_with_one_click(
    db: Database, floor: Floor, nadia: Officer
) -> None:
    people = "Name,Mobile No,State,Division\nFata Begum,9419012345,J&K,Jammu\nSara Bano,7006123451,J&K,Kashmer\n"
    list_id = in_review(db, floor, nadia, people)
    page = nadia.get(f"/lists/{list_id}/places").text
    form = next(form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if ">Kashmir<" in form)
    fields = dict(re.findall(r'name="(cause|column|row|seen|text)" value="([^"]*)"', form))
    assert nadia.post(f"/lists/{list_id}/equal-values", **fields).status_code == 200
    with db.transaction(EVERYTHING) as session:
        rows = session.scalars(select(ListRow).where(ListRow.verdict == "accepted")).all()
        areas = {row.name: row.details["person"]["area_id"] for row in rows}
    assert areas == {"Fata Begum": "division:IN-JK-JAM", "Sara Bano": "division:IN-JK-KAS"}


def test_a_block_that_stands_under_another_district_is_told_so_and_not_taken(
    db: Database, floor: Floor, nadia: Officer
) -> None:
    people = "Name,Mobile No,State,District,Block\nFata Begum,9419012345,J&K,Srinagar,Hajin\n"
    people += "Sara Bano,7006123451,J&K,Srinagar,Sumbl\nZooni,7006123452,J&K,Srinagar,Xyzzy\n"
    list_id = in_review(db, floor, nadia, people)
    page = re.sub(r"</?bdi>", "", nadia.get(f"/lists/{list_id}/places").text)
    assert "Hajin stands under Bandipora" in page
    assert "Sumbal stands under Bandipora" in page
    assert page.count("Nothing like it is known here") == 1
    assert set(blocks(db).values()) == {None}
