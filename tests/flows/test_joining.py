"""Who becomes free takes the person who has waited longest; each person has one agent or the notice, and never both."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from campaigns.calls.connect_answered_call import connect_answered_call
from campaigns.calls.move_to_agent import move_to_agent
from campaigns.calls.place_call import place_call
from campaigns.calls.record_call_event import record_call_event
from campaigns.calls.record_machine_verdict import record_machine_verdict
from campaigns.calls.take_call_in import take_call_in
from campaigns.desk.free_of_lost_calls import free_of_lost_calls
from campaigns.desk.go_ready import go_ready
from campaigns.desk.log_outcome import log_outcome
from campaigns.desk.skip_previewed_call import skip_previewed_call
from campaigns.desk.undo_outcome import undo_outcome
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.rules.calling.preview import SkipReason
from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.carrier.machines import Heard, MachinePlan
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome, OutcomeWish
from campaigns.store.benches.reckonings import busy_share
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Call, Campaign, User
from campaigns.telephony.failures import RateLimited
from campaigns.telephony.port import AnswerPlan, AskAgain, CallInTold, Join, LetRing, MachineTold, SayAndHangUp
from tests.flows.given_predictive import given_predictive_floor
from tests.flows.phones import Phones, told
from tests.given_floor import NOW, SILENCE, Floor
from tests.given_upkeep import settle_quiet


@dataclass
class Waiting:
    """A predictive floor on which people have answered and nobody is ready."""

    db: Database
    floor: Floor

    def answered(self, language: str | None = "ur", *, seconds: float = 0) -> UUID:
        """Somebody who answered at a moment, for whom the carrier has asked once."""
        with self.db.transaction(EVERYTHING) as session:
            case = self.floor.person(session, self.floor.lists[0], language=language, status=CaseStatus.IN_CALL)
            phone = f"+9194190{self.floor.people:05d}"
            call = self.floor.call(session, case, None, status=CallStatus.RINGING, phone=phone)
        answer = told(call.id, CallEvent.ANSWER, str(call.carrier_call_id))
        record_call_event(self.db, answer, now=_at(seconds))
        assert self.asks(call.id, seconds=seconds) == AskAgain(call.id, 1)
        return call.id

    def asks(self, call_id: UUID, *, seconds: float) -> AnswerPlan | None:
        """The carrier asks what to do with a call."""
        plan = connect_answered_call(self.db, call_id, now=_at(seconds), desk_silence=SILENCE)
        assert isinstance(plan, Join | AskAgain | SayAndHangUp)
        return plan

    def on_break(self, name: str, *languages: str) -> UUID:
        with self.db.transaction(EVERYTHING) as session:
            desk = self.floor.desk(session, name, AgentStatus.PAUSED)
            session.get_one(User, desk.user_id).languages = list(languages)
            return desk.id

    def talking(self, name: str) -> tuple[UUID, UUID]:
        """An agent who talks, and her call."""
        with self.db.transaction(EVERYTHING) as session:
            desk = self.floor.desk(session, name, AgentStatus.ON_CALL)
            case = self.floor.person(session, self.floor.lists[0], status=CaseStatus.IN_CALL)
            call = self.floor.call(
                session, case, None, status=CallStatus.TALKING, phone=f"+9194190{self.floor.people:05d}",
                agent_session_id=desk.id, answered_at=NOW - timedelta(minutes=2), talking_at=NOW - timedelta(minutes=2),
            )  # fmt: skip
            desk.call_id = call.id
            return desk.id, call.id

    def reserved(self, name: str, desk_id: UUID | None = None, *, preview: bool = False) -> tuple[UUID, UUID]:
        """An agent for whom a call is about to leave, and that call."""
        with self.db.transaction(EVERYTHING) as session:
            desk = (
                session.get_one(AgentSession, desk_id) if desk_id else self.floor.desk(session, name, AgentStatus.READY)
            )
            case = self.floor.person(session, self.floor.lists[0], status=CaseStatus.CLAIMED, language="hi")
            phone = f"+9194190{self.floor.people:05d}"
            facts = {"status": CallStatus.INTENDED, "phone": phone, "at": NOW, "sent_at": None}
            call = self.floor.call(session, case, None, agent_session_id=desk.id, **facts)
            desk.status, desk.call_id, call.carrier_call_id = AgentStatus.RESERVED, call.id, None
            call.preview, call.settle_at, call.settle_tries = preview, NOW, 0
            return desk.id, call.id

    def comes_ready(self, desk_id: UUID, *, seconds: float) -> None:
        assert go_ready(self.db, desk_id, now=_at(seconds)) is None

    def campaign_is(self, status: CampaignStatus) -> None:
        with self.db.transaction(EVERYTHING) as session:
            session.get_one(Campaign, self.floor.campaign.id).status = status

    def on_lunch(self, desk_id: UUID) -> None:
        """Whatever she has, it is over."""
        with self.db.transaction(EVERYTHING) as session:
            desk = session.get_one(AgentSession, desk_id)
            desk.status, desk.call_id = AgentStatus.PAUSED, None

    def ends(self, call_id: UUID, *, seconds: float) -> None:
        end = told(call_id, CallEvent.END, str(self.call(call_id).carrier_call_id), reason=EndReason.COMPLETED)
        record_call_event(self.db, end, now=_at(seconds))

    def call(self, call_id: UUID) -> Call:
        with self.db.transaction(EVERYTHING) as session:
            return session.get_one(Call, call_id)

    def desk(self, desk_id: UUID) -> AgentSession:
        with self.db.transaction(EVERYTHING) as session:
            return session.get_one(AgentSession, desk_id)

    def pairs(self, calls: list[UUID], desks: list[UUID]) -> list[tuple[UUID, UUID]]:
        """Who talks with whom: the calls and the desks say the same."""
        seen = [self.call(each) for each in calls]
        talks = [(call.id, call.agent_session_id) for call in seen if call.status is CallStatus.TALKING]
        on_call = [desk for desk in map(self.desk, desks) if desk.status is AgentStatus.ON_CALL]
        assert sorted(talks) == sorted((desk.call_id, desk.id) for desk in on_call)
        return [(call, desk) for call, desk in talks if desk]


@pytest.fixture
def waiting(db: Database) -> Waiting:
    return Waiting(db, given_predictive_floor(db))


def test_an_agent_who_goes_ready_a_second_after_the_answer_has_the_person_at_once(waiting: Waiting) -> None:
    call, desk = waiting.answered(), waiting.on_break("asma", "ur")
    waiting.comes_ready(desk, seconds=1)
    assert waiting.pairs([call], [desk]) == [(call, desk)]
    phones = Phones()
    move_to_agent(waiting.db, call, telephony=phones)
    assert phones.lines == [("move", f"desk-{desk}", waiting.call(call).carrier_call_id)]
    assert waiting.asks(call, seconds=1.1) == Join(f"desk-{desk}"), "the carrier may have asked before it was told"
    with waiting.db.transaction(EVERYTHING) as session:
        busy = busy_share(session, waiting.floor.campaign.id, since=_at(1), until=_at(9))
    assert busy == 1, "at one moment ready and on a call: she was never idle"


def test_the_longest_waiting_person_whose_language_she_speaks_comes_first(waiting: Waiting) -> None:
    hindi = waiting.answered("hi")
    first, second = waiting.answered(seconds=0.2), waiting.answered(None, seconds=0.4)
    desk = waiting.on_break("asma", "ur", "ks")
    waiting.comes_ready(desk, seconds=1.5)
    assert waiting.pairs([hindi, first, second], [desk]) == [(first, desk)]


def test_after_two_seconds_she_hears_the_notice_and_no_agent_takes_her_any_more(waiting: Waiting) -> None:
    call, desk = waiting.answered(), waiting.on_break("asma", "ur")
    assert waiting.asks(call, seconds=1.05) == AskAgain(call, 1)
    notice = waiting.asks(call, seconds=2.1)
    assert isinstance(notice, SayAndHangUp)
    assert notice.language == "ur"
    waiting.comes_ready(desk, seconds=2.1)
    assert waiting.desk(desk).status is AgentStatus.READY
    assert waiting.asks(call, seconds=2.2) == notice


def test_who_answered_longer_ago_than_two_seconds_is_left_to_her_last_look(waiting: Waiting) -> None:
    call, desk = waiting.answered(), waiting.on_break("asma", "ur")
    waiting.comes_ready(desk, seconds=2.05)
    assert waiting.call(call).status is CallStatus.ANSWERED
    assert waiting.asks(call, seconds=2.1) == Join(f"desk-{desk}")


@pytest.mark.parametrize("told_late", [False, True], ids=["line closed", "line still open"])
def test_an_outcome_that_is_saved_frees_its_agent_for_who_waits(waiting: Waiting, *, told_late: bool) -> None:
    desk, before = waiting.talking("asma")
    call = waiting.answered()
    if not told_late:
        waiting.ends(before, seconds=0.5)
    wish = OutcomeWish(uuid4().hex, before, Outcome.REFUSED)
    assert log_outcome(waiting.db, desk, wish, now=_at(0.6)) is None
    if told_late:
        assert waiting.call(call).status is CallStatus.ANSWERED, "the person before is still in her room"
        waiting.ends(before, seconds=0.9)
    assert waiting.pairs([call], [desk]) == [(call, desk)]


def test_a_machine_frees_its_agent_for_who_waits(waiting: Waiting) -> None:
    with waiting.db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, waiting.floor.campaign.id).machines = MachinePlan.LEAVE_MESSAGE
    desk, machine = waiting.talking("asma")
    with waiting.db.transaction(EVERYTHING) as session:
        session.get_one(Call, machine).talking_at = NOW
    call = waiting.answered()
    line = str(waiting.call(machine).carrier_call_id)
    record_machine_verdict(waiting.db, MachineTold("k", machine, line, Heard.MACHINE, {}), now=_at(1))
    assert waiting.pairs([call], [desk]) == [(call, desk)]


@pytest.mark.parametrize("way", ["held back", "refused", "expired", "passed over", "over"])
def test_a_call_that_comes_to_nothing_before_it_leaves_frees_its_agent_for_who_waits(
    waiting: Waiting, way: str
) -> None:
    desk, before = waiting.reserved("asma", preview=way == "passed over")
    call = waiting.answered(seconds=-0.5)
    match way:
        case "held back":
            waiting.campaign_is(CampaignStatus.PAUSED)
            place_call(waiting.db, before, telephony=Phones(), now=lambda: _at(1))
        case "refused":
            place_call(waiting.db, before, telephony=Phones(fails=[RateLimited("429")]), now=lambda: _at(1))
        case "expired":
            with waiting.db.transaction(EVERYTHING) as session:
                session.get_one(Call, before).expires_at = NOW
            settle_quiet(waiting.db, Phones(), _at(1))
        case "passed over":
            assert skip_previewed_call(waiting.db, desk, before, SkipReason.BAD_TIME, now=_at(1)) is None
        case "over":  # and nobody had told her
            with waiting.db.transaction(EVERYTHING) as session:
                session.get_one(AgentSession, desk).since = NOW - timedelta(minutes=1)
                ended = session.get_one(Call, before)
                ended.status, ended.end_reason = CallStatus.ENDED, EndReason.NOT_SENT
            free_of_lost_calls(waiting.db, now=_at(1))
    assert waiting.pairs([call], [desk]) == [(call, desk)]


@pytest.mark.parametrize("status", [CampaignStatus.RUNNING, CampaignStatus.PAUSED])
def test_who_rings_before_our_call_leaves_has_its_agent_and_where_she_may_not_whoever_waits(
    waiting: Waiting, status: CampaignStatus
) -> None:
    desk, before = waiting.reserved("asma")
    call = waiting.answered(seconds=-0.5)
    waiting.campaign_is(status)
    ring = CallInTold("CAring", "+911140000000", waiting.call(before).phone)
    plan = take_call_in(waiting.db, ring, carrier="sandbox", now=_at(1), desk_silence=SILENCE)
    if status is CampaignStatus.RUNNING:
        assert isinstance(plan, LetRing)
        assert (waiting.desk(desk).status, waiting.desk(desk).call_id) == (AgentStatus.RESERVED, plan.call_id)
        return
    assert waiting.call(before).refused_because == "she_rang_us"
    assert waiting.pairs([call], [desk]) == [(call, desk)]


def test_an_agent_who_takes_her_outcome_back_is_given_nobody(waiting: Waiting) -> None:
    desk, before = waiting.talking("asma")
    waiting.ends(before, seconds=0)
    assert log_outcome(waiting.db, desk, OutcomeWish(uuid4().hex, before, Outcome.REFUSED), now=_at(0.1)) is None
    waiting.reserved("asma", desk)
    call = waiting.answered()
    assert undo_outcome(waiting.db, desk, before, now=_at(1)) is None
    assert (waiting.desk(desk).status, waiting.desk(desk).call_id) == (AgentStatus.WRAP_UP, before)
    assert waiting.call(call).status is CallStatus.ANSWERED


def test_an_agent_who_left_a_record_unread_is_given_nobody(waiting: Waiting) -> None:
    desk, record = waiting.reserved("asma", preview=True)
    call = waiting.answered()
    with waiting.db.transaction(EVERYTHING) as session:
        session.get_one(Call, record).expires_at = NOW
    settle_quiet(waiting.db, Phones(), _at(1))
    assert waiting.desk(desk).status is AgentStatus.PAUSED
    assert waiting.call(call).status is CallStatus.ANSWERED


def test_two_agents_who_go_ready_at_once_share_no_person(waiting: Waiting) -> None:
    for turn in range(5):
        call = waiting.answered()
        desks = [waiting.on_break(f"agent{turn}{each}", "ur") for each in range(2)]
        _at_once(*(lambda desk=desk: waiting.comes_ready(desk, seconds=1) for desk in desks))
        assert len(waiting.pairs([call], desks)) == 1
        for desk in desks:
            waiting.on_lunch(desk)


def test_two_people_who_wait_share_no_agent_and_one_hears_the_notice(waiting: Waiting) -> None:
    for turn in range(5):
        calls = [waiting.answered() for _ in range(2)]
        desk = waiting.on_break(f"agent{turn}", "ur")
        looks = (lambda call=call: waiting.asks(call, seconds=1.2) for call in calls)
        _at_once(lambda desk=desk: waiting.comes_ready(desk, seconds=1.2), *looks)
        plans = [waiting.asks(call, seconds=2.1) for call in calls]
        assert sorted(type(plan).__name__ for plan in plans) == ["Join", "SayAndHangUp"]
        assert len(waiting.pairs(calls, [desk])) == 1
        assert [waiting.call(each).abandoned for each in calls] == [isinstance(plan, SayAndHangUp) for plan in plans]


def test_a_last_look_beside_an_agent_who_goes_ready_ends_with_her_or_the_notice_and_never_both(
    waiting: Waiting,
) -> None:
    for turn in range(5):
        call, desk = waiting.answered(), waiting.on_break(f"agent{turn}", "ur")
        _at_once(lambda: waiting.asks(call, seconds=2), lambda: waiting.comes_ready(desk, seconds=2))  # noqa: B023
        plan, found = waiting.asks(call, seconds=2.05), waiting.call(call)
        joined = found.status is CallStatus.TALKING
        assert (plan == Join(f"desk-{desk}"), found.abandoned) == (joined, not joined)
        assert len(waiting.pairs([call], [desk])) == joined
        waiting.on_lunch(desk)


def test_a_person_who_hangs_up_while_an_agent_takes_her_leaves_no_ghost(waiting: Waiting) -> None:
    for turn in range(5):
        call, desk = waiting.answered(), waiting.on_break(f"agent{turn}", "ur")
        _at_once(lambda: waiting.ends(call, seconds=1), lambda: waiting.comes_ready(desk, seconds=1))  # noqa: B023
        found, agent = waiting.call(call), waiting.desk(desk)
        taken = found.talking_at is not None
        assert found.status is CallStatus.ENDED
        assert agent.status is (AgentStatus.WRAP_UP if taken else AgentStatus.READY)
        assert (found.outcome, found.abandoned) == (None if taken else Outcome.ABANDONED, False)
        phones = Phones()
        move_to_agent(waiting.db, call, telephony=phones)
        assert phones.lines == []
        waiting.on_lunch(desk)


def _at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def _at_once(*acts: Callable[[], object]) -> None:
    together = threading.Barrier(len(acts))

    def act(one: Callable[[], object]) -> None:
        together.wait()
        one()

    with ThreadPoolExecutor(len(acts)) as threads:
        for done in [threads.submit(act, one) for one in acts]:
            done.result(120)
