"""A clock that jumps: nobody is called at a wrong hour, and what it wrote while it was wrong keeps nothing stuck."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.calls.hand_out_calls import hand_out_calls
from campaigns.calls.record_call_event import record_call_event
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.rules.carrier.breaker import Rest, Trouble
from campaigns.rules.carrier.clock import CLOCKS_APART, clocks_are_apart
from campaigns.store.calls.carriers import carrier_pause, save_carrier_rest
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Call
from campaigns.telephony.failures import NotSent
from tests.flows.given_trouble import LIMITS
from tests.flows.given_trouble import Trouble as Story
from tests.flows.phones import told
from tests.given_floor import NOW
from tests.given_upkeep import settle_quiet

HOUR = timedelta(hours=1)


@pytest.fixture
def story(db: Database) -> Story:
    return Story(db)


def rest_of(story: Story) -> str | None:
    with story.db.transaction(EVERYTHING) as session:
        pause = carrier_pause(session, "sandbox", now=NOW)
        return pause.because if pause else None


def tell(story: Story, event: CallEvent, happened: timedelta, heard: timedelta) -> None:
    one = told(story.call_id, event, next(iter(story.phones.calls)), at=NOW + happened)
    record_call_event(story.db, one, now=NOW + heard)


@pytest.mark.parametrize("apart", [-HOUR, HOUR])
def test_row_34_a_clock_that_differs_from_the_carriers_stops_the_dialling(story: Story, apart: timedelta) -> None:
    with story.db.transaction(EVERYTHING) as session:
        story.floor.person(session, story.floor.lists[0])
        story.floor.desk(session, "bilal", AgentStatus.READY)
    story.place()
    tell(story, CallEvent.RING, apart, timedelta(seconds=3))
    assert rest_of(story) == Trouble.CLOCKS_APART
    assert hand_out_calls(story.db, story.floor.campaign.id, LIMITS, now=NOW + timedelta(minutes=1)) == []
    assert story.call.status is CallStatus.RINGING  # what is under way goes on


def test_row_34_a_late_delivery_is_no_wrong_clock(story: Story) -> None:
    story.place()
    tell(story, CallEvent.RING, timedelta(seconds=2), timedelta(minutes=9))
    assert rest_of(story) is None


@pytest.mark.parametrize("apart", [-HOUR, HOUR])
def test_row_34_how_long_she_waits_goes_by_our_clock(story: Story, apart: timedelta) -> None:
    story.place()
    tell(story, CallEvent.ANSWER, apart, timedelta(seconds=9))
    assert story.call.answered_at == NOW + timedelta(seconds=9)


def test_row_34_an_answer_told_after_the_end_lies_within_the_call(story: Story) -> None:
    story.place()
    story.tell(CallEvent.END, EndReason.COMPLETED)
    tell(story, CallEvent.ANSWER, HOUR, timedelta(seconds=9))
    assert story.call.answered_at == story.call.ended_at


def test_a_call_that_a_clock_which_ran_ahead_put_off_till_tomorrow_is_looked_at_now(story: Story) -> None:
    story.place()
    with story.db.transaction(EVERYTHING) as session:
        session.get_one(Call, story.call_id).settle_at = NOW + timedelta(days=1)
    story.phones.now_is(next(iter(story.phones.calls)), CallStatus.ENDED, EndReason.NO_ANSWER)
    assert settle_quiet(story.db, story.phones, NOW) == 1
    assert story.desk.status is AgentStatus.READY


@pytest.mark.parametrize("sure", [False, True])
def test_row_34_a_clock_that_jumped_gives_up_no_call_of_which_the_carrier_tells_nothing(
    story: Story, *, sure: bool
) -> None:
    story.place()
    story.answer()
    story.phones.away = NotSent("away")
    in_three_days = NOW + timedelta(days=3)
    with story.db.transaction(EVERYTHING) as session:
        session.get_one(Call, story.call_id).settle_at = in_three_days
    settle_quiet(story.db, story.phones, in_three_days, clock_is_sure=sure)
    assert story.call.end_reason == (EndReason.LOST if sure else None)


def test_row_34_a_clock_that_jumped_puts_nobody_off_whose_call_had_not_left(story: Story) -> None:
    story.intend()
    in_three_days = NOW + timedelta(days=3)
    with story.db.transaction(EVERYTHING) as session:
        session.get_one(Call, story.call_id).settle_at = in_three_days
    settle_quiet(story.db, story.phones, in_three_days, clock_is_sure=False)
    assert story.call.refused_because == "expired"
    assert story.case.due_at < NOW + HOUR


def test_a_rest_of_the_carrier_that_a_clock_which_ran_ahead_began_is_over(story: Story) -> None:
    tomorrow = NOW + timedelta(days=1)
    with story.db.transaction(EVERYTHING) as session:
        save_carrier_rest(session, "sandbox", Rest(Trouble.NOT_REACHED, tomorrow, tomorrow + HOUR, 1))
    assert rest_of(story) is None
    story.place()
    assert len(story.phones.dialled) == 1
    with story.db.transaction(EVERYTHING) as session:
        save_carrier_rest(session, "sandbox", Rest(Trouble.RATE_LIMIT, NOW, NOW + HOUR, 1))
    assert rest_of(story) == Trouble.RATE_LIMIT


@given(st.floats(0, 600), st.floats(0, 600))
def test_clocks_that_agree_are_never_called_apart(after: float, later: float) -> None:
    happened = NOW + timedelta(seconds=after)
    assert not clocks_are_apart(happened, sent_at=NOW, now=happened + timedelta(seconds=later))


@given(st.floats(1, 1e6), st.floats(0, 600))
def test_clocks_further_apart_than_the_limit_are_seen_by_a_call_that_lasts_no_longer(more: float, took: float) -> None:
    sent, gap = NOW, CLOCKS_APART + timedelta(seconds=more)
    heard = sent + timedelta(seconds=took)
    assert clocks_are_apart(sent - gap, sent_at=sent, now=heard)
    assert clocks_are_apart(heard + gap, sent_at=sent, now=heard)
