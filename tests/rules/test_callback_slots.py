"""A callback is only ever promised for a moment at which the person may be called."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.calling.callback_slots import SlotName, callback_hours, callback_slots
from campaigns.rules.calling.calling_hours import CallingRules, HoursRow, may_call

KOLKATA = ZoneInfo("Asia/Kolkata")
EVERY_DAY = HoursRow(None, time(9), time(21), date(2010, 1, 1), None)
RULES = CallingRules(KOLKATA, (EVERY_DAY,))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=KOLKATA)


def test_in_the_morning_later_today_and_both_halves_of_tomorrow_are_offered() -> None:
    slots = callback_slots(RULES, now=at(23, 11, 20))
    assert [(slot.name, slot.at, slot.until) for slot in slots] == [
        (SlotName.TODAY_LATER, at(23, 14), at(23, 16)),
        (SlotName.NEXT_MORNING, at(24, 10), at(24, 12)),
        (SlotName.NEXT_AFTERNOON, at(24, 14), at(24, 16)),
    ]


def test_in_the_evening_nothing_is_left_of_today() -> None:
    names = [slot.name for slot in callback_slots(RULES, now=at(23, 19, 30))]
    assert names == [SlotName.NEXT_MORNING, SlotName.NEXT_AFTERNOON]


def test_a_slot_is_cut_to_the_calling_hours() -> None:
    (today, *_) = callback_slots(RULES, now=at(23, 18))
    assert (today.at, today.until) == (at(23, 20), at(23, 21))


def test_before_the_calling_hours_today_begins_when_they_open() -> None:
    (today, *_) = callback_slots(RULES, now=at(23, 6))
    assert (today.at, today.until) == (at(23, 9), at(23, 10))


def test_a_holiday_and_a_closed_weekday_are_passed_over() -> None:
    closed_wednesday = HoursRow(2, time(0), time(0), date(2010, 1, 1), None)
    rules = CallingRules(KOLKATA, (EVERY_DAY, closed_wednesday), frozenset({date(2026, 11, 24)}))
    slots = callback_slots(rules, now=at(23, 20))
    assert {slot.at.date() for slot in slots} == {date(2026, 11, 26)}


def test_a_place_with_short_mornings_offers_no_afternoon() -> None:
    rules = CallingRules(KOLKATA, (HoursRow(None, time(9), time(12), date(2010, 1, 1), None),))
    assert [slot.name for slot in callback_slots(rules, now=at(23, 11))] == [SlotName.NEXT_MORNING]


def test_where_nobody_may_ever_be_called_nothing_is_offered() -> None:
    nowhere = CallingRules(KOLKATA, ())
    assert callback_slots(nowhere, now=at(23, 11)) == ()
    assert callback_hours(nowhere, now=at(23, 11)) == ()


def test_another_time_is_any_full_hour_of_the_next_seven_days_but_not_at_once() -> None:
    hours = callback_hours(RULES, now=at(23, 11, 20))
    assert hours[0] == at(23, 13)
    assert hours[-1] == at(30, 20)
    assert at(25, 3) not in hours


@given(st.integers(0, 365 * 24 * 60))
def test_every_promised_moment_may_be_called(minutes: int) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    rules = CallingRules(KOLKATA, (EVERY_DAY,), frozenset({date(2026, 8, 15)}))
    promised = [*callback_hours(rules, now=now), *(slot.at for slot in callback_slots(rules, now=now))]
    assert all(may_call(rules, now=moment) is None and moment > now for moment in promised)


def test_nothing_is_promised_behind_the_last_day_of_the_campaign() -> None:
    last = date(2026, 11, 23)
    assert [slot.name for slot in callback_slots(RULES, now=at(23, 11), last_day=last)] == [SlotName.TODAY_LATER]
    assert {moment.date() for moment in callback_hours(RULES, now=at(23, 11), last_day=last)} == {last}
