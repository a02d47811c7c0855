"""Campaigns in the store, and the calling rules that hold for each."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.rules.calling_hours import CallingRules, HoursRow
from campaigns.rules.campaign_states import CampaignEvent, CampaignStatus, advance
from campaigns.store.session import tell
from campaigns.store.tables import CallingHoliday, CallingHours, Campaign, CampaignMove


def lock_campaign(session: Session, campaign_id: UUID) -> Campaign | None:
    """Return the campaign locked for change, or None where this scope has none of that id."""
    return session.get(Campaign, campaign_id, with_for_update={"key_share": True}, populate_existing=True)


def campaign_by_slug(session: Session, slug: str) -> Campaign | None:
    """Return a campaign by its name in addresses and commands."""
    return session.scalar(select(Campaign).where(Campaign.slug == slug))


def running_campaigns(session: Session) -> Sequence[UUID]:
    """Return the campaigns that the dialler works."""
    return session.scalars(select(Campaign.id).where(Campaign.status == CampaignStatus.RUNNING)).all()


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


def calling_rules(session: Session, campaign: Campaign) -> CallingRules:
    """Return the calling rules of a campaign's jurisdiction."""
    hours = session.scalars(select(CallingHours).where(CallingHours.jurisdiction == campaign.region))
    days = session.scalars(select(CallingHoliday.day).where(CallingHoliday.jurisdiction == campaign.region))
    return CallingRules(
        ZoneInfo(campaign.zone),
        tuple(HoursRow(row.weekday, row.opens, row.closes, row.valid_from, row.valid_to) for row in hours),
        frozenset(days),
    )


def save_shipped_hours(session: Session, jurisdiction: str, row: HoursRow, source: str) -> None:
    """Insert one row for a jurisdiction that has none."""
    if session.scalar(select(CallingHours.id).where(CallingHours.jurisdiction == jurisdiction).limit(1)):
        return
    session.add(
        CallingHours(
            jurisdiction=jurisdiction,
            weekday=row.weekday,
            opens=row.opens,
            closes=row.closes,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            source=source,
        )
    )
