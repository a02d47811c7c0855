"""Who asked not to be called is not called from that moment on, as far as the wish reaches, until it is lifted."""

from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.lists.add_opt_out import WrittenOptOut, add_opt_out
from campaigns.lists.lift_opt_out import Lifting, lift_opt_out
from campaigns.lists.skip_opted_out_numbers import skip_opted_out_numbers
from campaigns.rules.calling.opt_outs import OptOutScope, OptOutSource
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.calling.ready_queue import Callers, claim_due_cases
from campaigns.store.lists.opt_out_register import Entry, entries_of
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import AccessTrace, BeneficiaryPhone, Campaign, Case, OptOut, Scheme
from tests.given_floor import NOW, Floor, given_floor

NUMBER = "+919419012345"
LETTER = "Letter of 12 Nov"


@pytest.fixture
def floor(db: Database) -> Floor:
    """A department with one person waiting on NUMBER, and an officer."""
    with db.transaction(EVERYTHING) as session:
        floor = given_floor(session)
        floor.person(session, floor.list(session), phone=NUMBER)
        floor.user(session, "nadia", Role.OFFICER)
        return floor


def wish(floor: Floor, scope: OptOutScope = OptOutScope.DEPARTMENT, **more: object) -> WrittenOptOut:
    scheme_id = floor.campaign.scheme_id if scope is OptOutScope.SCHEME else None
    facts = {"number": "094190-12345", "scheme_id": scheme_id, "because": LETTER, **more}
    return WrittenOptOut(floor.department.id, scope=scope, **facts)  # type: ignore[arg-type]


def add(db: Database, floor: Floor, written: WrittenOptOut) -> str | Refusal:
    return add_opt_out(db, Scope(floor.department.id), written, user_id=None, now=NOW)


def entries(db: Database, floor: Floor) -> list[Entry]:
    with db.transaction(Scope(floor.department.id)) as session:
        return entries_of(session, floor.department.id, NUMBER)


def lift(db: Database, floor: Floor, entry: Entry) -> Refusal | None:
    lifting = Lifting(floor.department.id, entry.source, entry.id, NUMBER, "She called")
    return lift_opt_out(db, Scope(floor.department.id), lifting, user_id=None, now=NOW)


def due(db: Database, campaign_id: UUID) -> int:
    """How many people the dialler would ring now."""
    with db.transaction(EVERYTHING) as session:
        anybody = Callers([], [])
        campaign = session.get_one(Campaign, campaign_id)
        return len(claim_due_cases(session, campaign, anybody, now=NOW, limit=10).due)


@pytest.mark.parametrize("scope", OptOutScope)
def test_a_number_that_an_officer_enters_is_not_dialled_any_more(
    db: Database, floor: Floor, scope: OptOutScope
) -> None:
    assert due(db, floor.campaign.id) == 1
    assert add(db, floor, wish(floor, scope)) == NUMBER
    assert due(db, floor.campaign.id) == 0
    (entry,) = entries(db, floor)
    assert (entry.source, entry.scope, entry.because) == (OptOutSource.OFFICE, scope, LETTER)
    assert skip_opted_out_numbers(db, now=NOW) == 1
    with db.transaction(EVERYTHING) as session:
        case = session.scalars(select(Case)).one()
        assert (case.status, case.outcome) == (CaseStatus.CLOSED, Outcome.OPT_OUT)


