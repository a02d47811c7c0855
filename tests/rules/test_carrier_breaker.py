"""A carrier in trouble is left alone, tried with one call, and left alone for longer each time that it fails."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.carrier.breaker import (
    LONGEST_REST,
    RESTS,
    BreakerState,
    Rest,
    Trouble,
    breaker_state,
    may_leave,
    tripped,
)
from tests.given_floor import NOW

TROUBLES = st.lists(st.tuples(st.floats(0, 900), st.sampled_from(Trouble), st.none() | st.floats(0, 60)), max_size=15)


@given(TROUBLES)
def test_trouble_never_shortens_a_rest_and_a_rest_always_ends(
    troubles: list[tuple[float, Trouble, float | None]],
) -> None:
    rest: Rest | None = None
    now = NOW
    for gap, trouble, retry_after in troubles:
        now += timedelta(seconds=gap)
        before = rest
        rest = tripped(rest, trouble, now=now, retry_after=retry_after)
        assert before is None or rest.until >= before.until
        assert now + RESTS[trouble] <= rest.until <= max(now + LONGEST_REST, before.until if before else now)
        assert breaker_state(rest, now=now) is BreakerState.OPEN
        assert may_leave(rest, asked_since=0, now=now) == rest.because
    if rest:
        assert breaker_state(rest, now=rest.until) is BreakerState.HALF_OPEN


def test_one_call_tries_and_no_second_one_while_it_is_asked() -> None:
    rest = tripped(None, Trouble.NOT_REACHED, now=NOW)
    assert may_leave(rest, asked_since=0, now=rest.until) is None
    assert may_leave(rest, asked_since=1, now=rest.until) == "carrier_on_trial"
    assert may_leave(None, asked_since=9, now=NOW) is None


def test_each_failed_try_doubles_the_rest_up_to_ten_minutes() -> None:
    rest, lengths = None, []
    for _ in range(7):
        at = rest.until if rest else NOW
        rest = tripped(rest, Trouble.NOT_REACHED, now=at)
        lengths.append((rest.until - at).total_seconds())
    assert lengths == [30, 60, 120, 240, 480, 600, 600]


def test_late_failures_of_the_same_outage_are_no_failed_tries() -> None:
    rest = tripped(None, Trouble.NOT_REACHED, now=NOW)
    late = tripped(rest, Trouble.NOT_REACHED, now=NOW + timedelta(seconds=10))
    assert (late.trips, late.until) == (1, NOW + timedelta(seconds=40))


def test_what_the_carrier_asks_for_is_honoured() -> None:
    rest = tripped(None, Trouble.RATE_LIMIT, now=NOW, retry_after=42)
    assert rest.until == NOW + timedelta(seconds=42)
