"""Lists that wait for approval stand on a tier's page: whoever approves comes there, careful readers see no name of them."""

from contextlib import closing

from flask import Flask

from campaigns.reports.count_list_rows import count_list_rows
from campaigns.rules.list_states import ListEvent, ListStatus
from campaigns.rules.verdicts import Reason, Verdict
from campaigns.store.bells import NoBells
from campaigns.store.lists.lists import lock_list, move_list
from campaigns.store.session import EVERYTHING, Database
from tests.edges.test_tier_pages import app as app
from tests.edges.test_tier_pages import browser_of
from tests.edges.test_tier_pages import floor as floor
from tests.given_floor import NOW, Floor


class Heard(NoBells):
    """Keeps what is rung."""

    def __init__(self) -> None:
        """Hear nothing yet."""
        self.rung: list[tuple[str, ...]] = []

    def enqueue(self, queue: str, job: str, *ids: str) -> None:
        """Keep it."""
        self.rung.append((queue, job, *ids))


def test_a_list_that_waits_is_told_with_its_rows_and_the_way_to_approve_it(
    app: Flask, db: Database, floor: Floor
) -> None:
    with db.transaction(EVERYTHING) as session:
        later = floor.list(session, "later.csv", ListStatus.REVIEW)
        later.accepted, later.rejected, later.ignored = 12_000, 345, 0
        address, check = f"/tiers/{floor.campaign.id}", f"/lists/{later.id}/check"
    page = browser_of(app, "officer").get(address).text
    assert "12,345 rows of \u2068later.csv\u2069 wait for approval." in page
    assert check in page
    careful = browser_of(app, "baramulla").get(address).text
    assert "A list of this campaign waits for approval." in careful
    assert "later.csv" not in careful
    assert check not in careful


def test_rows_of_an_approved_list_are_counted_at_once_and_until_then_the_page_says_so(
    app: Flask, db: Database, floor: Floor
) -> None:
    count_list_rows(db, floor.campaign.id, now=NOW)
    with db.transaction(EVERYTHING) as session:
        later = floor.list(session, "later.csv", ListStatus.REVIEW)
        floor.row(session, later, Verdict.REJECTED, Reason.PHONE_MISSING)
        later.rejected = 1
    officer, address, changed = browser_of(app, "officer"), f"/tiers/{floor.campaign.id}", "A list has changed."
    assert changed not in officer.get(address).text
    bells = Heard()
    url = db.engine.url.render_as_string(hide_password=False)
    with closing(Database(url, bells, pool_size=1)) as heard, heard.transaction(EVERYTHING) as session:
        kept = lock_list(session, later.id)
        assert kept
        assert move_list(session, kept, ListEvent.APPROVE, user_id=None, at=NOW)
    assert bells.rung == [("reports", "count_list_rows", str(floor.campaign.id))]
    page = officer.get(address).text
    assert changed in page
    assert "wait for approval" not in page
    assert count_list_rows(db, floor.campaign.id, now=NOW) == 1
    page = officer.get(address).text
    assert changed not in page
    assert "Rows that nobody is called for" in page
