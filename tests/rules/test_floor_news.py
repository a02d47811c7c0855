"""What stored calls and desks' moves tell the pacing rule."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.agent_states import AgentEvent, AgentStatus
from campaigns.rules.floor.floor_news import CallTimes, DeskMove, Desks, Ended, Handled, news_of, with_steps
from campaigns.rules.scripts.path import follow
from campaigns.rules.scripts.progress import NEARLY_DONE, OPENING, step_numbers, step_on_screen
from campaigns.rules.scripts.script import Script, Step, StepKind

START = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
DESK, CALL = uuid4(), uuid4()
READY, ON_CALL, WRAP_UP, PAUSED = AgentStatus.READY, AgentStatus.ON_CALL, AgentStatus.WRAP_UP, AgentStatus.PAUSED
SCRIPT = Script("hello", {
    "end": Step(StepKind.END),
    "hello": Step(StepKind.TEXT, next="money"),
    "money": Step(StepKind.TEXT, next="end"),
})  # fmt: skip


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def move(event: AgentEvent, before: AgentStatus, after: AgentStatus, seconds: float) -> DeskMove:
    return DeskMove(DESK, 7, event, before, after, at(seconds), CALL if after is not READY else None)


TALKED = [move(AgentEvent.CONNECT, READY, ON_CALL, 10), move(AgentEvent.HANG_UP, ON_CALL, WRAP_UP, 100)]
LOGGED = move(AgentEvent.LOG, WRAP_UP, READY, 130)


def test_a_talk_and_its_wrap_up_are_told_with_their_agent() -> None:
    ended = Desks().take([*TALKED, LOGGED])
    assert (ended.talks, ended.wraps) == ([(7, 90.0)], [(7, 30.0)])
    assert (ended.came_ready, ended.went) == (1, 0)
    assert ended.handled == [Handled(CALL, at(10), at(100), at(130))]


def test_a_talk_may_begin_in_one_look_and_end_in_another() -> None:
    desks = Desks()
    assert desks.take(TALKED[:1]).talks == []
    assert desks.take(TALKED[1:]).talks == [(7, 90.0)]
    assert desks.take([LOGGED]).wraps == [(7, 30.0)]


def test_a_talk_whose_beginning_nobody_saw_tells_nothing() -> None:
    ended = Desks().take([TALKED[1], LOGGED])
    assert (ended.talks, ended.wraps, ended.handled) == ([], [], [])


def test_a_break_with_the_outcome_could_not_be_known_before() -> None:
    moves = [move(AgentEvent.PAUSE, READY, PAUSED, 130), LOGGED, *TALKED]
    ended = Desks().take(moves)
    assert (ended.came_ready, ended.went) == (0, 1)


def test_a_break_that_was_announced_tells_nothing_of_others() -> None:
    ended = Desks().take([*TALKED, LOGGED, move(AgentEvent.PAUSE, READY, PAUSED, 130)], leaving={DESK})
    assert (ended.came_ready, ended.went) == (0, 0)


def test_a_wrap_up_over_its_limit_is_an_agent_who_went() -> None:
    ended = Desks().take([*TALKED, move(AgentEvent.OVERRUN, WRAP_UP, PAUSED, 160)])
    assert (ended.wraps, ended.came_ready, ended.went) == ([(7, 60.0)], 0, 1)


def test_calls_count_in_the_stretch_in_which_they_were_placed_answered_or_given_up() -> None:
    calls = [CallTimes(at(1), at(12), at(90)), CallTimes(at(11), None, at(14)), CallTimes(at(-20), None, at(13))]
    news = news_of(calls, Ended(), at(10), at(15))
    assert (news.placed, news.answered_after.tolist(), news.failed_after.tolist()) == (1, [11.0], [3.0, 33.0])


def test_a_placed_call_counts_by_how_likely_it_was_to_be_answered() -> None:
    calls = [CallTimes(at(11), None, None, likely=1.5), CallTimes(at(12), None, None, likely=0.4)]
    assert news_of(calls, Ended(), at(10), at(15)).placed == pytest.approx(1.9)


@given(st.lists(st.tuples(st.floats(0.1, 60), st.floats(0.1, 40), st.booleans()), max_size=20), st.integers(1, 30))
def test_stretches_tell_everything_once(calls: list[tuple[float, float, bool]], length: int) -> None:
    times = [
        CallTimes(at(sent), *((at(sent + after), None) if up else (None, at(sent + after))))
        for sent, after, up in calls
    ]
    told = [news_of(times, Ended(), at(begins), at(begins + length)) for begins in range(0, 121, length)]
    assert sum(news.placed for news in told) == len(calls)
    assert sum(len(news.answered_after) + len(news.failed_after) for news in told) == len(calls)


def test_the_steps_of_a_call_are_told_up_to_its_hang_up_and_her_word_to_the_end_of_the_wrap_up() -> None:
    numbers = step_numbers(SCRIPT, 40)
    rows = {CALL: [("money", at(40)), (NEARLY_DONE, at(85))]}
    news = with_steps(news_of([], Ended(), at(0), at(1)), [Handled(CALL, at(10), at(100), at(130))], rows, numbers)
    assert news.steps.tolist() == [OPENING, numbers["money"], numbers[NEARLY_DONE]]
    assert news.step_so_far.tolist() == [0.0, 30.0, 75.0]
    assert news.step_stayed.tolist() == [30.0, 45.0, 45.0]
    assert news.step_rest.tolist() == [120.0, 90.0, 45.0]


def test_steps_are_numbered_from_the_opening_and_a_long_script_goes_without() -> None:
    assert step_numbers(SCRIPT, 40) == {NEARLY_DONE: 1, "hello": OPENING, "end": 3, "money": 4}
    assert step_numbers(SCRIPT, 2) == {NEARLY_DONE: 1, "hello": OPENING}
    assert step_numbers(None, 40) == {NEARLY_DONE: 1}


def test_the_step_on_the_screen_follows_the_answers() -> None:
    assert [step_on_screen(follow(SCRIPT, answers)) for answers in ({}, {"hello": "a"}, {"hello": "a", "money": "b"})] == [
        "hello", "money", "end",
    ]  # fmt: skip
