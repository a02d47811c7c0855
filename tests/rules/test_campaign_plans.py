"""A plan that cannot work is refused when it is approved, in one sentence."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from campaigns.rules.calling.calling_hours import SHIPPED, CallingRules
from campaigns.rules.calling.campaign_plans import CampaignPlan, plan_fault

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
INDIA = CallingRules(ZoneInfo("Asia/Kolkata"), (SHIPPED["IN"][0],))
PLAN = CampaignPlan(INDIA, 4, date(2026, 12, 31), ("ks", "ur"), frozenset({"ur", "hi"}))


def test_a_plan_that_can_work_is_approved() -> None:
    assert plan_fault(PLAN, now=NOW) is None
    assert plan_fault(replace(PLAN, spoken=None, languages=("ps",)), now=NOW) is None


@pytest.mark.parametrize(
    ("plan", "because"),
    [
        (replace(PLAN, rules=replace(INDIA, within=(time(22), time(23)))), "hours_never_open"),
        (replace(PLAN, rules=replace(INDIA, rows=())), "hours_never_open"),
        (replace(PLAN, max_attempts=0), "attempts_wrong"),
        (replace(PLAN, max_attempts=7, last_day=date(2026, 11, 26)), "attempts_longer_than_campaign"),
        (replace(PLAN, languages=("ps", "hno")), "language_not_spoken"),
    ],
)
def test_what_can_never_work_is_said_in_one_sentence(plan: CampaignPlan, because: str) -> None:
    refusal = plan_fault(plan, now=NOW)
    assert refusal is not None
    assert refusal.because == because
    assert refusal.hint.endswith(".")
