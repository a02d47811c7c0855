"""The page on which an officer says who of a newer version is called, where only a sample of the older one is."""

import re
from pathlib import Path
from uuid import UUID

import pytest

from campaigns.lists.choose_older_list import choose_older_list
from campaigns.rules.list_states import ListStatus
from campaigns.rules.lists.sampling import SamplePlan, StrataBy
from campaigns.store.session import Database
from tests.edges.test_lists_pages import Officer, app, floor, nadia
from tests.flows.test_samples_going_on import people
from tests.given_floor import Floor
from tests.given_list import approved, imported, kept, scope, upload
from tests.given_samples import drawn

__all__ = ["app", "floor", "nadia"]  # fixtures of the officer's pages


@pytest.fixture
def newer(db: Database, floor: Floor, tmp_path: Path) -> UUID:
    """A newer version with forty new people, of a list of a hundred of whom twenty are called."""
    older = imported(db, floor, upload(tmp_path, people(range(100)), "older.csv"))
    drawn(db, floor, older, SamplePlan("lot", StrataBy.GENDER, people=20))
    approved(db, floor, older)
    list_id = imported(db, floor, upload(tmp_path, people(range(140)), "newer.csv"))
    assert choose_older_list(db, scope(floor), list_id, older) is None
    return list_id


def test_the_officer_goes_on_with_the_sample(db: Database, nadia: Officer, newer: UUID) -> None:
    page = nadia.get(f"/lists/{newer}/check").text
    assert "Of the list that this one replaces only a sample is called." in page
    refused = nadia.post(f"/lists/{newer}/approve")
    assert refused.status_code == 409
    assert "Say first who of this list is called" in refused.text
    page = nadia.get(f"/lists/{newer}/sample").text
    assert "20 people who were drawn before are still listed and stay." in page
    assert "Of those who are new, 8 people are drawn" in page
    assert re.findall(r'<th scope="row">(\S*Men[^<]*|\S*Women[^<]*)', page) == [
        "Men",
        "\u2068Men\u2069, new in version 2",
        "Women",
        "\u2068Women\u2069, new in version 2",
    ]
    page = nadia.post(f"/lists/{newer}/sample/go-on", who="sample").text
    assert "28 of 140 people are called" in page
    nadia.post(f"/lists/{newer}/approve")
    assert kept(db, newer).status is ListStatus.APPROVED


def test_the_officer_calls_everyone_from_now_on(nadia: Officer, newer: UUID) -> None:
    page = nadia.post(f"/lists/{newer}/sample/go-on", who="everyone").text
    assert "140 of 140 people are called" in page


def test_a_list_that_replaces_none_has_no_such_page(db: Database, floor: Floor, nadia: Officer, tmp_path: Path) -> None:
    list_id = imported(db, floor, upload(tmp_path, people(range(10))))
    assert nadia.get(f"/lists/{list_id}/sample/go-on").status_code == 404
