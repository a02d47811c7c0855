"""Rehearsals in the store: asked for, claimed by one worker at a time, and kept with what came of them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.rehearsal_states import RehearsalEvent, RehearsalKind, RehearsalStatus, advance
from campaigns.store.tables import Campaign, Rehearsal

SILENT: Final = timedelta(minutes=10)  # a worker that was not heard for so long is dead
SHOWN: Final = 10


def save_rehearsal(session: Session, rehearsal: Rehearsal) -> bool:
    """Insert a rehearsal; False where the campaign has a forecast of that morning already."""
    values = {column.key: getattr(rehearsal, column.key) for column in Rehearsal.__mapper__.column_attrs}
    present = {key: value for key, value in values.items() if value is not None}
    statement = insert(Rehearsal).values(**present).on_conflict_do_nothing().returning(Rehearsal.id)
    return session.scalar(statement) is not None


def claim_rehearsal(session: Session, rehearsal_id: UUID, *, now: datetime) -> Rehearsal | None:
    """Return a rehearsal for this worker alone; None where it is over, or another worker is at it."""
    found = session.get(Rehearsal, rehearsal_id, with_for_update=True, populate_existing=True)
    if found is None or (after := advance(found.status, RehearsalEvent.BEGIN)) is None:
        return None
    if found.status is RehearsalStatus.RUNNING and found.heard_at and found.heard_at > now - SILENT:
        return None
    found.status, found.heard_at, found.tries, found.share_done = after, now, found.tries + 1, 0.0
    return found


def note_share_done(session: Session, rehearsal_id: UUID, share: float, *, now: datetime) -> None:
    """Keep how far a rehearsal is, as a sign of life."""
    found = session.get(Rehearsal, rehearsal_id)
    if found is not None and found.status is RehearsalStatus.RUNNING:
        found.share_done, found.heard_at = share, now


def move_rehearsal(
    session: Session, rehearsal_id: UUID, event: RehearsalEvent, result: dict[str, Any], *, at: datetime
) -> None:
    """End a rehearsal with what came of it."""
    found = session.get(Rehearsal, rehearsal_id, with_for_update=True, populate_existing=True)
    after = advance(found.status, event) if found else None
    if found is not None and after is not None:
        found.status, found.result, found.ended_at = after, result, at
        found.share_done = 1.0


def rehearsal(session: Session, rehearsal_id: UUID) -> Rehearsal | None:
    """Return one rehearsal."""
    return session.get(Rehearsal, rehearsal_id)


def rehearsal_of(session: Session, campaign_id: UUID, rehearsal_id: UUID) -> Rehearsal | None:
    """Return a rehearsal of this campaign."""
    found = session.get(Rehearsal, rehearsal_id)
    return found if found is not None and found.campaign_id == campaign_id else None


def rehearsals_of(session: Session, campaign_id: UUID) -> Sequence[Rehearsal]:
    """Return the latest rehearsals that somebody asked for, the newest first."""
    asked = select(Rehearsal).where(Rehearsal.campaign_id == campaign_id, Rehearsal.kind == RehearsalKind.ASKED)
    return session.scalars(asked.order_by(Rehearsal.asked_at.desc()).limit(SHOWN)).all()


def newest_forecast(session: Session, campaign_id: UUID) -> Rehearsal | None:
    """Return the newest forecast of a morning that is done."""
    done = select(Rehearsal).where(
        Rehearsal.campaign_id == campaign_id,
        Rehearsal.kind == RehearsalKind.MORNING,
        Rehearsal.status == RehearsalStatus.DONE,
    )
    return session.scalar(done.order_by(Rehearsal.forecast_on.desc()).limit(1))


def rehearsals_to_run(session: Session, *, now: datetime) -> Sequence[Rehearsal]:
    """Return the rehearsals that wait, and those whose worker has died."""
    dead = and_(Rehearsal.status == RehearsalStatus.RUNNING, Rehearsal.heard_at < now - SILENT)
    waits = or_(Rehearsal.status == RehearsalStatus.WAITING, dead)
    return session.scalars(select(Rehearsal).where(waits).order_by(Rehearsal.asked_at)).all()


def is_rehearsed_now(session: Session, campaign_id: UUID) -> bool:
    """Tell whether a rehearsal that somebody asked for waits or runs."""
    under_way = exists().where(
        Rehearsal.campaign_id == campaign_id,
        Rehearsal.kind == RehearsalKind.ASKED,
        Rehearsal.status.in_([RehearsalStatus.WAITING, RehearsalStatus.RUNNING]),
    )
    return bool(session.scalar(select(under_way)))


def campaigns_without_forecast(session: Session, mornings: dict[str, date]) -> list[Campaign]:
    """Return the running campaigns that have no forecast of the local day; by zone, which day that is."""
    found = session.scalars(select(Campaign).where(Campaign.status == CampaignStatus.RUNNING)).all()
    lacking = []
    for campaign in found:
        on = mornings.get(campaign.zone)
        has = exists().where(Rehearsal.campaign_id == campaign.id, Rehearsal.forecast_on == on)
        if on is not None and not session.scalar(select(has)):
            lacking.append(campaign)
    return lacking


def zones_of_running(session: Session) -> Sequence[str]:
    """Return the time zones in which campaigns run."""
    return session.scalars(select(Campaign.zone).where(Campaign.status == CampaignStatus.RUNNING).distinct()).all()
