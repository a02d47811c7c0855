"""An office notes when nobody may be called somewhere, and it holds at once."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy import select

from campaigns.calling.note_place_rule import GapRule, HolidayRule, OutageRule, note_place_rule
from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.calling.take_back_swallowed import take_back_swallowed
from campaigns.calls.hand_out_calls import Limits, hand_out_calls
from campaigns.calls.place_call import place_call
from campaigns.calls.record_call_event import record_call_event
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallEvent, EndReason
from campaigns.rules.calling.calling_hours import may_call
from campaigns.rules.calling.place_calendars import shut_places
from campaigns.rules.calling.retry_plan import Because
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.store.calling.calling_rules import calling_rules, place_calendar, rules_of_case, standing_outages
from campaigns.store.calling.cases import lock_case
from campaigns.store.calling.planned_tries import planned_tries
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Area, CallingGap, Case, PlannedTry
from tests.flows.phones import Phones, told
from tests.given_floor import DISTRICT, NOW, PATTAN, SOPORE, STATE, Floor, given_areas, given_floor

CUT = OutageRule(DISTRICT, NOW - timedelta(hours=1), None, "Network suspended", "Order 114 of the Home Department")
IFTAR = GapRule("IN", DISTRICT, None, time(17), time(19), NOW.date(), NOW.date(), "Ramazan", "district notice")


@pytest.fixture
def floor(db: Database) -> Floor:
    """A running campaign with the shipped rules."""
    seed_calling_hours(db)
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        return given_floor(session)


def shut(db: Database, floor: Floor, *, hours: float = 0) -> dict[str, str]:
    """Which areas are shut so many hours from now, and why."""
    now = NOW + timedelta(hours=hours)
    with db.transaction(EVERYTHING) as session:
        calendar = place_calendar(session, "IN", now=now)
        found = shut_places(calling_rules(session, floor.campaign), calendar, now=now)
    return {area: refusal.because for area, refusal in found.items()}


def test_an_outage_holds_until_its_end_is_noted(db: Database, floor: Floor) -> None:
    assert note_place_rule(db, CUT, now=NOW) is None
    assert shut(db, floor) == shut(db, floor, hours=3) == {DISTRICT: "outage"}
    ended = OutageRule(DISTRICT, CUT.begins_at, NOW + timedelta(hours=2), CUT.name, CUT.source)
    assert note_place_rule(db, ended, now=NOW) is None
    assert shut(db, floor, hours=3) == {}
    with db.transaction(EVERYTHING) as session:
        assert [row.name for row in standing_outages(session, now=NOW)] == ["Network suspended"]


def test_what_was_dialled_into_an_outage_before_it_was_noted_was_no_attempt_either(db: Database, floor: Floor) -> None:
    phones, limits = Phones(), Limits("sandbox", 100, timedelta(hours=1))
    with db.transaction(EVERYTHING) as session:
        there, elsewhere = (floor.person(session, floor.list(session), block).id for block in (PATTAN, SOPORE))
        last_try = floor.person(session, floor.lists[0], attempts=3, outcome=Outcome.NO_ANSWER).id
        for name in ("shazia", "bilal", "asma"):
            floor.desk(session, name, AgentStatus.READY)
    for call_id in hand_out_calls(db, floor.campaign.id, limits, now=NOW):
        place_call(db, call_id, telephony=phones, now=lambda: NOW)
        end = told(call_id, CallEvent.END, list(phones.calls)[-1], reason=EndReason.UNREACHABLE)
        record_call_event(db, end, now=NOW + timedelta(seconds=30))
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(Case, last_try).status is CaseStatus.CLOSED
    cut = OutageRule(PATTAN, NOW - timedelta(minutes=5), None, "Network suspended", "Order 114")
    for minutes in (20, 40):  # its end becomes known
        ends = NOW + timedelta(hours=2) if minutes == 40 else None
        assert note_place_rule(db, replace(cut, ends_at=ends), now=NOW + timedelta(minutes=minutes)) is None
        with db.transaction(EVERYTHING) as session:
            assert [session.get_one(Case, one).attempts for one in (there, last_try, elsewhere)] == [0, 3, 1]
            given_up = session.get_one(Case, last_try)
            assert (given_up.status, given_up.closed_at) == (CaseStatus.WAITING, None)
            for one in (there, last_try):
                assert [plan.because for plan in planned_tries(session, one)] == [Because.OUTAGE]


def test_attempts_that_an_outage_swallowed_come_back_to_who_is_held_promised_or_in_another_call_by_then(
    db: Database, floor: Floor
) -> None:
    promised = {"status": CaseStatus.CALLBACK, "priority": 0}
    with db.transaction(EVERYTHING) as session:
        of = floor.list(session)
        people = [
            floor.person(session, of, attempts=1, **more) for more in ({}, promised, {"status": CaseStatus.IN_CALL})
        ]
        held, *others = [one.id for one in people]
        for number, case in enumerate(people, 1):
            call = floor.call(session, case, Outcome.NO_ANSWER, phone=f"+9194190{number:05d}")
            why = {"because": Because.OTHER_PART, "facts": {}, "at": NOW, "due_at": NOW}
            session.add(PlannedTry(call_id=call.id, case_id=case.id, department_id=case.department_id, **why))
    with db.transaction(EVERYTHING) as session:
        lock_case(session, held)
        assert note_place_rule(db, CUT, now=NOW) is None
    with db.transaction(EVERYTHING) as session:
        assert [session.get_one(Case, one).attempts for one in (held, *others)] == [1, 0, 0]
    assert take_back_swallowed(db, now=NOW + timedelta(minutes=1)) == 1
    assert take_back_swallowed(db, now=NOW + timedelta(minutes=2)) == 0
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(Case, held).attempts == 0


def test_a_gap_and_a_holiday_hold_in_their_area_alone(db: Database, floor: Floor) -> None:
    assert note_place_rule(db, IFTAR, now=NOW) is None
    assert shut(db, floor, hours=6) == {DISTRICT: "gap"}
    holiday = HolidayRule("IN", DISTRICT, NOW.date(), "Urs", "district notice")
    assert note_place_rule(db, holiday, now=NOW) is None
    assert shut(db, floor) == {DISTRICT: "holiday"}
    with db.transaction(EVERYTHING) as session:
        assert may_call(calling_rules(session, floor.campaign), now=NOW) is None


@pytest.mark.parametrize(
    "rule",
    [
        OutageRule("division:KAS", NOW - timedelta(hours=1), None, "Network suspended", "Order 114"),
        HolidayRule("IN", "division:KAS", NOW.date(), "Urs", "divisional notice"),
        GapRule("IN", "division:KAS", None, time(10), time(13), NOW.date(), NOW.date(), "Urs", "divisional notice"),
    ],
)
def test_what_is_noted_for_a_division_holds_in_its_districts(
    db: Database, floor: Floor, rule: OutageRule | HolidayRule | GapRule
) -> None:
    with db.transaction(EVERYTHING) as session:
        division = {"country": "IN", "level": "division", "code": "KAS", "name": "Kashmir", "folded_name": "kashmir"}
        session.add(Area(id="division:KAS", parent_id=STATE, **division))
        session.flush()
        session.get_one(Area, DISTRICT).parent_id = "division:KAS"
        person = floor.person(session, floor.list(session))
    assert note_place_rule(db, rule, now=NOW) is None
    assert set(shut(db, floor)) == {DISTRICT}
    with db.transaction(EVERYTHING) as session:
        hers = rules_of_case(session, floor.campaign, session.get_one(Case, person.id), now=NOW)
    assert may_call(hers, now=NOW) is not None


@pytest.mark.parametrize(
    ("rule", "because"),
    [
        (OutageRule("district:999999", NOW, None, "Cut", "order"), "area_unknown"),
        (OutageRule(DISTRICT, NOW, NOW, "Cut", "order"), "outage_ends_early"),
        (OutageRule(DISTRICT, NOW, None, "Cut", " "), "source_missing"),
        (GapRule("IN", None, 4, time(14), time(12), NOW.date(), None, "Friday", "notice"), "gap_ends_early"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused_with_a_sentence(
    db: Database, floor: Floor, rule: OutageRule | GapRule, because: str
) -> None:
    refusal = note_place_rule(db, rule, now=NOW)
    assert refusal is not None
    assert refusal.because == because
    assert shut(db, floor) == {}


def test_the_shipped_rules_stand_once_and_leave_an_administrators_rows_alone(db: Database, floor: Floor) -> None:
    seed_calling_hours(db)
    assert note_place_rule(db, IFTAR, now=NOW) is None
    refusal = note_place_rule(db, IFTAR, now=NOW)
    assert refusal is not None
    assert refusal.because == "rule_known"
    with db.transaction(EVERYTHING) as session:
        names = session.scalars(select(CallingGap.name).where(CallingGap.area_id.is_(None))).all()
    assert sorted(names) == ["Friday prayer", "Ramazan 1448"]
