"""What the officer's pages say of the time for which lists are kept, and how she holds one longer."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from campaigns.lists.approve_list import CasesOpened, approve_list
from campaigns.lists.end_lists import end_lists
from campaigns.lists.erase_ended_lists import erase_ended_lists
from campaigns.lists.note_lawful_basis import note_lawful_basis
from campaigns.store.session import Database
from tests.edges.test_before_approval_pages import PEOPLE, list_id
from tests.edges.test_lists_pages import Officer, app, floor, nadia
from tests.given_floor import NOW, Floor
from tests.given_list import BASIS, scope
from tests.given_upkeep import sure

__all__ = ["app", "floor", "list_id", "nadia"]  # fixtures of the officer's pages
LONG_AGO = NOW - timedelta(days=2_000)


@pytest.fixture
def over(db: Database, floor: Floor, list_id: UUID) -> UUID:
    """A list whose time has been over for years."""
    basis = replace(BASIS, order_date=LONG_AGO.date(), keep_until=LONG_AGO.date() + timedelta(days=90))
    assert note_lawful_basis(db, scope(floor), list_id, basis, user_id=None, now=LONG_AGO) is None
    assert isinstance(approve_list(db, scope(floor), list_id, user_id=None, now=LONG_AGO), CasesOpened)
    return list_id


def test_lists_that_end_stand_on_the_home_page(nadia: Officer, over: UUID) -> None:
    page = nadia.get("/lists/").text
    assert "The time of these lists ends within a month, or is over." in page
    assert f"/lists/{over}" in page


def test_the_pages_say_what_becomes_of_a_list(db: Database, floor: Floor, nadia: Officer, over: UUID) -> None:
    campaign = f"/lists/campaigns/{floor.campaign.id}"
    assert "Then nobody is called because of this list any more" in nadia.get(f"/lists/{over}/check").text
    end_lists(db, now=NOW, day_is_sure=sure)
    page = nadia.get(f"/lists/{over}/check").text
    assert "is being erased" in page
    assert "Withdraw this list" not in page
    assert "Nobody is called because of it any more" in nadia.get(campaign).text
    erase_ended_lists(db, secret="s", now=NOW, day_is_sure=sure)
    page = nadia.get(f"/lists/{over}/check").text
    assert "was erased on" in page
    assert "Hold the list" not in page
    assert "was erased on" in nadia.get(campaign).text
    assert "The time of these lists" not in nadia.get("/lists/").text
    again = nadia.upload(floor.campaign.id, PEOPLE)
    assert (again.status_code, "This very file was uploaded to this campaign before:" in again.text) == (200, True)
    assert re.search(rf"/lists/{over}.*its time is over", again.text)


def test_a_list_is_held_with_a_reason_until_a_day_and_let_go(db: Database, nadia: Officer, over: UUID) -> None:
    at = f"/lists/{over}"
    refused = nadia.post(f"{at}/hold", because="Writ 12", until="")
    assert refused.status_code == 409
    assert "Choose a day that is still to come." in refused.text
    until = (NOW + timedelta(days=40)).date().isoformat()
    assert nadia.post(f"{at}/hold", because="Writ 12 of 2026", until=until).status_code == 200
    page = nadia.get(f"{at}/check").text
    assert "This list is held until" in page
    assert "Writ 12 of 2026" in page
    end_lists(db, now=NOW, day_is_sure=sure)
    assert erase_ended_lists(db, secret="s", now=NOW, day_is_sure=sure) is None
    assert "held until" in nadia.get("/lists/").text
    assert nadia.post(f"{at}/lift-hold").status_code == 200
    assert erase_ended_lists(db, secret="s", now=NOW, day_is_sure=sure) == 21


def test_another_department_holds_nothing(nadia: Officer) -> None:
    strange = UUID(int=7)
    assert nadia.post(f"/lists/{strange}/hold", because="x", until="2030-01-01").status_code == 404
    assert nadia.post(f"/lists/{strange}/lift-hold").status_code == 404
