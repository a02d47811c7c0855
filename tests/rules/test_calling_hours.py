"""Nobody is called outside the hours of her place."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.calling.calling_hours import (
    SHIPPED,
    CallingRules,
    Gap,
    HoursRow,
    Outage,
    may_call,
    may_ring,
    next_opening,
)
from campaigns.rules.calling.place_calendars import PlaceCalendar, rules_of_place, shut_places

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


FRIDAY_PRAYER = Gap(4, time(12, 30), time(14, 30), date(2020, 1, 1), None, "Friday prayer")
FAST_BREAKS = Gap(None, time(17), time(19), date(2026, 11, 20), date(2026, 11, 30), "Ramazan")


def test_nobody_is_called_in_the_friday_prayer_and_calling_goes_on_after_it() -> None:
    rules = replace(PAKISTAN, gaps=(FRIDAY_PRAYER, FAST_BREAKS))
    refusal = may_call(rules, now=local(rules, 13, day=27))
    assert refusal is not None
    assert (refusal.because, next_opening(rules, now=local(rules, 13, day=27))) == ("gap", local(rules, 14, 30, day=27))
    assert may_call(rules, now=local(rules, 13, day=26)) is None
    assert may_call(rules, now=local(rules, 18, day=26)) is not None
    assert may_call(rules, now=local(rules, 18, day=19)) is None


def test_an_outage_of_a_place_holds_only_there_and_in_what_lies_in_it() -> None:
    outage = Outage(local(INDIA, 10), local(INDIA, 16))
    calendar = PlaceCalendar(outages={"district:623": (outage,)})
    assert set(shut_places(INDIA, calendar, now=local(INDIA, 12))) == {"district:623"}
    assert shut_places(INDIA, calendar, now=local(INDIA, 16)) == {}
    hers = rules_of_place(INDIA, calendar, ["state:1", "district:623", "block:21"])
    assert next_opening(hers, now=local(INDIA, 12)) == local(INDIA, 16)
    assert may_call(rules_of_place(INDIA, calendar, ["state:1", "district:3", None]), now=local(INDIA, 12)) is None


def test_an_outage_that_nobody_knows_the_end_of_opens_nothing() -> None:
    rules = replace(INDIA, outages=(Outage(local(INDIA, 10), None),))
    assert next_opening(rules, now=local(INDIA, 12)) is None
    assert next_opening(rules, now=local(INDIA, 9)) == local(INDIA, 9)


def test_a_campaign_keeps_shorter_hours_but_never_longer_ones() -> None:
    rules = replace(INDIA, within=(time(8), time(18)))
    assert may_call(rules, now=local(rules, 8, 30)) is not None
    assert may_call(rules, now=local(rules, 18)) is not None
    assert may_call(rules, now=local(rules, 17, 59)) is None


def test_a_phone_may_ring_only_if_its_last_ring_lies_within_the_hours_too() -> None:
    assert may_ring(INDIA, now=local(INDIA, 20, 59), seconds=30) is None
    late = may_ring(INDIA, now=local(INDIA, 20, 59) + timedelta(seconds=31), seconds=30)
    assert late is not None
    assert (late.because, "2026-11-24 09:00" in late.hint) == ("outside_hours", True)


ZONE_NAMES = st.sampled_from(["Asia/Kolkata", "Asia/Karachi", "America/New_York", "Australia/Lord_Howe", "Asia/Kabul"])
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
TIMES = st.times()
GAPS = st.builds(Gap, st.none() | st.integers(0, 6), TIMES, TIMES, DAYS, st.none() | DAYS)
MOMENTS = st.integers(0, 60 * 24 * 700).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
OUTAGES = st.builds(Outage, MOMENTS, st.none() | MOMENTS)
HOURS = st.builds(HoursRow, st.none() | st.integers(0, 6), TIMES, TIMES, DAYS, st.none() | DAYS)


@given(
    ZONE_NAMES,
    st.lists(HOURS, max_size=4),
    st.frozensets(DAYS, max_size=5),
    st.lists(GAPS, max_size=4),
    st.lists(OUTAGES, max_size=3),
    MOMENTS,
)
def test_row_34_in_no_time_zone_is_anybody_called_outside_the_hours_or_in_a_gap_or_an_outage(
    zone: str, rows: list[HoursRow], holidays: frozenset[date], gaps: list[Gap], outages: list[Outage], now: datetime
) -> None:
    rules = CallingRules(ZoneInfo(zone), tuple(rows), holidays, tuple(gaps), tuple(outages))
    local_now = now.astimezone(rules.zone)
    opening = next_opening(rules, now=now)
    if may_call(rules, now=now) is None:
        assert opening == now
        assert local_now.date() not in holidays
        assert any(row.opens <= local_now.time().replace(fold=0) < row.closes for row in rows)
        assert not any(outage.covers(now) for outage in outages)
    elif opening is not None:
        assert opening > now
        assert may_call(rules, now=opening) is None
