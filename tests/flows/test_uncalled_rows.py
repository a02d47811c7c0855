"""Every row of every approved list stands on every tier: as a person, or as a row that nobody is called for."""

from collections import Counter
from datetime import timedelta

import pytest

from campaigns.accounts.draw_account import draw_account
from campaigns.reports.count_list_rows import count_list_rows
from campaigns.reports.draw_tier import draw_tier
from campaigns.reports.ring_stale_row_counts import ring_stale_row_counts
from campaigns.rules.accounts.account import Ending
from campaigns.rules.accounts.drawn_account import Account, PlaceTotals, Tier
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.reports.tier_report import TierReport
from campaigns.rules.verdicts import Reason, Verdict
from campaigns.shared.tier_drawing import TierWish
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import BeneficiaryList, RowTotal
from campaigns.store.totals.row_totals import stale_counts
from tests.given_floor import DISTRICT, NOW, PATTAN, SOPORE, STATE, Floor, given_areas, given_floor


@pytest.fixture
def floor(db: Database) -> Floor:
    """A list of people of two blocks with refused rows of both, of a district, and of nobody knows where."""
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        first = floor.list(session)
        floor.row(session, first, Verdict.IGNORED, Reason.NOT_A_RECORD)
        for reason, place in (
            (Reason.PHONE_ROUNDED, {"district_id": DISTRICT, "block_id": PATTAN}),
            (Reason.PHONE_ROUNDED, {"district_id": DISTRICT, "block_id": SOPORE}),
            (Reason.PHONE_MISSING, {"district_id": DISTRICT}),
            (Reason.PHONE_MISSING, {"state_id": STATE}),
            (Reason.NAME_MISSING, {}),
        ):
            floor.row(session, first, Verdict.REJECTED, reason, details={"place": place})
        done = floor.person(session, first, status=CaseStatus.CLOSED, outcome=Outcome.COMPLETED, reached=True)
        floor.row(session, first, Verdict.ACCEPTED, beneficiary_id=done.beneficiary_id)
        floor.person(session, first, SOPORE)
        later = floor.list(session, "later.csv", ListStatus.REVIEW)
        floor.row(session, later, Verdict.REJECTED, Reason.PHONE_MISSING, details={"place": {"district_id": DISTRICT}})
    return floor


def tier_of(db: Database, floor: Floor, area_id: str | None = None) -> TierReport:
    """A tier as the department sees it."""
    drawn = draw_tier(db, Scope(floor.department.id), TierWish(floor.campaign.id, area_id), now=NOW)
    assert isinstance(drawn, TierReport)
    return drawn


def rows_on_tier(db: Database, floor: Floor, area_id: str | None) -> Counter[str]:
    """All rows of each area: its people, and the rows that nobody is called for."""
    drawn = tier_of(db, floor, area_id)
    assert drawn.uncalled
    people = Counter({row.area.id: int(row.people) for row in drawn.rows})
    return people + Counter({area: sum(here.values()) for area, here in drawn.uncalled.areas.items()})


def rows_in_account(db: Database, floor: Floor, tier: Tier) -> Counter[str]:
    """The same from the account."""
    found = Counter[str]()
    with draw_account(db, Scope(floor.department.id), floor.campaign.id, now=NOW) as account:
        assert isinstance(account, Account)
        for total in account.tiers[tier]:
            found[_id(total, tier)] += total.tally.rows
    return +found


def _id(total: PlaceTotals, tier: Tier) -> str:
    area = total.place.area(tier)
    return area.id if area else ""


def test_people_and_rows_without_a_call_are_all_rows_on_every_tier(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        session.get_one(BeneficiaryList, floor.lists[1].id).status = ListStatus.APPROVED
    count_list_rows(db, floor.campaign.id, now=NOW)
    for tier, area_id in ((Tier.STATE, None), (Tier.DISTRICT, STATE), (Tier.BLOCK, DISTRICT)):
        on_tier, in_account = rows_on_tier(db, floor, area_id), rows_in_account(db, floor, tier)
        assert {area: rows for area, rows in on_tier.items() if area} == {
            area: rows for area, rows in in_account.items() if area
        }
    assert sum(rows_on_tier(db, floor, None).values()) == 10
    drawn = tier_of(db, floor)
    assert drawn.uncalled
    assert drawn.uncalled.whole == {Ending.REJECTED: 6, Ending.SAME_PERSON: 1, Ending.IGNORED: 1}
    blocks = tier_of(db, floor, DISTRICT).uncalled
    assert blocks
    assert blocks.areas == {
        PATTAN: {Ending.REJECTED: 1, Ending.SAME_PERSON: 1},
        SOPORE: {Ending.REJECTED: 1},
        "": {Ending.REJECTED: 2},
    }


def test_rows_of_a_list_count_once_it_is_approved_and_anew_when_it_is_withdrawn(db: Database, floor: Floor) -> None:
    count_list_rows(db, floor.campaign.id, now=NOW)
    with db.transaction(EVERYTHING) as session:
        assert stale_counts(session) == []
        session.get_one(BeneficiaryList, floor.lists[1].id).status = ListStatus.APPROVED
    before = tier_of(db, floor).uncalled
    assert before
    assert before.whole[Ending.REJECTED] == 5
    with db.transaction(EVERYTHING) as session:
        assert stale_counts(session) == [floor.campaign.id]
        for one in floor.lists:
            session.get_one(BeneficiaryList, one.id).status = ListStatus.WITHDRAWN
    ring_stale_row_counts(db, now=NOW)
    assert count_list_rows(db, floor.campaign.id, now=NOW + timedelta(minutes=1)) == 8
    after = tier_of(db, floor).uncalled
    assert after
    assert after.whole == {Ending.WITHDRAWN: 8}
    assert after.counted_at == NOW + timedelta(minutes=1)


def test_a_campaign_whose_rows_were_never_counted_says_so_instead_of_none(db: Database, floor: Floor) -> None:
    assert tier_of(db, floor).uncalled is None


def test_nobody_sees_rows_of_another_area_or_department(db: Database, floor: Floor) -> None:
    count_list_rows(db, floor.campaign.id, now=NOW)
    with db.transaction(EVERYTHING) as session:
        stranger = given_floor(session, "roads", floor.operator.id)
    for scope, seen in (
        (Scope(floor.department.id, area_id=SOPORE), {SOPORE}),
        (Scope(stranger.department.id), set()),
        (Scope(stranger.department.id, area_id=STATE), set()),
    ):
        with db.transaction(scope) as session:
            assert {one.area_id for one in session.query(RowTotal)} == seen
