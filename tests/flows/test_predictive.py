"""Predictive mode rings ahead of free agents, and one for each of them wherever a forecast would be too bold."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from campaigns.calls.connect_answered_call import connect_answered_call
from campaigns.calls.hand_out_calls import FloorWatch
from campaigns.calls.place_call import place_call
from campaigns.calls.record_call_event import record_call_event
from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.call_states import CallEvent, CallStatus
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.pacing_fallback import Fallback
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Call, Case, User
from campaigns.telephony.port import AnswerPlan, AskAgain, Join, SayAndHangUp
from tests.flows.given_predictive import LIMITS, PredictiveFloor
from tests.flows.phones import Phones, told
from tests.given_floor import NOW, given_floor

TALKING, WRAPPING_UP = AgentStatus.ON_CALL, AgentStatus.WRAP_UP


@pytest.fixture
def floor(db: Database) -> PredictiveFloor:
    """A predictive campaign with 100 people who are due."""
    floor = PredictiveFloor(db)
    floor.people(100)
    return floor


def test_a_floor_of_busy_agents_gets_calls_that_no_agent_waits_for(floor: PredictiveFloor) -> None:
    floor.agents(60, WRAPPING_UP, seconds=20)
    calls = floor.hand_out()
    assert calls
    assert {call.agent_session_id for call in calls} == {None}
    assert floor.decided == {"intended": len(calls), "intended_ahead": len(calls)}
    assert floor.pace is None or floor.pace.because is None


def test_calls_ahead_leave_for_the_carrier(db: Database, floor: PredictiveFloor) -> None:
    floor.agents(60, WRAPPING_UP, seconds=20)
    phones = Phones()
    for call in floor.hand_out():
        place_call(db, call.id, telephony=phones, now=lambda: NOW)
        with db.transaction(EVERYTHING) as session:
            assert session.get_one(Call, call.id).sent_at is not None
    assert phones.dialled


def test_who_answers_finds_an_agent_until_none_is_left_and_then_hears_the_notice(
    db: Database, floor: PredictiveFloor
) -> None:
    floor.agents(12)
    phones, plans = Phones(), list[AnswerPlan | None]()
    for call in floor.hand_out()[:14]:
        place_call(db, call.id, telephony=phones, now=lambda: NOW)
        carrier_call_id = list(phones.calls)[-1]
        record_call_event(db, told(call.id, CallEvent.ANSWER, carrier_call_id), now=NOW)
        plans.append(connect_answered_call(db, call.id, now=NOW, desk_silence=LIMITS.desk_silence))
    rooms = [plan.room for plan in plans if isinstance(plan, Join)]
    assert len(set(rooms)) == len(rooms) == 12
    waiting = [plan.call_id for plan in plans if isinstance(plan, AskAgain)]
    assert len(waiting) == 2
    (freed,) = floor.agents(1)
    later = NOW + timedelta(seconds=2.1)
    first, second = (connect_answered_call(db, each, now=later, desk_silence=LIMITS.desk_silence) for each in waiting)
    assert first == Join(f"desk-{freed}")
    assert isinstance(second, SayAndHangUp)
    watch = FloorWatch()
    floor.hand_out(at=2, watch=watch)
    assert (watch.answered, watch.abandoned) == (14, 1)


def test_more_ring_than_agents_are_free(floor: PredictiveFloor) -> None:
    floor.agents(12)
    calls = floor.hand_out()
    assert len(calls) > 12
    assert {floor.desk(desk.id).status for desk in _desks(floor)} == {AgentStatus.READY}


def test_what_rings_already_is_counted(floor: PredictiveFloor) -> None:
    floor.agents(12)
    first = floor.hand_out()
    again = floor.hand_out(at=1)
    assert len(again) < len(first) / 2


def test_below_ten_agents_each_call_has_its_agent_and_the_floor_says_why(floor: PredictiveFloor) -> None:
    ready = floor.agents(3)
    floor.agents(6, TALKING)
    calls = floor.hand_out()
    assert {call.agent_session_id for call in calls} == set(ready)
    assert floor.decided == {"intended": 3, "intended_few_agents": 3}
    assert floor.pace is not None
    assert (floor.pace.because, floor.pace.languages) == (Fallback.FEW_AGENTS, [])
    floor.agents(10)
    assert {call.agent_session_id for call in floor.hand_out(at=1)} == {None}
    assert floor.pace.because is None


def test_at_the_cap_each_call_has_its_agent_until_the_day_is_safe(floor: PredictiveFloor) -> None:
    floor.agents(60, WRAPPING_UP, seconds=20)
    ready = floor.agents(2)
    floor.day_so_far(answered=100, abandoned=9)
    calls = floor.hand_out()
    assert {call.agent_session_id for call in calls} == set(ready)
    assert floor.pace is not None
    assert floor.pace.because is Fallback.AT_THE_CAP
    floor.change(abandon_cap=0.2, abandon_target=0.2)
    assert {call.agent_session_id for call in floor.hand_out(at=1)} == {None}
    assert floor.pace.because is None


def test_an_answering_machine_does_not_make_the_day_safe(floor: PredictiveFloor) -> None:
    floor.day_so_far(answered=30, abandoned=0)
    watch = FloorWatch()
    floor.hand_out(watch=watch)
    assert watch.answered == 30
    with floor.db.transaction(EVERYTHING) as session:
        for call in session.scalars(select(Call).limit(10)):
            call.outcome = call.outcome.MACHINE if call.outcome else None
    floor.hand_out(at=20, watch=watch)
    assert watch.answered == 20


def test_shortly_before_the_hours_end_each_call_has_its_agent(floor: PredictiveFloor) -> None:
    floor.agents(30, TALKING)
    ready = floor.agents(2)
    closes = NOW.replace(hour=15, minute=30)  # 21:00 in Kashmir
    before = (closes - timedelta(seconds=40) - NOW).total_seconds()
    with floor.db.transaction(EVERYTHING) as session:
        for desk in session.scalars(select(AgentSession)):
            desk.heard_at = NOW + timedelta(seconds=before)
    assert {call.agent_session_id for call in floor.hand_out(at=before)} == set(ready)
    assert floor.pace is not None
    assert floor.pace.because is Fallback.CLOSING


def test_agents_who_have_announced_a_pause_are_not_counted_on(floor: PredictiveFloor) -> None:
    floor.agents(60, WRAPPING_UP, seconds=20, next_pause=PauseReason.LUNCH)
    assert floor.hand_out() == []


def test_agents_whose_line_has_fallen_are_not_counted_on(floor: PredictiveFloor) -> None:
    desks = floor.agents(60, WRAPPING_UP, seconds=20)
    with floor.db.transaction(EVERYTHING) as session:
        for desk in session.scalars(select(AgentSession).where(AgentSession.id.in_(desks))):
            desk.leg = "browser"
    assert floor.hand_out() == []


def test_nobody_is_rung_for_a_dead_desk(floor: PredictiveFloor) -> None:
    floor.agents(12, heard_at=NOW - timedelta(hours=2))
    assert floor.hand_out() == []


def test_no_more_calls_are_placed_than_the_carrier_has_room_for(floor: PredictiveFloor) -> None:
    floor.agents(20)
    floor.ringing(2)
    assert len(floor.hand_out(room=7)) == 5


def test_who_found_nobody_once_is_rung_with_an_agent_reserved_only(db: Database) -> None:
    floor = PredictiveFloor(db)
    reserved = set(floor.people(6, needs_agent_reserved=True))
    others = set(floor.people(100))
    floor.agents(60, WRAPPING_UP, seconds=20)
    ahead = {call.case_id for call in floor.hand_out()}
    assert ahead
    assert ahead <= others, "though they wait longer"
    floor.agents(3)
    calls = floor.hand_out(at=15, watch=FloorWatch())
    with_agent = {call.case_id for call in calls if call.agent_session_id}
    assert with_agent
    assert with_agent <= reserved
    assert {call.case_id for call in calls if call.agent_session_id is None} <= others


def test_whose_phone_found_nobody_these_days_is_not_rung_ahead_though_she_was_not_on_a_list_then(db: Database) -> None:
    floor = PredictiveFloor(db)
    (newcomer,) = floor.people(1, phone="+919419000091")
    with db.transaction(EVERYTHING) as session:
        other = given_floor(session, "housing")
        former = other.person(session, other.list(session), status=CaseStatus.CLOSED)
        at = NOW - timedelta(hours=71)
        other.call(session, former, Outcome.ABANDONED, phone="+919419000091", at=at, ended_at=at, abandoned=True)
    floor.people(100)
    floor.agents(60, WRAPPING_UP, seconds=20)
    calls = floor.hand_out()
    assert calls
    assert newcomer not in {call.case_id for call in calls}
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(Case, newcomer).needs_agent_reserved


def test_while_a_promise_is_due_nobody_is_rung_ahead_until_her_agent_can_be_spared(db: Database) -> None:
    floor = PredictiveFloor(db)
    floor.people(100)
    floor.agents(24)
    watch = FloorWatch()
    first = floor.hand_out(watch=watch)
    assert len(first) > 24
    with db.transaction(EVERYTHING) as session:
        for desk in session.scalars(select(AgentSession).limit(12)):
            desk.status = AgentStatus.PAUSED
    (promised,) = floor.people(1, priority=0, status=CaseStatus.CALLBACK)
    assert floor.hand_out(at=1, watch=watch) == []
    assert floor.pace is not None
    assert floor.pace.because is Fallback.PROMISED
    with db.transaction(EVERYTHING) as session:
        for call in session.scalars(select(Call).where(Call.id.in_([each.id for each in first]))):
            call.status = CallStatus.ENDED
            session.get_one(Case, call.case_id).status = CaseStatus.CLOSED
    (call, *_) = sorted(floor.hand_out(at=2, watch=watch), key=lambda each: each.agent_session_id is None)
    assert call.case_id == promised
    assert floor.desk(call.agent_session_id).status is AgentStatus.RESERVED if call.agent_session_id else False


def test_a_callback_goes_to_the_agent_who_promised_it(db: Database) -> None:
    floor = PredictiveFloor(db)
    floor.agents(10)
    (hers,) = floor.agents(1, seconds=5)
    owner = floor.desk(hers).user_id
    floor.people(1, priority=0, status=CaseStatus.CALLBACK, owner_id=owner)
    (call,) = floor.hand_out()
    assert call.agent_session_id == hers


def test_each_language_is_called_as_far_as_its_own_speakers_allow(db: Database) -> None:
    floor = PredictiveFloor(db)
    kashmiri, urdu = set(floor.people(60, "ks")), set(floor.people(60, "ur"))
    floor.agents(15, languages=["ur"])
    (speaker,) = floor.agents(1, languages=["ks", "ur"])
    calls = floor.hand_out()
    of_kashmiri = [call for call in calls if call.case_id in kashmiri]
    assert [call.agent_session_id for call in of_kashmiri] == [speaker]
    of_urdu = [call for call in calls if call.case_id in urdu]
    assert len(of_urdu) > 15
    assert {call.agent_session_id for call in of_urdu} == {None}
    assert floor.pace is not None
    assert (floor.pace.because, floor.pace.languages) == (Fallback.FEW_AGENTS, ["ks"])


def test_a_language_that_nobody_speaks_is_not_called(db: Database) -> None:
    floor = PredictiveFloor(db)
    floor.people(30, "doi")
    floor.agents(15, languages=["ur"])
    assert floor.hand_out() == []


def test_two_pools_of_enough_speakers_are_both_called_ahead(db: Database) -> None:
    floor = PredictiveFloor(db)
    kashmiri, urdu = set(floor.people(60, "ks")), set(floor.people(60, "ur"))
    floor.agents(12, languages=["ks"])
    floor.agents(12, languages=["ur"])
    calls = floor.hand_out()
    assert {call.agent_session_id for call in calls} == {None}
    assert min(sum(call.case_id in pool for call in calls) for pool in (kashmiri, urdu)) > 12


def test_calls_of_another_language_take_their_share_of_speakers(db: Database) -> None:
    floor = PredictiveFloor(db)
    floor.people(60, "ks")
    floor.agents(12, languages=["ks", "ur"])
    alone = len(floor.hand_out(room=1000))
    other = PredictiveFloorBeside(floor)
    assert other.calls_beside(ringing_in_urdu=20) < alone


class PredictiveFloorBeside:
    """The same floor again, with calls of another language ringing, before anything is placed."""

    def __init__(self, floor: PredictiveFloor) -> None:
        self.floor = floor
        with floor.db.transaction(EVERYTHING) as session:
            for call in session.scalars(select(Call)):
                session.get_one(Case, call.case_id).status = CaseStatus.WAITING
                call.status = CallStatus.ENDED

    def calls_beside(self, *, ringing_in_urdu: int) -> int:
        self.floor.agents(12, AgentStatus.ON_CALL, languages=["ur"])
        self.floor.ringing(ringing_in_urdu, "ur", seconds=8)
        return len(self.floor.hand_out())


def _desks(floor: PredictiveFloor) -> list[AgentSession]:
    with floor.db.transaction(EVERYTHING) as session:
        return list(session.scalars(select(AgentSession).join(User, User.id == AgentSession.user_id)))
