"""The carrier is asked for less after a strain and slowly for more again, never for nothing or above its limits."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.carrier.limits import (
    LEAST,
    LOWERS,
    ONE_STRAIN,
    RESTS,
    Slowdown,
    Strain,
    first_turn_after_loss,
    lines_now,
    share_now,
    slowed,
)
from tests.given_floor import NOW

SECONDS = st.floats(0, 10_000).map(lambda seconds: timedelta(seconds=seconds))
STRAINS = st.lists(st.tuples(SECONDS, st.sampled_from(Strain)), max_size=20)


@given(STRAINS, SECONDS)
def test_whatever_happens_the_share_stays_between_the_least_and_the_whole(
    strains: list[tuple[timedelta, Strain]], after: timedelta
) -> None:
    slowdown, now = None, NOW
    for gap, strain in strains:
        now += gap
        slowdown = slowed(slowdown, strain, now=now)
        assert LEAST <= share_now(slowdown, now=now) <= 1
    assert LEAST <= share_now(slowdown, now=now + after) <= 1
    assert 1 <= lines_now(1, slowdown, now=now + after) <= lines_now(100, slowdown, now=now + after) <= 100


@given(st.sampled_from(Strain), SECONDS, SECONDS)
def test_it_never_falls_by_itself_and_is_whole_again_in_the_end(
    strain: Strain, sooner: timedelta, later: timedelta
) -> None:
    slowdown = slowed(None, strain, now=NOW)
    first, last = sorted((sooner, later))
    assert share_now(slowdown, now=NOW + first) <= share_now(slowdown, now=NOW + last)
    assert share_now(slowdown, now=NOW + timedelta(minutes=5)) == 1


@given(st.sampled_from(Strain), SECONDS)
def test_each_strain_of_its_own_lowers_what_is_used(strain: Strain, gap: timedelta) -> None:
    earlier = slowed(None, strain, now=NOW)
    at = NOW + ONE_STRAIN + gap
    used = share_now(earlier, now=at)
    assert share_now(slowed(earlier, strain, now=at), now=at) == max(LEAST, used * LOWERS[strain][1])


def test_ten_refusals_of_one_moment_are_one_strain() -> None:
    slowdown = None
    for _ in range(10):
        slowdown = slowed(slowdown, Strain.TOO_FAST, now=NOW)
    assert slowdown == Slowdown(0.5, NOW)


def test_it_rests_and_then_rises_by_a_twentieth_every_ten_seconds() -> None:
    slowdown = slowed(None, Strain.TOO_FAST, now=NOW)
    assert share_now(slowdown, now=NOW + RESTS) == 0.5
    assert share_now(slowdown, now=NOW + RESTS + timedelta(seconds=10)) == 0.55
    assert share_now(slowdown, now=NOW + RESTS + timedelta(seconds=100)) == 1


def test_after_a_loss_of_memory_nothing_leaves_for_a_lease_and_never_sooner_than_the_distance_of_two_calls() -> None:
    assert first_turn_after_loss(0.1, 1.0, None) == 1.0
    assert first_turn_after_loss(0.1, 1.0, 0.0) == 1.0
    assert first_turn_after_loss(8.0, 1.0, 3.0) == 5.0
