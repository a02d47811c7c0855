"""Reports that are sent again and again: which are due, and what came of each try."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.store.tables import Campaign, DeliveryTry, ReportDelivery


def deliveries(session: Session) -> Sequence[tuple[ReportDelivery, str]]:
    """Return all deliveries with the names of their campaigns, those that go on first."""
    found = session.execute(
        select(ReportDelivery, Campaign.name)
        .join(Campaign, Campaign.id == ReportDelivery.campaign_id)
        .order_by(ReportDelivery.ended_at.is_not(None), ReportDelivery.made_at.desc())
    )
    return [(one, campaign) for one, campaign in found]


def latest_tries(session: Session, *, limit: int) -> Sequence[DeliveryTry]:
    """Return the latest tries of all deliveries."""
    return session.scalars(select(DeliveryTry).order_by(DeliveryTry.at.desc()).limit(limit)).all()


def claim_due_delivery(session: Session, *, now: datetime) -> ReportDelivery | None:
    """Lock the delivery that has been due longest, if nobody else is at it."""
    due = select(ReportDelivery).where(ReportDelivery.ended_at.is_(None), ReportDelivery.due_at <= now)
    return session.scalar(due.order_by(ReportDelivery.due_at).limit(1).with_for_update(skip_locked=True))


def is_delivery_due(session: Session, *, now: datetime) -> bool:
    """Tell whether any report is to be sent."""
    due = select(ReportDelivery.id).where(ReportDelivery.ended_at.is_(None), ReportDelivery.due_at <= now)
    return session.scalar(due.limit(1)) is not None


def lock_delivery(session: Session, delivery_id: UUID) -> ReportDelivery | None:
    """Return a delivery locked for change."""
    return session.get(ReportDelivery, delivery_id, with_for_update=True)


def save_delivery(session: Session, delivery: ReportDelivery) -> None:
    """Save a new delivery."""
    session.add(delivery)
    session.flush()


def note_try(session: Session, tried: DeliveryTry) -> None:
    """Keep what came of a try."""
    session.add(tried)
