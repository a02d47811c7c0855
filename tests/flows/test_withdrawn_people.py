"""Whose list is withdrawn is not called any more, at once, unless another list of the campaign names her too."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.accounts.draw_account import draw_account
from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.calls.hand_out_calls import Limits, hand_out_calls
from campaigns.calls.place_call import place_call
from campaigns.lists.close_withdrawn_cases import close_withdrawn_cases
from campaigns.lists.withdraw_list import withdraw_list
from campaigns.rules.accounts.account import Ending
from campaigns.rules.accounts.drawn_account import Account
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.outcomes import Outcome
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Beneficiary, BeneficiaryList, Call, Campaign, Case
from tests.flows.phones import Phones
from tests.given_floor import NOW, Floor, given_areas, given_floor
from tests.given_list import approved, count, imported, kept, scope, together, upload

LIMITS = Limits("sandbox", 100, timedelta(seconds=30))
FATA = "Name,Mobile,PPO No\nFata Begum,9419012345,P-1\n"
BOTH = FATA + "Raja Begum,9419012346,P-2\n"
OTHERS = FATA + "Zooni Begum,9419012347,P-3\n"


@pytest.fixture
def floor(db: Database) -> Floor:
    """A running campaign with one ready agent."""
    seed_calling_hours(db)
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        floor.desk(session, "shazia", AgentStatus.READY, languages=[])
    return floor


def a_list(db: Database, floor: Floor, folder: Path, people: str, name: str = "people.csv") -> UUID:
    list_id = imported(db, floor, upload(folder, people, name))
    approved(db, floor, list_id)
    return list_id


def withdrawn(db: Database, floor: Floor, list_id: UUID) -> None:
    assert withdraw_list(db, scope(floor), list_id, user_id=None, now=NOW) is None


def only(db: Database, table: type) -> object:
    with db.transaction(EVERYTHING) as session:
        return session.scalars(select(table)).one()


def endings(db: Database, floor: Floor) -> list[tuple[str, int, Ending]]:
    with draw_account(db, scope(floor), floor.campaign.id, now=NOW) as account:
        assert isinstance(account, Account)
        rows = [(row.filename, row.row, row.ended.ending) for row in account.rows]
        assert account.balanced
        return sorted(one for one in rows if one[1] > 1 and one[2] is not Ending.IGNORED)


def dialled(db: Database, floor: Floor, phones: Phones) -> list[UUID]:
    calls = hand_out_calls(db, floor.campaign.id, LIMITS, now=NOW)
    for call_id in calls:
        place_call(db, call_id, telephony=phones, now=lambda: NOW)
    return calls


@pytest.mark.parametrize("mode", [DialMode.PREVIEW, DialMode.PROGRESSIVE])
def test_a_call_that_was_not_sent_yet_is_taken_back(db: Database, floor: Floor, tmp_path: Path, mode: DialMode) -> None:
    list_id = a_list(db, floor, tmp_path, FATA)
    with db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, floor.campaign.id).mode = mode
    (call_id,) = hand_out_calls(db, floor.campaign.id, LIMITS, now=NOW)
    withdrawn(db, floor, list_id)
    call, case, desk = only(db, Call), only(db, Case), only(db, AgentSession)
    assert isinstance(call, Call)
    assert (call.status, call.refused_because) == (CallStatus.ENDED, "list_withdrawn")
    assert isinstance(case, Case)
    assert (case.status, case.outcome) == (CaseStatus.CLOSED, Outcome.WITHDRAWN)
    assert isinstance(desk, AgentSession)
    assert (desk.status, desk.call_id) == (AgentStatus.READY, None)
    phones = Phones()
    place_call(db, call_id, telephony=phones, now=lambda: NOW)
    assert phones.dialled == []


def test_a_call_intended_while_the_list_is_withdrawn_is_not_placed(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = a_list(db, floor, tmp_path, FATA)
    (call_id,) = hand_out_calls(db, floor.campaign.id, LIMITS, now=NOW)
    with db.transaction(EVERYTHING) as session:  # as it stands when the dialler was quicker than our look at its calls
        session.get_one(BeneficiaryList, list_id).status = ListStatus.WITHDRAWN
    phones = Phones()
    place_call(db, call_id, telephony=phones, now=lambda: NOW)
    assert phones.dialled == []
    call = only(db, Call)
    assert isinstance(call, Call)
    assert call.refused_because == "list_withdrawn"
    assert close_withdrawn_cases(db, now=NOW) == 1
    assert endings(db, floor) == [("people.csv", 2, Ending.WITHDRAWN)]


def test_what_rings_is_cancelled_and_a_talk_goes_on_to_its_end(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = a_list(db, floor, tmp_path, FATA)
    dialled(db, floor, Phones())
    told: list[tuple[str, ...]] = []

    class Bells:
        def enqueue(self, queue: str, job: str, *ids: str) -> None:
            told.append((queue, job, *ids))

        def tell(self, *topics: str) -> None:
            pass

    db.bells = Bells()
    with db.transaction(EVERYTHING) as session:
        call_id = session.scalars(select(Call.id)).one()
    withdrawn(db, floor, list_id)
    assert ("dial", "cancel_call", str(call_id)) in told
    case = only(db, Case)
    assert isinstance(case, Case)
    assert case.status is CaseStatus.IN_CALL


def test_whom_another_list_names_too_is_called_because_of_that(db: Database, floor: Floor, tmp_path: Path) -> None:
    first = a_list(db, floor, tmp_path, BOTH)
    second = a_list(db, floor, tmp_path, OTHERS, "second.csv")
    withdrawn(db, floor, first)
    assert endings(db, floor) == [
        ("people.csv", 2, Ending.WITHDRAWN),
        ("people.csv", 3, Ending.WITHDRAWN),
        ("second.csv", 2, Ending.WAITING),
        ("second.csv", 3, Ending.WAITING),
    ]
    phones = Phones()
    dialled(db, floor, phones)
    assert [wish.to for wish in phones.dialled] == ["+919419012345"]
    with db.transaction(EVERYTHING) as session:
        case = session.scalars(select(Case).where(Case.status == CaseStatus.IN_CALL)).one()
    assert (case.list_id, case.list_row) == (second, 2)


def test_her_call_is_not_taken_back_where_another_list_names_her(db: Database, floor: Floor, tmp_path: Path) -> None:
    first = a_list(db, floor, tmp_path, FATA)
    a_list(db, floor, tmp_path, OTHERS, "second.csv")
    (call_id,) = hand_out_calls(db, floor.campaign.id, LIMITS, now=NOW)
    withdrawn(db, floor, first)
    phones = Phones()
    place_call(db, call_id, telephony=phones, now=lambda: NOW)
    assert len(phones.dialled) == 1


def test_a_row_that_was_refused_because_she_had_a_case_becomes_its_home(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    first = a_list(db, floor, tmp_path, FATA)
    second = a_list(db, floor, tmp_path, OTHERS, "second.csv")
    assert (kept(db, second).accepted, kept(db, second).rejected) == (1, 1)
    withdrawn(db, floor, first)
    assert endings(db, floor)[1:] == [("second.csv", 2, Ending.WAITING), ("second.csv", 3, Ending.WAITING)]
    assert (kept(db, second).accepted, kept(db, second).rejected) == (2, 0)


def test_a_list_in_review_may_call_whoever_another_list_lets_go(db: Database, floor: Floor, tmp_path: Path) -> None:
    first = a_list(db, floor, tmp_path, FATA)
    second = imported(db, floor, upload(tmp_path, FATA + "\n", "second.csv"))
    assert kept(db, second).accepted == 0, "she is in the campaign already"
    withdrawn(db, floor, first)
    assert kept(db, second).accepted == 1
    approved(db, floor, second)
    assert endings(db, floor)[-1] == ("second.csv", 2, Ending.WAITING)


def test_a_corrected_list_after_a_withdrawal_calls_its_people_again(db: Database, floor: Floor, tmp_path: Path) -> None:
    withdrawn(db, floor, a_list(db, floor, tmp_path, BOTH))
    again = a_list(db, floor, tmp_path, FATA + "\n", "again.csv")
    with db.transaction(EVERYTHING) as session:
        case = session.scalars(select(Case).where(Case.list_id == again)).one()
    assert (case.status, case.outcome, case.closed_at) == (CaseStatus.WAITING, None, None)
    assert endings(db, floor) == [
        ("again.csv", 2, Ending.WAITING),
        ("people.csv", 2, Ending.WITHDRAWN),
        ("people.csv", 3, Ending.WITHDRAWN),
    ]


def test_a_withdrawal_and_the_approval_of_another_list_at_once_leave_her_to_be_called(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    first = a_list(db, floor, tmp_path, FATA)
    second = imported(db, floor, upload(tmp_path, OTHERS, "second.csv"))
    gate = threading.Barrier(2)

    def press(what: Callable[[], object]) -> None:
        gate.wait()
        what()

    together(lambda: press(lambda: withdrawn(db, floor, first)), lambda: press(lambda: approved(db, floor, second)))
    assert endings(db, floor) == [
        ("people.csv", 2, Ending.WITHDRAWN),
        ("second.csv", 2, Ending.WAITING),
        ("second.csv", 3, Ending.WAITING),
    ]


def test_the_same_person_on_lists_of_two_campaigns_is_one_beneficiary_with_two_cases(
    db: Database, floor: Floor, tmp_path: Path
) -> None:
    with db.transaction(EVERYTHING) as session:
        other = Campaign(
            **{
                column.key: getattr(floor.campaign, column.key)
                for column in Campaign.__mapper__.column_attrs
                if column.key != "id"
            }
            | {"slug": "winter-fuel"}
        )
        session.add(other)
        session.flush()
    first = a_list(db, floor, tmp_path, FATA)
    a_list(db, Floor(floor.department, other, floor.operator), tmp_path, FATA)
    assert (count(db, Beneficiary), count(db, Case)) == (1, 2)
    withdrawn(db, floor, first)
    with db.transaction(EVERYTHING) as session:
        cases = {case.campaign_id: case.status for case in session.scalars(select(Case))}
    assert cases == {floor.campaign.id: CaseStatus.CLOSED, other.id: CaseStatus.WAITING}
