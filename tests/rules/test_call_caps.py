"""Nobody is rung more often than the caps allow, whoever rings, for any sequence of events."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.calling.call_caps import Caps, Hold, PhoneHistory, held_back

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
TOMORROW = NOW.replace(hour=18)
CAPS = Caps()


def hold(phone: PhoneHistory, *, promised: bool = False, caps: Caps = CAPS) -> Hold | None:
    held = held_back(caps, phone, promised=promised, tomorrow=TOMORROW, now=NOW)
    assert held is None or held.until > NOW
    return held.because if held else None


def test_a_phone_that_was_rung_often_today_rests_until_tomorrow() -> None:
    long_ago = NOW - timedelta(hours=5)
    assert hold(PhoneHistory(calls_today=2, last_call=long_ago)) is None
    assert hold(PhoneHistory(calls_today=3, last_call=long_ago)) is Hold.PHONE_CAP
    assert hold(PhoneHistory(calls_to_person_today=3, last_call=long_ago)) is Hold.PERSON_CAP


def test_a_household_that_was_talked_with_rests_longer_than_one_that_was_not() -> None:
    half_an_hour_ago = NOW - timedelta(minutes=30)
    assert hold(PhoneHistory(calls_today=1, last_call=half_an_hour_ago)) is None
    talked = PhoneHistory(calls_today=1, last_call=half_an_hour_ago, last_talk=half_an_hour_ago)
    assert hold(talked) is Hold.PHONE_RESTS
    assert hold(PhoneHistory(calls_today=1, last_call=NOW - timedelta(minutes=5))) is Hold.PHONE_RESTS


def test_a_callback_that_she_asked_for_outranks_caps_and_gaps_and_nothing_else() -> None:
    tired = PhoneHistory(calls_today=9, calls_to_person_today=9, last_call=NOW, last_talk=NOW)
    assert hold(tired, promised=True) is None
    assert hold(PhoneHistory(in_call=True), promised=True) is Hold.PHONE_IN_CALL
    assert hold(PhoneHistory(person_in_call=True), promised=True) is Hold.PERSON_IN_CALL
    assert hold(PhoneHistory(silenced=True), promised=True) is Hold.OPTED_OUT


@given(
    st.builds(
        Caps,
        st.integers(1, 5),
        st.integers(1, 5),
        st.integers(0, 60).map(lambda minutes: timedelta(minutes=minutes)),
        st.integers(0, 300).map(lambda minutes: timedelta(minutes=minutes)),
    ),
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 2), st.booleans(), st.integers(0, 10)), max_size=60),
)
def test_for_any_sequence_of_events_no_cap_is_passed_and_no_phone_has_two_calls(
    caps: Caps, events: list[tuple[int, int, bool, int]]
) -> None:
    """Three people share a phone. Time goes on; each in turn is wanted; a call lasts a while, and may be a talk."""
    now, tomorrow = NOW, NOW + timedelta(days=1)
    rung: list[tuple[datetime, datetime, int, bool]] = []  # begin, end, who, talked
    for minutes, who, talked, lasts in events:
        now += timedelta(minutes=minutes)
        while now >= tomorrow:
            tomorrow += timedelta(days=1)
        today = [call for call in rung if call[0] >= tomorrow - timedelta(days=1)]
        over = [call for call in rung if call[1] <= now]
        seen = PhoneHistory(
            in_call=len(over) < len(rung),
            calls_today=len(today),
            calls_to_person_today=sum(call[2] == who for call in today),
            last_call=max((call[1] for call in over), default=None),
            last_talk=max((call[1] for call in over if call[3]), default=None),
        )
        if held_back(caps, seen, promised=False, tomorrow=tomorrow, now=now) is None:
            rung.append((now, now + timedelta(minutes=lasts), who, talked))
    for day in {(call[0] - NOW).days for call in rung}:
        calls = [call for call in rung if (call[0] - NOW).days == day]
        assert len(calls) <= caps.calls_per_phone
        assert all(sum(call[2] == who for call in calls) <= caps.calls_per_person for who in range(3))
    for before, after in pairwise(rung):
        assert after[0] >= before[1] + caps.gap
        assert after[0] >= before[1] + caps.gap_after_talk or not before[3]
