"""Approved rows become people with cases: each person once, whoever else presses, and nobody else's."""

import threading
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import event, select

from campaigns.accounts.draw_account import draw_account
from campaigns.lists.approve_list import CasesOpened, approve_list
from campaigns.lists.close_withdrawn_cases import close_withdrawn_cases
from campaigns.lists.receive_list import receive_list
from campaigns.lists.withdraw_list import withdraw_list
from campaigns.reports.add_up_changes import add_up_changes
from campaigns.rules.accounts.drawn_account import Account, Tier
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.rules.verdicts import Reason
from campaigns.store.lists.list_rows import causes
from campaigns.store.session import EVERYTHING, NOBODY, Database
from campaigns.store.tables import Beneficiary, BeneficiaryPhone, Case, CaseMove, ListRow
from campaigns.store.totals.list_places import accepted_by_place, cases_of_list
from campaigns.store.totals.review_totals import save_review_totals
from tests.given_floor import NOW, Floor, given_floor
from tests.given_list import (
    PEOPLE,
    approved,
    count,
    imported,
    kept,
    scope,
    together,
    upload,
)


@pytest.fixture
def floor(areas: None, db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


def test_a_file_becomes_people_with_cases(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = imported(db, floor, upload(tmp_path))
    list_ = kept(db, list_id)
    assert (list_.accepted, list_.rejected, list_.ignored, list_.rows_total) == (3, 4, 3, 10)
    assert list_.rows_read == 10
    assert count(db, Case) == 0, "nothing can be called before the approval"
    with db.transaction(scope(floor)) as session:
        assert {cause.word: cause.rows for cause in causes(session, list_id)} == {
            Reason.NAME_MISSING: 1,
            Reason.PHONE_MISSING: 1,
            Reason.PHONE_ROUNDED: 1,
            Reason.DUPLICATE_IN_FILE: 1,
        }
    places = [
        ("district:623", "block:25@623", 1),
        ("district:623", "block:32@623", 1),
        ("district:623", None, 1),
    ]
    assert places_of(db, floor, list_id) == (places, 0, True)
    with db.transaction(EVERYTHING) as session:
        save_review_totals(session, list_id)
    assert places_of(db, floor, list_id) == (places, 0, False), "nobody goes through rows that a worker has counted"
    assert approved(db, floor, list_id) == 3
    assert places_of(db, floor, list_id) == (places, 3, False)
    add_up_changes(db)
    assert places_of(db, floor, list_id) == (places, 3, False)
    with db.transaction(scope(floor)) as session:
        people = {person.name: person for person in session.scalars(select(Beneficiary))}
        assert set(people) == {"Fata Begum", "Raja Begum", "Zooni Begum"}
        assert people["Fata Begum"].relative_name == "Ab Rashid Wani"
        assert people["Fata Begum"].birth_year == NOW.year - 71
        assert people["Raja Begum"].block_id == "block:32@623"
        hers = select(BeneficiaryPhone.e164).where(BeneficiaryPhone.beneficiary_id == people["Raja Begum"].id)
        assert session.scalars(hers.order_by(BeneficiaryPhone.position)).all() == ["+919419012345", "+917006123450"]
        cases = {case.beneficiary_id: case for case in session.scalars(select(Case))}
        assert cases[people["Fata Begum"].id].list_row == 3
        assert cases[people["Fata Begum"].id].status is CaseStatus.WAITING
        assert cases[people["Fata Begum"].id].due_at == NOW
        assert cases[people["Zooni Begum"].id].district_id == "district:623"


def places_of(db: Database, floor: Floor, list_id: UUID) -> tuple[list[tuple[str | None, str | None, int]], int, bool]:
    """What the check page tells of a list by place, how many cases it has opened, and whether its rows were gone through."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    listed = kept(db, list_id)
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        with db.transaction(scope(floor)) as session:
            places = [(one.district_id, one.block_id, one.rows) for one in accepted_by_place(session, listed)]
            cases = cases_of_list(session, listed)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return places, cases, any("list_rows" in statement for statement in asked)


def test_the_same_person_on_two_rows_has_one_case_and_both_rows_name_her(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    list_id = imported(db, floor, upload(tmp_path))
    approved(db, floor, list_id)
    with db.transaction(scope(floor)) as session:
        rows = session.scalars(select(ListRow).where(ListRow.list_id == list_id, ListRow.row.in_([3, 8]))).all()
    assert len({row.beneficiary_id for row in rows}) == 1
    assert rows[0].beneficiary_id is not None


def test_the_same_person_on_two_lists_is_one_beneficiary_and_gains_a_phone(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    approved(db, floor, imported(db, floor, upload(tmp_path)))
    second = "Name,Mobile,Mobile 2,District,Block\nFata Begum,9906000001,9419012345,Bandipora,Hajin\n"
    second += "Sara Wani,9906000002,,Bandipora,Hajin\n"
    assert approved(db, floor, imported(db, floor, upload(tmp_path, second, "second.csv"))) == 1, "only the other one"
    with db.transaction(scope(floor)) as session:
        her = session.scalars(select(Beneficiary).where(Beneficiary.name == "Fata Begum")).one()
        phones = select(BeneficiaryPhone.e164).where(BeneficiaryPhone.beneficiary_id == her.id)
        assert session.scalars(phones.order_by(BeneficiaryPhone.position)).all() == ["+919419012345", "+919906000001"]


def test_the_schemes_own_id_decides_who_is_the_same_person(db: Database, floor: Floor, tmp_path: Path) -> None:
    first = "PPO No,Name,Mobile,District\nP-1,Aisha Bano,9419000001,Bandipora\nP-2,Aisha Bano,9419000001,Bandipora\n"
    assert approved(db, floor, imported(db, floor, upload(tmp_path, first, "first.csv"))) == 2
    second = "PPO No,Name,Mobile,District\nP-1,Aisha B,9419000009,Kupwara\nP-3,Aisha B,9419000009,Kupwara\n"
    assert approved(db, floor, imported(db, floor, upload(tmp_path, second, "second.csv"))) == 1
    assert count(db, Beneficiary) == 3


def test_a_shared_phone_is_several_people(db: Database, floor: Floor, tmp_path: Path) -> None:
    family = "Name,Mobile,District\nHaja Begum,9419000001,Bandipora\nGhulam Nabi,9419000001,Bandipora\n"
    assert approved(db, floor, imported(db, floor, upload(tmp_path, family))) == 2


def test_two_officers_approve_at_once_and_the_cases_open_once(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = imported(db, floor, upload(tmp_path))
    answers: list[CasesOpened | Refusal] = []
    gate = threading.Barrier(2)

    def press() -> None:
        gate.wait()
        answers.append(approve_list(db, scope(floor), list_id, user_id=None, now=NOW))

    together(press, press)
    assert sorted(type(answer).__name__ for answer in answers) == ["CasesOpened", "Refusal"]
    assert (count(db, Case), count(db, Beneficiary)) == (3, 3)


def test_two_lists_with_the_same_people_approved_at_once_make_each_person_once(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    lists = [
        imported(db, floor, upload(tmp_path, PEOPLE + extra, f"{at}.csv")) for at, extra in enumerate(("", "\n\n"))
    ]
    gate = threading.Barrier(2)

    def press(list_id: UUID) -> None:
        gate.wait()
        approve_list(db, scope(floor), list_id, user_id=None, now=NOW)

    together(lambda: press(lists[0]), lambda: press(lists[1]))
    assert (count(db, Case), count(db, Beneficiary)) == (3, 3)


def test_a_withdrawn_list_stops_calls_to_its_people(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = imported(db, floor, upload(tmp_path))
    approved(db, floor, list_id)
    assert withdraw_list(db, scope(floor), list_id, user_id=None, now=NOW) is None
    with db.transaction(scope(floor)) as session:
        assert {(case.status, case.outcome) for case in session.scalars(select(Case))} == {
            (CaseStatus.CLOSED, Outcome.WITHDRAWN)
        }
    assert count(db, CaseMove) == 3
    refusal = withdraw_list(db, scope(floor), list_id, user_id=None, now=NOW)
    assert refusal is not None
    assert refusal.because == "already_withdrawn"


def test_whoever_was_in_a_call_when_her_list_was_withdrawn_is_not_called_again(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    list_id = imported(db, floor, upload(tmp_path))
    approved(db, floor, list_id)
    with db.transaction(EVERYTHING) as session:
        hers = session.scalars(select(Case).order_by(Case.list_row)).first()
        assert hers is not None
        hers.status = CaseStatus.IN_CALL
    withdraw_list(db, scope(floor), list_id, user_id=None, now=NOW)
    assert close_withdrawn_cases(db, now=NOW) == 0, "the call is talked to its end"
    with db.transaction(EVERYTHING) as session:
        session.get_one(Case, hers.id).status = CaseStatus.WAITING
    assert close_withdrawn_cases(db, now=NOW) == 1
    with db.transaction(EVERYTHING) as session:
        assert {case.status for case in session.scalars(select(Case))} == {CaseStatus.CLOSED}


def test_another_department_sees_and_moves_nothing(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = imported(db, floor, upload(tmp_path))
    with db.transaction(EVERYTHING) as session:
        other = scope(given_floor(session, "housing"))
    for strange in (other, NOBODY):
        refused = (
            receive_list(db, strange, floor.campaign.id, upload(tmp_path, name="x.csv"), user_id=None, now=NOW),
            approve_list(db, strange, list_id, user_id=None, now=NOW),
            withdraw_list(db, strange, list_id, user_id=None, now=NOW),
        )
        assert [type(answer) for answer in refused] == [Refusal] * 3
    assert kept(db, list_id).status is ListStatus.REVIEW


def test_people_whose_language_no_agent_speaks_may_be_called_by_anybody(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    with db.transaction(EVERYTHING) as session:
        floor.user(session, "shazia", Role.AGENT, languages=["ks", "ur"])
    people = "Name,Mobile,Language\nFata Begum,9419012345,Kashmiri\nGul Jan,9419012346,Pashto\n"
    approved(db, floor, imported(db, floor, upload(tmp_path, people)))
    with db.transaction(scope(floor)) as session:
        assert session.scalars(select(Case.language).order_by(Case.list_row)).all() == ["ks", None]


def test_the_account_tells_in_which_block_somebody_cannot_be_called(db: Database, floor: Floor, tmp_path: Path) -> None:
    imported(db, floor, upload(tmp_path))
    with draw_account(db, scope(floor), floor.campaign.id, now=NOW) as account:
        assert isinstance(account, Account)
        places = {
            row.row: (row.place.name(Tier.DISTRICT), row.place.name(Tier.BLOCK)) for row in account.rows if row.row > 2
        }
    assert places[5] == places[6] == ("Bandipora", "Hajin"), "rejected: rounded, and no phone"
    assert places[3] == ("Bandipora", "Hajin"), "can be called"
    assert places[10] == (None, None), "a total is nobody's"
