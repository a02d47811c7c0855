"""The chance that one more answered call finds nobody free: exact on small floors, close on large ones."""

from dataclasses import replace
from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.rules import pacing_risk
from campaigns.rules.pacing_risk import Ahead, risks

chances = st.floats(0, 1)


def by_counting(free: int, finish: list[float], answered: list[float]) -> float:
    """Go through every way in which the moment ahead may come."""
    found = 0.0
    for ends in product((0, 1), repeat=len(finish) + len(answered)):
        ready, rung = ends[: len(finish)], ends[len(finish) :]
        if free + sum(ready) - sum(rung) < 1:
            all_chances = zip(ends, finish + answered, strict=True)
            found += prod(chance if end else 1 - chance for end, chance in all_chances)
    return found


def look(free: int, finish: list[float], answered: list[float], new: list[float]) -> Ahead:
    rows, calls, more = (np.array(each, float).reshape(-1, 1) for each in (finish, answered, new))
    return Ahead(free, rows, calls, more)


@settings(deadline=None)
@given(st.integers(-2, 4), *(st.lists(chances, max_size=most) for most in (5, 4, 3)))
def test_a_small_floor_is_reckoned_exactly(
    free: int, finish: list[float], answered: list[float], new: list[float]
) -> None:
    found = risks(look(free, finish, answered, new))
    for placed in range(len(new) + 1):
        assert found[placed] == pytest.approx(by_counting(free, finish, answered + new[:placed]), abs=1e-9)


@settings(deadline=None)
@given(st.integers(-3, 20), st.integers(20, 300), st.integers(0, 300), st.floats(0.02, 0.5), st.floats(0.02, 0.7))
def test_a_large_floor_is_reckoned_closely(free: int, busy: int, ringing: int, ready: float, answer: float) -> None:
    large = look(free, [ready] * busy, [answer] * ringing, [0.1, 0.3, 0.6])
    exact = pacing_risk._exact(large).mean(axis=1)
    assert risks(large) == pytest.approx(exact, abs=0.03)


@settings(deadline=None)
@given(st.integers(0, 20), *(st.lists(chances, max_size=most) for most in (80, 80, 30)))
def test_each_call_more_finds_nobody_at_least_as_often(
    free: int, finish: list[float], answered: list[float], new: list[float]
) -> None:
    found = risks(look(free, finish, answered, new))
    assert len(found) == len(new) + 1
    assert (np.diff(found) >= 0).all()
    assert 0 <= found[0] <= found[-1] <= 1


def test_doubt_about_the_answers_makes_a_safe_floor_less_safe() -> None:
    sure = look(10, [0.3] * 100, [0.3] * 80, [])
    assert risks(replace(sure, doubt=0.3))[0] > risks(sure)[0]