def test_a_wish_about_one_scheme_leaves_calls_about_another_alone(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        loans = Scheme(department_id=floor.department.id, name="Loans")
        session.add(loans)
        session.flush()
        session.get_one(Campaign, floor.campaign.id).scheme_id = loans.id
    assert add(db, floor, wish(floor, OptOutScope.SCHEME)) == NUMBER
    assert due(db, floor.campaign.id) == 1
    assert skip_opted_out_numbers(db, now=NOW) == 0
    assert add(db, floor, wish(floor, OptOutScope.SCHEME, scheme_id=loans.id)) == NUMBER
    assert due(db, floor.campaign.id) == 0


def test_a_wish_never_to_be_called_by_anybody_silences_every_department(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        housing = given_floor(session, "housing")
        housing.person(session, housing.list(session), phone=NUMBER)
    assert add(db, floor, wish(floor)) == NUMBER
    assert due(db, housing.campaign.id) == 1
    assert add(db, floor, wish(floor, OptOutScope.EVERYWHERE)) == NUMBER
    assert due(db, housing.campaign.id) == 0
    assert skip_opted_out_numbers(db, now=NOW) == 2


def test_people_go_on_to_their_next_number_however_many_wait_on_silenced_ones(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        for _ in range(3):
            hers = floor.person(session, floor.lists[0], phone=NUMBER).beneficiary_id
            own = BeneficiaryPhone(
                department_id=floor.department.id, beneficiary_id=hers, position=1, e164="+919419054321"
            )
            session.add(own)
    add(db, floor, wish(floor))
    assert skip_opted_out_numbers(db, now=NOW) == 4
    with db.transaction(EVERYTHING) as session:
        positions = sorted(session.scalars(select(Case.phone_position).where(Case.status == CaseStatus.WAITING)))
        assert positions == [1, 1, 1]


def test_a_lifted_entry_stays_in_the_register_with_who_lifted_it_and_why(db: Database, floor: Floor) -> None:
    add(db, floor, wish(floor))
    assert lift(db, floor, entries(db, floor)[0]) is None
    assert due(db, floor.campaign.id) == 1
    (entry,) = entries(db, floor)
    assert (entry.lifted_at, entry.lifted_because) == (NOW, "She called")
    refusal = lift(db, floor, entry)
    assert refusal
    assert refusal.because == "not_standing"
    assert add(db, floor, wish(floor)) == NUMBER
    assert [entry.lifted_at for entry in entries(db, floor)] == [None, NOW]
    with db.transaction(EVERYTHING) as session:
        traces = session.scalars(select(AccessTrace).order_by(AccessTrace.action)).all()
        assert [trace.action for trace in traces] == ["opt_out_added", "opt_out_added", "opt_out_lifted"]
        assert not any("94190" in str(trace.subject) for trace in traces)


def test_nobody_lifts_the_entry_of_another_department(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        housing = given_floor(session, "housing")
    add(db, floor, wish(floor))
    refusal = lift(db, housing, entries(db, floor)[0])
    assert refusal
    assert refusal.because == "not_standing"
    assert entries(db, floor)[0].lifted_at is None
    assert entries(db, housing) == []


@pytest.mark.parametrize(
    ("changed", "because"),
    [
        ({"number": "94190"}, "not_one_number"),
        ({"number": "94190 12345 / 99061 12233"}, "not_one_number"),
        ({"number": "112"}, "not_one_number"),
        ({"because": ""}, "reason_missing"),
        ({"scope": OptOutScope.SCHEME, "scheme_id": None}, "scheme_missing"),
        ({"scope": OptOutScope.SCHEME, "scheme_id": UUID(int=1)}, "scheme_missing"),
    ],
)
def test_an_entry_that_is_not_whole_is_refused_and_silences_nobody(
    db: Database, floor: Floor, changed: dict[str, object], because: str
) -> None:
    refusal = add(db, floor, wish(floor, **changed))  # type: ignore[arg-type]
    assert isinstance(refusal, Refusal)
    assert refusal.because == because
    assert due(db, floor.campaign.id) == 1


def test_the_same_entry_twice_is_said_and_stands_once(db: Database, floor: Floor) -> None:
    add(db, floor, wish(floor))
    refusal = add(db, floor, wish(floor))
    assert isinstance(refusal, Refusal)
    assert refusal.because == "already_silenced"
    with db.transaction(EVERYTHING) as session:
        assert len(session.scalars(select(OptOut)).all()) == 1
