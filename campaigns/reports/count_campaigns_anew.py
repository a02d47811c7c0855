"""Counts the cases of campaigns anew whose totals are wrong, while calls go on."""

from uuid import UUID

from campaigns.store.session import EVERYTHING, Database
from campaigns.store.totals.counting_anew import campaigns_counted_wrong, count_anew


def count_campaigns_anew(db: Database) -> dict[UUID, bool]:
    """Return the campaigns that were counted wrong, and whether each is right now."""
    with db.transaction(EVERYTHING) as session:
        wrong = campaigns_counted_wrong(session)
    counted: dict[UUID, bool] = {}
    for campaign_id in sorted(wrong):
        with db.transaction(EVERYTHING, one_moment=True) as session:
            counted[campaign_id] = count_anew(session, campaign_id)
    return counted
