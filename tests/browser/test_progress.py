"""An officer waits before the progress page of a long list, in English and in Urdu."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from campaigns.house import House
from campaigns.rules.list_states import ListEvent
from campaigns.store.lists import lock_list, move_list
from campaigns.store.session import EVERYTHING
from tests.browser import test_lists as lists
from tests.browser.conftest import barriers
from tests.given_floor import Floor
from tests.given_list import mapped, upload

floor, house, address = lists.floor, lists.house, lists.address


@pytest.mark.parametrize("language", ["en", "ur"])
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
    page.goto(f"{address}/lists/{list_id}/progress")
    how_far = page.locator("#how-far")
    expect(how_far).to_contain_text("25%")
    expect(how_far.locator("progress")).to_have_attribute("value", "0.25")
    assert barriers(page) == []
    with house.db.transaction(EVERYTHING) as session:
        running = lock_list(session, list_id)
        assert running is not None
        running.rows_read = 120_000
    expect(how_far).to_contain_text("99%", timeout=10_000)
    assert "99%" in page.title()
    assert barriers(page) == []
    with house.db.transaction(EVERYTHING) as session:
        done = lock_list(session, list_id)
        assert done is not None
        move_list(session, done, ListEvent.FINISH_IMPORT, user_id=None, at=house.now())
    page.wait_for_url("**/problems", timeout=10_000)
