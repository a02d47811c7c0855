"""She rings us at the very moment at which we call her: one call goes on, and none is lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from campaigns.calls.connect_answered_call import connect_answered_call
from campaigns.calls.hand_out_calls import Limits, hand_out_calls
from campaigns.calls.place_call import place_call
from campaigns.calls.record_call_event import record_call_event
from campaigns.desk.log_outcome import log_outcome
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.carrier.calls_in import Reception
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome, OutcomeWish
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Call, Campaign
from campaigns.telephony.port import Join, LetRing, SayAndHangUp
from tests.flows.given_callers import HERS, Story, at, given_story
from tests.flows.phones import Phones, told
from tests.given_floor import NOW, SILENCE

LIMITS = Limits("sandbox", 100, timedelta(hours=1))


@pytest.fixture
def story(db: Database) -> Story:
    return given_story(db, due_at=NOW, attempts=0)


def handed_out(story: Story) -> UUID:
    return hand_out_calls(story.db, story.floor.campaign.id, LIMITS, now=NOW)[0]


def placed(story: Story, phones: Phones) -> UUID:
    call_id = handed_out(story)
    place_call(story.db, call_id, telephony=phones, now=lambda: NOW)
    return call_id


def ended(story: Story, call_id: UUID, phones: Phones, reason: EndReason, *, seconds: float) -> None:
    end = told(call_id, CallEvent.END, next(iter(phones.calls)), reason=reason)
    record_call_event(story.db, end, now=at(seconds))


def call(story: Story, call_id: UUID) -> Call:
    with story.db.transaction(EVERYTHING) as session:
        return session.get_one(Call, call_id)


def test_a_call_that_has_not_left_yet_gives_way_to_hers_and_its_agent_takes_her(story: Story) -> None:
    asma = story.desk("asma")
    call_id = handed_out(story)
    story.desk("bilal", minutes=30)
    assert isinstance(story.ring(seconds=1), LetRing)
    assert (call(story, call_id).end_reason, call(story, call_id).refused_because) == (
        EndReason.NOT_SENT,
        "she_rang_us",
    )
    phones = Phones()
    place_call(story.db, call_id, telephony=phones, now=lambda: at(2))  # its job comes all the same
    assert phones.dialled == []
    assert story.rang(seconds=6) == Join(f"desk-{asma}")


def test_an_agent_who_reads_her_record_in_preview_takes_her_call(story: Story) -> None:
    with story.db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, story.floor.campaign.id).mode = DialMode.PREVIEW
    asma = story.desk("asma")
    handed_out(story)
    story.desk("bilal", minutes=30)
    story.ring(seconds=20)
    assert story.rang(seconds=25) == Join(f"desk-{asma}")


def test_while_our_call_rings_her_she_is_told_so_and_called_again_at_once_when_it_finds_her_busy(story: Story) -> None:
    story.desk("asma")
    phones = Phones()
    call_id = placed(story, phones)
    plan = story.ring(seconds=1)
    assert isinstance(plan, SayAndHangUp)
    assert (story.line.reception, story.line.call_id, story.line.case_id) == (
        Reception.CALLING_NOW,
        None,
        story.case_id,
    )
    ended(story, call_id, phones, EndReason.BUSY, seconds=4)
    assert (story.case.status, story.case.due_at, story.case.attempts) == (CaseStatus.CALLBACK, at(4), 0)
    story.hangs_up(seconds=12)
    assert len(hand_out_calls(story.db, story.floor.campaign.id, LIMITS, now=at(13))) == 1


def test_a_promise_given_while_we_called_outlives_the_last_attempt(story: Story) -> None:
    with story.db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, story.floor.campaign.id).max_attempts = 1
    story.desk("asma")
    phones = Phones()
    call_id = placed(story, phones)
    story.ring(seconds=1)
    ended(story, call_id, phones, EndReason.NO_ANSWER, seconds=30)
    assert story.case.status is CaseStatus.CALLBACK


def test_who_is_cut_off_and_rings_back_before_the_outcome_is_logged_is_called_when_it_is(story: Story) -> None:
    asma = story.desk("asma")
    phones = Phones()
    call_id = placed(story, phones)
    assert connect_answered_call(story.db, call_id, now=NOW, desk_silence=SILENCE) == Join(f"desk-{asma}")
    ended(story, call_id, phones, EndReason.COMPLETED, seconds=30)
    assert isinstance(story.ring(seconds=40), SayAndHangUp)
    assert story.line.reception is Reception.PROMISED
    assert log_outcome(story.db, asma, OutcomeWish(uuid4().hex, call_id, Outcome.CUT_OFF), now=at(50)) is None
    assert (story.case.status, story.case.due_at) == (CaseStatus.CALLBACK, at(50))


def test_who_redials_while_her_first_ring_seems_to_go_on_has_one_call(story: Story) -> None:
    asma = story.desk("asma")
    story.ring()
    story.rang()
    assert story.agent(asma).status is AgentStatus.ON_CALL
    story.ring(seconds=30)  # the end of the first was never told
    assert story.agent(asma).status is AgentStatus.WRAP_UP
    assert story.line.reception is Reception.PROMISED
    assert live_calls(story) == 0


def test_diallers_and_rings_at_the_same_moment_never_make_two_calls_on_a_phone(story: Story) -> None:
    for number in range(4):
        story.desk(f"agent{number}")
    together = threading.Barrier(6)

    def dial() -> None:
        together.wait()
        hand_out_calls(story.db, story.floor.campaign.id, LIMITS, now=NOW)

    def ring(line: str) -> None:
        together.wait()
        story.ring(again=line)

    for turn in range(5):
        with ThreadPoolExecutor(6) as threads:
            work = [threads.submit(dial) for _ in range(3)]
            work += [threads.submit(ring, f"CA{turn}{number}") for number in range(3)]
            for one in work:
                one.result(120)
        assert live_calls(story) == 1


def live_calls(story: Story) -> int:
    live = select(func.count()).select_from(Call).where(Call.phone == HERS, Call.status != CallStatus.ENDED)
    with story.db.transaction(EVERYTHING) as session:
        return session.scalar(live) or 0
