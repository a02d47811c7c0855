"""How many calls to place, and when upkeep looks at a quiet one."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.call_states import CallStatus
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.carrier.notices import Caller, abandoned_notice
from campaigns.rules.carrier.schedule import is_lost, next_look
from campaigns.rules.carrier.unanswered import asked_again_after
from campaigns.rules.clock import Clock
from campaigns.rules.pacing import Floor, calls_to_place

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)


@given(st.sampled_from(DialMode), st.integers(0, 400), st.integers(-5, 400))
def test_there_is_never_a_call_without_an_agent_or_a_line(mode: DialMode, ready: int, room: int) -> None:
    placed = calls_to_place(Floor(mode, ready, room))
    assert 0 <= placed <= ready
    assert placed <= max(room, 0)
    if room >= ready:
        assert placed == ready


def test_an_unknown_call_is_asked_about_ever_more_seldom() -> None:
    steps = [next_look(CallStatus.UNKNOWN, ring_seconds=30, tries=tries, now=NOW) for tries in range(7)]
    assert [int((step - NOW).total_seconds()) for step in steps if step] == [2, 5, 15, 30, 60, 60, 60]


@pytest.mark.parametrize("status", CallStatus)
def test_every_live_call_is_looked_at_again(status: CallStatus) -> None:
    look = next_look(status, ring_seconds=30, tries=0, now=NOW)
    assert (look is None) is (status is CallStatus.ENDED)
    assert look is None or look > NOW


def test_a_carrier_that_does_not_answer_is_asked_ever_more_seldom_and_no_earlier_than_it_allows() -> None:
    waits = [asked_again_after(times, retry_after=None).total_seconds() for times in range(1, 7)]
    assert waits == [10, 20, 40, 60, 60, 60]
    assert asked_again_after(1, retry_after=30) == timedelta(seconds=30)
    assert asked_again_after(1, retry_after=86_400) == timedelta(minutes=15), "agents wait for what it knows"


def test_a_call_is_lost_a_minute_after_it_could_have_rung() -> None:
    assert not is_lost(NOW, longest_seconds=30, now=NOW + timedelta(seconds=89))
    assert is_lost(NOW, longest_seconds=30, now=NOW + timedelta(seconds=90))


def test_the_clock_runs_faster_where_it_is_told_to() -> None:
    clock = Clock(origin=1000, start=NOW, speed=10)
    assert clock.at(1006) == NOW + timedelta(minutes=1)
    assert clock.wall_seconds(timedelta(minutes=1)) == 6


def test_the_notice_names_the_department_in_the_persons_language() -> None:
    caller = Caller("Social Welfare", "+911942455000")
    text, language = abandoned_notice(["ur"], caller)
    assert language == "ur"
    assert all(part in text for part in ("Social Welfare", "0 1 9 4 2 4 5 5 0 0 0"))
    assert abandoned_notice(["ks"], caller)[1] == "ur"  # what Kashmiris learn at school
    assert abandoned_notice(["doi", "en"], caller)[1] == "hi"
    assert abandoned_notice([None, "hi"], caller)[1] == "hi"  # nothing is known of her: the campaign's first language
    assert abandoned_notice([None], caller)[1] == "en"
