"""Draws one tier of a campaign: its areas, the whole, and the groups that are reached less."""

from datetime import datetime

from campaigns.rules.refusals import Refusal
from campaigns.rules.reports.tier_report import TierReport
from campaigns.shared.tier_drawing import TierWish
from campaigns.shared.whole_tier import whole_tier
from campaigns.store.session import Database, Scope


def draw_tier(db: Database, scope: Scope, wish: TierWish, *, now: datetime) -> TierReport | Refusal:
    """Return the tier as it stands at one moment, or why there is none."""
    with db.transaction(scope, one_moment=True) as session:
        return whole_tier(session, wish, now=now)
