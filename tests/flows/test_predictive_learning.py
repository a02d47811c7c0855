"""What the dialler learns of a floor follows from stored calls, so that a new one knows what the old one knew."""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest

from campaigns.rules.agent_states import AgentEvent, AgentStatus
from campaigns.rules.call_states import CallEvent, CallStatus
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.scripts.progress import NEARLY_DONE
from campaigns.shared.floor_watch import FloorWatch
from campaigns.store.calling.calling_rules import calling_rules
from campaigns.store.dialling.floor_facts import desks_at_work
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSessionMove, Call, CallMove, CallStep, Campaign, Case
from tests.flows.given_predictive import PredictiveFloor
from tests.given_floor import NOW, SILENCE

TALK, WRAP = 80.0, 20.0


class WorkingFloor(PredictiveFloor):
    """A floor that has dialled for half an hour: a call every five seconds, one in four answered after twelve."""

    def work(self, *, minutes: int = 30, answered_share: float = 0.25, **outcome: Any) -> None:
        self.desk_ids = self.agents(12)
        (self.case_id,) = self.people(1, status=CaseStatus.CLOSED)
        self.dice = Random(5)
        start = NOW - timedelta(minutes=minutes)
        with self.db.transaction(EVERYTHING) as session:
            self.case = session.get_one(Case, self.case_id)
            for number in range(minutes * 12):
                sent = start + timedelta(seconds=5 * number)
                if number % round(1 / answered_share) == 0:
                    self._talked(session, sent, number, **outcome)
                else:
                    self._rang_out(session, sent)

    def _talked(self, session: Any, sent: datetime, number: int, **more: Any) -> None:
        answered = sent + timedelta(seconds=12)
        hung_up = answered + timedelta(seconds=self.dice.gauss(TALK, 4))
        over = hung_up + timedelta(seconds=self.dice.gauss(WRAP, 2))
        desk = self.desk_ids[number // 4 % len(self.desk_ids)]
        values = {"outcome": Outcome.COMPLETED, **more}
        call = self._call(
            session, sent, answered_at=answered, talking_at=answered, ended_at=hung_up, desk=desk, **values
        )
        self._moved(session, call, (CallEvent.SEND, sent), (CallEvent.JOIN, answered), (CallEvent.END, hung_up))
        session.add(self._step(call, "purpose", answered + timedelta(seconds=30)))
        session.add(self._step(call, NEARLY_DONE, hung_up - timedelta(seconds=15)))
        ready, on_call, wrap_up = AgentStatus.READY, AgentStatus.ON_CALL, AgentStatus.WRAP_UP
        for event, before, after, at, call_id in (
            (AgentEvent.CONNECT, ready, on_call, answered, call.id),
            (AgentEvent.HANG_UP, on_call, wrap_up, hung_up, call.id),
            (AgentEvent.LOG, wrap_up, ready, over, None),
        ):
            session.add(
                AgentSessionMove(agent_session_id=desk, event=event, before=before, after=after, at=at, call_id=call_id)
            )

    def _rang_out(self, session: Any, sent: datetime) -> None:
        ended = sent + timedelta(seconds=31)
        call = self._call(session, sent, ended_at=ended, outcome=Outcome.NO_ANSWER)
        self._moved(session, call, (CallEvent.SEND, sent), (CallEvent.END, ended))

    def _call(self, session: Any, sent: datetime, *, outcome: Outcome, desk: UUID | None = None, **times: Any) -> Call:
        return self.floor.call(session, self.case, outcome, at=sent, agent_session_id=desk, **times)

    def _moved(self, session: Any, call: Call, *moves: tuple[CallEvent, datetime]) -> None:
        for event, at in moves:
            session.add(
                CallMove(
                    id=uuid4(), department_id=call.department_id, call_id=call.id, event=event, at=at,
                    before=CallStatus.SENT, after=CallStatus.ENDED,
                )
            )  # fmt: skip

    def _step(self, call: Call, step: str, at: datetime) -> CallStep:
        return CallStep(department_id=call.department_id, call_id=call.id, step=step, began_at=at)


@pytest.fixture
def floor(db: Database) -> WorkingFloor:
    return WorkingFloor(db)


def remembers(floor: WorkingFloor, *, at: float = 0) -> FloorWatch:
    """A dialler that has just come up."""
    watch = FloorWatch()
    floor.hand_out(at=at, watch=watch)
    assert watch.learned is not None
    return watch


def test_a_new_dialler_knows_what_the_calls_of_the_day_have_taught(floor: WorkingFloor) -> None:
    assert remembers(floor).learned.answer_rate.share == pytest.approx(0.4, abs=0.01)
    floor.work()
    learned = remembers(floor, at=1).learned
    assert learned.answer_rate.share == pytest.approx(0.25, abs=0.03)
    assert learned.rings.answered_by()[[9, 15]] == pytest.approx([0.2, 0.9], abs=0.2)
    assert learned.budget.answers_per_second == pytest.approx(0.05, abs=0.015)
    assert learned.talk.by_second()[60:100].sum() > 0.65
    assert learned.wrap.by_second()[12:30].sum() > 0.65


def test_a_dialler_that_watches_learns_the_same_as_one_that_reads_it_afterwards(floor: WorkingFloor) -> None:
    floor.work()
    watching = FloorWatch()
    for second in range(-1500, 10, 5):
        with floor.db.transaction(EVERYTHING) as session:
            campaign = session.get_one(Campaign, floor.floor.campaign.id)
            now = NOW + timedelta(seconds=second)
            hours = calling_rules(session, campaign)
            watching.look(session, campaign, hours, heard_since=now - SILENCE, now=now)
    reading = remembers(floor, at=5)
    assert watching.learned is not None
    assert watching.learned.answer_rate.share == pytest.approx(reading.learned.answer_rate.share, abs=0.03)
    assert watching.learned.talk.mean_log() == pytest.approx(reading.learned.talk.mean_log(), abs=0.05)
    assert watching.learned.wrap.mean_log() == pytest.approx(reading.learned.wrap.mean_log(), abs=0.05)
    assert len(watching.learned.steps.sums) == len(reading.learned.steps.sums)


def test_steps_of_the_script_are_learned_with_the_word_nearly_done(floor: WorkingFloor) -> None:
    floor.work(minutes=60)
    learned = remembers(floor).learned
    nearly = learned.remaining(1)
    assert nearly[20] > 0.8 > 0.2 > nearly[50]


def test_the_account_of_abandoned_calls_goes_on_after_a_restart(floor: WorkingFloor) -> None:
    floor.work()
    kept = remembers(floor).learned.budget
    with floor.db.transaction(EVERYTHING) as session:
        for call in session.query(Call).filter(Call.answered_at.is_not(None)).limit(40):
            call.abandoned = True
    assert remembers(floor).learned.budget.tokens < kept.tokens - 5


def test_the_night_between_two_days_teaches_nothing(floor: WorkingFloor) -> None:
    floor.work()
    before = remembers(floor).learned
    morning = remembers(floor, at=22 * 3600).learned
    assert morning.answer_rate.share == pytest.approx(before.answer_rate.share, abs=0.02)


def test_a_dialler_whose_clock_ran_days_ahead_learns_on_as_soon_as_it_is_set_right(floor: WorkingFloor) -> None:
    watch = remembers(floor, at=72 * 3600)
    floor.work()
    floor.hand_out(watch=watch)
    assert watch.learned is not None
    assert watch.learned.answer_rate.share == pytest.approx(0.25, abs=0.03)
    assert watch.answered == 90


def test_an_agents_step_and_her_word_are_seen_at_her_desk(db: Database) -> None:
    floor = PredictiveFloor(db)
    floor.people(1)
    (desk,) = floor.agents(1, AgentStatus.ON_CALL)
    (call_id,) = floor.ringing(1, status=CallStatus.TALKING, agent_session_id=desk)
    with db.transaction(EVERYTHING) as session:
        call = session.get_one(Call, call_id)
        session.get_one(type(floor.desk(desk)), desk).call_id = call_id
        for seconds, step in ((9, "identity"), (4, "purpose")):
            at = NOW - timedelta(seconds=seconds)
            session.add(CallStep(department_id=call.department_id, call_id=call_id, step=step, began_at=at))
    with db.transaction(EVERYTHING) as session:
        (seen,) = desks_at_work(session, floor.floor.campaign.id, heard_since=NOW - SILENCE)
    assert (seen.step, seen.step_since) == ("purpose", NOW - timedelta(seconds=4))
