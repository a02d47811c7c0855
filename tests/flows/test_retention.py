"""At the end of its retention a list's people are called no more and nothing tells who they were; the account stays."""

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from campaigns.accounts.draw_account import draw_account
from campaigns.lists.close_withdrawn_cases import close_withdrawn_cases
from campaigns.lists.end_lists import end_lists
from campaigns.lists.erase_ended_lists import erase_ended_lists
from campaigns.lists.import_list import import_list
from campaigns.lists.withdraw_list import withdraw_list
from campaigns.referrals.tend_referral import tend_referral
from campaigns.rules.accounts.account import Ending
from campaigns.rules.accounts.drawn_account import Account
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.lists.retention import sealed_phone
from campaigns.rules.outcomes import Outcome
from campaigns.rules.referral_states import ReferralEvent, ReferralStatus
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.sheets.write_account import account_csv
from campaigns.store.lists.retention import ending_lists
from campaigns.store.referrals.referral_pages import referral_story
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import (
    AccessTrace,
    Answer,
    Beneficiary,
    BeneficiaryPhone,
    Call,
    Campaign,
    CarrierEvent,
    Case,
    ListFilePart,
    ListMend,
    ListRow,
    LoggedOutcome,
    Referral,
    ReferralMove,
)
from tests.given_ended_lists import (
    AFTER,
    KEEP_UNTIL,
    PEOPLE,
    PERSONAL,
    SECRET,
    based,
    called_list,
    ended,
    everything_kept,
)
from tests.given_floor import NOW, Floor, given_floor
from tests.given_list import approved as approved_list
from tests.given_list import count, imported, kept, mapped, scope, upload
from tests.given_upkeep import sure


@pytest.fixture
def floor(areas: None, db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


def account(db: Database, floor: Floor, read: Callable[[Account], Any]) -> Any:
    with draw_account(db, scope(floor), floor.campaign.id, now=NOW) as drawn:
        assert isinstance(drawn, Account)
        assert drawn.balanced
        return read(drawn)


def lines(drawn: Account) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(account_csv(drawn)).lstrip("\ufeff"))))


