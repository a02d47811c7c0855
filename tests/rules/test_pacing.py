"""How many calls predictive mode places: what holds on every floor."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.rules.campaign_states import DialMode
from campaigns.rules.pacing import (
    LINES_PER_AGENT,
    MORE_AT_ONCE,
    Floor,
    Predicted,
    calls_to_choose,
    calls_to_place,
    falls_back,
)
from campaigns.rules.pacing_agents import Busy
from campaigns.rules.pacing_budget import Budget
from campaigns.rules.pacing_calls import LONGEST_WAIT, Passing, Queue, Ringing
from campaigns.rules.pacing_fallback import Fallback
from campaigns.rules.pacing_learning import Learned, News, learn, nothing_learned

COLD = nothing_learned(0.03)
PREDICTIVE = DialMode.PREDICTIVE


def busy_agents(seconds: list[float], *, leaving: bool = False) -> Busy:
    """One in six is in her wrap-up."""
    many = len(seconds)
    return Busy(np.arange(many), np.arange(many) % 6 == 5, np.array(seconds, float), np.full(many, leaving))


def on_the_floor(
    ready: int = 0,
    talks: list[float] | None = None,
    ringing: list[int] | None = None,
    *,
    answered: int = 1000,
    abandoned: int = 5,
    learned: Learned = COLD,
    fewest: int = 1,
) -> Floor:
    seen = Predicted(
        busy=busy_agents(talks or []),
        ringing=Ringing.alike(np.array(ringing or [0])),
        waiting=0,
        answered_today=answered,
        abandoned_today=abandoned,
        seconds_left=7200.0,
        learned=learned,
        fewest_agents=fewest,
    )
    return Floor(PREDICTIVE, ready, 10_000, seen)


def with_seen(floor: Floor, **changes: object) -> Floor:
    assert floor.predicted is not None
    return replace(floor, predicted=replace(floor.predicted, **changes))


@st.composite
def floors(draw: st.DrawFn) -> Floor:
    talks = draw(st.lists(st.floats(0, 4000), max_size=60))
    ringing = draw(st.lists(st.integers(0, 6), min_size=1, max_size=70))
    answered = draw(st.integers(0, 3000))
    many = len(talks)
    floor = on_the_floor(
        draw(st.integers(0, 40)), talks, ringing, answered=answered, abandoned=draw(st.integers(0, 60))
    )
    busy = Busy(
        np.arange(many),
        np.array(draw(st.lists(st.booleans(), min_size=many, max_size=many)), bool),
        np.array(talks, float),
        np.array(draw(st.lists(st.booleans(), min_size=many, max_size=many)), bool),
        np.array(draw(st.lists(st.integers(0, 12), min_size=many, max_size=many)), np.int64),
        np.minimum(np.array(talks, float), draw(st.floats(0, 500))),
    )
    return replace(
        with_seen(floor, busy=busy, waiting=draw(st.integers(0, 5)), fewest_agents=draw(st.sampled_from([1, 10]))),
        room=draw(st.integers(-5, 400)),
    )


@settings(deadline=None)
@given(floors())
def test_no_floor_gets_calls_beyond_its_agents_lines_and_room(floor: Floor) -> None:
    placed = calls_to_place(floor)
    assert floor.predicted is not None
    agents = floor.ready_agents + len(floor.predicted.busy.agent)
    ringing = len(floor.predicted.ringing)
    assert 0 <= placed <= max(floor.room, 0)
    assert placed <= agents + MORE_AT_ONCE
    assert placed <= max(LINES_PER_AGENT * agents - ringing, 0)


@settings(deadline=None)
@given(floors(), st.integers(0, 60))
def test_nothing_is_placed_where_nobody_is_signed_in(floor: Floor, waiting: int) -> None:
    empty = with_seen(replace(floor, ready_agents=0), busy=busy_agents([]), waiting=waiting, fewest_agents=1)
    assert calls_to_place(empty) == 0


@settings(deadline=None)
@given(floors())
def test_predictive_places_at_least_what_progressive_would(floor: Floor) -> None:
    assert floor.predicted is not None
    free = floor.ready_agents - floor.predicted.waiting - len(floor.predicted.ringing)
    assert calls_to_place(floor) >= min(max(free, 0), max(floor.room, 0))


@settings(deadline=None)
@given(floors())
def test_one_more_ready_agent_never_means_fewer_calls(floor: Floor) -> None:
    assert calls_to_place(replace(floor, ready_agents=floor.ready_agents + 1)) >= calls_to_place(floor)


@settings(deadline=None)
@given(floors(), st.integers(0, 69))
def test_one_more_ringing_call_never_means_more_calls(floor: Floor, age: int) -> None:
    assert floor.predicted is not None
    before = floor.predicted.ringing
    ringing = Ringing(np.append(before.seconds, age), np.append(before.likely, 1.0))
    assert calls_to_place(with_seen(floor, ringing=ringing)) <= calls_to_place(floor)


@settings(deadline=None)
@given(floors(), st.integers(1, 100))
def test_abandoned_calls_never_mean_more_calls(floor: Floor, more: int) -> None:
    assert floor.predicted is not None
    abandoned = floor.predicted.abandoned_today + more
    assert calls_to_place(with_seen(floor, abandoned_today=abandoned)) <= calls_to_place(floor)


def test_a_floor_of_busy_agents_gets_calls_before_they_are_ready() -> None:
    assert calls_to_place(on_the_floor(talks=[float(3 * i) for i in range(150)])) > 0


def test_agents_who_said_they_leave_get_no_calls() -> None:
    talks = [float(3 * i) for i in range(150)]
    leaving = with_seen(on_the_floor(talks=talks), busy=busy_agents(talks, leaving=True))
    assert calls_to_place(leaving) == 0


def test_below_ten_signed_in_agents_predictive_dials_progressively() -> None:
    small = on_the_floor(ready=2, talks=[200.0] * 7, fewest=10)
    assert calls_to_place(small) == 2
    assert calls_to_place(with_seen(small, ringing=Ringing.alike(np.array([0, 1, 0])))) == 1
    assert calls_to_place(replace(small, ready_agents=9)) > 9


def test_at_the_cap_predictive_dials_progressively_until_the_day_is_safe_again() -> None:
    over = on_the_floor(ready=3, talks=[300.0] * 40, answered=1000, abandoned=31)
    assert calls_to_place(over) == 3
    safe = with_seen(over, answered_today=3000)
    assert calls_to_place(safe) > 3


def test_when_the_window_is_about_to_close_nobody_is_rung_ahead_of_an_agent() -> None:
    closing = with_seen(on_the_floor(ready=20), seconds_left=44.0)
    assert closing.predicted is not None
    assert falls_back(20, closing.predicted) is Fallback.CLOSING
    assert calls_to_place(closing) == 20
    assert calls_to_place(with_seen(on_the_floor(talks=[300.0] * 40), seconds_left=44.0)) == 0


def test_agents_whose_own_call_rings_count_as_signed_in() -> None:
    few = on_the_floor(ready=2, talks=[200.0] * 7, fewest=10)
    assert few.predicted is not None
    assert falls_back(2, few.predicted) is Fallback.FEW_AGENTS
    enough = with_seen(few, reserved=1)
    assert enough.predicted is not None
    assert falls_back(2, enough.predicted) is None


@pytest.mark.parametrize("cap", [0.01, 0.03])
def test_the_risk_of_a_call_falls_by_degrees_as_the_day_nears_its_cap(cap: float) -> None:
    budget = Budget(cap, answers_per_second=0.08)  # 20 agents
    risks = [budget.risk(1000, abandoned, 7200.0) for abandoned in range(int(1100 * cap) + 3)]
    assert risks == sorted(risks, reverse=True)
    assert risks[0] == pytest.approx(budget.aim), "a day with room dares what the account allows"
    assert risks[-1] <= 0.0022, "a day at its cap dares next to nothing"
    assert len(set(risks)) >= 4, "and there is something between"


def test_the_day_may_have_a_cap_above_what_the_account_aims_at() -> None:
    strict = nothing_learned(0.01)
    floor = on_the_floor(ready=3, talks=[300.0] * 40, answered=1000, abandoned=20, learned=strict)
    seen, relaxed = floor.predicted, with_seen(floor, cap=0.03).predicted
    assert seen is not None
    assert relaxed is not None
    assert falls_back(3, seen) is Fallback.AT_THE_CAP
    assert falls_back(3, relaxed) is None


@settings(deadline=None)
@given(floors(), st.lists(st.integers(0, 6), min_size=1, max_size=40), st.floats(0, 1))
def test_calls_that_others_may_take_never_mean_more_calls(floor: Floor, ringing: list[int], share: float) -> None:
    passing = (Passing(Ringing.alike(np.array(ringing)), share),)
    assert calls_to_place(with_seen(floor, passing=passing)) <= calls_to_place(floor)


def test_a_call_that_waits_for_an_agent_takes_the_next_one() -> None:
    floor = on_the_floor(ready=1, fewest=10)
    assert calls_to_place(floor) == 1
    assert calls_to_place(with_seen(floor, waiting=1)) == 0


def a_day_of(seconds: int, answer_share: float, learned: Learned, *, likely: float = 1.0) -> Learned:
    """Let a steady floor run: one dial a second, answers after 11 s, failures after 32 s."""
    answers = failures = 0.0
    for _ in range(seconds):
        answers, failures = answers + answer_share, failures + 1 - answer_share
        answered, failed = int(answers), int(failures)
        answers, failures = answers - answered, failures - failed
        news = News(
            1.0,
            20,
            placed=likely,
            answered_after=np.full(answered, 11.0),
            failed_after=np.full(failed, 32.0),
            live_answers=answered,
        )
        learned = learn(learned, news)
    return learned


@pytest.mark.parametrize(("before", "after"), [(0.4, 0.1), (0.3, 0.6)])
def test_a_step_of_the_answer_rate_is_followed_within_minutes(before: float, after: float) -> None:
    steady = a_day_of(1200, before, COLD)
    assert steady.answer_rate.share == pytest.approx(before, abs=0.04)
    moved = a_day_of(900, after, steady)
    assert moved.answer_rate.share == pytest.approx(after, abs=0.05)
    talks = [float(3 * i) for i in range(150)]
    at_first, at_last = (calls_to_place(on_the_floor(talks=talks, learned=learned)) for learned in (steady, moved))
    assert (at_first < at_last) is (after < before)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), st.floats(0, 1e5)), min_size=1, max_size=40), st.floats(0.01, 600))
def test_any_news_leaves_chances_between_none_and_sure(talks: list[tuple[int, float]], passed: float) -> None:
    agents, seconds = np.array([agent for agent, _ in talks]), np.array([each for _, each in talks])
    news = News(
        passed, 9, 3, seconds, seconds, agents, seconds, agents, seconds, agents % 9 + 1, seconds, seconds, seconds
    )
    learned = learn(COLD, replace(news, came_ready=5, went_unannounced=2, live_answers=9, abandoned=4))
    learned = learn(learned, News(600.0, 0))
    tables = learned.forecast.free_within
    assert 0 <= tables.min() <= tables.max() <= 1
    assert 0 < learned.answer_rate.share < 1
    assert 0 < learned.staying.share < 1


def test_a_step_that_ends_talks_soon_tells_that_an_agent_will_be_free() -> None:
    learned = COLD
    for _ in range(40):
        news = News(
            10.0,
            20,
            steps=np.array([1, 2]),
            step_so_far=np.array([0.0, 140.0]),
            step_stayed=np.array([140.0, 15.0]),
            step_rest=np.array([155.0, 15.0]),
        )
        learned = learn(learned, news)
    assert learned.remaining(1)[60] > 0.8 > 0.2 > learned.remaining(2)[60]
    assert (np.diff(learned.remaining(2)) <= 1e-12).all()
    floor, many = on_the_floor(talks=[100.0] * 200, learned=learned), 200
    assert floor.predicted is not None
    early, late = (
        with_seen(floor, busy=replace(floor.predicted.busy, step=np.full(many, step), step_seconds=np.full(many, 12.0)))
        for step in (1, 2)
    )
    assert calls_to_place(late) > calls_to_place(early)


def queue_of(likely: list[float], passed_over: list[int] | None = None) -> Queue:
    return Queue(np.array(likely), np.array(passed_over or [0] * len(likely)))


@settings(deadline=None)
@given(floors(), st.lists(st.floats(0.2, 2.5), max_size=60))
def test_who_is_chosen_stands_in_the_queue_once_and_within_room_and_lines(floor: Floor, likely: list[float]) -> None:
    chosen = calls_to_choose(floor, queue_of(likely))
    assert floor.predicted is not None
    agents = floor.ready_agents + len(floor.predicted.busy.agent)
    assert len(set(chosen)) == len(chosen) <= min(max(floor.room, 0), agents + MORE_AT_ONCE)
    assert set(chosen) <= set(range(len(likely)))


@settings(deadline=None)
@given(floors())
def test_where_all_are_equally_likely_the_queue_is_rung_in_its_order(floor: Floor) -> None:
    chosen = calls_to_choose(floor, queue_of([1.0] * 200))
    assert chosen == list(range(len(chosen)))
    assert bool(chosen) is bool(calls_to_place(floor))


def test_with_many_agents_free_the_likely_are_rung() -> None:
    roomy = replace(on_the_floor(ready=12), room=6)
    assert calls_to_choose(roomy, queue_of([0.4, 1.7] * 10)) == [1, 3, 5, 7, 9, 11]


def test_the_last_of_the_room_is_filled_with_who_seldom_answers() -> None:
    ringing = next(
        [0] * 8 + [calls]
        for calls in range(40, 0, -1)
        if calls_to_place(on_the_floor(ready=12, ringing=[0] * 8 + [calls])) == 1
    )
    assert set(calls_to_choose(on_the_floor(ready=12, ringing=ringing), queue_of([1.7, 0.4] * 10))) <= set(
        range(1, 20, 2)
    )


def test_who_was_passed_over_long_enough_is_rung_next() -> None:
    roomy = replace(on_the_floor(ready=12), room=2)
    assert calls_to_choose(roomy, queue_of([0.4, 0.3, 1.7, 1.7], [LONGEST_WAIT - 1, LONGEST_WAIT, 0, 0])) == [1, 2]


def test_likely_calls_that_ring_leave_less_room_than_unlikely_ones() -> None:
    floor, seconds = on_the_floor(ready=14), np.full(16, 8)
    placed = [
        calls_to_place(with_seen(floor, ringing=Ringing(seconds, np.full(16, likely)))) for likely in (0.4, 1.0, 1.7)
    ]
    assert placed[0] > placed[1] > placed[2]


def test_a_choice_of_likely_people_does_not_pass_for_a_better_hour() -> None:
    learned = a_day_of(1200, 0.6, COLD, likely=2.0)
    assert learned.answer_rate.share == pytest.approx(0.3, abs=0.03)
