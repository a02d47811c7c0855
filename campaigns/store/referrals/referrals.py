"""Referrals in the store: locked after their case, moved together with a history that only grows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.rules.referral_states import ReferralEvent, ReferralStatus, advance
from campaigns.rules.referrals.categories import USUAL
from campaigns.rules.referrals.tiers import Tier, deadline, tier_above
from campaigns.store.session import tell
from campaigns.store.tables import Campaign, Referral, ReferralCategory, ReferralMove

TO_DO = (ReferralStatus.OPEN, ReferralStatus.TAKEN)


@dataclass(frozen=True)
class Step:
    """Something that happens to a referral: what, when, in whose words, by whom, and on which call."""

    event: ReferralEvent
    at: datetime
    note: str = ""
    user_id: UUID | None = None
    call_id: UUID | None = None


def note_referral(session: Session, referral: Referral) -> bool:
    """Open a referral once; False where its key has come before."""
    columns = {column.key: getattr(referral, column.key) for column in Referral.__table__.columns}
    opened = session.scalar(insert(Referral).values(**columns).on_conflict_do_nothing().returning(Referral.id))
    if opened is None:
        return False
    _append(session, referral, None)
    return True


def lock_referral(session: Session, referral_id: UUID) -> Referral | None:
    """Return a referral locked for change; lock its case first."""
    query = select(Referral).where(Referral.id == referral_id).with_for_update(key_share=True)
    return session.scalar(query.execution_options(populate_existing=True))


def move_referral(session: Session, referral: Referral, step: Step) -> bool:
    """Advance a locked referral and write its history; False where the event does not apply."""
    before, after = referral.status, advance(referral.status, step.event)
    if after is None:
        return False
    referral.status = after
    if step.event in (ReferralEvent.RISE, ReferralEvent.DISAGREE):
        _rise(session, referral, at=step.at)
    _append(session, referral, before, step)
    return True


def category_of(session: Session, referral: Referral) -> ReferralCategory:
    """Return what kind of problem it is."""
    return session.get_one(ReferralCategory, referral.category_id)


def categories_of(session: Session, campaign_id: UUID) -> Sequence[ReferralCategory]:
    """Return the kinds of problem that agents of a campaign may refer now, in the order of their digits."""
    query = select(ReferralCategory).where(ReferralCategory.campaign_id == campaign_id, ReferralCategory.active)
    return session.scalars(query.order_by(ReferralCategory.position)).all()


def save_category(session: Session, category: ReferralCategory) -> None:
    """Save a kind of problem."""
    session.add(category)
    session.flush()


def save_usual_categories(session: Session, campaign: Campaign) -> None:
    """Let a new campaign begin with the usual kinds of problem."""
    facts = {"department_id": campaign.department_id, "campaign_id": campaign.id}
    for position, usual in enumerate(USUAL, 1):
        names = dict(usual.names)
        save_category(session, ReferralCategory(position=position, names=names, days=usual.days, active=True, **facts))


def late_referrals(session: Session, *, now: datetime, limit: int) -> Sequence[UUID]:
    """Return referrals whose deadline has passed on a tier that has one above it, the latest first."""
    query = select(Referral.id).where(Referral.status.in_(TO_DO), Referral.due_at <= now, Referral.tier != Tier.STATE)
    return session.scalars(query.order_by(Referral.due_at).limit(limit)).all()


def _rise(session: Session, referral: Referral, *, at: datetime) -> None:
    referral.tier = tier_above(referral.tier)
    referral.due_at = deadline(category_of(session, referral).days, now=at)
    referral.officer_id = referral.solved_at = None


def _append(session: Session, referral: Referral, before: ReferralStatus | None, step: Step | None = None) -> None:
    """Without a step it is the beginning: the agent's own words."""
    move = ReferralMove(
        department_id=referral.department_id,
        referral_id=referral.id,
        event=step.event if step else None,
        before=before,
        after=referral.status,
        tier=referral.tier,
        note=step.note if step else referral.note,
        call_id=step.call_id if step else referral.call_id,
        user_id=step.user_id if step else referral.opened_by,
        at=step.at if step else referral.opened_at,
    )
    session.add(move)
    session.flush()
    tell(session, f"floor:{referral.campaign_id}")
