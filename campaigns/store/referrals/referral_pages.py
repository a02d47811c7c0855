"""What officers see of referrals: those of their own area and no other, by age and deadline; and the figures of a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from campaigns.rules.referral_states import ReferralStatus
from campaigns.rules.referrals.tiers import Tier
from campaigns.rules.reports.report_figures import ReferralAges
from campaigns.rules.roles import Role
from campaigns.store.areas.within_area import within
from campaigns.store.lists.erased_people import is_erased
from campaigns.store.referrals.confirmations import can_be_asked
from campaigns.store.referrals.referrals import TO_DO
from campaigns.store.referrals.waiting_referrals import ROSE, waits_for
from campaigns.store.tables import (
    Area,
    Beneficiary,
    Call,
    Campaign,
    Case,
    Referral,
    ReferralCategory,
    ReferralMove,
    User,
)

PAGE: Final = 200
OFFICERS: Final = (Role.OFFICER, Role.PROGRAMME)
WEEK: Final = timedelta(days=7)
STANDS: Final = tuple(status for status in ReferralStatus if status is not ReferralStatus.CLOSED)
_block, _district, _state = aliased(Area), aliased(Area), aliased(Area)
_officer = aliased(User)


@dataclass(frozen=True)
class ReferralLine:
    """A referral as a line of a list."""

    referral: Referral
    category: dict[str, Any]
    campaign: str
    place: str | None  # the deepest known
    officer: str | None
    officer_left: bool  # may not sign in any more, or tends no referrals any more
    rose: bool = False  # to a tier above its first: it was late there, or the citizen has said no
    waits: bool = False  # for somebody of the reader's own tier to take it


@dataclass(frozen=True)
class ReferralStory:
    """A referral with the person and every step."""

    line: ReferralLine
    case: Case
    campaign: Campaign
    person: Beneficiary
    phone: str
    asked: bool  # once it is solved the campaign rings her
    erased: bool  # nothing tells who she is any more
    moves: Sequence[tuple[ReferralMove, str | None]]  # with the name of whoever made it


def is_for(session: Session, officer: User, referral: Referral) -> bool:
    """Tell whether a referral belongs to an officer: her department's, and in her area where she has one."""
    if officer.department_id != referral.department_id:
        return False
    return session.scalar(select(Referral.id).where(Referral.id == referral.id, _in_area(officer))) is not None


def referrals_for(
    session: Session, officer: User, statuses: Sequence[ReferralStatus], tier: Tier | None
) -> Sequence[ReferralLine]:
    """Return an officer's referrals: what waits for her own tier, what rose to it at the top; then by deadline."""
    waits, hers = waits_for(session, officer), (Referral.status.in_(statuses), _in_area(officer))
    of_tier = true() if tier is None else Referral.tier == tier
    picked = (  # before their names are looked up: an officer may have a hundred thousand
        select(Referral.id, ROSE.label("rose"), waits.label("waits"))
        .where(*hers, of_tier)
        .order_by((waits & ROSE).desc(), waits.desc(), Referral.due_at)
        .limit(PAGE)
        .subquery("picked")
    )
    lines = _lines().add_columns(picked.c.rose, picked.c.waits).join(picked, picked.c.id == Referral.id)
    ordered = lines.order_by((picked.c.waits & picked.c.rose).desc(), picked.c.waits.desc(), Referral.due_at)
    return [ReferralLine(*row) for row in session.execute(ordered)]


def problems_waiting(session: Session, officer: User) -> int:
    """Count what stands on an officer's own tier and nobody has taken."""
    return session.scalar(select(func.count(Referral.id)).where(waits_for(session, officer), _in_area(officer))) or 0


def referrals_by_status(session: Session, officer: User) -> dict[ReferralStatus, int]:
    """Count an officer's referrals by status."""
    query = select(Referral.status, func.count().label("number")).where(_in_area(officer)).group_by(Referral.status)
    return {row.status: row.number for row in session.execute(query)}


