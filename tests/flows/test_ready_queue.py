"""Whom the dialler rings next: within every rule of the place, the person and the phone, and each block in its turn."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.calls.hand_out_calls import Limits, hand_out_calls
from campaigns.calls.place_call import place_call
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus
from campaigns.rules.calling.retry_plan import Because
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.store.calling.ready_queue import Callers, claim_due_cases
from campaigns.store.desk.desk_calls import desk_call
from campaigns.store.dialling.dial_decisions import decisions_since
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import (
    AgentSession,
    AreaOutage,
    BeneficiaryPhone,
    Call,
    CallingHoliday,
    Campaign,
    Case,
    PlannedTry,
)
from tests.flows.phones import Phones
from tests.given_floor import DISTRICT, NOW, PATTAN, SOPORE, Floor, given_areas, given_floor

LIMITS = Limits("sandbox", 100, timedelta(hours=1))
SHARED = "+919419077777"


@pytest.fixture
def floor(db: Database) -> Floor:
    """A running campaign with one ready agent, and nobody on its list yet."""
    seed_calling_hours(db)
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        floor.list(session)
        floor.desk(session, "shazia", AgentStatus.READY)
    return floor


def hand_out(db: Database, floor: Floor, *, minutes: float = 0) -> list[UUID]:
    return hand_out_calls(db, floor.campaign.id, LIMITS, now=NOW + timedelta(minutes=minutes))


def person(db: Database, floor: Floor, block: str | None = PATTAN, **more: object) -> UUID:
    with db.transaction(EVERYTHING) as session:
        return floor.person(session, floor.lists[0], block, **more).id


def case_of(db: Database, case_id: UUID) -> Case:
    with db.transaction(EVERYTHING) as session:
        return session.get_one(Case, case_id)


def rung_elsewhere(db: Database, times: int, *, hours_ago: float, talked: bool = False) -> None:
    """Another department rang the shared phone today."""
    with db.transaction(EVERYTHING) as session:
        other = given_floor(session, "housing")
        case = other.person(session, other.list(session), phone=SHARED, status=CaseStatus.CLOSED)
        for number in range(times):
            at = NOW - timedelta(hours=hours_ago, minutes=number)
            talk = {"talking_at": at, "outcome": Outcome.COMPLETED} if talked else {"outcome": Outcome.NO_ANSWER}
            outcome = talk.pop("outcome")
            other.call(session, case, outcome, phone=SHARED, at=at, ended_at=at, **talk)


def test_a_phone_that_another_department_rang_often_today_is_left_alone_until_tomorrow(
    db: Database, floor: Floor
) -> None:
    rung_elsewhere(db, 3, hours_ago=2)
    case = person(db, floor, phone=SHARED)
    assert hand_out(db, floor) == []
    held = case_of(db, case)
    assert (held.status, held.held_because, held.due_at) == (CaseStatus.WAITING, "phone_cap", NOW)
    assert held.held_until is not None
    assert held.held_until > NOW + timedelta(hours=6)
    with db.transaction(EVERYTHING) as session:
        for desk in session.scalars(select(AgentSession)):
            desk.heard_at = NOW + timedelta(days=1)
    assert len(hand_out(db, floor, minutes=24 * 60)) == 1


def test_a_household_that_another_department_talked_with_rests_for_three_hours(db: Database, floor: Floor) -> None:
    rung_elsewhere(db, 1, hours_ago=1, talked=True)
    case = person(db, floor, phone=SHARED)
    assert hand_out(db, floor) == []
    held = case_of(db, case)
    assert (held.held_because, held.held_until) == ("phone_rests", NOW + timedelta(hours=2))


def test_calls_that_the_network_swallowed_rang_nowhere_and_the_gap_begins_with_the_end_of_the_last_that_rang(
    db: Database, floor: Floor
) -> None:
    case = person(db, floor, phone=SHARED)
    with db.transaction(EVERYTHING) as session:
        other = given_floor(session, "housing")
        former = other.person(session, other.list(session), phone=SHARED, status=CaseStatus.CLOSED)
        for minutes in (1, 5, 9):
            at = NOW - timedelta(minutes=minutes)
            other.call(session, former, Outcome.TECHNICAL, phone=SHARED, at=at, ended_at=at)
        for minutes in (2, 6, 10):
            at = NOW - timedelta(minutes=minutes)
            call = other.call(session, former, Outcome.UNREACHABLE, phone=SHARED, at=at, ended_at=at)
            into_outage = {"because": Because.OUTAGE, "facts": {}, "at": at, "due_at": NOW}
            session.add(PlannedTry(call_id=call.id, case_id=former.id, department_id=call.department_id, **into_outage))
        at = NOW - timedelta(minutes=25)
        last = other.call(
            session, former, Outcome.MACHINE, phone=SHARED, at=at, ended_at=NOW - timedelta(minutes=19)
        ).id
    assert hand_out(db, floor) == []
    assert case_of(db, case).held_until == NOW + timedelta(minutes=1)
    with db.transaction(EVERYTHING) as session:
        session.get_one(Call, last).ended_at = NOW - timedelta(minutes=21)
        session.get_one(Case, case).held_until = None
    assert len(hand_out(db, floor)) == 1


def test_who_is_held_back_keeps_nobody_else_waiting(db: Database, floor: Floor) -> None:
    rung_elsewhere(db, 3, hours_ago=2)
    for _ in range(40):
        person(db, floor, phone=SHARED, due_at=NOW - timedelta(minutes=5))
    last = person(db, floor)
    (call_id,) = hand_out(db, floor)
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(Call, call_id).case_id == last
        told = {each.because: each.cases for each in decisions_since(session, floor.campaign.id, NOW)}
    assert told == {"intended": 1, "phone_cap": 40}


def test_a_promised_callback_outranks_all_and_passes_the_caps(db: Database, floor: Floor) -> None:
    rung_elsewhere(db, 3, hours_ago=0.1, talked=True)
    person(db, floor)
    promised = person(db, floor, phone=SHARED, status=CaseStatus.CALLBACK, priority=0)
    (call_id,) = hand_out(db, floor)
    place_call(db, call_id, telephony=Phones(), now=lambda: NOW)
    with db.transaction(EVERYTHING) as session:
        call = session.get_one(Call, call_id)
    assert (call.case_id, call.refused_because) == (promised, None)


def test_where_fewer_attempts_are_allowed_than_she_has_had_she_is_not_rung_again(db: Database, floor: Floor) -> None:
    tried = {"attempts": 3, "outcome": Outcome.BUSY}
    last, more = person(db, floor, **tried), person(db, floor, **tried)
    promised = person(db, floor, **tried, status=CaseStatus.CALLBACK, priority=0, due_at=NOW + timedelta(minutes=1))
    with db.transaction(EVERYTHING) as session:
        case = session.get_one(Case, more)
        owner = {"department_id": case.department_id, "beneficiary_id": case.beneficiary_id}
        session.add(BeneficiaryPhone(**owner, position=1, e164=SHARED))
        session.get_one(Campaign, floor.campaign.id).max_attempts = 3
        floor.desk(session, "bilal", AgentStatus.READY)
    assert hand_out(db, floor) == []
    assert (case_of(db, last).status, case_of(db, last).outcome) == (CaseStatus.CLOSED, Outcome.BUSY)
    called = hand_out(db, floor, minutes=1)
    with db.transaction(EVERYTHING) as session:
        rung = {call.case_id: call.phone for call in session.scalars(select(Call).where(Call.id.in_(called)))}
    assert set(rung) == {promised, more}
    assert rung[more] == SHARED, "her next number has attempts of its own"


def outage(db: Database, area: str, *, hours: float | None = 4, begins: timedelta = timedelta(hours=-1)) -> None:
    with db.transaction(EVERYTHING) as session:
        ends = NOW + timedelta(hours=hours) if hours else None
        session.add(
            AreaOutage(
                area_id=area, begins_at=NOW + begins, ends_at=ends, name="Order 114", source="invented",
                noted_at=NOW,
            )
        )  # fmt: skip


def test_nobody_is_rung_into_an_outage_and_the_next_district_is(db: Database, floor: Floor) -> None:
    outage(db, PATTAN)
    person(db, floor, PATTAN, due_at=NOW - timedelta(hours=1))
    person(db, floor, PATTAN, status=CaseStatus.CALLBACK, priority=0)
    elsewhere = person(db, floor, SOPORE)
    (call_id,) = hand_out(db, floor)
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(Call, call_id).case_id == elsewhere


@pytest.mark.parametrize("seconds", [0, 20], ids=["by_now", "while_it_would_ring"])
def test_an_outage_that_begins_between_the_claim_and_the_dial_is_seen(db: Database, floor: Floor, seconds: int) -> None:
    person(db, floor)
    (call_id,) = hand_out(db, floor)
    outage(db, DISTRICT, begins=timedelta(seconds=seconds))
    phones = Phones()
    place_call(db, call_id, telephony=phones, now=lambda: NOW)
    assert phones.dialled == []
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(Call, call_id).refused_because == "area_outage"
    person(db, floor)
    assert hand_out(db, floor) == [], "nor is the next one of the district taken from the queue"


def test_a_call_elsewhere_between_the_claim_and_the_dial_is_seen(db: Database, floor: Floor) -> None:
    person(db, floor, phone=SHARED)
    (call_id,) = hand_out(db, floor)
    rung_elsewhere(db, 3, hours_ago=1)
    phones = Phones()
    place_call(db, call_id, telephony=phones, now=lambda: NOW)
    assert phones.dialled == []
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(Call, call_id).refused_because == "phone_cap"


def test_a_holiday_of_one_district_holds_there_alone(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        session.add(CallingHoliday(jurisdiction="IN", area_id=DISTRICT, day=NOW.date(), name="Urs", source="invented"))
    person(db, floor)
    nowhere = person(db, floor, None)
    (call_id,) = hand_out(db, floor)
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(Call, call_id).case_id == nowhere


def test_blocks_are_served_in_turn_however_long_the_line_of_one_is(db: Database, floor: Floor) -> None:
    for _ in range(60):
        person(db, floor, PATTAN, due_at=NOW - timedelta(hours=1))
    for _ in range(10):
        person(db, floor, SOPORE)
    with db.transaction(EVERYTHING) as session:
        for number in range(3):
            floor.desk(session, f"agent{number}", AgentStatus.READY)
    blocks = Counter[str | None]()
    for minute in range(5):
        calls = hand_out(db, floor, minutes=minute / 10)
        with db.transaction(EVERYTHING) as session:
            for call_id in calls:
                call = session.get_one(Call, call_id)
                blocks[session.get_one(Case, call.case_id).block_id] += 1
                session.get_one(AgentSession, call.agent_session_id).status = AgentStatus.READY
                call.status, call.agent_session_id = CallStatus.ENDED, None
    assert sum(blocks.values()) == 20
    assert min(blocks[PATTAN], blocks[SOPORE]) >= 8


def test_a_language_that_nobody_speaks_is_not_even_looked_at(db: Database, floor: Floor) -> None:
    for _ in range(30):
        person(db, floor, language="ps", due_at=NOW - timedelta(hours=1))
    person(db, floor, language="ps", status=CaseStatus.CALLBACK, priority=0)
    urdu = person(db, floor, language="ur")
    (call_id,) = hand_out(db, floor)
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(Call, call_id).case_id == urdu


def test_a_case_that_changes_its_block_or_language_is_found_in_its_new_lane(db: Database, floor: Floor) -> None:
    case_id = person(db, floor, language="ps")
    assert hand_out(db, floor) == []
    with db.transaction(EVERYTHING) as session:
        case = session.get_one(Case, case_id)
        case.language, case.block_id = "ks", SOPORE
    assert len(hand_out(db, floor)) == 1


def test_departments_that_claim_at_once_never_ring_one_phone_twice(db: Database, floor: Floor) -> None:
    floors = [floor]
    with db.transaction(EVERYTHING) as session:
        for name in ("housing", "roads", "ration"):
            another = given_floor(session, name)
            another.list(session)
            another.desk(session, f"agent-{name}", AgentStatus.READY)
            floors.append(another)
    for one in floors:
        person(db, one, phone=SHARED)
    with ThreadPoolExecutor(8) as threads:
        handed = list(threads.map(lambda one: hand_out(db, one), floors * 4))
    assert sum(map(len, handed)) == 1


def test_claims_at_once_share_no_case(db: Database, floor: Floor) -> None:
    for number in range(60):
        person(db, floor, PATTAN if number % 2 else SOPORE)

    def claim(_: int) -> list[UUID]:
        with db.transaction(EVERYTHING) as session:
            found = claim_due_cases(session, floor.campaign, Callers([], []), now=NOW, limit=7).due
            for due in found:
                due.case.status = CaseStatus.CLAIMED
            return [due.case.id for due in found]

    with ThreadPoolExecutor(8) as threads:
        claimed = [case_id for batch in threads.map(claim, range(12)) for case_id in batch]
    while more := claim(0):  # whoever was locked by somebody else at that moment is still there
        claimed += more
    assert len(claimed) == len(set(claimed)) == 60


def test_the_desk_is_told_who_else_waits_on_the_phone_and_nobody_of_the_house_is_rung_meanwhile(
    db: Database, floor: Floor
) -> None:
    for _ in range(3):
        person(db, floor, phone=SHARED)
    elsewhere = person(db, floor, due_at=NOW + timedelta(seconds=1))
    with db.transaction(EVERYTHING) as session:
        floor.desk(session, "bilal", AgentStatus.READY)
    (first,) = hand_out(db, floor)
    (second,) = hand_out(db, floor, minutes=1)
    with db.transaction(EVERYTHING) as session:
        call = session.get_one(Call, first)
        shown = desk_call(session, floor.campaign, first, now=NOW)
        others = shown.others if shown else ()
        assert session.get_one(Call, second).case_id == elsewhere
        assert (len(others), call.case_id in {other.case_id for other in others}) == (2, False)
        assert {session.get_one(Case, other.case_id).held_because for other in others} == {"phone_in_call"}
