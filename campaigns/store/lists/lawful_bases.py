"""Lawful bases of lists: the one that holds, and what to begin a new one from."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.rules.carrier.notices import notice_to_begin_from
from campaigns.rules.lists.lawful_basis import Gap, LawfulBasis, basis_gaps
from campaigns.store.tables import BeneficiaryList, Campaign, Department, ListLawfulBasis, Scheme


def noted_basis(session: Session, list_id: UUID) -> ListLawfulBasis | None:
    """Return what holds for a list, with who wrote it and when, or None where nobody has written anything."""
    mine = select(ListLawfulBasis).where(ListLawfulBasis.list_id == list_id)
    return session.scalar(mine.order_by(ListLawfulBasis.version.desc()).limit(1))


def lawful_basis_of(session: Session, list_id: UUID) -> LawfulBasis | None:
    """Return the lawful basis of a list."""
    noted = noted_basis(session, list_id)
    return _basis(noted) if noted else None


def gaps_in_basis(session: Session, campaign_id: UUID, basis: LawfulBasis, *, now: datetime) -> list[Gap]:
    """Return what a basis lacks for a campaign: there is a notice in each of its languages; the day is its people's."""
    campaign = session.get_one(Campaign, campaign_id)
    return basis_gaps(basis, campaign.languages, today=now.astimezone(ZoneInfo(campaign.zone)).date())


def basis_to_begin_from(session: Session, campaign_id: UUID) -> LawfulBasis | None:
    """Return what was last written for a list of the campaign, else what the campaign says of itself."""
    last = session.scalar(
        select(ListLawfulBasis)
        .join(BeneficiaryList, BeneficiaryList.id == ListLawfulBasis.list_id)
        .where(BeneficiaryList.campaign_id == campaign_id)
        .order_by(ListLawfulBasis.noted_at.desc(), ListLawfulBasis.version.desc())
        .limit(1)
    )
    return _basis(last) if last else _basis_of_campaign(session, campaign_id)


def save_lawful_basis(
    session: Session, kept: BeneficiaryList, basis: LawfulBasis, *, user_id: UUID | None, at: datetime
) -> None:
    """Keep the next version for a locked list; what holds already is not kept twice."""
    before = noted_basis(session, kept.id)
    if before is not None and _basis(before) == basis:
        return
    session.add(
        ListLawfulBasis(
            department_id=kept.department_id,
            list_id=kept.id,
            version=before.version + 1 if before else 1,
            order_number=basis.order_number,
            order_date=basis.order_date,
            purpose=basis.purpose,
            keep_until=basis.keep_until,
            notices=dict(basis.notices),
            noted_at=at,
            noted_by=user_id,
        )
    )
    session.flush()


def _basis(noted: ListLawfulBasis) -> LawfulBasis:
    return LawfulBasis(noted.order_number, noted.order_date, noted.purpose, noted.keep_until, noted.notices)


def _basis_of_campaign(session: Session, campaign_id: UUID) -> LawfulBasis | None:
    found = session.execute(
        select(Campaign, Department.name, Scheme.name)
        .join(Department, Department.id == Campaign.department_id)
        .join(Scheme, Scheme.id == Campaign.scheme_id)
        .where(Campaign.id == campaign_id)
    ).first()
    if found is None:
        return None
    campaign, department, scheme = found
    notices = {
        language: notice_to_begin_from(language, department=department, scheme=scheme, number=campaign.caller_id)
        for language in campaign.languages
    }
    return LawfulBasis(campaign.lawful_basis, None, campaign.purpose, campaign.retention_end, notices)
