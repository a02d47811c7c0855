"""Use case: draw one tier of a campaign: its areas, the whole, and the groups that are reached less."""

from datetime import datetime

from campaigns.rules.refusals import Refusal
from campaigns.rules.tier_report import TierReport
from campaigns.store.session import Database, Scope
from campaigns.tier_drawing import TierWish
from campaigns.whole_tier import whole_tier


def draw_tier(db: Database, scope: Scope, wish: TierWish, *, now: datetime) -> TierReport | Refusal:
    """Return the tier as it stands at one moment, or why there is none."""
    with db.transaction(scope, one_moment=True) as session:
        return whole_tier(session, wish, now=now)
