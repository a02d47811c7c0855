"""The account's page tells of each tier below a place, and says in words what it cannot show."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import update

from campaigns.accounts.add_up_account import add_up_account
from campaigns.accounts.draw_account import draw_account
from campaigns.reports.count_list_rows import count_list_rows
from campaigns.reports.count_review_rows import count_review_rows
from campaigns.reports.ring_stale_row_counts import ring_stale_row_counts
from campaigns.rules.accounts.account import Ended, Ending
from campaigns.rules.accounts.drawn_account import Account, AccountTotals, Tier
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.verdicts import Reason, Verdict
from campaigns.shared import adding_up
from campaigns.store.lists.list_mends import save_mended_rows
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import Area, BeneficiaryList, ListRow
from campaigns.store.totals.account_lines import COUNTED_AT_ONCE
from tests.edges.test_floor import app, browser, floor  # noqa: F401 - fixtures
from tests.edges.test_sign_in import sign_in
from tests.given_floor import DISTRICT, NOW, PATTAN, SOPORE, STATE, Floor


@pytest.fixture
def officer(browser: FlaskClient, floor: Floor) -> FlaskClient:  # noqa: F811
    sign_in(browser, "officer")
    return browser


@pytest.fixture
def under_review(db: Database, floor: Floor) -> BeneficiaryList:  # noqa: F811
    """A second list with a refused row of Sopore and one to be called, which waits to be approved."""
    with db.transaction(EVERYTHING) as session:
        later = floor.list(session, "later.csv", ListStatus.REVIEW)
        floor.row(session, later, Verdict.REJECTED, Reason.PHONE_MISSING, details={"place": {"block_id": SOPORE}})
        floor.row(session, later, Verdict.ACCEPTED)
        return later


def make_long(db: Database, one: BeneficiaryList) -> None:
    """Say that a list has so many rows that no page counts them."""
    with db.transaction(EVERYTHING) as session:
        session.execute(
            update(BeneficiaryList).where(BeneficiaryList.id == one.id).values(accepted=COUNTED_AT_ONCE + 1)
        )


def added_up(db: Database, floor: Floor) -> AccountTotals:  # noqa: F811
    account = add_up_account(db, Scope(floor.department.id), floor.campaign.id, now=NOW)
    assert isinstance(account, AccountTotals)
    return account


def assert_same_as_drawn(db: Database, floor: Floor, account: AccountTotals) -> None:  # noqa: F811
    with draw_account(db, Scope(floor.department.id), floor.campaign.id, now=NOW) as drawn:
        assert isinstance(drawn, Account)
        assert account.whole.endings == drawn.whole.endings
        assert [one.place for one in account.tiers[Tier.BLOCK]] == [one.place for one in drawn.tiers[Tier.BLOCK]]


def test_a_place_leads_to_the_tiers_below_it(officer: FlaskClient, floor: Floor) -> None:  # noqa: F811
    where = f"/reports/{floor.campaign.id}"
    page = officer.get(where).text.replace("%3A", ":").replace("%40", "@")
    assert "The account is balanced." in page
    assert f"{where}?area={DISTRICT}" in page
    below = officer.get(f"{where}?area={DISTRICT}").text
    assert 'aria-current="location">Baramulla' in below
    assert "By block" in below
    assert "By state" not in below
    block = officer.get(f"{where}?area={SOPORE}").text
    assert "By district" not in block
    assert 'id="place-itself"' in block
    paper = PdfReader(BytesIO(officer.get(f"{where}/account.pdf?area={DISTRICT}").data))
    assert "By block" in paper.pages[0].extract_text()


def test_a_tier_of_too_many_places_is_told_below_each_place_above_it(db: Database, floor: Floor) -> None:  # noqa: F811
    scope, campaign = Scope(floor.department.id), floor.campaign.id
    few = add_up_account(db, scope, campaign, now=NOW, most_places=1)
    assert isinstance(few, AccountTotals)
    assert set(few.tiers) == {Tier.STATE, Tier.DIVISION, Tier.DISTRICT}
    assert few.balanced


def test_a_place_that_is_none_or_in_which_nobody_lives_is_answered_in_words(
    officer: FlaskClient, floor: Floor, db: Database  # noqa: F811
) -> None:  # fmt: skip
    where = f"/reports/{floor.campaign.id}"
    for path in (where, f"{where}/account.pdf"):
        answer = officer.get(f"{path}?area=district:0")
        assert answer.status_code == 404
        assert "There is no such area. Begin again at the top of the account." in answer.text
    with db.transaction(EVERYTHING) as session:
        names = {"code": "9", "name": "Wagoora", "folded_name": "wagoora"}
        session.add(Area(id="block:9", country="IN", level="block", parent_id=DISTRICT, **names))
    empty = officer.get(f"{where}?area=block:9")
    assert empty.status_code == 200
    assert "No row of this campaign names this place." in empty.text


def test_long_lists_that_changed_are_told_of_when_they_are_counted(
    officer: FlaskClient, floor: Floor, db: Database  # noqa: F811
) -> None:  # fmt: skip
    make_long(db, floor.lists[0])
    page = officer.get(f"/reports/{floor.campaign.id}").text
    assert "Rows that nobody is called for are being counted anew" in page
    assert "balanced" not in page
    paper = PdfReader(BytesIO(officer.get(f"/reports/{floor.campaign.id}/account.pdf").data))
    assert "being counted anew" in paper.pages[0].extract_text()
    count_list_rows(db, floor.campaign.id, now=NOW)
    account = added_up(db, floor)
    assert not account.counting
    assert_same_as_drawn(db, floor, account)


def test_a_long_list_under_review_is_counted_beside_the_page_and_anew_after_a_mend(
    floor: Floor, db: Database, under_review: BeneficiaryList  # noqa: F811
) -> None:  # fmt: skip
    assert_same_as_drawn(db, floor, added_up(db, floor))
    make_long(db, under_review)
    assert added_up(db, floor).counting
    ring_stale_row_counts(db, now=NOW)
    assert count_review_rows(db, under_review.id) == 2
    account = added_up(db, floor)
    assert account.whole.endings[Ending.WAITING_FOR_APPROVAL] == 1
    assert_same_as_drawn(db, floor, account)
    with db.transaction(EVERYTHING) as session:
        row = session.get_one(ListRow, (under_review.id, 1))
        mended = {"row": 1, "verdict": "rejected", "reason": "phone_rounded", "details": {"place": {"block_id": PATTAN}},
                  "name": row.name, "phones": row.phones, "cells": row.cells}  # fmt: skip
        save_mended_rows(session, under_review.id, [mended])
    assert added_up(db, floor).counting, "a mend that changes no number of the list is seen, too"
    count_review_rows(db, under_review.id)
    assert_same_as_drawn(db, floor, added_up(db, floor))


def test_the_tiers_below_a_place_add_up_to_it(db: Database, floor: Floor) -> None:  # noqa: F811
    area = add_up_account(db, Scope(floor.department.id), floor.campaign.id, STATE, now=NOW)
    assert isinstance(area, AccountTotals)
    assert area.area is not None
    assert area.area.tally.rows == area.whole.rows
    assert set(area.tiers) == {Tier.DIVISION, Tier.DISTRICT, Tier.BLOCK}
    assert area.balanced


def test_of_few_people_the_page_says_how_often_each_was_called_in_vain_and_of_many_how_many_they_are(
    officer: FlaskClient, db: Database, floor: Floor, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    with db.transaction(EVERYTHING) as session:
        case = floor.person(session, floor.lists[0])
        for _ in range(3):
            floor.call(session, case, Outcome.NO_ANSWER)
        case.status, case.outcome = CaseStatus.CLOSED, Outcome.NO_ANSWER
    whole = added_up(db, floor).whole
    assert whole.ended[Ended(Ending.UNREACHABLE, "3")] == 1
    assert "after 3 calls" in officer.get(f"/reports/{floor.campaign.id}").text
    monkeypatch.setattr(adding_up, "FEW_IN_VAIN", 0)
    many = added_up(db, floor).whole
    assert many.ended[Ended(Ending.UNREACHABLE)] == whole.endings[Ending.UNREACHABLE]
    assert many.endings == whole.endings
    assert "after 3 calls" not in officer.get(f"/reports/{floor.campaign.id}").text
