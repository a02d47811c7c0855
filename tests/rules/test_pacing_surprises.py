"""How many phones may ring for a floor whose people may suddenly answer more."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.pacing_budget import Budget
from campaigns.rules.pacing_calls import Ringing
from campaigns.rules.pacing_laws import AnswerRate
from campaigns.rules.pacing_learning import Learned, News, learn, nothing_learned
from campaigns.rules.pacing_surprises import RISEN, coming, is_cold, most_calls

COLD = nothing_learned(0.01)


def where_few_answer() -> Learned:
    return replace(COLD, answer_rate=AnswerRate.expected(0.05, worth=500))


def rung(seconds_ago: int, calls: int) -> Ringing:
    return Ringing(np.full(calls, seconds_ago), np.ones(calls))


def test_calls_just_placed_may_all_bring_what_the_likeliest_bring() -> None:
    rings = coming(rung(0, 100), where_few_answer())
    assert rings.usual == pytest.approx(5)
    assert rings.risen == pytest.approx(100 * RISEN)


def test_calls_that_rang_long_enough_to_tell_bring_what_is_known() -> None:
    rings = coming(rung(25, 100), where_few_answer())
    assert rings.risen == rings.usual < 5


def test_calls_that_others_may_take_count_by_their_share() -> None:
    rings = coming(rung(0, 100), where_few_answer(), 0.25) + coming(rung(0, 10), where_few_answer())
    assert rings.usual == pytest.approx(0.05 * 35)


def test_at_a_cold_start_calls_that_ring_on_may_still_all_be_answered() -> None:
    rings = coming(rung(25, 100), where_few_answer(), cold=True)
    assert rings.risen == pytest.approx(100 * RISEN)


@pytest.mark.parametrize(("agents", "calls"), [(10, 20), (60, 60)])
def test_a_floor_is_cold_until_a_call_for_each_agent_was_answered_or_ended(agents: int, calls: int) -> None:
    answered, failed = np.full(calls // 2, 9.0), np.full(calls - calls // 2 - 1, 33.0)
    nearly = learn(COLD, News(40.0, agents, placed=calls, answered_after=answered, failed_after=failed))
    assert is_cold(nearly, agents)
    assert not is_cold(learn(nearly, News(1.0, agents, failed_after=np.array([34.0]))), agents)


@given(st.integers(0, 300), st.integers(0, 60), st.floats(0, 40), st.floats(-20, 60))
def test_a_sudden_rise_costs_no_more_than_is_left_of_the_day(calls: int, age: int, free: float, left: float) -> None:
    rings = coming(rung(age, calls), where_few_answer())
    more = most_calls(rings, free, left, where_few_answer())
    assert more == 0 or rings.risen + more * RISEN - free <= max(left, 0.0) + 1e-6


def test_a_day_that_may_end_at_any_moment_borrows_less_the_older_it_is() -> None:
    budget = Budget(0.01, answers_per_second=0.08)  # 20 agents
    young = next(abandoned for abandoned in range(9) if budget.at_the_cap(60, abandoned, 25_000.0))
    old = next(abandoned for abandoned in range(40) if budget.at_the_cap(2000, abandoned, 7200.0))
    assert young == 3, "more than the cap of its 60 answers"
    assert old == 21


def test_answers_that_ringing_calls_will_bring_leave_less_to_risk() -> None:
    budget = Budget(0.01, answers_per_second=0.08)
    assert budget.risk(1000, 8, 7200.0, ringing=2.0) < budget.risk(1000, 8, 7200.0)
