"""A row whose place is not known says which, until the place is mended."""

import re

from campaigns.store.session import Database
from tests.edges.test_lists_pages import Officer, in_review
from tests.edges.test_mending_pages import app, fields, floor, nadia, problems
from tests.given_floor import Floor

__all__ = ["app", "floor", "nadia"]  # fixtures of the officer's pages
PEOPLE = "Name,Mobile No,District,Block\nFata Begum,9419012345,Bandipora,Hajjin\nRaja,9419012346,Xyz,Hajin\nZooni,9419012347,Hamirpur,\n"


def test_the_text_of_an_unknown_place_stands_beside_its_row_and_a_tick_only_when_it_is_known(
    db: Database, floor: Floor, nadia: Officer
) -> None:
    list_id = in_review(db, floor, nadia, PEOPLE)
    page = problems(nadia, list_id, "area_unknown")
    assert "Place not known: Hajjin" in page.text
    assert "Several places have this name: Hamirpur" in page.text
    assert re.findall(r'name="cell-(\d)"[^>]*data-first', page.text) == ["3", "2", "2"], (
        "the block, and the district of the others"
    )
    for text, known in (("Hajinn", False), ("Hajin", True)):
        sent = fields(problems(nadia, list_id, "area_unknown"), "mend-2") | {"cell-3": text}
        sent["csrf_token"] = nadia.token
        part = nadia.browser.post(f"/lists/{list_id}/rows/2", data=sent, headers={"X-Part": "row"})
        assert ['class="mended"' in part.text, "Place not known: Hajinn" in part.text] == [known, not known]
