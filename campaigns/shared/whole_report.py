"""Draws a whole report in an open transaction: its tier, rates, answers, hours, referrals and the work of agents."""

from datetime import datetime
from typing import Any, Final

from campaigns.rules.accounts.outcome_rates import outcome_rates
from campaigns.rules.refusals import Refusal
from campaigns.rules.reports.answer_figures import questions_of
from campaigns.rules.reports.drawn_report import Report
from campaigns.rules.reports.report_figures import Days, HourTable
from campaigns.rules.reports.tier_report import TierRow
from campaigns.rules.scripts.ways import questions_asked
from campaigns.shared.tier_drawing import NOBODY_THERE, TierWish, areas_below, rows_of
from campaigns.shared.whole_tier import whole_tier
from campaigns.store.referrals.referral_pages import referrals_by_age
from campaigns.store.reports.report_answers import given_answers
from campaigns.store.scripts import newest_script
from campaigns.store.session import Session
from campaigns.store.totals.call_totals import calls_by_hour
from campaigns.store.totals.work_totals import work_of_agents

NO_SCRIPT: Final[dict[str, Any]] = {"steps": {}}
GROUPING: Final = frozenset({"state", "division"})


def whole_report(session: Session, wish: TierWish, days: Days, *, now: datetime) -> Report | Refusal:
    """Return the report as the transaction sees it, or why there is none."""
    tier = whole_tier(session, wish, now=now)
    if isinstance(tier, Refusal) or tier.numbers is None:  # who must not see small counts sees no report
        return tier if isinstance(tier, Refusal) else NOBODY_THERE
    here = tier.path[-1].id if tier.path else None
    script = newest_script(session, wish.campaign_id) or NO_SCRIPT
    kinds = questions_asked(script)
    hours = calls_by_hour(session, wish.campaign_id, days, here)
    return Report(
        tier=tier,
        places=_places(session, wish, tier.rows),
        numbers=tier.numbers,
        rates=outcome_rates(tier.numbers.people),
        days=days,
        hours=HourTable({(one.weekday, one.hour): one for one in hours}),
        questions=tuple(questions_of(*given_answers(session, wish.campaign_id, days, here, kinds), kinds)),
        script=script,
        referrals=tuple(referrals_by_age(session, wish.campaign_id, here, now=now)),
        agents=tuple(work_of_agents(session, wish.campaign_id, days, here)),
    )


def _places(session: Session, wish: TierWish, rows: tuple[TierRow, ...]) -> tuple[TierRow, ...]:
    """Go down while there is one state only, or divisions, which say little: a state is read by its districts."""
    while (levels := {row.area.level for row in rows if row.area.id}) and levels <= GROUPING:
        if len(rows) > 1 and "state" in levels:
            break
        below = (
            rows_of(session, wish, areas_below(session, wish, row.area.id), None) if row.area.id else (row,)
            for row in rows
        )
        rows = tuple(row for of_one in below for row in of_one)
    return rows if any(row.area.id for row in rows) else ()
