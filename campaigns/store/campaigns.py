"""Campaigns in the store: locked before they move, moved with their history."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.rules.campaign_states import CampaignEvent, advance
from campaigns.store.session import tell
from campaigns.store.tables import Campaign, CampaignMove


def lock_campaign(session: Session, campaign_id: UUID) -> Campaign | None:
    """Return the campaign locked for change, or None where this scope has none of that id."""
    return session.get(Campaign, campaign_id, with_for_update={"key_share": True}, populate_existing=True)


def campaign_by_slug(session: Session, slug: str) -> Campaign | None:
    """Return a campaign by its name in addresses and commands."""
    return session.scalar(select(Campaign).where(Campaign.slug == slug))


def move_campaign_status(
    session: Session, campaign: Campaign, event: CampaignEvent, *, user_id: UUID | None, at: datetime
) -> bool:
    """Advance a locked campaign and write its history; False where the event does not apply."""
    after = advance(campaign.status, event)
    if after is None:
        return False
    session.add(
        CampaignMove(
            department_id=campaign.department_id,
            campaign_id=campaign.id,
            event=event,
            before=campaign.status,
            after=after,
            at=at,
            user_id=user_id,
        )
    )
    campaign.status = after
    tell(session, f"floor:{campaign.id}")
    tell(session, "dialler")
    return True


def submitted_by(session: Session, campaign: Campaign) -> UUID | None:
    """Return who has submitted a campaign last."""
    mine = select(CampaignMove.user_id).where(
        CampaignMove.campaign_id == campaign.id, CampaignMove.event == CampaignEvent.SUBMIT
    )
    return session.scalar(mine.order_by(CampaignMove.at.desc()).limit(1))


def campaigns_of_department(session: Session) -> Sequence[Campaign]:
    """Return the campaigns that a scope sees, the newest first; archived ones, too."""
    return session.scalars(select(Campaign).order_by(Campaign.created_at.desc(), Campaign.slug)).all()
