"""What a change of the calling rules must not do."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.calling.call_caps import Caps
from campaigns.rules.calling.calling_hours import SHIPPED, CallingRules, Gap, HoursRow, may_call
from campaigns.rules.calling.rule_changes import CallPlan, caps_fault, hours_fault, plan_hours_fault, share_fault

ZONE = ZoneInfo("Asia/Kolkata")
RULES = CallingRules(ZONE, (SHIPPED["IN"][0],))
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 11, 0, tzinfo=ZONE)


def fault(opens: time, closes: time, *, day: date = TODAY, rules: CallingRules = RULES) -> str | None:
    found = hours_fault("IN", HoursRow(None, opens, closes, day, None), rules, today=TODAY, now=NOW)
    return found.because if found else None


def test_hours_can_be_made_shorter_and_never_longer_than_the_law() -> None:
    assert fault(time(10), time(18)) is None
    assert fault(time(8), time(18)) == "hours_wider_than_law"
    assert fault(time(10), time(21, 30)) == "hours_wider_than_law"


def test_an_hour_that_never_opens_is_refused_also_where_a_rest_takes_all_of_it() -> None:
    assert fault(time(18), time(10)) == "hours_never_open"
    rest = CallingRules(ZONE, RULES.rows, gaps=(Gap(None, time(12), time(15), date(2026, 1, 1), None),))
    assert fault(time(12), time(14), rules=rest) == "hours_never_open"


def test_nobody_rewrites_the_past() -> None:
    assert fault(time(10), time(18), day=TODAY - timedelta(days=1)) == "rule_in_the_past"
    caps = caps_fault(Caps(), valid_from=TODAY - timedelta(days=1), today=TODAY)
    assert caps is not None
    assert caps.because == "rule_in_the_past"


@given(opens=st.times(), closes=st.times(), minutes=st.integers(0, 3 * 24 * 60))
def test_whatever_is_accepted_opens_no_moment_that_the_law_shuts(opens: time, closes: time, minutes: int) -> None:
    if fault(opens, closes) is None:
        row = HoursRow(None, opens, closes, TODAY, None)
        moment = NOW + timedelta(minutes=minutes)
        if may_call(CallingRules(ZONE, (*RULES.rows, row)), now=moment) is None:
            assert may_call(RULES, now=moment) is None


@pytest.mark.parametrize(
    ("opens", "closes", "because"),
    [
        (None, None, None),
        (time(10), time(17), None),
        (time(10), None, "hours_half_set"),
        (time(7), time(17), "hours_wider_than_law"),
        (time(17), time(17), "hours_never_open"),
    ],
)
def test_a_campaign_keeps_hours_inside_those_of_the_law(
    opens: time | None, closes: time | None, because: str | None
) -> None:
    found = plan_hours_fault("IN", CallPlan(opens, closes, 4, learned_hours=False))
    assert (found.because if found else None) == because


@pytest.mark.parametrize(
    ("caps", "because"),
    [
        (Caps(), None),
        (Caps(calls_per_phone=0), "caps_wrong"),
        (Caps(calls_per_person=11), "caps_wrong"),
        (Caps(gap=timedelta(minutes=-1)), "cap_gaps_wrong"),
        (Caps(gap_after_talk=timedelta(days=2)), "cap_gaps_wrong"),
    ],
)
def test_caps_stay_within_what_people_bear(caps: Caps, because: str | None) -> None:
    found = caps_fault(caps, valid_from=TODAY, today=TODAY)
    assert (found.because if found else None) == because


@pytest.mark.parametrize(("share", "fits"), [(0, False), (1, True), (20, True), (21, False)])
def test_a_share_is_a_small_number(share: int, fits: bool) -> None:
    assert (share_fault(share) is None) == fits
