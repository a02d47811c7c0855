"""A newer version of a list: shown before anything happens, then people are called as it says, and nobody is lost."""

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.lists.approve_list import approve_list
from campaigns.lists.choose_older_list import choose_older_list
from campaigns.lists.close_withdrawn_cases import close_withdrawn_cases
from campaigns.lists.withdraw_list import withdraw_list
from campaigns.rules.accounts.account import Ending
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.lists.list_versions import Change, Part
from campaigns.rules.outcomes import Outcome
from campaigns.rules.refusals import Refusal
from campaigns.rules.verdicts import Reason, Verdict
from campaigns.store.lists.list_versions import compare_lists, compared_people, likely_older_list
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Answer, Beneficiary, BeneficiaryList, BeneficiaryPhone, Call, Case, CaseMove, ListRow
from tests.flows.test_withdrawn_people import endings
from tests.given_floor import NOW, Floor, given_floor
from tests.given_list import approved, count, imported, kept, scope, together, upload

HEAD = "PPO No,Name,Mobile,Mobile 2,District,Category\n"
OLDER = (
    HEAD
    + "P-1,Fata Begum,9419000001,,Bandipora,sc\n"
    + "P-2,Raja Begum,9419000002,,Bandipora,\n"
    + "P-3,Sara Bano,9419000003,,Kupwara,\n"
)
NEWER = (
    HEAD
    + "P-4,Zooni Begum,9419000004,,Bandipora,\n"
    + "P-2,Raja Bano,9419000022,,Kupwara,\n"
    + "P-1,FATA BEGUM,9419000001,,,\n"
)
OTHER = "PPO,Name,Mobile\nP-1,Fata Begum,9419000001\nP-3,Sara Bano,9419000003\nP-7,Mala Begum,9419000007\n"


