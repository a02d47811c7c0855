"""Use case: ask the phone company, before a campaign is approved or started, whether it takes calls from its number."""

from typing import Final
from uuid import UUID

from campaigns.rules.campaign_states import CampaignEvent, CampaignStatus
from campaigns.rules.carrier.breaker import Trouble
from campaigns.rules.refusals import Refusal
from campaigns.store.session import Database, Scope
from campaigns.store.tables import Campaign
from campaigns.telephony.caller_numbers import CallerNumbers
from campaigns.telephony.failures import AuthFailed, CallerIdRefused, NoFunds, TelephonyError

BEFORE: Final = frozenset({CampaignEvent.SUBMIT, CampaignEvent.APPROVE, CampaignEvent.START})
CALLED: Final = frozenset({CampaignStatus.PAUSED, CampaignStatus.FINISHED})

NOT_OURS: Final = Refusal(
    Trouble.CALLER_ID_REFUSED,
    "The phone company lets nobody be called from this campaign's number: have the number registered there, or give"
    " the campaign another.",
)
# Who rings back calls the number from which she was rung, so a campaign that has called keeps it.
OURS_NO_MORE: Final = Refusal(
    Trouble.CALLER_ID_REFUSED,
    "The phone company lets nobody be called from this campaign's number any more: have the number registered there"
    " again, then start the campaign.",
)
NO_FUNDS: Final = Refusal(
    Trouble.NO_FUNDS,
    "The phone company has stopped our account, most often because it has no funds: an administrator tops it up, and"
    " then this can be done.",
)
KEYS_REFUSED: Final = Refusal(
    Trouble.KEYS_REFUSED,
    "The phone company refuses our keys: an administrator corrects its settings, and then this can be done.",
)
# The narrower kind first: `NoFunds` is an `AuthFailed`.
MET: Final = ((CallerIdRefused, NOT_OURS), (NoFunds, NO_FUNDS), (AuthFailed, KEYS_REFUSED))


def check_caller_number(
    db: Database, telephony: CallerNumbers, scope: Scope, campaign_id: UUID, event: CampaignEvent
) -> Refusal | None:
    """Return what the first dial would meet; None also where it cannot be known now, so that nobody waits for it."""
    if event not in BEFORE:
        return None
    with db.transaction(scope) as session:
        campaign = session.get(Campaign, campaign_id)
        number = campaign.caller_id.strip() if campaign else ""
        has_called = campaign is not None and campaign.status in CALLED
    if not number:  # its approval says so
        return None
    try:
        telephony.check_caller_number(number)
    except TelephonyError as trouble:
        refusal = next((refusal for kind, refusal in MET if isinstance(trouble, kind)), None)
        return OURS_NO_MORE if refusal is NOT_OURS and has_called else refusal
    return None
