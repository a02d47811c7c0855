"""Draws a whole report in an open transaction: its tier, rates, answers, hours, referrals and the work of agents."""

from datetime import datetime
from typing import Any, Final

from campaigns.rules.answer_figures import questions_of
from campaigns.rules.drawn_report import Report
from campaigns.rules.outcome_rates import outcome_rates
from campaigns.rules.refusals import Refusal
from campaigns.rules.report_figures import Days, HourTable
from campaigns.rules.script import StepKind
from campaigns.store.referral_pages import referrals_by_age
from campaigns.store.report_answers import given_answers
from campaigns.store.report_counts import calls_by_hour, work_of_agents
from campaigns.store.scripts import newest_script
from campaigns.store.session import Session
from campaigns.tier_drawing import NOBODY_THERE, TierWish
from campaigns.whole_tier import whole_tier

NO_SCRIPT: Final[dict[str, Any]] = {"steps": {}}


def whole_report(session: Session, wish: TierWish, days: Days, *, now: datetime) -> Report | Refusal:
    """Return the report as the transaction sees it, or why there is none."""
    tier = whole_tier(session, wish, now=now)
    if isinstance(tier, Refusal) or tier.numbers is None:  # who must not see small counts sees no report
        return tier if isinstance(tier, Refusal) else NOBODY_THERE
    here = tier.path[-1].id if tier.path else None
    script = newest_script(session, wish.campaign_id) or NO_SCRIPT
    kinds = _questions(script)
    hours = calls_by_hour(session, wish.campaign_id, days, here)
    return Report(
        tier=tier,
        numbers=tier.numbers,
        rates=outcome_rates(tier.numbers.people),
        days=days,
        hours=HourTable({(one.weekday, one.hour): one for one in hours}),
        questions=tuple(questions_of(*given_answers(session, wish.campaign_id, days, here, kinds), kinds)),
        script=script,
        referrals=tuple(referrals_by_age(session, wish.campaign_id, here, now=now)),
        agents=tuple(work_of_agents(session, wish.campaign_id, days, here)),
    )


def _questions(script: dict[str, Any]) -> dict[str, StepKind]:
    kinds = {name: StepKind(step["kind"]) for name, step in script["steps"].items()}
    return {name: kind for name, kind in kinds.items() if kind is not StepKind.END}
