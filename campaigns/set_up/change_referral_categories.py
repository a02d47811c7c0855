"""A department says which problems its agents may refer, and in how many days each tier must solve them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from campaigns.rules.referrals.categories import MOST, Category
from campaigns.rules.referrals.tiers import LONGEST_DAYS
from campaigns.rules.refusals import CAMPAIGN_UNKNOWN, Refusal
from campaigns.store.access_traces import note_access
from campaigns.store.campaigns import lock_campaign
from campaigns.store.referrals.referrals import categories_of, save_category
from campaigns.store.session import Database, Scope, Session
from campaigns.store.tables import AccessTrace, Campaign, ReferralCategory


def change_referral_categories(
    db: Database, scope: Scope, campaign_id: UUID, user_id: UUID, wished: Sequence[Category], *, now: datetime
) -> Refusal | None:
    """Let these be the campaign's categories from now on; what was referred before keeps its own."""
    if len(wished) > MOST:
        return Refusal("categories_too_many", "At most nine problems: one key each.")
    if any(not category.names.get("en") or not 1 <= category.days <= LONGEST_DAYS for category in wished):
        return Refusal("category_incomplete", "Give each problem a name in English and 1 to 90 days.")
    with db.transaction(scope) as session:
        campaign = lock_campaign(session, campaign_id)
        if campaign is None:
            return CAMPAIGN_UNKNOWN
        _replace(session, campaign, wished)
        subject = {"campaign_id": str(campaign_id), "categories": len(wished)}
        facts = {"department_id": campaign.department_id, "user_id": user_id}
        note_access(session, AccessTrace(at=now, action="referral_categories_changed", subject=subject, **facts))
    return None


def _replace(session: Session, campaign: Campaign, wished: Sequence[Category]) -> None:
    before = {(category.names["en"], category.days): category for category in categories_of(session, campaign.id)}
    for category in before.values():
        category.active = False
    for position, one in enumerate(wished, 1):
        if same := before.get((one.names["en"], one.days)):
            same.active, same.position, same.names = True, position, dict(one.names)
            continue
        facts = {"department_id": campaign.department_id, "campaign_id": campaign.id}
        save_category(
            session, ReferralCategory(position=position, names=dict(one.names), days=one.days, active=True, **facts)
        )
