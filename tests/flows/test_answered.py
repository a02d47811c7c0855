"""Who answers gets the longest-idle agent who speaks her language, or hears within two seconds who called."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from campaigns.calls.connect_answered_call import connect_answered_call
from campaigns.calls.hand_out_calls import Limits, hand_out_calls
from campaigns.calls.place_call import place_call
from campaigns.calls.record_call_event import record_call_event
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.carrier.answering import PATIENCE, PAUSE, may_ask_again
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.store.desk.agent_sessions import claim_ready_agents
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Call, Campaign, Case
from campaigns.telephony.port import AnswerPlan, AskAgain, Join, SayAndHangUp
from tests.flows.given_predictive import given_predictive_floor
from tests.flows.phones import Phones, told
from tests.given_floor import NOW, SILENCE, Floor

LIMITS = Limits("sandbox", 100, timedelta(hours=1))


@pytest.fixture
def floor(db: Database) -> Floor:
    """A predictive campaign without agents yet."""
    return given_predictive_floor(db)


def ringing(db: Database, floor: Floor, language: str | None = None) -> UUID:
    """A call that rings with no agent reserved."""
    with db.transaction(EVERYTHING) as session:
        case = floor.person(session, floor.lists[0], language=language, status=CaseStatus.IN_CALL)
        return floor.call(session, case, None, status=CallStatus.RINGING, phone=f"+9194190{floor.people:05d}").id


def ready(db: Database, floor: Floor, name: str, *, minutes: float = 1, languages: tuple[str, ...] = ("ur",)) -> UUID:
    with db.transaction(EVERYTHING) as session:
        return floor.desk(session, name, AgentStatus.READY, minutes=minutes, languages=list(languages)).id


def answer(db: Database, call_id: UUID, *, seconds: float = 0) -> AnswerPlan | None:
    at = NOW + timedelta(seconds=seconds)
    return connect_answered_call(db, call_id, now=at, desk_silence=SILENCE)


def test_the_longest_idle_agent_who_speaks_her_language_is_taken(db: Database, floor: Floor) -> None:
    ready(db, floor, "asma", minutes=9, languages=("hi",))
    longest = ready(db, floor, "bilal", minutes=5, languages=("ur", "ks"))
    ready(db, floor, "dilshad", minutes=2, languages=("ks",))
    assert answer(db, ringing(db, floor, "ks")) == Join(f"desk-{longest}")


def test_row_20_a_person_for_whom_nobody_is_free_hears_in_her_language_who_called(db: Database, floor: Floor) -> None:
    ready(db, floor, "asma", languages=("hi",))
    call_id = ringing(db, floor, "ks")
    record_call_event(db, told(call_id, CallEvent.ANSWER, _carrier_id(db, call_id)), now=NOW)
    assert answer(db, call_id, seconds=0.1) == AskAgain(call_id, 1)
    assert answer(db, call_id, seconds=1.2) == AskAgain(call_id, 1)
    plan = answer(db, call_id, seconds=2.2)
    assert isinstance(plan, SayAndHangUp)
    assert plan.language == "ur"
    ended = told(call_id, CallEvent.END, _carrier_id(db, call_id), reason=EndReason.COMPLETED)
    record_call_event(db, ended, now=NOW)
    with db.transaction(EVERYTHING) as session:
        call = session.get_one(Call, call_id)
        case = session.get_one(Case, call.case_id)
        assert (call.abandoned, call.outcome, case.needs_agent_reserved) == (True, Outcome.ABANDONED, True)
        assert case.due_at >= NOW + timedelta(hours=72)


def test_the_notice_counts_as_abandoned_at_once_and_stays_the_answer(db: Database, floor: Floor) -> None:
    call_id = ringing(db, floor, "ur")
    answer(db, call_id)
    notice = answer(db, call_id, seconds=2.1)
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(Call, call_id).abandoned
    ready(db, floor, "asma")
    assert answer(db, call_id, seconds=2.2) == notice


@pytest.mark.parametrize(("seconds", "abandoned"), [(0.8, False), (2.0, True)])
def test_who_hangs_up_within_two_seconds_was_not_abandoned(
    db: Database, floor: Floor, seconds: float, *, abandoned: bool
) -> None:
    call_id = ringing(db, floor, "ur")
    answer(db, call_id)
    ended = told(call_id, CallEvent.END, _carrier_id(db, call_id), reason=EndReason.COMPLETED)
    record_call_event(db, ended, now=NOW + timedelta(seconds=seconds))
    with db.transaction(EVERYTHING) as session:
        call = session.get_one(Call, call_id)
        assert (call.abandoned, call.outcome) == (abandoned, Outcome.ABANDONED)


def test_an_agent_who_comes_free_within_two_seconds_takes_her(db: Database, floor: Floor) -> None:
    call_id = ringing(db, floor, "ur")
    assert answer(db, call_id) == AskAgain(call_id, 1)
    agent = ready(db, floor, "asma")
    assert answer(db, call_id, seconds=1.1) == Join(f"desk-{agent}")


def test_ten_people_who_answer_at_once_never_share_an_agent(db: Database, floor: Floor) -> None:
    calls = [ringing(db, floor, "ur") for _ in range(10)]
    for number in range(6):
        ready(db, floor, f"agent{number}")
    together = threading.Barrier(10)

    def pick_up(call_id: UUID) -> AnswerPlan | None:
        together.wait()
        return answer(db, call_id)

    with ThreadPoolExecutor(10) as threads:
        plans = list(threads.map(pick_up, calls))
    rooms = [plan.room for plan in plans if isinstance(plan, Join)]
    assert len(rooms) == len(set(rooms)) == 6
    assert sum(isinstance(plan, AskAgain) for plan in plans) == 4
    with db.transaction(EVERYTHING) as session:
        talking = session.scalars(select(Call).where(Call.status == CallStatus.TALKING)).all()
        on_call = session.scalars(select(AgentSession).where(AgentSession.status == AgentStatus.ON_CALL)).all()
    assert {call.agent_session_id for call in talking} == {agent.id for agent in on_call}
    assert {agent.call_id for agent in on_call} == {call.id for call in talking}


def test_an_agent_whom_the_dialler_holds_for_an_instant_is_not_passed_over(db: Database, floor: Floor) -> None:
    agent = ready(db, floor, "asma")
    call_id = ringing(db, floor, "ur")
    with ThreadPoolExecutor(1) as threads:
        with db.transaction(EVERYTHING) as dialler:
            assert claim_ready_agents(dialler, floor.campaign.id, heard_since=NOW - SILENCE, limit=100)
            plan = threads.submit(answer, db, call_id)
            wait_until_somebody_waits(db)
        assert plan.result(120) == Join(f"desk-{agent}")


def test_a_person_who_found_nobody_is_not_called_without_an_agent_reserved(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        held = floor.person(session, floor.lists[0], needs_agent_reserved=True, status=CaseStatus.CLAIMED)
        other = floor.person(session, floor.lists[0], status=CaseStatus.CLAIMED)
        calls = [
            floor.call(session, case, None, status=CallStatus.INTENDED, phone=phone, at=NOW, sent_at=None)
            for case, phone in ((held, "+919419088001"), (other, "+919419088002"))
        ]
        for call in calls:
            call.carrier_call_id = None
    phones = Phones()
    for call in calls:
        place_call(db, call.id, telephony=phones, now=lambda: NOW)
    assert [wish.attempt_id for wish in phones.dialled] == [calls[1].id]
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(Call, calls[0].id).refused_because == "agent_gone"


def test_with_an_agent_reserved_she_is_called_and_joined_to_her(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, floor.campaign.id).mode = DialMode.PROGRESSIVE
        floor.person(session, floor.lists[0], needs_agent_reserved=True)
    agent = ready(db, floor, "asma")
    call_id = hand_out_calls(db, floor.campaign.id, LIMITS, now=NOW)[0]
    place_call(db, call_id, telephony=Phones(), now=lambda: NOW)
    assert answer(db, call_id) == Join(f"desk-{agent}")


@given(st.floats(0, 10))
def test_nobody_waits_longer_than_two_seconds_for_the_notice_and_the_way_to_us(seconds: float) -> None:
    now = NOW + timedelta(seconds=seconds)
    assert not may_ask_again(NOW, now=now) or now + PAUSE <= NOW + PATIENCE + PAUSE / 4


def _carrier_id(db: Database, call_id: UUID) -> str:
    with db.transaction(EVERYTHING) as session:
        return session.get_one(Call, call_id).carrier_call_id or ""


def wait_until_somebody_waits(db: Database) -> None:
    """Wait until a transaction waits for a lock that another one holds."""
    # Of this database: others test beside us.
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    for _ in range(6_000):
        with db.engine.connect() as connection:
            if connection.exec_driver_sql(waiting).scalar():
                return
        threading.Event().wait(0.02)
    raise AssertionError("nobody waits")
