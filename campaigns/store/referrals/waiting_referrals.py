"""Which referrals wait for somebody to take them: what is new on an officer's own tier, and what was late in a campaign."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, and_, func, literal_column, select, text
from sqlalchemy.orm import Session

from campaigns.rules.referral_states import ReferralStatus
from campaigns.rules.referrals.tiers import tier_of_level
from campaigns.rules.reports.bounded_counts import CASES_AT_MOST, bounded
from campaigns.store.tables import Area, Referral, User
from campaigns.store.tables.referrals import NOT_DONE, ROSE_A_TIER

# Late below, or the citizen has said no.
ROSE: ColumnElement[bool] = literal_column(f"({ROSE_A_TIER})", Boolean)


def waits_for(session: Session, officer: User) -> ColumnElement[bool]:
    """Return what picks the referrals that stand on an officer's own tier and that nobody there has taken."""
    area = session.get(Area, officer.area_id) if officer.area_id else None
    return and_(Referral.status == ReferralStatus.OPEN, Referral.tier == tier_of_level(area.level if area else None))


def late_problems(session: Session, campaign_id: UUID, *, now: datetime, most: int = CASES_AT_MOST) -> int:
    """Count a campaign's referrals that were not solved in time: they rose a tier, or nobody stands above theirs.

    Past `most` it is more than that: a floor asks for it all day.
    """
    late = (ROSE, and_(Referral.due_at <= now, ~ROSE))  # each has an index of its own
    return bounded(sum(_counted(session, campaign_id, these, most) for these in late), most)


def _counted(session: Session, campaign_id: UUID, these: ColumnElement[bool], most: int) -> int:
    some = select(Referral.id).where(Referral.campaign_id == campaign_id, text(NOT_DONE), these).limit(most + 1)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0
