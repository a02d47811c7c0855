"""Upkeep: what went quiet is asked about, what was lost is found, and no agent or call stays stuck."""

from datetime import datetime, timedelta

import pytest

from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.calls.connect_answered_call import connect_answered_call
from campaigns.calls.end_orphan_calls import end_orphan_calls
from campaigns.calls.hand_out_calls import Limits, hand_out_calls
from campaigns.calls.place_call import place_call
from campaigns.calls.record_call_event import record_call_event
from campaigns.desk.free_of_lost_calls import free_of_lost_calls
from campaigns.desk.free_silent_desks import free_silent_desks
from campaigns.desk.log_outcome import log_outcome
from campaigns.desk.note_desk_alive import note_desk_alive
from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome, OutcomeWish
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Call, Campaign, Case
from campaigns.telephony.failures import OutcomeUnknown
from campaigns.telephony.port import CallSnapshot
from tests.flows.phones import Phones, told
from tests.given_floor import NOW, SILENCE, Floor, given_areas, given_floor
from tests.given_upkeep import settle_quiet

LIMITS = Limits("sandbox", 100, timedelta(hours=1))


@pytest.fixture
def floor(db: Database) -> Floor:
    """One person and one ready agent."""
    seed_calling_hours(db)
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        floor.person(session, floor.list(session))
        floor.desk(session, "shazia", AgentStatus.READY)
    return floor


class Story:
    """The floor's one call, told second by second."""

    def __init__(self, db: Database, floor: Floor, phones: Phones) -> None:
        self.db, self.phones = db, phones
        self.call_id = hand_out_calls(db, floor.campaign.id, LIMITS, now=NOW)[0]

    def place(self) -> None:
        place_call(self.db, self.call_id, telephony=self.phones, now=lambda: NOW)

    def talk_to_the_end(self) -> None:
        """The person answers, is joined to her agent, and rings off; the outcome is still to be logged."""
        self.place()
        connect_answered_call(self.db, self.call_id, now=NOW, desk_silence=SILENCE)
        end = told(self.call_id, CallEvent.END, next(iter(self.phones.calls)), reason=EndReason.COMPLETED)
        record_call_event(self.db, end, now=NOW)

    def settle(self, seconds: float) -> None:
        at = NOW + timedelta(seconds=seconds)
        settle_quiet(self.db, self.phones, at)

    def only(self, table: type) -> object:
        with self.db.transaction(EVERYTHING) as session:
            return session.query(table).one()

    @property
    def call(self) -> Call:
        found = self.only(Call)
        assert isinstance(found, Call)
        return found

    @property
    def case(self) -> Case:
        found = self.only(Case)
        assert isinstance(found, Case)
        return found

    @property
    def desk(self) -> AgentSession:
        found = self.only(AgentSession)
        assert isinstance(found, AgentSession)
        return found

    def jobs(self) -> int:
        return int(self.db.bells.redis.llen("rq:queue:dial"))  # type: ignore[attr-defined]


def test_row_31_a_bell_lost_with_redis_is_rung_again(db: Database, floor: Floor) -> None:
    story = Story(db, floor, Phones())
    db.bells.redis.flushall()  # type: ignore[attr-defined]
    story.settle(11)
    assert story.jobs() == 1
    assert story.call.status is CallStatus.INTENDED


def test_row_08_a_call_that_no_worker_ever_took_is_given_back(db: Database, floor: Floor) -> None:
    story = Story(db, floor, Phones())
    story.settle(11)
    story.settle(60)
    assert story.call.end_reason is EndReason.NOT_SENT
    assert (story.case.status, story.case.attempts) == (CaseStatus.WAITING, 0)
    assert story.desk.status is AgentStatus.READY


def test_row_09_a_worker_killed_after_sending_leaves_a_call_that_is_found(db: Database, floor: Floor) -> None:
    story = Story(db, floor, Phones(fails=[OutcomeUnknown("reset")]))
    story.place()
    story.settle(3)
    assert story.call.carrier_call_id == next(iter(story.phones.calls))
    assert len(story.phones.dialled) == 1


def test_a_call_that_the_carrier_never_saw_is_lost_and_not_rung_again_soon(db: Database, floor: Floor) -> None:
    story = Story(db, floor, Phones(fails=[OutcomeUnknown("reset")]))
    story.place()
    story.phones.calls.clear()
    for second in (3, 9, 25, 56, 95, 160):
        story.settle(second)
    assert story.call.end_reason is EndReason.LOST
    assert story.case.due_at >= NOW + timedelta(minutes=30)
    assert story.desk.status is AgentStatus.READY


def test_a_lost_end_is_learned_by_asking(db: Database, floor: Floor) -> None:
    story = Story(db, floor, Phones())
    story.place()
    story.phones.now_is(next(iter(story.phones.calls)), CallStatus.ENDED, EndReason.NO_ANSWER)
    story.settle(46)
    assert (story.call.status, story.case.outcome) == (CallStatus.ENDED, Outcome.NO_ANSWER)
    assert story.desk.status is AgentStatus.READY


def test_the_end_of_a_talk_that_nobody_told_frees_the_agent(db: Database, floor: Floor) -> None:
    story = Story(db, floor, Phones())
    story.place()
    assert connect_answered_call(db, story.call_id, now=NOW, desk_silence=SILENCE) is not None
    story.phones.now_is(next(iter(story.phones.calls)), CallStatus.ENDED, EndReason.COMPLETED)
    story.settle(61)
    assert story.desk.status is AgentStatus.WRAP_UP


