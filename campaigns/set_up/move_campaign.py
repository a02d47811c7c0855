"""Submits, approves, starts, pauses or finishes a campaign."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.calling.campaign_plans import CampaignPlan, plan_fault
from campaigns.rules.campaign_states import CampaignEvent, CampaignStatus
from campaigns.rules.refusals import CAMPAIGN_UNKNOWN, Refusal
from campaigns.store.calling.call_caps import calling_caps
from campaigns.store.calling.calling_rules import calling_rules
from campaigns.store.calling.cases import somebody_promised
from campaigns.store.calls.calls import agents_in_calls, unanswered_calls
from campaigns.store.campaigns import lock_campaign, move_campaign_status, submitted_by
from campaigns.store.people.spoken_languages import spoken_languages
from campaigns.store.session import Database, Scope, Session, enqueue
from campaigns.store.tables import Campaign
from campaigns.store.users import other_officers

NEEDED = {"purpose": "purpose", "lawful_basis": "lawful basis", "caller_id": "caller number"}


def move_campaign(
    db: Database, scope: Scope, campaign_id: UUID, event: CampaignEvent, user_id: UUID | None, *, now: datetime
) -> Refusal | None:
    """Move a campaign's status; nothing can be approved without a script, a purpose and a lawful basis."""
    with db.transaction(scope) as session:
        campaign = lock_campaign(session, campaign_id)
        if campaign is None:
            return CAMPAIGN_UNKNOWN
        if event is CampaignEvent.APPROVE and (
            refusal := not_hers_to_approve(session, campaign, user_id) or _not_whole(session, campaign, now=now)
        ):
            return refusal
        if event is CampaignEvent.FINISH and (owed := _owes_calls(session, campaign)):
            return owed
        if not move_campaign_status(session, campaign, event, user_id=user_id, at=now):
            return Refusal("move_not_possible", f"A campaign that is {campaign.status} cannot {event} now.")
        if campaign.status is not CampaignStatus.RUNNING:  # who has answered is talked with to the end
            for call_id in unanswered_calls(session, campaign.id):
                enqueue(session, "dial", "cancel_call", call_id)
        return None


def _owes_calls(session: Session, campaign: Campaign) -> Refusal | None:
    """Nobody would ever keep a promise of a finished campaign."""
    if agents_in_calls(session, campaign.id):
        return Refusal(
            "calls_on_desks", "Agents have calls of this campaign on their desks: wait until these are logged."
        )
    if somebody_promised(session, campaign.id):
        return Refusal(
            "calls_promised", "People of this campaign were promised a call: start it again until all of them are made."
        )
    return None


def not_hers_to_approve(session: Session, campaign: Campaign, user_id: UUID | None) -> Refusal | None:
    """Four eyes, where a department has them: whoever has submitted a campaign does not approve it herself."""
    if user_id is None or user_id != submitted_by(session, campaign) or not other_officers(session, campaign, user_id):
        return None
    return Refusal(
        "second_officer", "You have submitted this campaign yourself: another officer of the department approves it."
    )


def _not_whole(session: Session, campaign: Campaign, *, now: datetime) -> Refusal | None:
    if campaign.script_version_id is None:
        return Refusal("script_missing", "Give the campaign a script first.")
    for column, words in NEEDED.items():
        if not getattr(campaign, column).strip():
            return Refusal(f"{column}_missing", f"Enter the campaign's {words} first.")
    if campaign.retention_end <= now.date():
        return Refusal("retention_over", "Set the end of retention to a day that is still to come.")
    plan = CampaignPlan(
        calling_rules(session, campaign),
        campaign.max_attempts,
        campaign.retention_end,
        campaign.languages,
        spoken_languages(session, campaign),
        calling_caps(session, campaign.region, on=now.date()).gap,
    )
    return plan_fault(plan, now=now)
