"""Asks the phone company, before a campaign is approved or started, whether it takes calls from its number."""

from typing import Final
from uuid import UUID

from campaigns.rules.campaign_states import CampaignEvent
from campaigns.rules.refusals import Refusal
from campaigns.shared.number_checks import first_dial_meets
from campaigns.store.session import Database, Scope
from campaigns.store.tables import Campaign
from campaigns.telephony.caller_numbers import CallerNumbers

BEFORE: Final = frozenset({CampaignEvent.SUBMIT, CampaignEvent.APPROVE, CampaignEvent.START})


def check_caller_number(
    db: Database, telephony: CallerNumbers, scope: Scope, campaign_id: UUID, event: CampaignEvent
) -> Refusal | None:
    """Return what the first dial would meet; None also where it cannot be known now, so that nobody waits for it."""
    if event not in BEFORE:
        return None
    with db.transaction(scope) as session:
        campaign = session.get(Campaign, campaign_id)
        number = campaign.caller_id.strip() if campaign else ""
    return first_dial_meets(telephony, number) if number else None  # without one, its approval says so
