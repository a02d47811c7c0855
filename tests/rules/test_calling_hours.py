"""Nobody is called outside the hours of her place."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.calling_hours import SHIPPED, CallingRules, HoursRow, may_call, next_opening

INDIA = CallingRules(ZoneInfo("Asia/Kolkata"), (SHIPPED["IN"][0],))
PAKISTAN = CallingRules(ZoneInfo("Asia/Karachi"), (SHIPPED["PK"][0],))
FRIDAY = HoursRow(4, time(15), time(20), date(2020, 1, 1), None)


def local(rules: CallingRules, hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=rules.zone)


@pytest.mark.parametrize(
    ("rules", "hour", "minute", "allowed"),
    [
        (INDIA, 8, 59, False),
        (INDIA, 9, 0, True),
        (INDIA, 20, 59, True),
        (INDIA, 21, 0, False),
        (PAKISTAN, 19, 59, True),
        (PAKISTAN, 20, 0, False),
    ],
)
def test_the_shipped_hours(rules: CallingRules, hour: int, minute: int, *, allowed: bool) -> None:
    assert (may_call(rules, now=local(rules, hour, minute)) is None) is allowed


def test_the_row_of_the_weekday_wins_over_the_row_for_every_day() -> None:
    rules = CallingRules(PAKISTAN.zone, (*PAKISTAN.rows, FRIDAY))
    assert may_call(rules, now=local(rules, 13, day=27)) is not None
    assert may_call(rules, now=local(rules, 13, day=26)) is None


def test_a_newer_row_replaces_an_older_one_from_its_day_on() -> None:
    stricter = HoursRow(None, time(10), time(18), date(2026, 11, 24), None)
    rules = CallingRules(INDIA.zone, (*INDIA.rows, stricter))
    assert may_call(rules, now=local(rules, 9, 30, day=23)) is None
    assert may_call(rules, now=local(rules, 9, 30, day=24)) is not None


def test_a_holiday_says_so_and_when_calling_goes_on() -> None:
    rules = CallingRules(INDIA.zone, INDIA.rows, frozenset({date(2026, 11, 23)}))
    refusal = may_call(rules, now=local(rules, 12))
    assert refusal is not None
    assert (refusal.because, "2026-11-24 09:00" in refusal.hint) == ("holiday", True)


def test_a_place_without_hours_is_never_called() -> None:
    nowhere = CallingRules(INDIA.zone, ())
    refusal = may_call(nowhere, now=local(nowhere, 12))
    assert refusal is not None
    assert next_opening(nowhere, now=local(nowhere, 12)) is None
    shut = CallingRules(INDIA.zone, (HoursRow(None, time(9), time(9), date(2020, 1, 1), None),))
    assert may_call(shut, now=local(shut, 9)) is not None


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_the_next_opening_is_callable_and_never_in_the_past(now: datetime) -> None:
    opening = next_opening(INDIA, now=now)
    assert opening is not None
    assert opening >= now
    assert may_call(INDIA, now=opening) is None
    assert (opening == now) is (may_call(INDIA, now=now) is None)
