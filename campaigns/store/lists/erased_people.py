"""Whose data has been erased: what is written of them from then on is not kept either."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.rules.lists.retention import is_sealed, last_digits
from campaigns.store.tables import BeneficiaryList, BeneficiaryPhone, Call, Case


def is_erased(session: Session, case_id: UUID) -> bool:
    """Tell whether nothing tells any more who the person of a case is; lock her referral first, as an erasure does."""
    erased = BeneficiaryList.erased_at.is_not(None) | (Case.list_row <= BeneficiaryList.erased_to)
    hers = select(erased).select_from(Case).join(BeneficiaryList, BeneficiaryList.id == Case.list_id)
    return bool(session.scalar(hers.where(Case.id == case_id)))


def numbers_called(session: Session, call: Call) -> list[str]:
    """Return the number that a call rang. Of an erased one: those that another list still has of its person and that end alike."""
    if not is_sealed(call.phone):
        return [call.phone]
    hers = select(BeneficiaryPhone.e164).join(Case, Case.beneficiary_id == BeneficiaryPhone.beneficiary_id)
    alike = BeneficiaryPhone.e164.endswith(last_digits(call.phone))
    return list(session.scalars(hers.where(Case.id == call.case_id, alike)))
