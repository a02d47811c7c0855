"""Asks for an account to be frozen, which a worker then does; one at a time for each campaign."""

from datetime import datetime
from uuid import UUID, uuid4

from campaigns.rules.refusals import CAMPAIGN_GONE, Refusal
from campaigns.store.accounts.certificates import is_frozen_now, save_freeze
from campaigns.store.campaigns import lock_campaign
from campaigns.store.session import Database, Scope, enqueue
from campaigns.store.tables import AccountFreeze


def ask_for_certificate(
    db: Database, scope: Scope, campaign_id: UUID, user_id: UUID | None, *, now: datetime
) -> UUID | Refusal:
    """Return the id of what was asked for."""
    with db.transaction(scope) as session:
        campaign = lock_campaign(session, campaign_id)
        if campaign is None:
            return CAMPAIGN_GONE
        if is_frozen_now(session, campaign_id):
            return Refusal("being_frozen", "A certificate of this account is being made: wait until it is there.")
        asked = AccountFreeze(
            id=uuid4(),
            department_id=campaign.department_id,
            campaign_id=campaign.id,
            asked_at=now,
            asked_by=user_id,
            tries=0,
        )
        save_freeze(session, asked)
        enqueue(session, "reports", "freeze_account", asked.id)
        return asked.id
