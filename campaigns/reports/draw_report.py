"""Draws the report of a campaign over some days: tier, rates, answers, hours, referrals, the work of its agents."""

from datetime import datetime

from campaigns.rules.refusals import Refusal
from campaigns.rules.reports.drawn_report import Report
from campaigns.rules.reports.report_figures import Days
from campaigns.shared.tier_drawing import TierWish
from campaigns.shared.whole_report import whole_report
from campaigns.store.session import Database, Scope


def draw_report(db: Database, scope: Scope, wish: TierWish, days: Days, *, now: datetime) -> Report | Refusal:
    """Return the report, or why there is none."""
    with db.transaction(scope, one_moment=True) as session:
        return whole_report(session, wish, days, now=now)
