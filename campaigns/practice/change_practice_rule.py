"""Sets how many practice calls an agent passes before she works a campaign; 0 asks for none."""

import logging
from uuid import UUID

from campaigns.rules.practice.practice import MOST_REQUIRED
from campaigns.rules.refusals import CAMPAIGN_UNKNOWN, Refusal
from campaigns.store.campaigns import lock_campaign
from campaigns.store.session import Database, Scope, tell

log = logging.getLogger(__name__)


def change_practice_rule(db: Database, scope: Scope, campaign_id: UUID, calls: int, user_id: UUID) -> Refusal | None:
    """Save the number; it holds when a desk opens or goes ready next, and takes nobody out of a call."""
    if not 0 <= calls <= MOST_REQUIRED:
        return Refusal("practice_calls_wrong", "Write a number from 0 to 20.")
    with db.transaction(scope) as session:
        campaign = lock_campaign(session, campaign_id)
        if campaign is None:
            return CAMPAIGN_UNKNOWN
        campaign.practice_calls = calls
        tell(session, f"floor:{campaign_id}")
    log.info("practice_rule_changed", extra={"campaign_id": str(campaign_id), "user_id": str(user_id)})
    return None
