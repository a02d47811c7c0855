"""Whose data has been erased: what is written of them from then on is not kept either."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.store.tables import BeneficiaryList, Case


def is_erased(session: Session, case_id: UUID) -> bool:
    """Tell whether nothing tells any more who the person of a case is; lock her referral first, as an erasure does."""
    erased = BeneficiaryList.erased_at.is_not(None) | (Case.list_row <= BeneficiaryList.erased_to)
    hers = select(erased).select_from(Case).join(BeneficiaryList, BeneficiaryList.id == Case.list_id)
    return bool(session.scalar(hers.where(Case.id == case_id)))
