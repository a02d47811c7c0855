"""Gives a campaign that has called another number; who rings back an earlier one is still known."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from campaigns.rules.call_states import CallStatus
from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.refusals import CAMPAIGN_UNKNOWN, Refusal
from campaigns.shared.endings import withdraw_call
from campaigns.shared.number_checks import NOT_OURS, first_dial_meets
from campaigns.store.access_traces import note_access
from campaigns.store.calls.calls import intended_calls, lock_call
from campaigns.store.campaigns import lock_campaign
from campaigns.store.session import Database, Scope, Session, tell
from campaigns.store.tables import AccessTrace, Campaign
from campaigns.telephony.caller_numbers import CallerNumbers

STOPPED: Final = (CampaignStatus.PAUSED, CampaignStatus.FINISHED)
NOT_STOPPED: Final = Refusal(
    "campaign_not_stopped",
    "The number can be changed while the campaign is paused or finished. Pause a running campaign first; one that has not"
    " been started is sent back to draft.",
)
OTHER_NOT_OURS: Final = Refusal(
    NOT_OURS.because,
    "The phone company lets nobody be called from this number: have it registered there first, or write another.",
)


@dataclass(frozen=True)
class NumberChange:
    """Which campaign calls from which number, E.164, from now on, and who says so."""

    campaign_id: UUID
    number: str
    user_id: UUID


def change_caller_number(
    db: Database, telephony: CallerNumbers, scope: Scope, change: NumberChange, *, now: datetime
) -> Refusal | None:
    """Let a stopped campaign call from another number, which the phone company takes."""
    with db.transaction(scope) as session:
        if (campaign := session.get(Campaign, change.campaign_id)) is None:
            return CAMPAIGN_UNKNOWN
        if campaign.status not in STOPPED:
            return NOT_STOPPED
    if refusal := first_dial_meets(telephony, change.number):  # no transaction is open while we wait for the carrier
        return OTHER_NOT_OURS if refusal is NOT_OURS else refusal
    with db.transaction(scope) as session:
        locked = lock_campaign(session, change.campaign_id)
        if locked is None or locked.status not in STOPPED:
            return NOT_STOPPED
        if locked.caller_id != change.number:
            _change(session, locked, change, now=now)
        return None


def _change(session: Session, campaign: Campaign, change: NumberChange, *, now: datetime) -> None:
    before, after = campaign.caller_id, change.number
    subject = {"campaign_id": str(campaign.id), "before": before, "after": after}
    facts = {"department_id": campaign.department_id, "user_id": change.user_id}
    note_access(session, AccessTrace(at=now, action="caller_number_changed", subject=subject, **facts))
    campaign.earlier_caller_ids = [one for one in dict.fromkeys([*campaign.earlier_caller_ids, before]) if one != after]
    campaign.caller_id = after
    for call_id in intended_calls(session, campaign.id):  # none leaves from the old number, were it started at once
        call = lock_call(session, call_id)
        if call is not None and call.status is CallStatus.INTENDED:
            withdraw_call(session, call, "campaign_not_running", at=now)
    tell(session, f"floor:{campaign.id}")