def test_a_call_that_nobody_on_the_desk_knows_is_ended_at_the_carrier(db: Database, floor: Floor) -> None:
    phones = Phones()
    phones.calls["CAorphan"] = CallSnapshot("CAorphan", "+919419055555", CallStatus.RINGING, None, NOW, None)
    assert end_orphan_calls(db, telephony=phones, now=NOW + timedelta(seconds=10)) == 0
    assert end_orphan_calls(db, telephony=phones, now=NOW + timedelta(seconds=40)) == 1
    assert phones.ended == ["CAorphan"]


def test_a_call_in_doubt_is_no_orphan(db: Database, floor: Floor) -> None:
    story = Story(db, floor, Phones(fails=[OutcomeUnknown("reset")]))
    story.place()
    assert end_orphan_calls(db, telephony=story.phones, now=NOW + timedelta(minutes=1)) == 0


def test_a_wrap_up_over_its_limit_ends_in_a_pause_and_the_outcome_can_still_be_logged(
    db: Database, floor: Floor
) -> None:
    story = Story(db, floor, Phones())
    story.talk_to_the_end()
    _free(db, NOW + timedelta(seconds=61))
    assert (story.desk.status, story.desk.pause_reason) == (AgentStatus.PAUSED, PauseReason.WRAP_UP_OVER)
    assert story.desk.call_id == story.call_id
    wish = OutcomeWish("k" * 10, story.call_id, Outcome.COMPLETED, then_pause=PauseReason.TEA)
    assert log_outcome(db, story.desk.id, wish, now=NOW + timedelta(seconds=70)) is None
    assert (story.desk.pause_reason, story.desk.next_pause) == (PauseReason.TEA, None), "the break that she wished"


def test_an_outcome_that_nobody_logs_is_not_lost_for_ever(db: Database, floor: Floor) -> None:
    story = Story(db, floor, Phones())
    story.talk_to_the_end()
    _free(db, NOW + timedelta(minutes=2))
    _free(db, NOW + timedelta(minutes=31))
    assert (story.case.status, story.case.outcome) == (CaseStatus.WAITING, Outcome.NOT_LOGGED)
    assert story.case.due_at >= NOW + timedelta(hours=24)


def test_an_outcome_owed_by_a_desk_that_stands_open_and_forgotten_is_not_lost_either(
    db: Database, floor: Floor
) -> None:
    story = Story(db, floor, Phones())
    story.talk_to_the_end()
    _free(db, NOW + timedelta(minutes=2))
    for minutes in (119, 123):
        note_desk_alive(db, story.desk.id, now=NOW + timedelta(minutes=minutes))
        assert story.case.status is CaseStatus.IN_CALL
        _free(db, NOW + timedelta(minutes=minutes))
    assert (story.case.status, story.case.outcome) == (CaseStatus.WAITING, Outcome.NOT_LOGGED)


def test_a_desk_that_went_silent_is_paused(db: Database, floor: Floor) -> None:
    story = Story(db, floor, Phones())
    story.settle(11)
    story.settle(60)  # ready again
    _free(db, NOW + timedelta(minutes=5))
    assert (story.desk.status, story.desk.pause_reason) == (AgentStatus.PAUSED, PauseReason.LINK_DOWN)


def test_a_record_not_dialled_in_preview_goes_back_and_the_agent_is_paused(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, floor.campaign.id).mode = DialMode.PREVIEW
    story = Story(db, floor, Phones())
    story.settle(11)
    assert story.jobs() == 0
    story.settle(61)
    assert story.case.status is CaseStatus.WAITING
    assert (story.desk.status, story.desk.pause_reason) == (AgentStatus.PAUSED, PauseReason.PREVIEW_NOT_TAKEN)


@pytest.mark.parametrize(
    ("before", "after"), [(AgentStatus.RESERVED, AgentStatus.READY), (AgentStatus.ON_CALL, AgentStatus.WRAP_UP)]
)
def test_an_agent_whose_call_is_over_and_who_was_not_told_is_let_go(
    db: Database, floor: Floor, before: AgentStatus, after: AgentStatus
) -> None:
    story = Story(db, floor, Phones())
    with db.transaction(EVERYTHING) as session:
        call, agent = session.get_one(Call, story.call_id), session.query(AgentSession).one()
        call.status, call.end_reason, call.ended_at = CallStatus.ENDED, EndReason.COMPLETED, NOW
        agent.status, agent.since = before, NOW
    _free(db, NOW + timedelta(seconds=20))
    assert story.desk.status is before
    _free(db, NOW + timedelta(seconds=31))
    assert story.desk.status is after


def test_an_agent_whose_call_lives_keeps_it(db: Database, floor: Floor) -> None:
    story = Story(db, floor, Phones())
    _free(db, NOW + timedelta(seconds=20))
    assert (story.desk.status, story.desk.call_id) == (AgentStatus.RESERVED, story.call_id)


def _free(db: Database, at: datetime) -> None:
    free_silent_desks(db, desk_silence=timedelta(seconds=30), now=at)
    free_of_lost_calls(db, now=at)
