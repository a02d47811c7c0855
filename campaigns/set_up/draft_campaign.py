"""Drafts a campaign with the first version of its script; one of the same slug stays as it is."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from campaigns.rules.campaign_states import DialMode
from campaigns.rules.carrier.machines import MachinePlan
from campaigns.store.campaign_drafts import save_campaign
from campaigns.store.campaigns import campaign_by_slug
from campaigns.store.referrals.referrals import save_usual_categories
from campaigns.store.session import Database, Scope
from campaigns.store.tables import Campaign


@dataclass(frozen=True)
class CampaignDraft:
    """What a campaign needs before anybody may be called."""

    slug: str
    name: str
    scheme_id: UUID
    operator_id: UUID
    mode: DialMode
    region: str
    zone: str
    caller_id: str
    languages: tuple[str, ...]
    purpose: str
    lawful_basis: str
    retention_end: date
    script: dict[str, Any]
    wrap_up_seconds: int = 60
    machines: MachinePlan = MachinePlan.IGNORE
    abandon_cap: float = 0.03  # of the day's live answers; at the cap nobody is rung ahead of a free agent
    abandon_target: float = 0.01  # what predictive mode aims at
    practice_calls: int = 0  # that an agent passes before she takes calls


def draft_campaign(db: Database, department_id: UUID, draft: CampaignDraft, *, now: datetime) -> UUID:
    """Return the id of the department's campaign of that slug."""
    with db.transaction(Scope(department_id)) as session:
        found = campaign_by_slug(session, draft.slug)
        if found is not None:
            return found.id
        campaign = Campaign(
            department_id=department_id,
            scheme_id=draft.scheme_id,
            operator_id=draft.operator_id,
            slug=draft.slug,
            name=draft.name,
            mode=draft.mode,
            region=draft.region,
            zone=draft.zone,
            caller_id=draft.caller_id,
            languages=list(draft.languages),
            purpose=draft.purpose,
            lawful_basis=draft.lawful_basis,
            retention_end=draft.retention_end,
            wrap_up_seconds=draft.wrap_up_seconds,
            machines=draft.machines,
            abandon_cap=draft.abandon_cap,
            abandon_target=draft.abandon_target,
            practice_calls=draft.practice_calls,
            created_at=now,
        )
        save_campaign(session, campaign, draft.script, now=now)
        save_usual_categories(session, campaign)
        return campaign.id
