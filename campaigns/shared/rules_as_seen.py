"""Locks calling rules that somebody is about to change, and refuses where they are no longer as she saw them."""

from uuid import UUID

from campaigns.rules.calling.rule_changes import CHANGED_MEANWHILE
from campaigns.rules.refusals import CAMPAIGN_UNKNOWN, Refusal
from campaigns.store.calling.rule_changes import latest_change, lock_calling_rules
from campaigns.store.campaigns import lock_campaign
from campaigns.store.session import Session
from campaigns.store.tables import Campaign


def lock_jurisdiction_as_seen(session: Session, jurisdiction: str, seen: str) -> Refusal | None:
    """Let nobody else change the rules of a jurisdiction; `seen` is the mark of those that were on the page."""
    lock_calling_rules(session, jurisdiction)
    return None if latest_change(session, jurisdiction) == seen else CHANGED_MEANWHILE


def lock_campaign_as_seen(session: Session, campaign_id: UUID, seen: str) -> Campaign | Refusal:
    """Return a campaign, locked; `seen` is the mark of those of its rules that were on the page."""
    campaign = lock_campaign(session, campaign_id)
    if campaign is None:
        return CAMPAIGN_UNKNOWN
    return campaign if latest_change(session, str(campaign.id)) == seen else CHANGED_MEANWHILE
