"""A plan that cannot work is refused when it is approved, in one sentence."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.calling.calling_hours import SHIPPED, CallingRules, may_call, next_opening
from campaigns.rules.calling.campaign_plans import CampaignPlan, last_try, plan_fault

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
INDIA = CallingRules(ZoneInfo("Asia/Kolkata"), (SHIPPED["IN"][0],))
PLAN = CampaignPlan(INDIA, 4, date(2026, 12, 31), ("ks", "ur"), frozenset({"ur", "hi"}))


def test_a_plan_that_can_work_is_approved() -> None:
    assert plan_fault(PLAN, now=NOW) is None
    assert plan_fault(replace(PLAN, spoken=None, languages=("ps",)), now=NOW) is None
    assert plan_fault(replace(PLAN, last_day=date(2026, 11, 28)), now=NOW) is None
    assert plan_fault(replace(PLAN, max_attempts=2, last_day=NOW.date()), now=NOW) is None


@given(
    st.integers(1, 8), st.integers(0, 24), st.integers(0, 7 * 24), st.tuples(st.integers(9, 13), st.integers(14, 21))
)
def test_the_last_try_is_within_the_hours_and_no_sooner_than_gaps_and_days_allow(
    attempts: int, gap: int, later: int, hours: tuple[int, int]
) -> None:
    rules = replace(INDIA, within=(time(hours[0]), time(hours[1])))
    first = next_opening(rules, now=NOW + timedelta(hours=later))
    assert first is not None
    last = last_try(replace(PLAN, rules=rules, max_attempts=attempts, gap=timedelta(hours=gap)), first=first)
    assert may_call(rules, now=last) is None
    assert last - first >= max(timedelta(hours=3), timedelta(hours=gap)) * (attempts - 1)
    assert (last.astimezone(rules.zone).date() - first.astimezone(rules.zone).date()).days >= attempts - 2


@pytest.mark.parametrize(
    ("plan", "because"),
    [
        (replace(PLAN, rules=replace(INDIA, within=(time(22), time(23)))), "hours_never_open"),
        (replace(PLAN, rules=replace(INDIA, rows=())), "hours_never_open"),
        (replace(PLAN, max_attempts=0), "attempts_wrong"),
        (replace(PLAN, max_attempts=7, last_day=date(2026, 11, 26)), "attempts_longer_than_campaign"),
        (replace(PLAN, last_day=date(2026, 11, 27)), "attempts_longer_than_campaign"),  # the fourth waits for a weekend
        (replace(PLAN, max_attempts=2, gap=timedelta(hours=24), last_day=NOW.date()), "attempts_longer_than_campaign"),
        (replace(PLAN, languages=("ps", "hno")), "language_not_spoken"),
    ],
)
def test_what_can_never_work_is_said_in_one_sentence(plan: CampaignPlan, because: str) -> None:
    refusal = plan_fault(plan, now=NOW)
    assert refusal is not None
    assert refusal.because == because
    assert refusal.hint.endswith(".")
