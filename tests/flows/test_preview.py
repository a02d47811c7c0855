"""Preview mode: a record is read, then called or passed over with a reason; nobody leaves the hard ones to nobody."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.calls.hand_out_calls import Limits, hand_out_calls
from campaigns.calls.place_call import place_call
from campaigns.desk.dial_previewed_call import dial_previewed_call
from campaigns.desk.pause_agent import pause_agent
from campaigns.desk.skip_previewed_call import skip_previewed_call
from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.calling.preview import BACK_AFTER, SkipReason
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.refusals import Refusal
from campaigns.store.calling.preview_skips import skips_by_agent
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Call, Campaign, Case, PreviewSkip
from tests.flows.phones import Phones
from tests.given_floor import NOW, given_areas, given_floor

LIMITS = Limits("sandbox", 100, timedelta(hours=3))


class Reader:
    """An agent who reads records of a campaign in preview mode."""

    def __init__(self, db: Database, people: int) -> None:
        self.db, self.now = db, NOW
        seed_calling_hours(db)
        with db.transaction(EVERYTHING) as session:
            given_areas(session)
            self.floor = given_floor(session)
            session.get_one(Campaign, self.floor.campaign.id).mode = DialMode.PREVIEW
            named = self.floor.list(session)
            self.cases = [self.floor.person(session, named).id for _ in range(people)]
            self.desk_id = self.floor.desk(session, "shazia", AgentStatus.READY).id

    def reads(self) -> UUID:
        (call_id,) = hand_out_calls(self.db, self.floor.campaign.id, LIMITS, now=self.now)
        return call_id

    def skips(self, call_id: UUID, reason: SkipReason = SkipReason.BAD_TIME) -> Refusal | None:
        self.now += timedelta(seconds=5)
        return skip_previewed_call(self.db, self.desk_id, call_id, reason, now=self.now)

    def calls(self, call_id: UUID) -> None:
        assert dial_previewed_call(self.db, self.desk_id, call_id, now=self.now) is None
        place_call(self.db, call_id, telephony=Phones(), now=self.clock)

    def clock(self) -> datetime:
        return self.now

    def case_of(self, call_id: UUID) -> Case:
        with self.db.transaction(EVERYTHING) as session:
            return session.get_one(Case, session.get_one(Call, call_id).case_id)

    def desk(self) -> AgentSession:
        with self.db.transaction(EVERYTHING) as session:
            return session.get_one(AgentSession, self.desk_id)


@pytest.fixture
def reader(db: Database) -> Reader:
    return Reader(db, people=4)


def test_who_is_passed_over_comes_back_later_and_it_was_no_attempt(reader: Reader) -> None:
    call_id = reader.reads()
    assert reader.skips(call_id, SkipReason.KNOWN_PERSON) is None
    case = reader.case_of(call_id)
    assert (case.status, case.attempts, case.due_at) == (CaseStatus.WAITING, 0, reader.now + BACK_AFTER)
    assert (reader.desk().status, reader.desk().call_id) == (AgentStatus.READY, None)
    with reader.db.transaction(EVERYTHING) as session:
        kept = session.scalars(select(PreviewSkip)).one()
        ended = session.get_one(Call, call_id)
    assert (kept.reason, kept.call_id, kept.case_id) == (SkipReason.KNOWN_PERSON, call_id, case.id)
    assert (ended.refused_because, ended.sent_at) == ("skipped", None)
    assert reader.case_of(reader.reads()).id != case.id


def test_after_three_records_in_a_row_one_is_called(reader: Reader) -> None:
    for _ in range(2):
        assert reader.skips(reader.reads()) is None
    third = reader.reads()
    refusal = reader.skips(third)
    assert isinstance(refusal, Refusal)
    assert refusal.because == "looked_ahead"
    reader.calls(third)
    with reader.db.transaction(EVERYTHING) as session:
        session.get_one(Call, third).status = "ended"
        desk = session.get_one(AgentSession, reader.desk_id)
        desk.status, desk.call_id = AgentStatus.READY, None
    assert reader.skips(reader.reads()) is None


def test_nobody_is_passed_over_a_third_time(db: Database) -> None:
    reader = Reader(db, people=1)
    for hours in (1, 3):
        call_id = reader.reads()
        assert reader.skips(call_id) is None
        reader.now = NOW + timedelta(hours=hours)
        with db.transaction(EVERYTHING) as session:  # another agent, who has not looked at anybody yet
            session.get_one(AgentSession, reader.desk_id).started_at = reader.now
            session.get_one(AgentSession, reader.desk_id).heard_at = reader.now
    refusal = reader.skips(reader.reads())
    assert isinstance(refusal, Refusal)
    assert refusal.because == "skipped_too_often"


def test_the_second_time_she_comes_back_later_still(db: Database) -> None:
    reader = Reader(db, people=1)
    reader.skips(reader.reads())
    reader.now += timedelta(hours=1)
    call_id = reader.reads()
    reader.skips(call_id)
    assert reader.case_of(call_id).due_at == reader.now + BACK_AFTER * 2


def test_a_record_that_is_being_called_or_is_gone_is_not_passed_over(reader: Reader) -> None:
    call_id = reader.reads()
    reader.calls(call_id)
    refusal = reader.skips(call_id)
    assert isinstance(refusal, Refusal)
    assert refusal.because == "not_your_call"


def test_passing_over_twice_is_once(reader: Reader) -> None:
    call_id = reader.reads()
    assert reader.skips(call_id) is None
    again = reader.skips(call_id)
    assert isinstance(again, Refusal)
    with reader.db.transaction(EVERYTHING) as session:
        assert len(session.scalars(select(PreviewSkip)).all()) == 1


def test_whoever_takes_a_break_gives_the_record_back_at_once(reader: Reader) -> None:
    call_id = reader.reads()
    assert pause_agent(reader.db, reader.desk_id, PauseReason.PRAYER, now=reader.now) is None
    case, desk = reader.case_of(call_id), reader.desk()
    assert (desk.status, desk.pause_reason, desk.call_id) == (AgentStatus.PAUSED, PauseReason.PRAYER, None)
    assert (case.status, case.due_at, case.attempts) == (CaseStatus.WAITING, NOW, 0)
    with reader.db.transaction(EVERYTHING) as session:
        reader.desk_id = reader.floor.desk(session, "tariq", AgentStatus.READY).id
    assert reader.case_of(reader.reads()).id in reader.cases


def test_a_break_waits_for_a_record_that_is_being_called(reader: Reader) -> None:
    call_id = reader.reads()
    reader.calls(call_id)
    assert pause_agent(reader.db, reader.desk_id, PauseReason.TEA, now=reader.now) is None
    assert (reader.desk().status, reader.desk().next_pause) == (AgentStatus.RESERVED, PauseReason.TEA)


def test_a_supervisor_sees_who_passes_over_how_many_and_why(reader: Reader) -> None:
    reader.skips(reader.reads(), SkipReason.RECORD_UNCLEAR)
    reader.skips(reader.reads(), SkipReason.BAD_TIME)
    reader.calls(reader.reads())
    with reader.db.transaction(EVERYTHING) as session:
        (line,) = skips_by_agent(session, reader.floor.campaign.id, since=NOW - timedelta(days=7))
    assert (line.agent.sign_in, line.read) == ("shazia", 3)
    assert line.reasons == {SkipReason.RECORD_UNCLEAR: 1, SkipReason.BAD_TIME: 1}
