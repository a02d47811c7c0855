"""Several calls of one job are begun and bound together; whatever stands against one of them, the others leave."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event
from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.calls.hand_out_calls import Limits, hand_out_calls
from campaigns.calls.place_call import place_call
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus, EndReason
from campaigns.rules.case_states import CaseStatus
from campaigns.shared.carrier_strain import Lines
from campaigns.store.calls.calls import lock_call
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Call, CallMove, Case, OptOut
from campaigns.telephony.failures import InvalidDestination, OutcomeUnknown
from campaigns.telephony.port import PlaceCall, Placement
from tests.flows.phones import Phones
from tests.given_floor import NOW, Floor, given_a_desk_for_each

LIMITS = Limits("sandbox", 100, timedelta(seconds=30))
PEOPLE = 4
PATIENCE = 20.0


@dataclass
class CountingPhones(Phones):
    """An exchange that says when so many have been dialled."""

    wanted: int = PEOPLE - 1
    reached: Event = field(default_factory=Event)

    def place_call(self, wish: PlaceCall) -> Placement:
        placement = super().place_call(wish)
        if len(self.dialled) >= self.wanted:
            self.reached.set()
        return placement


@pytest.fixture
def floor(db: Database) -> Floor:
    """Four people due, and an agent ready for each."""
    return given_a_desk_for_each(db, PEOPLE)


@pytest.fixture
def job(db: Database, floor: Floor) -> list[UUID]:
    """The calls of one job."""
    return hand_out_calls(db, floor.campaign.id, LIMITS, now=NOW)


def place(db: Database, job: list[UUID], phones: Phones, lines: Lines | None = None) -> None:
    place_call(db, *job, telephony=phones, now=lambda: NOW, lines=lines)


def calls(db: Database, job: list[UUID]) -> list[Call]:
    with db.transaction(EVERYTHING) as session:
        return [session.get_one(Call, call_id) for call_id in job]


def dialled(phones: Phones) -> set[UUID]:
    """The calls that were dialled, of which none was dialled twice."""
    attempts = [wish.attempt_id for wish in phones.dialled]
    assert len(set(attempts)) == len(attempts)
    return set(attempts)


def test_all_calls_of_a_job_leave_and_each_keeps_the_carriers_id(db: Database, job: list[UUID]) -> None:
    phones = Phones()
    place(db, job, phones)
    assert dialled(phones) == set(job)
    placed = calls(db, job)
    assert {call.carrier_call_id: call.phone for call in placed} == {sid: one.to for sid, one in phones.calls.items()}
    with db.transaction(EVERYTHING) as session:
        assert {session.get_one(Case, call.case_id).status for call in placed} == {CaseStatus.IN_CALL}
        moves = [(move.call_id, move.after) for move in session.scalars(select(CallMove))]
    assert sorted(moves) == sorted((one, after) for one in job for after in (CallStatus.SENT, CallStatus.QUEUED))


def test_a_job_on_four_workers_dials_each_of_its_calls_once(db: Database, job: list[UUID]) -> None:
    phones = Phones()
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(lambda _: place(db, job, phones), range(4)))
    assert dialled(phones) == set(job)
    assert {call.status for call in calls(db, job)} == {CallStatus.QUEUED}


def test_a_rule_against_one_call_holds_back_that_call_alone(db: Database, job: list[UUID]) -> None:
    silenced, gone, *_ = calls(db, job)
    with db.transaction(EVERYTHING) as session:
        session.add(OptOut(e164=silenced.phone, department_id=silenced.department_id, at=NOW))
        agent = session.get_one(AgentSession, gone.agent_session_id)
        agent.status, agent.call_id = AgentStatus.PAUSED, None
    phones = Phones()
    place(db, job, phones)
    assert dialled(phones) == set(job[2:])
    held = calls(db, job)[:2]
    assert [call.end_reason for call in held] == [EndReason.NOT_SENT] * 2
    assert [call.refused_because for call in held] == ["opted_out", "agent_gone"]


def test_a_call_that_somebody_holds_keeps_no_other_call_waiting(db: Database, job: list[UUID]) -> None:
    phones = CountingPhones()
    with ThreadPoolExecutor(1) as worker:
        with db.transaction(EVERYTHING) as session:
            assert lock_call(session, job[0])
            placing = worker.submit(place, db, job, phones)
            assert phones.reached.wait(PATIENCE)
            assert dialled(phones) == set(job[1:])
        placing.result()
    assert dialled(phones) == set(job)


def test_each_answer_of_the_carrier_is_noted_for_its_own_call(db: Database, job: list[UUID]) -> None:
    phones = Phones(fails=[InvalidDestination("no such number"), OutcomeUnknown("no answer in time")])
    place(db, job, phones)
    statuses = sorted((call.status.value, call.end_reason) for call in calls(db, job) if call.status != "queued")
    assert statuses == [("ended", EndReason.INVALID_NUMBER), ("unknown", None)]
    assert sum(call.carrier_call_id is not None for call in calls(db, job)) == 2


def test_near_the_carriers_limit_a_job_sends_no_more_than_it_takes(db: Database, job: list[UUID]) -> None:
    phones = Phones()
    place(db, job, phones, Lines(3))
    assert len(dialled(phones)) == 3
    assert sorted(call.refused_because or "" for call in calls(db, job)) == ["", "", "", "carrier_full"]
