"""How pacing sees that a floor goes home, and that it does not."""

from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.pacing_staying import Staying


def a_usual_day() -> Staying:
    staying = Staying()
    for wrap_up in range(600):
        staying = staying.learn(*((0, 1) if wrap_up % 50 == 0 else (1, 0)))
    return staying


def gone(staying: Staying, agents: int) -> Staying:
    for _ in range(agents):
        staying = staying.learn(0, 1)
    return staying


def test_a_floor_that_goes_home_is_not_counted_on_after_a_few_have_gone() -> None:
    usual = a_usual_day()
    assert usual.share > 0.97
    assert gone(usual, 3).share < 0.8
    assert gone(usual, 6).share < 0.5


def test_one_agent_who_goes_without_a_word_says_little_of_the_others() -> None:
    usual = a_usual_day()
    assert usual.share - gone(usual, 1).share < 0.05


def test_agents_are_counted_on_again_as_soon_as_they_come_back() -> None:
    back = gone(a_usual_day(), 8)
    for _ in range(40):
        back = back.learn(1, 0)
    assert back.share > 0.94


@given(st.lists(st.tuples(st.integers(0, 350), st.integers(0, 350)), max_size=40))
def test_whatever_happens_it_is_a_share(ended: list[tuple[int, int]]) -> None:
    staying = Staying()
    for came, went in ended:
        staying = staying.learn(came, went)
    assert 0 <= staying.share < 1