@pytest.fixture
def floor(areas: None, db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


def a_list(db: Database, floor: Floor, folder: Path, people: str, name: str = "older.csv") -> UUID:
    list_id = imported(db, floor, upload(folder, people, name))
    approved(db, floor, list_id)
    return list_id


def newer_version(db: Database, floor: Floor, folder: Path, older: UUID, people: str = NEWER, **choice: bool) -> UUID:
    list_id = imported(db, floor, upload(folder, people, "newer.csv"))
    assert choose_older_list(db, scope(floor), list_id, older, **choice) is None
    return list_id


def case_of(db: Database, scheme_person_id: str) -> Case:
    with db.transaction(EVERYTHING) as session:
        hers = select(Case).join(Beneficiary, Beneficiary.id == Case.beneficiary_id)
        return session.scalars(hers.where(Beneficiary.scheme_person_id == scheme_person_id)).one()


def person(db: Database, scheme_person_id: str) -> Beneficiary:
    with db.transaction(EVERYTHING) as session:
        return session.scalars(select(Beneficiary).where(Beneficiary.scheme_person_id == scheme_person_id)).one()


def phones_of(db: Database, scheme_person_id: str) -> list[str]:
    hers = select(BeneficiaryPhone.e164).where(BeneficiaryPhone.beneficiary_id == person(db, scheme_person_id).id)
    with db.transaction(EVERYTHING) as session:
        return list(session.scalars(hers.order_by(BeneficiaryPhone.position)))


def stand(db: Database, scheme_person_id: str, **fields: Any) -> Case:
    """Let her case stand so."""
    hers = case_of(db, scheme_person_id)
    with db.transaction(EVERYTHING) as session:
        case = session.get_one(Case, hers.id)
        for name, value in fields.items():
            setattr(case, name, value)
    return hers


def test_who_is_new_changed_missing_or_the_same_is_shown_before_anything_happens(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    older = a_list(db, floor, tmp_path, OLDER)
    newer = imported(db, floor, upload(tmp_path, NEWER, "newer.csv"))
    with db.transaction(scope(floor)) as session:
        told = compare_lists(session, kept(db, newer), older)
        assert told.people == dict.fromkeys(Change, 1)
        assert told.missing_open == 1
        (changed,) = compared_people(session, older, Change.CHANGED, after=0, limit=50)
        (missing,) = compared_people(session, older, Change.MISSING, after=0, limit=50)
        (fresh,) = compared_people(session, older, Change.NEW, after=0, limit=50)
        assert compared_people(session, older, Change.NEW, after=fresh.row, limit=50) == []
    assert (missing.name, missing.row, fresh.name) == ("Sara Bano", 4, "Zooni Begum")
    assert changed.differs == {
        Part.NAME: ("Raja Begum", "Raja Bano"),
        Part.PHONES: (["+919419000002"], ["+919419000022"]),
        Part.AREA: ("district:623", "district:8"),
    }
    assert (count(db, Case), kept(db, older).status) == (3, ListStatus.APPROVED)


def test_a_file_with_the_same_headings_and_some_of_the_people_is_offered_as_a_newer_version(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    a_list(db, floor, tmp_path, HEAD + "P-9,Haja Begum,9419000009,,,\n", "strangers.csv")
    older = a_list(db, floor, tmp_path, OLDER)
    newer = imported(db, floor, upload(tmp_path, NEWER, "newer.csv"))
    other = imported(db, floor, upload(tmp_path, "PPO,Name,Mobile\nP-1,Fata Begum,9419000001\n", "other.csv"))
    with db.transaction(scope(floor)) as session:
        likely = [likely_older_list(session, kept(db, list_id)) for list_id in (newer, other)]
    assert [one.id if one else None for one in likely] == [older, None]


def test_the_newer_version_takes_the_place_of_the_older_one(db: Database, floor: Floor, tmp_path: Path) -> None:
    older = a_list(db, floor, tmp_path, OLDER)
    fata = stand(
        db, "P-1", status=CaseStatus.CLOSED, outcome=Outcome.COMPLETED, reached=True, closed_at=NOW, attempts=1
    )
    with db.transaction(EVERYTHING) as session:
        call = floor.call(session, session.get_one(Case, fata.id), Outcome.COMPLETED)
        session.add(
            Answer(
                department_id=floor.department.id, call_id=call.id, case_id=fata.id, step="paid", value="yes", at=NOW
            )
        )
    newer = newer_version(db, floor, tmp_path, older)
    assert approved(db, floor, newer) == 1, "only Zooni Begum is new in the campaign"
    assert kept(db, older).status is ListStatus.REPLACED
    assert endings(db, floor) == [
        ("newer.csv", 2, Ending.WAITING),
        ("newer.csv", 3, Ending.WAITING),
        ("newer.csv", 4, Ending.REACHED),
        ("older.csv", 2, Ending.SAME_PERSON),
        ("older.csv", 3, Ending.SAME_PERSON),
        ("older.csv", 4, Ending.WAITING),
    ]
    assert count(db, Answer) == 1, "what she has answered stays"
    assert (count(db, Beneficiary), count(db, Case)) == (4, 4)
    raja = person(db, "P-2")
    assert (raja.name, raja.folded_name, raja.district_id) == ("Raja Bano", "raja bano", "district:8")
    assert case_of(db, "P-2").district_id == "district:8"
    fata_now = person(db, "P-1")
    assert (fata_now.name, fata_now.category, fata_now.district_id) == ("Fata Begum", "sc", "district:623")


def test_a_case_that_waits_on_a_number_that_has_gone_is_put_to_the_first_new_one(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    older = a_list(db, floor, tmp_path, HEAD + "P-1,Fata Begum,9419000001,9419000002,,\n")
    stand(db, "P-1", phone_position=1, attempts=3, due_at=NOW + timedelta(days=1))
    people = HEAD + "P-1,Fata Begum,9419000003,9419000001,,\n"
    approved(db, floor, newer_version(db, floor, tmp_path, older, people))
    assert phones_of(db, "P-1") == ["+919419000001", "+919419000003"]
    case = case_of(db, "P-1")
    assert (case.phone_position, case.attempts, case.due_at) == (1, 0, NOW)


def test_who_has_found_nobody_rests_as_long_on_a_new_number(db: Database, floor: Floor, tmp_path: Path) -> None:
    older = a_list(db, floor, tmp_path, HEAD + "P-1,Fata Begum,9419000001,,,\n")
    rested = NOW + timedelta(hours=72)
    stand(db, "P-1", outcome=Outcome.ABANDONED, needs_agent_reserved=True, due_at=rested)
    approved(db, floor, newer_version(db, floor, tmp_path, older, HEAD + "P-1,Fata Begum,9419000003,,,\n"))
    case = case_of(db, "P-1")
    assert (phones_of(db, "P-1"), case.due_at, case.needs_agent_reserved) == (["+919419000003"], rested, True)


@pytest.mark.parametrize("status", [CaseStatus.CALLBACK, CaseStatus.IN_CALL, CaseStatus.CLAIMED])
def test_a_number_stays_while_she_is_being_called_on_it_or_was_promised_a_call(
    db: Database, floor: Floor, tmp_path: Path, status: CaseStatus
) -> None:
    older = a_list(db, floor, tmp_path, HEAD + "P-1,Fata Begum,9419000001,,,\n")
    stand(db, "P-1", status=status)
    approved(db, floor, newer_version(db, floor, tmp_path, older, HEAD + "P-1,Fata Begum,9419000003,,,\n"))
    assert phones_of(db, "P-1") == ["+919419000001", "+919419000003"]
    case = case_of(db, "P-1")
    assert (case.status, case.phone_position) == (status, 0)


def test_a_number_that_another_list_has_of_her_stays(db: Database, floor: Floor, tmp_path: Path) -> None:
    older = a_list(db, floor, tmp_path, HEAD + "P-1,Fata Begum,9419000001,,,\n")
    a_list(db, floor, tmp_path, OTHER, "other.csv")
    approved(db, floor, newer_version(db, floor, tmp_path, older, HEAD + "P-1,Fata Begum,9419000003,,,\n"))
    assert phones_of(db, "P-1") == ["+919419000001", "+919419000003"]


@pytest.mark.parametrize(
    ("outcome", "reached", "again"),
    [
        (Outcome.INVALID_NUMBER, False, True),
        (Outcome.WRONG_NUMBER, False, True),
        (Outcome.NO_ANSWER, False, True),
        (Outcome.NO_ANSWER, True, False),
        (Outcome.REFUSED, True, False),
        (Outcome.DIED, False, False),
        (Outcome.OPT_OUT, False, False),
        (Outcome.COMPLETED, True, False),
    ],
)
def test_who_was_given_up_for_want_of_a_number_is_called_again_on_a_new_one(
    db: Database, floor: Floor, tmp_path: Path, outcome: Outcome, reached: bool, again: bool
) -> None:
    older = a_list(db, floor, tmp_path, HEAD + "P-1,Fata Begum,9419000001,,,\n")
    stand(db, "P-1", status=CaseStatus.CLOSED, outcome=outcome, reached=reached, closed_at=NOW, attempts=4)
    people = HEAD + "P-1,Fata Begum,9419000001,9419000003,,\n"
    approved(db, floor, newer_version(db, floor, tmp_path, older, people))
    case = case_of(db, "P-1")
    assert case.status is (CaseStatus.WAITING if again else CaseStatus.CLOSED)
    assert (case.phone_position, case.attempts) == ((1, 0) if again else (0, 4))
    assert count(db, CaseMove) == int(again)


def test_a_list_beside_hers_that_has_a_new_number_brings_her_back_too(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    a_list(db, floor, tmp_path, OLDER)
    for who, outcome, reached in (
        ("P-1", Outcome.WRONG_NUMBER, False),
        ("P-2", Outcome.REFUSED, True),
        ("P-3", Outcome.NO_ANSWER, False),
    ):
        stand(db, who, status=CaseStatus.CLOSED, outcome=outcome, reached=reached, closed_at=NOW, attempts=4)
    lines = (
        "P-1,Fata Begum,9419000011\nP-2,Raja Begum,9419000012\nP-3,Sara Bano,9419000003\nP-9,Haja Begum,9419000009\n"
    )
    beside = imported(db, floor, upload(tmp_path, "PPO No,Name,Mobile\n" + lines, "beside.csv"))
    assert approved(db, floor, beside) == 1, "only Haja Begum is new in the campaign"
    cases = [case_of(db, who) for who in ("P-1", "P-2", "P-3")]
    assert [case.status for case in cases] == [CaseStatus.WAITING, CaseStatus.CLOSED, CaseStatus.CLOSED]
    assert (cases[0].phone_position, cases[0].attempts) == (1, 0)
    assert phones_of(db, "P-1") == ["+919419000001", "+919419000011"]
    assert count(db, CaseMove) == 1


def test_a_number_that_she_was_tried_on_before_does_not_open_her_case_again(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    older = a_list(db, floor, tmp_path, HEAD + "P-1,Fata Begum,9419000001,,,\n")
    case = stand(db, "P-1", status=CaseStatus.CLOSED, outcome=Outcome.NO_ANSWER, closed_at=NOW)
    with db.transaction(EVERYTHING) as session:
        floor.call(session, session.get_one(Case, case.id), Outcome.NO_ANSWER, phone="+919419000003")
    approved(db, floor, newer_version(db, floor, tmp_path, older, HEAD + "P-1,Fata Begum,9419000003,,,\n"))
    assert case_of(db, "P-1").status is CaseStatus.CLOSED


@pytest.mark.parametrize("withdraw", [False, True])
def test_missing_people_wait_on_unless_the_officer_has_said_that_they_are_given_up(
    db: Database, floor: Floor, tmp_path: Path, withdraw: bool
) -> None:
    older = a_list(db, floor, tmp_path, OLDER)
    approved(db, floor, newer_version(db, floor, tmp_path, older, withdraw_missing=withdraw))
    sara = case_of(db, "P-3")
    assert (sara.list_id, sara.list_row) == (older, 4)
    assert (sara.status, sara.outcome) == (
        (CaseStatus.CLOSED, Outcome.WITHDRAWN) if withdraw else (CaseStatus.WAITING, None)
    )
    assert endings(db, floor)[-1] == ("older.csv", 4, Ending.WITHDRAWN if withdraw else Ending.WAITING)


def test_a_missing_person_who_is_in_a_call_is_given_up_when_it_has_ended(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    older = a_list(db, floor, tmp_path, OLDER)
    stand(db, "P-3", status=CaseStatus.IN_CALL)
    approved(db, floor, newer_version(db, floor, tmp_path, older, withdraw_missing=True))
    assert case_of(db, "P-3").status is CaseStatus.IN_CALL
    assert close_withdrawn_cases(db, now=NOW) == 0
    stand(db, "P-3", status=CaseStatus.WAITING)
    assert close_withdrawn_cases(db, now=NOW) == 1
    assert case_of(db, "P-3").outcome is Outcome.WITHDRAWN


def test_missing_people_whom_another_list_names_are_called_because_of_that(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    older = a_list(db, floor, tmp_path, OLDER)
    other = a_list(db, floor, tmp_path, OTHER, "other.csv")
    approved(db, floor, newer_version(db, floor, tmp_path, older, withdraw_missing=True))
    sara = case_of(db, "P-3")
    assert (sara.status, sara.list_id) == (CaseStatus.WAITING, other)


def test_missing_people_may_still_be_given_up_later_by_withdrawing_the_replaced_list(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    older = a_list(db, floor, tmp_path, OLDER)
    approved(db, floor, newer_version(db, floor, tmp_path, older))
    assert withdraw_list(db, scope(floor), older, user_id=None, now=NOW) is None
    assert case_of(db, "P-3").outcome is Outcome.WITHDRAWN
    assert case_of(db, "P-1").status is CaseStatus.WAITING
    endings(db, floor)  # balanced


def test_rows_refused_because_their_people_have_a_case_are_those_people_all_the_same(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    older = a_list(db, floor, tmp_path, OLDER)
    newer = newer_version(db, floor, tmp_path, older, withdraw_missing=True)
    with db.transaction(EVERYTHING) as session:
        for row in session.scalars(select(ListRow).where(ListRow.list_id == newer, ListRow.row > 2)):
            row.verdict, row.reason = Verdict.REJECTED, Reason.DUPLICATE_IN_CAMPAIGN
        session.get_one(BeneficiaryList, newer).accepted = 1
        session.get_one(BeneficiaryList, newer).rejected = 2
    approved(db, floor, newer)
    assert [case_of(db, who).list_id for who in ("P-1", "P-2", "P-3")] == [newer, newer, older]
    assert (kept(db, newer).accepted, kept(db, newer).rejected) == (3, 0)
    endings(db, floor)  # balanced


def test_only_an_approved_list_of_the_campaign_can_be_replaced_and_only_by_one_in_review(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    older = a_list(db, floor, tmp_path, OLDER)
    newer = newer_version(db, floor, tmp_path, older)
    with db.transaction(EVERYTHING) as session:
        strange = given_floor(session, "housing")
    refused = (
        choose_older_list(db, scope(floor), newer, newer),
        choose_older_list(db, scope(floor), older, newer),
        choose_older_list(db, scope(strange), newer, older),
    )
    assert [one.because for one in refused if one] == ["older_list_unknown", "not_in_review", "list_unknown"]
    assert withdraw_list(db, scope(floor), older, user_id=None, now=NOW) is None
    late = approve_list(db, scope(floor), newer, user_id=None, now=NOW)
    assert isinstance(late, Refusal)
    assert late.because == "older_list_is_gone"
    assert choose_older_list(db, scope(floor), newer, None) is None
    assert approved(db, floor, newer) == 1
    assert case_of(db, "P-1").status is CaseStatus.WAITING, "she stands on the list that was approved last"


def test_two_newer_versions_of_one_list_approved_at_once_take_its_place_once(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    older = a_list(db, floor, tmp_path, OLDER)
    newer = [imported(db, floor, upload(tmp_path, NEWER + "\n" * at, f"newer{at}.csv")) for at in range(2)]
    for list_id in newer:
        assert choose_older_list(db, scope(floor), list_id, older) is None
    answers: list[object] = []

    def press(list_id: UUID) -> None:
        answers.append(approve_list(db, scope(floor), list_id, user_id=None, now=NOW))

    together(*[partial(press, list_id) for list_id in newer])
    assert sorted(getattr(answer, "because", "opened") for answer in answers) == ["older_list_is_gone", "opened"]
    assert count(db, Case) == 4
    endings(db, floor)  # balanced


def test_an_approval_and_the_withdrawal_of_the_older_list_at_once_both_come_to_an_end(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    older = a_list(db, floor, tmp_path, OLDER)
    newer = newer_version(db, floor, tmp_path, older)
    done: list[object] = []
    together(
        lambda: done.append(approve_list(db, scope(floor), newer, user_id=None, now=NOW)),
        lambda: done.append(withdraw_list(db, scope(floor), older, user_id=None, now=NOW)),
    )
    assert len(done) == 2
    assert kept(db, older).status is ListStatus.WITHDRAWN
    assert case_of(db, "P-3").outcome is Outcome.WITHDRAWN
    endings(db, floor)  # balanced


def test_a_newer_version_that_only_leaves_people_out_can_be_approved(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    older = a_list(db, floor, tmp_path, OLDER)
    approved(db, floor, newer_version(db, floor, tmp_path, older, OLDER.rsplit("P-3")[0], withdraw_missing=True))
    assert case_of(db, "P-3").outcome is Outcome.WITHDRAWN
    with db.transaction(EVERYTHING) as session:
        assert session.scalars(select(Call)).all() == []


def test_the_file_of_a_replaced_list_may_come_back_as_the_newest_version(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    older = a_list(db, floor, tmp_path, OLDER)
    newer = newer_version(db, floor, tmp_path, older, withdraw_missing=True)
    approved(db, floor, newer)
    back = imported(db, floor, upload(tmp_path, OLDER, "older.csv"))
    assert choose_older_list(db, scope(floor), back, newer) is None
    approved(db, floor, back)
    assert (case_of(db, "P-3").status, case_of(db, "P-3").list_id) == (CaseStatus.WAITING, back)
    endings(db, floor)  # balanced


@pytest.mark.parametrize(
    ("promised", "stands"),
    [
        (timedelta(hours=3), (CaseStatus.CALLBACK, 0, NOW + timedelta(hours=3))),
        (timedelta(hours=-3), (CaseStatus.WAITING, 5, NOW)),
    ],
)
def test_a_call_promised_for_later_is_promised_again_to_who_was_withdrawn_and_comes_back(
    db: Database, floor: Floor, tmp_path: Path, promised: timedelta, stands: tuple[CaseStatus, int, datetime]
) -> None:
    older = a_list(db, floor, tmp_path, OLDER)
    stand(db, "P-3", status=CaseStatus.CALLBACK, priority=0, due_at=NOW + promised)
    newer = newer_version(db, floor, tmp_path, older, withdraw_missing=True)
    approved(db, floor, newer)
    assert case_of(db, "P-3").outcome is Outcome.WITHDRAWN
    approved(db, floor, newer_version(db, floor, tmp_path, newer, OLDER))
    case = case_of(db, "P-3")
    assert (case.status, case.priority, case.due_at) == stands
    with db.transaction(EVERYTHING) as session:
        moves = session.scalars(select(CaseMove).where(CaseMove.case_id == case.id).order_by(CaseMove.at)).all()
    assert [move.after for move in moves[1:]] == list(dict.fromkeys((CaseStatus.WAITING, case.status)))