def referral_story(session: Session, officer: User, referral_id: UUID) -> ReferralStory | None:
    """Return one of an officer's referrals whole."""
    row = session.execute(_lines().where(Referral.id == referral_id, _in_area(officer))).one_or_none()
    if row is None:
        return None
    line = ReferralLine(*row)
    case = session.get_one(Case, line.referral.case_id)
    campaign = session.get_one(Campaign, case.campaign_id)
    moves = (
        select(ReferralMove, User.name)
        .outerjoin(User, User.id == ReferralMove.user_id)
        .where(ReferralMove.referral_id == referral_id)
        .order_by(ReferralMove.at)
    )
    return ReferralStory(
        line,
        case,
        campaign,
        session.get_one(Beneficiary, case.beneficiary_id),
        session.get_one(Call, line.referral.call_id).phone,
        can_be_asked(session, campaign, case),
        is_erased(session, case.id),
        [(move, name) for move, name in session.execute(moves)],
    )


def referrals_by_age(
    session: Session, campaign_id: UUID, area_id: str | None = None, *, now: datetime
) -> Sequence[ReferralAges]:
    """Return the figures of a campaign's referrals by category: what is not closed, by its age (for the report)."""
    of_category = (
        Referral.campaign_id == campaign_id,
        Referral.category_id == ReferralCategory.id,
        within(session.get_one(Area, area_id) if area_id else None, Referral),
    )
    stands, week, month = Referral.status.in_(STANDS), now - WEEK, now - 4 * WEEK
    late = func.count().filter(Referral.due_at <= now)  # as a condition it would be looked for by the index of `due_at`
    counted = [  # each by the index of categories: to look at every referral for all of them takes longer
        select(counting).select_from(Referral).where(*of_category, *which).scalar_subquery()
        for counting, *which in (
            (func.count(), stands, Referral.opened_at > week),
            (func.count(), stands, Referral.opened_at <= week, Referral.opened_at > month),
            (func.count(), stands, Referral.opened_at <= month),
            (late, Referral.status.in_(TO_DO)),
            (func.count(), Referral.status == ReferralStatus.NOT_CONFIRMED),
            (func.count(), Referral.status == ReferralStatus.CLOSED),
        )
    ]
    query = select(ReferralCategory.names, *counted).where(ReferralCategory.campaign_id == campaign_id)
    return [
        ReferralAges(names, new + weeks + months + closed, new, weeks, months, late, unconfirmed, closed)
        for names, new, weeks, months, late, unconfirmed, closed in session.execute(
            query.order_by(ReferralCategory.position)
        )
        if new + weeks + months + closed
    ]


def _lines() -> Select[Any]:
    place = func.coalesce(_block.name, _district.name, _state.name)
    left = ~_officer.active | _officer.role.not_in(OFFICERS)
    return (
        select(Referral, ReferralCategory.names, Campaign.name, place, _officer.name, left.is_(True))
        .join(ReferralCategory, ReferralCategory.id == Referral.category_id)
        .join(Campaign, Campaign.id == Referral.campaign_id)
        .outerjoin(_block, _block.id == Referral.block_id)
        .outerjoin(_district, _district.id == Referral.district_id)
        .outerjoin(_state, _state.id == Referral.state_id)
        .outerjoin(_officer, _officer.id == Referral.officer_id)
    )


def _in_area(officer: User) -> ColumnElement[bool]:
    """Her department's, as far as her area goes; the wall keeps other departments out besides."""
    if officer.role is Role.PROGRAMME and officer.area_id is None:
        return false()
    if officer.area_id is None:
        return Referral.department_id == officer.department_id if officer.department_id else true()
    of_division = Referral.district_id.in_(select(Area.id).where(Area.parent_id == officer.area_id))
    places = (Referral.block_id, Referral.district_id, Referral.state_id)
    within = or_(*(place == officer.area_id for place in places), of_division)
    return (Referral.department_id == officer.department_id) & within
