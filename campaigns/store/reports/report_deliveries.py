"""Reports that are sent again and again: which are due, their files, and what came of each try."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.orm import Session, aliased

from campaigns.rules.reports.undelivered import MISSED
from campaigns.store.tables import Campaign, DeliveryFile, DeliveryTry, ReportDelivery

_GOES_ON = ReportDelivery.ended_at.is_(None)


@dataclass(frozen=True)
class MissingFile:
    """A file that has not arrived, of a report that goes on; its latest try says why, if it has come to an end."""

    file: DeliveryFile
    delivery: ReportDelivery
    campaign: str
    tried: DeliveryTry | None


def deliveries(session: Session) -> Sequence[tuple[ReportDelivery, str]]:
    """Return all deliveries with the names of their campaigns, those that go on first."""
    found = session.execute(
        select(ReportDelivery, Campaign.name)
        .join(Campaign, Campaign.id == ReportDelivery.campaign_id)
        .order_by(ReportDelivery.ended_at.is_not(None), ReportDelivery.made_at.desc())
    )
    return [(one, campaign) for one, campaign in found]


def latest_tries(session: Session, *, limit: int) -> Sequence[tuple[DeliveryTry, DeliveryFile | None]]:
    """Return the latest tries of all deliveries, each with its file."""
    found = session.execute(
        select(DeliveryTry, DeliveryFile)
        .outerjoin(DeliveryFile, DeliveryFile.id == DeliveryTry.file_id)
        .order_by(DeliveryTry.at.desc())
        .limit(limit)
    )
    return [(tried, file) for tried, file in found]


def missed_since(session: Session, since: datetime) -> dict[UUID, list[datetime]]:
    """Return of each delivery when a report was due since a moment that nobody was there to send."""
    missed: dict[UUID, list[datetime]] = {}
    of_nobody = (DeliveryTry.detail == MISSED.hint, DeliveryTry.file_id.is_(None), DeliveryTry.at >= since)
    for delivery_id, at in session.execute(
        select(DeliveryTry.delivery_id, DeliveryTry.at).where(*of_nobody).order_by(DeliveryTry.at)
    ):
        missed.setdefault(delivery_id, []).append(at)
    return missed


def last_arrivals(session: Session) -> dict[UUID, datetime]:
    """Return when a file of each delivery arrived last."""
    query = select(DeliveryTry.delivery_id, func.max(DeliveryTry.at)).where(DeliveryTry.delivered)
    return dict(row._tuple() for row in session.execute(query.group_by(DeliveryTry.delivery_id)))


def missing_files(session: Session) -> list[MissingFile]:
    """Return the files of each delivery's latest report that were tried and have not arrived."""
    any_try = aliased(DeliveryTry)
    last_try = select(any_try.id).where(any_try.file_id == DeliveryFile.id).order_by(any_try.at.desc()).limit(1)
    found = session.execute(
        select(DeliveryFile, ReportDelivery, Campaign.name, DeliveryTry)
        .join(ReportDelivery, ReportDelivery.id == DeliveryFile.delivery_id)
        .join(Campaign, Campaign.id == ReportDelivery.campaign_id)
        .outerjoin(DeliveryTry, DeliveryTry.id == last_try.scalar_subquery())
        .where(_GOES_ON, DeliveryFile.arrived.is_(False), DeliveryFile.tries > 0)
        .where(_of_latest_report())
        .order_by(DeliveryFile.begun_at, DeliveryFile.delivery_id, DeliveryFile.part)
    )
    return [MissingFile(*one) for one in found]


def lock_due_deliveries(session: Session, *, now: datetime) -> Sequence[ReportDelivery]:
    """Lock the deliveries whose report is due and that nobody else is at."""
    due = select(ReportDelivery).where(_GOES_ON, ReportDelivery.due_at <= now).order_by(ReportDelivery.due_at)
    return session.scalars(due.with_for_update(skip_locked=True)).all()


def end_files(session: Session, delivery_id: UUID, *, now: datetime) -> None:
    """Try what is left of a delivery's files no more."""
    session.execute(
        update(DeliveryFile)
        .where(DeliveryFile.delivery_id == delivery_id, DeliveryFile.ended_at.is_(None))
        .values(ended_at=now)
    )


def claim_due_file(session: Session, *, now: datetime, last: Collection[str]) -> DeliveryFile | None:
    """Lock the file that has been due longest, if nobody else is at it; parts named in `last` after all others."""
    due = _due_files(now).order_by(DeliveryFile.part.in_(last), DeliveryFile.due_at, DeliveryFile.id)
    return session.scalar(due.limit(1).with_for_update(skip_locked=True))


def is_delivery_due(session: Session, *, now: datetime) -> bool:
    """Tell whether any report, or any file of one, is to be sent."""
    report = select(ReportDelivery.id).where(_GOES_ON, ReportDelivery.due_at <= now).limit(1)
    return (session.scalar(report) or session.scalar(_due_files(now).limit(1))) is not None


def lock_delivery(session: Session, delivery_id: UUID) -> ReportDelivery | None:
    """Return a delivery locked for change."""
    return session.get(ReportDelivery, delivery_id, with_for_update=True)


def lock_file(session: Session, file_id: UUID) -> DeliveryFile | None:
    """Return a file locked for change."""
    return session.get(DeliveryFile, file_id, with_for_update=True)


def given_up_file(session: Session, file_id: UUID) -> DeliveryFile | None:
    """Return, locked for change, a file of a delivery's latest report that is tried no more and has not arrived."""
    query = (
        select(DeliveryFile)
        .join(ReportDelivery, ReportDelivery.id == DeliveryFile.delivery_id)
        .where(DeliveryFile.id == file_id, DeliveryFile.ended_at.is_not(None), DeliveryFile.arrived.is_(False))
        .where(_GOES_ON, _of_latest_report())
    )
    return session.scalar(query.with_for_update(of=DeliveryFile))


def lock_try(session: Session, try_id: UUID) -> DeliveryTry | None:
    """Return a try locked for change."""
    return session.get(DeliveryTry, try_id, with_for_update=True)


def save_delivery(session: Session, delivery: ReportDelivery) -> None:
    """Save a new delivery."""
    session.add(delivery)
    session.flush()


def save_file(session: Session, file: DeliveryFile) -> None:
    """Save a file that is due."""
    session.add(file)


def note_try(session: Session, tried: DeliveryTry) -> None:
    """Keep what came of a try."""
    session.add(tried)


def _of_latest_report() -> ColumnElement[bool]:
    any_file = aliased(DeliveryFile)
    latest = select(func.max(any_file.begun_at)).where(any_file.delivery_id == DeliveryFile.delivery_id)
    return DeliveryFile.begun_at == latest.scalar_subquery()


def _due_files(now: datetime) -> Select[DeliveryFile]:
    return select(DeliveryFile).where(DeliveryFile.ended_at.is_(None), DeliveryFile.due_at <= now)
