"""Which referrals wait for somebody to take them: what is new on an officer's own tier, and what was late in a campaign."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from campaigns.rules.referral_states import ReferralStatus
from campaigns.rules.referrals.tiers import Tier, tier_of_level
from campaigns.store.referrals.referrals import TO_DO
from campaigns.store.tables import Area, Referral, User

_FIRST = case(
    (Referral.block_id.is_not(None), Tier.BLOCK.value),
    (Referral.district_id.is_not(None), Tier.DISTRICT.value),
    else_=Tier.STATE.value,
)
ROSE: ColumnElement[bool] = Referral.tier != _FIRST  # late below, or the citizen has said no


def waits_for(session: Session, officer: User) -> ColumnElement[bool]:
    """Return what picks the referrals that stand on an officer's own tier and that nobody there has taken."""
    area = session.get(Area, officer.area_id) if officer.area_id else None
    return and_(Referral.status == ReferralStatus.OPEN, Referral.tier == tier_of_level(area.level if area else None))


def late_problems(session: Session, campaign_id: UUID, *, now: datetime) -> int:
    """Count a campaign's referrals that were not solved in time: they rose a tier, or nobody stands above theirs."""
    late = or_(ROSE, Referral.due_at <= now)
    query = select(func.count()).where(Referral.campaign_id == campaign_id, Referral.status.in_(TO_DO), late)
    return session.scalar(query) or 0
