"""One call to a shared phone serves everyone of the house who waits on it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.calls.connect_answered_call import connect_answered_call
from campaigns.calls.hand_out_calls import Limits, hand_out_calls
from campaigns.calls.place_call import place_call
from campaigns.calls.record_call_event import record_call_event
from campaigns.desk.log_outcome import log_outcome
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome, OutcomeWish
from campaigns.store.calling.planned_tries import planned_tries
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, BeneficiaryList, BeneficiaryPhone, Call, Case
from tests.flows.phones import Phones, told
from tests.given_floor import NOW, Floor, given_areas, given_floor

HOUSE = "+919419077777"
LIMITS = Limits("sandbox", 100, timedelta(days=30))


class House:
    """Three people of one list on one phone, and one agent."""

    def __init__(self, db: Database) -> None:
        self.db, self.phones = db, Phones()
        seed_calling_hours(db)
        with db.transaction(EVERYTHING) as session:
            given_areas(session)
            self.floor: Floor = given_floor(session)
            self.list = self.floor.list(session)
            self.people = [self.floor.person(session, self.list, phone=HOUSE).id for _ in range(3)]
            self.floor.desk(session, "shazia", AgentStatus.READY)

    def person(self, **more: object) -> UUID:
        with self.db.transaction(EVERYTHING) as session:
            return self.floor.person(session, session.get_one(BeneficiaryList, self.list.id), phone=HOUSE, **more).id

    def another_number(self, case_id: UUID, phone: str) -> None:
        with self.db.transaction(EVERYTHING) as session:
            case = session.get_one(Case, case_id)
            number = BeneficiaryPhone(
                department_id=case.department_id, beneficiary_id=case.beneficiary_id, position=1, e164=phone
            )
            session.add(number)

    def ring(self, reason: EndReason, *, minutes: float = 0) -> list[UUID]:
        now = NOW + timedelta(minutes=minutes)
        calls = hand_out_calls(self.db, self.floor.campaign.id, LIMITS, now=now)
        for call_id in calls:
            place_call(self.db, call_id, telephony=self.phones, now=lambda: now)
            carrier_call_id = list(self.phones.calls)[-1]
            record_call_event(self.db, told(call_id, CallEvent.END, carrier_call_id, reason=reason, at=now), now=now)
        return calls

    def case(self, case_id: UUID) -> Case:
        with self.db.transaction(EVERYTHING) as session:
            return session.get_one(Case, case_id)


@pytest.fixture
def house(db: Database) -> House:
    return House(db)


def test_where_nobody_answers_the_phone_has_rung_for_the_whole_house(house: House) -> None:
    assert len(house.ring(EndReason.NO_ANSWER)) == 1
    cases = [house.case(case_id) for case_id in house.people]
    assert [case.attempts for case in cases] == [1, 1, 1]
    assert {case.due_at for case in cases} == {NOW.replace(hour=9)}, "together again, at 14:30 in Kashmir"
    assert house.ring(EndReason.NO_ANSWER, minutes=30) == [], "and nobody rings in between"


def test_the_plan_of_each_names_the_call_that_served_her(house: House) -> None:
    (call_id,) = house.ring(EndReason.NO_ANSWER)
    with house.db.transaction(EVERYTHING) as session:
        plans = [planned_tries(session, case_id)[0] for case_id in house.people]
    assert {plan.call_id for plan in plans} == {call_id}


def test_a_number_that_does_not_exist_sends_each_to_her_next_one_or_closes_her_case(house: House) -> None:
    for case_id, phone in zip(house.people, ("+919419088881", "+919419088882"), strict=False):
        house.another_number(case_id, phone)
    house.ring(EndReason.INVALID_NUMBER)
    first, second, last = (house.case(case_id) for case_id in house.people)
    assert [(case.phone_position, case.status) for case in (first, second)] == [(1, CaseStatus.WAITING)] * 2
    assert (last.status, last.outcome) == (CaseStatus.CLOSED, Outcome.INVALID_NUMBER)


def test_a_busy_second_number_is_rung_again_soon_though_the_first_was_busy_at_last(house: House) -> None:
    her, *others = house.people
    house.another_number(her, "+919419088881")
    with house.db.transaction(EVERYTHING) as session:
        session.get_one(Case, her).attempts = 3
        for other in others:
            session.get_one(Case, other).status = CaseStatus.CLOSED
    house.ring(EndReason.BUSY)
    moved = house.case(her)
    assert (moved.phone_position, moved.attempts, moved.outcome) == (1, 0, Outcome.BUSY)
    house.ring(EndReason.BUSY, minutes=(moved.due_at - NOW) / timedelta(minutes=1))
    again = house.case(her)
    assert (again.attempts, again.due_at) == (1, moved.due_at + timedelta(minutes=25))


def test_a_house_tried_four_times_is_given_up_with_four_calls_and_not_with_twelve(house: House) -> None:
    for hour in range(24 * 15):
        house.ring(EndReason.NO_ANSWER, minutes=60 * hour)
    with house.db.transaction(EVERYTHING) as session:
        rang = session.scalars(select(Call).where(Call.phone == HOUSE)).all()
    assert len(rang) == 4
    assert {house.case(case_id).status for case_id in house.people} == {CaseStatus.CLOSED}


def test_a_house_that_found_nobody_on_the_line_is_rung_with_an_agent_reserved_whoever_of_it_is_called(
    house: House,
) -> None:
    with house.db.transaction(EVERYTHING) as session:
        other = given_floor(session, "housing")
        elsewhere = other.person(session, other.list(session), phone=HOUSE).id
        stranger = other.person(session, other.lists[0]).id
    (call_id,) = hand_out_calls(house.db, house.floor.campaign.id, LIMITS, now=NOW)
    place_call(house.db, call_id, telephony=house.phones, now=lambda: NOW)
    for event, reason in ((CallEvent.ANSWER, None), (CallEvent.END, EndReason.COMPLETED)):
        record_call_event(house.db, told(call_id, event, next(iter(house.phones.calls)), reason=reason), now=NOW)
    called = next(case_id for case_id in house.people if house.case(case_id).outcome is Outcome.ABANDONED)
    assert house.case(called).due_at >= NOW + timedelta(hours=72)
    assert all(house.case(case_id).needs_agent_reserved for case_id in (*house.people, elsewhere))
    assert not house.case(stranger).needs_agent_reserved


def test_a_promise_and_a_person_who_is_not_due_keep_their_time(house: House) -> None:
    promised = house.person(status=CaseStatus.CALLBACK, due_at=NOW + timedelta(hours=1), priority=0)
    later = house.person(due_at=NOW + timedelta(hours=2))
    house.ring(EndReason.NO_ANSWER)
    assert house.case(promised).due_at == NOW + timedelta(hours=1)
    assert (house.case(later).due_at, house.case(later).attempts) == (NOW + timedelta(hours=2), 0)


def test_people_of_another_campaign_on_the_same_phone_are_not_counted(house: House, db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        other = given_floor(session, "housing")
        stranger = other.person(session, other.list(session), phone=HOUSE).id
    house.ring(EndReason.NO_ANSWER)
    assert (house.case(stranger).attempts, house.case(stranger).due_at) == (0, NOW)


class Talk(House):
    """The same house: somebody has answered, and the agent talks with the first of the three."""

    def __init__(self, db: Database) -> None:
        super().__init__(db)
        (self.call_id,) = hand_out_calls(db, self.floor.campaign.id, LIMITS, now=NOW)
        place_call(db, self.call_id, telephony=self.phones, now=lambda: NOW)
        self.line = list(self.phones.calls)[-1]
        self.tell(self.call_id, CallEvent.ANSWER)
        connect_answered_call(db, self.call_id, now=NOW, desk_silence=LIMITS.desk_silence)
        self.first, *self.others = [self.call.case_id, *(one for one in self.people if one != self.call.case_id)]

    def tell(self, call_id: UUID, event: CallEvent, reason: EndReason | None = None) -> None:
        record_call_event(self.db, told(call_id, event, self.line, reason=reason), now=NOW)

    def log(self, outcome: Outcome, then_case: UUID | None = None) -> str | None:
        wish = OutcomeWish(uuid4().hex, self.desk.call_id or self.call_id, outcome, then_case=then_case)
        refusal = log_outcome(self.db, self.desk.id, wish, now=NOW)
        return refusal.because if refusal else None

    @property
    def desk(self) -> AgentSession:
        with self.db.transaction(EVERYTHING) as session:
            return session.scalars(select(AgentSession)).one()

    @property
    def call(self) -> Call:
        with self.db.transaction(EVERYTHING) as session:
            return session.get_one(Call, self.desk.call_id)


@pytest.fixture
def talk(db: Database) -> Talk:
    return Talk(db)


def test_one_line_serves_the_whole_house_one_after_the_other(talk: Talk) -> None:
    for following in talk.others:
        assert talk.log(Outcome.COMPLETED, following) is None
        assert (talk.desk.status, talk.call.case_id) == (AgentStatus.ON_CALL, following)
        assert (talk.call.status, talk.call.carrier_call_id) == (CallStatus.TALKING, talk.line)
    assert talk.case(talk.first).outcome is Outcome.COMPLETED
    assert talk.log(Outcome.REFUSED) is None
    assert [talk.case(case_id).outcome for case_id in talk.others] == [Outcome.COMPLETED, Outcome.REFUSED]
    assert len(talk.phones.calls) == 1, "the phone rang once"


def test_when_the_line_falls_the_talk_ends_for_the_person_who_is_on_it(talk: Talk) -> None:
    talk.log(Outcome.COMPLETED, talk.others[0])
    talk.tell(talk.call_id, CallEvent.END, EndReason.COMPLETED)
    assert talk.desk.status is AgentStatus.WRAP_UP
    assert talk.call.status is CallStatus.ENDED
    assert talk.log(Outcome.CUT_OFF) is None
    assert talk.case(talk.others[0]).outcome is Outcome.CUT_OFF
    assert talk.case(talk.others[1]).status is CaseStatus.WAITING


def test_the_talk_goes_on_with_nobody_who_does_not_wait_on_this_phone(talk: Talk) -> None:
    with talk.db.transaction(EVERYTHING) as session:
        elsewhere = talk.floor.person(session, session.get_one(BeneficiaryList, talk.list.id)).id
    assert talk.log(Outcome.COMPLETED, elsewhere) == "sharer_gone"
    assert talk.log(Outcome.COMPLETED, talk.first) == "sharer_gone"
    assert talk.case(talk.first).status is CaseStatus.IN_CALL, "nothing was logged"


def test_a_house_that_asks_never_to_be_called_again_is_not_talked_on_with(talk: Talk) -> None:
    assert talk.log(Outcome.OPT_OUT, talk.others[0]) == "phone_opted_out"


def test_after_the_end_of_the_line_nobody_else_is_taken(talk: Talk) -> None:
    talk.tell(talk.call_id, CallEvent.END, EndReason.COMPLETED)
    assert talk.log(Outcome.COMPLETED, talk.others[0]) == "line_closed"
    assert talk.log(Outcome.COMPLETED) is None


def test_who_was_served_on_an_open_line_counts_as_no_further_call_to_the_phone(talk: Talk) -> None:
    talk.log(Outcome.COMPLETED, talk.others[0])
    talk.log(Outcome.NOT_AVAILABLE)
    with talk.db.transaction(EVERYTHING) as session:
        assert session.scalar(select(func.count()).where(Call.phone == HOUSE, Call.sent_at.is_not(None))) == 1
    assert talk.case(talk.others[0]).attempts == 1


def test_who_was_busy_is_rung_again_in_her_half_hour_before_those_who_were_never_tried(house: House) -> None:
    (first,) = house.ring(EndReason.BUSY)
    with house.db.transaction(EVERYTHING) as session:
        people = session.get_one(BeneficiaryList, house.list.id)
        for _ in range(5):
            house.floor.person(session, people)
    (second,) = house.ring(EndReason.NO_ANSWER, minutes=26)
    with house.db.transaction(EVERYTHING) as session:
        assert session.get_one(Call, first).phone == session.get_one(Call, second).phone == HOUSE
