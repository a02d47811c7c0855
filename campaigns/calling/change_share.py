"""Sets how large a campaign's share of the lines is, beside the other campaigns that dial on them."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.calling.rule_changes import CHANGED_MEANWHILE, Subject, share_fault
from campaigns.rules.refusals import CAMPAIGN_UNKNOWN, Refusal
from campaigns.store.calling.rule_changes import RuleChange, note_rule_change
from campaigns.store.campaigns import lock_campaign
from campaigns.store.session import EVERYTHING, Database


def change_share(
    db: Database, campaign_id: UUID, share: int, user_id: UUID, *, seen: int, now: datetime
) -> Refusal | None:
    """Save a share; `seen` is the share that was on the page."""
    if fault := share_fault(share):
        return fault
    with db.transaction(EVERYTHING) as session:
        campaign = lock_campaign(session, campaign_id)
        if campaign is None:
            return CAMPAIGN_UNKNOWN
        if campaign.share != seen:
            return CHANGED_MEANWHILE
        campaign.share = share
        change = RuleChange(Subject.SHARE, str(campaign.id), {"share": seen}, {"share": share})
        note_rule_change(session, change, department_id=campaign.department_id, user_id=user_id, at=now)
        return None
