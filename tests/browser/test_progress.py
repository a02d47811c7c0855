"""An officer waits before the progress page of a long list, in English and in Urdu, and before that of a long change."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import BrowserContext, expect

from campaigns.house import House
from campaigns.lists.begin_change import GIVEN_UP
from campaigns.rules.list_states import ListEvent
from campaigns.rules.lists.long_changes import LongKind
from campaigns.store.lists.list_files import alone_with_list
from campaigns.store.lists.lists import lock_list, move_list
from campaigns.store.lists.long_changes import end_change, note_rows_done, save_long_change
from campaigns.store.session import EVERYTHING
from tests.browser import test_lists as lists
from tests.browser.conftest import barriers
from tests.given_floor import Floor
from tests.given_list import imported, mapped, upload

floor, house, address = lists.floor, lists.house, lists.address


def test_the_share_grows_before_her_eyes(
    context: BrowserContext, address: str, house: House, floor: Floor, tmp_path: Path, language: str
) -> None:
    list_id = mapped(house.db, floor, upload(tmp_path))
    with house.db.transaction(EVERYTHING) as session:
        running = lock_list(session, list_id)
        assert running is not None
        move_list(session, running, ListEvent.START_IMPORT, user_id=None, at=house.now() - timedelta(seconds=20))
        running.rows_read, running.rows_expected = 25_000, 100_000
    page = lists.signed_in(context, address, language)
    with alone_with_list(house.db, list_id):  # as who reads it is
        page.goto(f"{address}/lists/{list_id}/progress")
        how_far = page.locator("#how-far")
        expect(how_far).to_contain_text("25%")
        expect(how_far.locator("progress")).to_have_attribute("value", "0.25")
        assert barriers(page) == []
        with house.db.transaction(EVERYTHING) as session:
            running = lock_list(session, list_id)
            assert running is not None
            running.rows_read = 120_000
        expect(how_far).to_contain_text("99%")
        assert "99%" in page.title()
        assert barriers(page) == []
    with house.db.transaction(EVERYTHING) as session:
        done = lock_list(session, list_id)
        assert done is not None
        move_list(session, done, ListEvent.FINISH_IMPORT, user_id=None, at=house.now())
    page.wait_for_url("**/problems")


def test_the_page_of_a_long_change_goes_on_by_itself_and_says_why_nothing_was_changed(
    context: BrowserContext, address: str, house: House, floor: Floor, tmp_path: Path
) -> None:
    list_id = imported(house.db, floor, upload(tmp_path))
    facts = {"id": uuid4(), "department_id": floor.department.id, "list_id": list_id, "kind": LongKind.NOT_SO}
    with house.db.transaction(EVERYTHING) as session:
        facts |= {"wish": {}, "asked_at": house.now(), "begun_at": house.now(), "rows_expected": 9_000}
        change_id = save_long_change(session, facts)
        assert change_id is not None
        note_rows_done(session, change_id, 1_000)
    page = lists.signed_in(context, address, "en")
    page.goto(f"{address}/lists/{list_id}/changes/{change_id}")
    expect(page.locator("#how-far")).to_contain_text("1,000 of 9,000 rows gone through")
    with house.db.transaction(EVERYTHING) as session:
        note_rows_done(session, change_id, 4_500)
    expect(page.locator("#how-far")).to_contain_text("50%")
    assert "50%" in page.title()
    refused = {"because": GIVEN_UP.because, "hint": GIVEN_UP.hint}
    with house.db.transaction(EVERYTHING) as session:
        assert end_change(session, change_id, refused, at=house.now())
    page.wait_for_url("**/fixed?change=*")
    expect(page.get_by_role("alert")).to_contain_text("so nothing was changed")
    assert barriers(page) == []