def test_nothing_tells_who_anybody_was_and_the_account_stays(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = called_list(db, floor, tmp_path)
    with db.transaction(scope(floor)) as session:
        assert withdrawn_before(session) == 0
    before = account(db, floor, lambda drawn: (drawn.whole.endings, lines(drawn)))
    assert [word for word in PERSONAL if word.lower() in everything_kept(db).lower()] == list(PERSONAL)
    ended(db)
    told = everything_kept(db).lower()
    assert [word for word in PERSONAL if word.lower() in told] == []
    after = account(db, floor, lambda drawn: (drawn.whole.endings, lines(drawn)))
    assert after[0] == before[0] | {Ending.WAITING: 0, Ending.WITHDRAWN: 1}, "who still waited is called no more"
    gone = {"scheme_person_id": "", "ending": "", "aapor": ""}
    assert [line | gone for line in after[1]] == [line | gone for line in before[1]]
    assert {line["scheme_person_id"] for line in after[1]} == {""}
    assert after[1][1]["each_attempt"].endswith("completed 0001")
    assert kept(db, list_id).erased_at == AFTER


def withdrawn_before(session: Any) -> int:
    return len(session.scalars(select(Case).where(Case.outcome == Outcome.WITHDRAWN)).all())


def test_what_was_done_stays_and_a_number_can_still_be_asked_for(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = called_list(db, floor, tmp_path)
    ended(db)
    with db.transaction(scope(floor)) as session:
        call = session.scalars(select(Call)).one()
        assert (call.phone, call.outcome) == (sealed_phone(SECRET, "+919419000001"), Outcome.COMPLETED)
        assert call.phone.endswith(":0001")
        answers = {one.step: one.value for one in session.scalars(select(Answer))}
        assert answers == {"paid": {"value": "yes"}, "said": {"value": None}}
        assert session.scalars(select(LoggedOutcome.note)).one() is None
        assert session.scalars(select(CarrierEvent.raw)).one() == {}
        problem = session.scalars(select(Referral)).one()
        steps = session.execute(select(ReferralMove.event, ReferralMove.note).order_by(ReferralMove.event)).all()
        assert (problem.status, problem.note) == (ReferralStatus.OPEN, "")
        assert [tuple(step) for step in steps] == [(ReferralEvent.NOTE, ""), (None, "")]
        mended = session.scalars(select(ListMend)).one()
        assert (mended.row, mended.column, mended.before, mended.original) == (3, 3, "", {})
        actions = list(session.scalars(select(AccessTrace.action).order_by(AccessTrace.at, AccessTrace.action)))
    assert {"list_ended", "rows_erased", "list_erased"} <= set(actions)
    assert (count(db, ListFilePart), count(db, BeneficiaryPhone), count(db, ListRow)) == (0, 0, 6)
    assert (kept(db, list_id).sha256, kept(db, list_id).sample) != ("", None)


def test_what_an_officer_does_about_a_problem_afterwards_counts_and_her_words_are_not_kept(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    called_list(db, floor, tmp_path)
    ended(db)
    with db.transaction(EVERYTHING) as session:
        officer = floor.user(session, "nadia", Role.OFFICER)
        problem = session.scalars(select(Referral.id)).one()
    for event in (ReferralEvent.TAKE, ReferralEvent.NOTE, ReferralEvent.SOLVE):
        assert tend_referral(db, officer, problem, event, "Told Sultan Mir.", now=AFTER) is None
    with db.transaction(scope(floor)) as session:
        assert session.get_one(Referral, problem).status is ReferralStatus.SOLVED
        assert list(session.scalars(select(ReferralMove.note))) == [""] * 5
        story = referral_story(session, officer, problem)
    assert story is not None
    assert story.erased
    assert "sultan" not in everything_kept(db).lower()


def test_on_the_last_day_itself_and_while_the_clock_may_have_jumped_nothing_ends(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    list_id = called_list(db, floor, tmp_path)
    assert end_lists(db, now=AFTER - timedelta(minutes=20), day_is_sure=sure) == 0
    assert end_lists(db, now=AFTER, day_is_sure=lambda: False) == 0
    assert kept(db, list_id).ended_at is None
    assert end_lists(db, now=AFTER, day_is_sure=sure) == 1
    assert end_lists(db, now=AFTER, day_is_sure=sure) == 0
    assert erase_ended_lists(db, secret=SECRET, now=AFTER, day_is_sure=lambda: False) is None
    assert "9419000001" in everything_kept(db)


def test_a_month_before_the_pages_say_which_lists_end(db: Database, floor: Floor, tmp_path: Path) -> None:
    called_list(db, floor, tmp_path)
    for days, told in ((31, 0), (29, 1)):
        with db.transaction(scope(floor)) as session:
            found = ending_lists(session, now=AFTER - timedelta(days=days))
        assert [one.keep_until for one in found] == [KEEP_UNTIL] * told


def test_whom_another_list_names_stays_until_that_ends_too(db: Database, floor: Floor, tmp_path: Path) -> None:
    called_list(db, floor, tmp_path)
    other = "PPO No,Name,Mobile\nP-2,Raja Begum,9419000002\n"
    longer = based(db, floor, imported(db, floor, upload(tmp_path, other, "other.csv")), KEEP_UNTIL + timedelta(days=9))
    approved_list(db, floor, imported(db, floor, upload(tmp_path, other + "P-9,Mala,9419000009\n", "third.csv")))
    with db.transaction(scope(floor)) as session:
        assert kept(db, longer).accepted == 0, "she has a case from the first list"
    ended(db)
    with db.transaction(scope(floor)) as session:
        names = list(session.scalars(select(Beneficiary.name).order_by(Beneficiary.name)))
        assert names == ["", "Mala", "Raja Begum"]
        raja = session.scalars(
            select(Case)
            .join(Beneficiary, Beneficiary.id == Case.beneficiary_id)
            .where(Beneficiary.name == "Raja Begum")
        ).all()
    assert [case.status for case in raja] == [CaseStatus.WAITING], "the third list still names her"


def test_whom_the_very_same_file_names_after_the_end_of_its_list_is_called_again(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    called_list(db, floor, tmp_path)
    end_lists(db, now=AFTER, day_is_sure=sure)
    newer = based(db, floor, imported(db, floor, upload(tmp_path, PEOPLE)), KEEP_UNTIL + timedelta(days=90))
    assert kept(db, newer).accepted == 1, "Fata was talked with"
    approved_list(db, floor, newer)
    with db.transaction(EVERYTHING) as session:
        (case,) = session.scalars(select(Case).where(Case.list_id == newer))
    assert (case.list_row, case.status, case.outcome) == (3, CaseStatus.WAITING, None)
    assert account(db, floor, lambda drawn: drawn.whole.endings[Ending.WAITING]) == 1


def test_what_is_uploaded_after_the_last_day_of_its_campaign_waits_a_month_for_its_lawful_basis(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    with db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, floor.campaign.id).retention_end = NOW.date() - timedelta(days=1)
    waiting = mapped(db, floor, upload(tmp_path))
    assert (end_lists(db, now=NOW + timedelta(days=29), day_is_sure=sure), kept(db, waiting).ended_at) == (0, None)
    assert end_lists(db, now=NOW + timedelta(days=31), day_is_sure=sure) == 1


def test_who_is_in_a_call_is_talked_with_to_the_end_before_anything_goes(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    list_id = called_list(db, floor, tmp_path)
    with db.transaction(EVERYTHING) as session:
        raja = session.scalars(select(Case).where(Case.status == CaseStatus.WAITING)).one()
        raja.status = CaseStatus.IN_CALL
    ended(db)
    assert kept(db, list_id).erased_at is None
    with db.transaction(EVERYTHING) as session:
        session.get_one(Case, raja.id).status = CaseStatus.WAITING
    assert close_withdrawn_cases(db, now=AFTER) == 1
    ended(db)
    assert kept(db, list_id).erased_at is not None


def test_a_list_that_was_never_approved_is_withdrawn_and_erased(db: Database, floor: Floor, tmp_path: Path) -> None:
    in_review = based(db, floor, imported(db, floor, upload(tmp_path, PEOPLE)))
    waiting = mapped(db, floor, upload(tmp_path, "Name,Mobile\nGul Jan,9419000007\n", "waiting.csv"))
    ended(db, datetime.fromisoformat("2999-12-31T12:00:00+05:30"))
    assert [kept(db, one).status for one in (in_review, waiting)] == [ListStatus.WITHDRAWN] * 2
    assert "gul" not in everything_kept(db).lower()
    assert isinstance(import_list(db, waiting, now=lambda: AFTER), Refusal | None)


def test_a_list_whose_time_is_over_cannot_be_withdrawn_as_well(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = called_list(db, floor, tmp_path)
    end_lists(db, now=AFTER, day_is_sure=sure)
    refused = withdraw_list(db, scope(floor), list_id, user_id=None, now=AFTER)
    assert isinstance(refused, Refusal)
    assert refused.because == "list_ended"
