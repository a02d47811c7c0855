"""Changes what a draft campaign says of itself, so that what keeps it from being approved can be mended."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.refusals import CAMPAIGN_UNKNOWN, Refusal
from campaigns.store.access_traces import note_access
from campaigns.store.campaigns import lock_campaign
from campaigns.store.session import Database, Scope
from campaigns.store.tables import AccessTrace

NOT_A_DRAFT = Refusal(
    "not_a_draft", "Only a draft can be changed: send the campaign back to draft, and it is approved anew afterwards."
)


@dataclass(frozen=True)
class DraftChange:
    """What its approval looks at, and a draft may have otherwise."""

    purpose: str
    lawful_basis: str
    retention_end: date
    languages: tuple[str, ...]
    caller_id: str


def change_draft(
    db: Database, scope: Scope, campaign_id: UUID, change: DraftChange, user_id: UUID, *, now: datetime
) -> Refusal | None:
    """Save the change with who made it; what has been approved stays as it was approved."""
    with db.transaction(scope) as session:
        campaign = lock_campaign(session, campaign_id)
        if campaign is None:
            return CAMPAIGN_UNKNOWN
        if campaign.status is not CampaignStatus.DRAFT:
            return NOT_A_DRAFT
        wished = asdict(change) | {"languages": list(change.languages)}
        changed = [name for name, value in wished.items() if getattr(campaign, name) != value]
        for name in changed:
            setattr(campaign, name, wished[name])
        if changed:
            subject = {"campaign_id": str(campaign.id), "fields": changed}
            facts = {"department_id": campaign.department_id, "user_id": user_id}
            note_access(session, AccessTrace(at=now, action="campaign_changed", subject=subject, **facts))
        return None
