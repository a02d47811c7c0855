"""A row saved in another encoding than its file is never taken silently: the officer sees it, and mends it in place."""

from uuid import UUID

import pytest

from campaigns.store.session import Database
from tests.edges.test_lists_pages import Officer, in_review
from tests.edges.test_mending_pages import app, fields, floor, nadia, problems
from tests.given_floor import Floor

__all__ = ["app", "floor", "nadia"]  # fixtures of the officer's pages
NAMES = ("فاطمہ بیگم", "سارہ بانو", "حلیمہ ڈار")
ROWS = [f"{name},94190 1234{at},Bandipora,Hajin\n".encode() for at, name in enumerate(NAMES)]
STRANGE = [
    "Gh Nabi غلام,94190 12350,Bandipora,Hajin\n".encode("cp1256"),
    f"{'رحیم لون'.encode().decode('cp1252', errors='replace')},94190 12351,Bandipora,Hajin\n".encode(),
    "غلام رسول,94190 12352,Bandipora,Hajin\n".encode("cp1256"),
]


@pytest.fixture
def list_id(db: Database, floor: Floor, nadia: Officer) -> UUID:
    return in_review(db, floor, nadia, b"".join([b"Name,Mobile No,District,Block\n", *ROWS, *STRANGE]))


def test_rows_whose_letters_were_lost_are_worth_a_look_and_their_count_goes_down(nadia: Officer, list_id: UUID) -> None:
    page = problems(nadia, list_id, "letters_lost")
    assert "Letters lost in another encoding, 2 rows" in page.text
    assert ['id="mend-5"' in page.text, 'id="mend-4"' in page.text] == [True, False]
    typed = fields(page, "mend-5") | {"cell-0": "غلام نبی"}
    assert set(typed) == {"cause", "after", "cell-0", "seen-0"}, "the very cell is mended"
    sent = {"csrf_token": nadia.token, **typed}
    part = nadia.browser.post(f"/lists/{list_id}/rows/5", data=sent, headers={"X-Part": "row"})
    assert part.status_code == 200
    worth_a_look = part.text.partition('id="warnings"')[2].partition("</ul>")[0]
    assert "1 row" in worth_a_look
    assert "Letters lost in another encoding, 1 row<" in part.text


def test_a_name_of_which_no_letter_is_left_is_missing_and_it_is_said_why(nadia: Officer, list_id: UUID) -> None:
    assert "Name is missing. Letters lost in another encoding" in problems(nadia, list_id, "name_missing").text
