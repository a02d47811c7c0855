"""One call from the dial to the logged outcome, whatever order the carrier tells it in."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.calls.connect_answered_call import connect_answered_call
from campaigns.calls.hand_out_calls import Limits, hand_out_calls
from campaigns.calls.place_call import place_call
from campaigns.calls.record_call_event import Taken, record_call_event
from campaigns.desk.hang_up import hang_up
from campaigns.desk.log_outcome import log_outcome
from campaigns.desk.pause_agent import pause_agent
from campaigns.desk.save_answer import save_answer
from campaigns.lists.skip_opted_out_numbers import skip_opted_out_numbers
from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.rules.calling.opt_outs import OptOutScope, OptOutSource
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.desk.desk_entries import GivenAnswer
from campaigns.rules.outcomes import Outcome, OutcomeWish
from campaigns.rules.refusals import Refusal
from campaigns.shared.given_answers import Saved
from campaigns.store.desk.answers import answers_of_call
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import (
    AgentSession,
    BeneficiaryPhone,
    Call,
    CallMove,
    CarrierEvent,
    Case,
    LoggedOutcome,
    OptOut,
)
from campaigns.telephony.port import AnswerPlan, AskAgain, Join, SayAndHangUp
from tests.flows.phones import Phones, told
from tests.given_floor import NOW, SILENCE, given_areas, given_floor

LIMITS = Limits("sandbox", 100, timedelta(minutes=10))
TOMORROW = NOW + timedelta(days=1)


class Line:
    """The one call of a floor with one agent and one person."""

    def __init__(self, db: Database) -> None:
        self.db, self.phones = db, Phones()
        seed_calling_hours(db)
        with db.transaction(EVERYTHING) as session:
            given_areas(session)
            self.floor = given_floor(session)
            self.case_id = self.floor.person(session, self.floor.list(session)).id
            self.desk_id = self.floor.desk(session, "shazia", AgentStatus.READY).id
        self.call_id = hand_out_calls(db, self.floor.campaign.id, LIMITS, now=NOW)[0]
        place_call(db, self.call_id, telephony=self.phones, now=lambda: NOW)

    @property
    def carrier_call_id(self) -> str:
        return next(iter(self.phones.calls))

    def tell(self, event: CallEvent, reason: EndReason | None = None) -> None:
        record_call_event(self.db, told(self.call_id, event, self.carrier_call_id, reason=reason), now=NOW)

    def answer(self) -> AnswerPlan | None:
        self.tell(CallEvent.ANSWER)
        return connect_answered_call(self.db, self.call_id, now=NOW, desk_silence=SILENCE)

    def log(self, outcome: Outcome, key: str = "", **more: object) -> Refusal | None:
        wish = OutcomeWish(key or uuid4().hex, self.call_id, outcome, **more)  # type: ignore[arg-type]
        return log_outcome(self.db, self.desk_id, wish, now=NOW)

    @property
    def call(self) -> Call:
        with self.db.transaction(EVERYTHING) as session:
            return session.get_one(Call, self.call_id)

    @property
    def case(self) -> Case:
        with self.db.transaction(EVERYTHING) as session:
            return session.get_one(Case, self.case_id)

    @property
    def desk(self) -> AgentSession:
        with self.db.transaction(EVERYTHING) as session:
            return session.get_one(AgentSession, self.desk_id)

    def count(self, table: type) -> int:
        with self.db.transaction(EVERYTHING) as session:
            return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def line(db: Database) -> Line:
    return Line(db)


def test_an_answered_person_is_joined_to_the_agent_reserved_for_her(line: Line) -> None:
    line.tell(CallEvent.RING)
    assert line.answer() == Join(f"desk-{line.desk_id}")
    assert (line.call.status, line.desk.status) == (CallStatus.TALKING, AgentStatus.ON_CALL)
    assert connect_answered_call(line.db, line.call_id, now=NOW, desk_silence=SILENCE) == Join(f"desk-{line.desk_id}")


def test_the_whole_job_is_done_once(line: Line) -> None:
    line.answer()
    assert (
        save_answer(line.db, line.desk_id, GivenAnswer("0" * 8, line.call_id, "identity", "self"), now=NOW) == Saved()
    )
    line.tell(CallEvent.END, EndReason.COMPLETED)
    assert line.desk.status is AgentStatus.WRAP_UP
    assert line.case.status is CaseStatus.IN_CALL
    assert line.log(Outcome.COMPLETED, answers={"received": "yes"}) is None
    assert (line.case.status, line.case.outcome, line.case.reached) == (CaseStatus.CLOSED, Outcome.COMPLETED, True)
    assert (line.desk.status, line.desk.call_id) == (AgentStatus.READY, None)
    with line.db.transaction(EVERYTHING) as session:
        assert answers_of_call(session, line.call_id) == {"identity": "self", "received": "yes"}


@pytest.mark.parametrize("order", list(permutations([CallEvent.RING, CallEvent.ANSWER, CallEvent.END])))
def test_the_end_is_the_same_in_whatever_order_the_carrier_tells(line: Line, order: tuple[CallEvent, ...]) -> None:
    for event in order:
        line.tell(event, EndReason.COMPLETED if event is CallEvent.END else None)
    assert line.call.status is CallStatus.ENDED
    assert line.call.answered_at is not None
    assert line.case.outcome is Outcome.ABANDONED  # she answered and was never joined
    assert line.case.needs_agent_reserved
    assert line.desk.status is AgentStatus.READY


@pytest.mark.parametrize(("waited", "abandoned"), [(1, False), (3, True)])
def test_who_answered_and_whose_document_nobody_asked_for_was_abandoned_if_she_waited(
    line: Line, waited: int, abandoned: bool
) -> None:
    over = NOW + timedelta(seconds=20)
    end = told(line.call_id, CallEvent.END, line.carrier_call_id, reason=EndReason.COMPLETED, at=over)
    record_call_event(line.db, replace(end, answered_at=over - timedelta(seconds=waited)), now=over)
    assert (line.case.outcome, line.call.abandoned) == (Outcome.ABANDONED, abandoned)


def test_a_webhook_that_comes_twice_at_once_counts_once(line: Line) -> None:
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda _: line.tell(CallEvent.END, EndReason.NO_ANSWER), range(6)))
    assert line.count(CarrierEvent) == 1
    with line.db.transaction(EVERYTHING) as session:
        ends = select(func.count()).where(CallMove.event == CallEvent.END)
        assert session.scalar(ends) == 1
    assert line.case.attempts == 1


def test_row_06_a_webhook_again_within_seconds_is_the_carriers_repeat_and_later_a_replay(line: Line) -> None:
    event = told(line.call_id, CallEvent.RING, line.carrier_call_id)
    taken = [
        record_call_event(line.db, event, now=NOW + later)
        for later in (timedelta(), timedelta(seconds=10), timedelta(hours=1))
    ]
    assert taken == [Taken.RECORDED, Taken.DOUBLED, Taken.REPLAYED]
    assert line.count(CarrierEvent) == 1


@pytest.mark.parametrize(
    ("reason", "outcome", "status"),
    [
        (EndReason.BUSY, Outcome.BUSY, CaseStatus.WAITING),
        (EndReason.NO_ANSWER, Outcome.NO_ANSWER, CaseStatus.WAITING),
        (EndReason.UNREACHABLE, Outcome.UNREACHABLE, CaseStatus.WAITING),
        (EndReason.INVALID_NUMBER, Outcome.INVALID_NUMBER, CaseStatus.CLOSED),
        (EndReason.CONGESTION, Outcome.TECHNICAL, CaseStatus.WAITING),
    ],
)
def test_what_nobody_answered_needs_no_agent(
    line: Line, reason: EndReason, outcome: Outcome, status: CaseStatus
) -> None:
    line.tell(CallEvent.END, reason)
    assert (line.case.outcome, line.case.status) == (outcome, status)
    assert line.desk.status is AgentStatus.READY
    assert line.case.attempts == (0 if outcome is Outcome.TECHNICAL else 1)


def test_a_second_carrier_call_for_one_attempt_is_ended(line: Line) -> None:
    for _ in range(2):  # told twice, it is still no event of ours
        assert record_call_event(line.db, told(line.call_id, CallEvent.RING, "CAother"), now=NOW) is Taken.SECOND_CALL
    assert line.call.carrier_call_id == line.carrier_call_id
    assert line.db.bells.redis.llen("rq:queue:dial") == 3  # type: ignore[attr-defined]  # place_call, end_carrier_call


def test_without_an_agent_the_person_hears_who_called(line: Line) -> None:
    with line.db.transaction(EVERYTHING) as session:
        desk = session.get_one(AgentSession, line.desk_id)
        desk.status, desk.call_id = AgentStatus.PAUSED, None
    assert line.answer() == AskAgain(line.call_id, 1)
    plan = connect_answered_call(line.db, line.call_id, now=NOW + timedelta(seconds=2.1), desk_silence=SILENCE)
    assert isinstance(plan, SayAndHangUp)
    assert "Department of pension" in plan.text
    line.tell(CallEvent.END, EndReason.COMPLETED)
    assert line.call.abandoned
    assert line.case.due_at >= NOW + timedelta(hours=72)


def test_another_free_agent_takes_the_call_of_one_who_left(line: Line) -> None:
    with line.db.transaction(EVERYTHING) as session:
        desk = session.get_one(AgentSession, line.desk_id)
        desk.status, desk.call_id = AgentStatus.PAUSED, None
        other = line.floor.desk(session, "bilal", AgentStatus.READY)
    assert line.answer() == Join(f"desk-{other.id}")


def test_the_agent_who_hangs_up_goes_on_to_the_outcome(line: Line) -> None:
    line.answer()
    assert hang_up(line.db, line.desk_id, line.call_id, now=NOW) is None
    assert hang_up(line.db, line.desk_id, line.call_id, now=NOW) is None
    assert line.desk.status is AgentStatus.WRAP_UP
    assert line.log(Outcome.REFUSED) is None
    line.tell(CallEvent.END, EndReason.COMPLETED)
    assert line.case.outcome is Outcome.REFUSED
    assert line.desk.status is AgentStatus.READY


def test_the_same_outcome_sent_by_six_threads_counts_once(line: Line) -> None:
    line.answer()
    line.tell(CallEvent.END, EndReason.COMPLETED)
    with ThreadPoolExecutor(6) as threads:
        refusals = list(threads.map(lambda _: line.log(Outcome.COMPLETED, key="once"), range(6)))
    assert refusals == [None] * 6
    assert line.count(LoggedOutcome) == 1


def test_a_callback_is_kept_by_the_agent_who_promised_it(line: Line) -> None:
    line.answer()
    line.tell(CallEvent.END, EndReason.COMPLETED)
    assert line.log(Outcome.CALL_LATER, callback_at=TOMORROW, mine=True) is None
    case = line.case
    assert (case.status, case.due_at, case.owner_id) == (CaseStatus.CALLBACK, TOMORROW, line.desk.user_id)


@pytest.mark.parametrize("hours", [-1, 12])
def test_a_callback_is_not_promised_for_the_past_or_the_night(line: Line, hours: int) -> None:
    line.answer()
    line.tell(CallEvent.END, EndReason.COMPLETED)
    refusal = line.log(Outcome.CALL_LATER, callback_at=NOW + timedelta(hours=hours))
    assert isinstance(refusal, Refusal)
    assert line.desk.status is AgentStatus.WRAP_UP
    assert line.count(LoggedOutcome) == 0


def test_an_opt_out_ends_a_shared_number_and_goes_on_to_the_next_one(line: Line) -> None:
    number = line.phones.dialled[0].to
    with line.db.transaction(EVERYTHING) as session:
        sister = line.floor.person(session, line.floor.lists[0], phone=number).id
        brother = line.floor.person(session, line.floor.lists[0], phone=number)
        session.add(second_number(line, brother.beneficiary_id))
    line.answer()
    line.tell(CallEvent.END, EndReason.COMPLETED)
    assert line.log(Outcome.OPT_OUT) is None
    with line.db.transaction(EVERYTHING) as session:
        wish = session.scalars(select(OptOut)).one()
        assert (wish.scope, wish.source) == (OptOutScope.DEPARTMENT, OptOutSource.CALL)
        assert (wish.e164, wish.noted_by) == (number, line.desk.user_id)
    assert skip_opted_out_numbers(line.db, now=NOW) == 0, "the agent may still take it back"
    a_minute_later = NOW + timedelta(minutes=1)
    assert skip_opted_out_numbers(line.db, now=a_minute_later) == 2
    assert skip_opted_out_numbers(line.db, now=a_minute_later) == 0
    with line.db.transaction(EVERYTHING) as session:
        assert session.get_one(Case, sister).outcome is Outcome.OPT_OUT
        goes_on = session.get_one(Case, brother.id)
        assert (goes_on.status, goes_on.phone_position) == (CaseStatus.WAITING, 1)


def second_number(line: Line, beneficiary_id: UUID) -> BeneficiaryPhone:
    return BeneficiaryPhone(
        department_id=line.floor.department.id, beneficiary_id=beneficiary_id, position=1, e164="+919906112233"
    )


def test_a_wrong_number_goes_on_to_the_next_number(line: Line) -> None:

    with line.db.transaction(EVERYTHING) as session:
        session.add(second_number(line, line.case.beneficiary_id))
    line.answer()
    line.tell(CallEvent.END, EndReason.COMPLETED)
    assert line.log(Outcome.WRONG_NUMBER) is None
    assert (line.case.status, line.case.phone_position) == (CaseStatus.WAITING, 1)


def test_a_break_asked_for_on_a_call_comes_after_it(line: Line) -> None:
    line.answer()
    assert pause_agent(line.db, line.desk_id, PauseReason.TEA, now=NOW) is None
    assert line.desk.status is AgentStatus.ON_CALL
    line.tell(CallEvent.END, EndReason.COMPLETED)
    assert line.log(Outcome.COMPLETED) is None
    assert (line.desk.status, line.desk.pause_reason) == (AgentStatus.PAUSED, PauseReason.TEA)


def test_an_agent_cannot_log_somebody_elses_call(line: Line) -> None:
    with line.db.transaction(EVERYTHING) as session:
        other = line.floor.desk(session, "bilal", AgentStatus.READY).id
    line.answer()
    wish = OutcomeWish("k", line.call_id, Outcome.COMPLETED)
    assert isinstance(log_outcome(line.db, other, wish, now=NOW), Refusal)


def test_a_webhook_for_no_call_of_ours_changes_nothing(line: Line) -> None:
    stranger = UUID(int=7)
    assert record_call_event(line.db, told(stranger, CallEvent.RING, "CAx"), now=NOW) is Taken.UNKNOWN_CALL
    assert connect_answered_call(line.db, stranger, now=NOW, desk_silence=SILENCE) is None
    assert line.count(CarrierEvent) == 0
