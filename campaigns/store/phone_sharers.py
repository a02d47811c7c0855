"""Who else waits on a phone: one call to a shared phone can serve everyone of the house."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.rules.case_states import CaseStatus
from campaigns.store.tables import Beneficiary, BeneficiaryPhone, Call, Case

MOST_SHARERS: Final = 8  # a number typed for a hundred people is nobody's house


@dataclass(frozen=True)
class Sharer:
    """Another person of the same campaign who waits to be called on the phone of a call."""

    case_id: UUID
    name: str
    village: str | None


def others_on_phone(session: Session, call: Call) -> Sequence[Sharer]:
    """Return those of the call's campaign who wait on the same phone, the longest waiting first."""
    waiting = (
        select(Case.id, Beneficiary.name, Beneficiary.village)
        .join(Beneficiary, Beneficiary.id == Case.beneficiary_id)
        .join(BeneficiaryPhone, BeneficiaryPhone.beneficiary_id == Case.beneficiary_id)
        .where(
            BeneficiaryPhone.e164 == call.phone,
            Case.campaign_id == call.campaign_id,
            Case.id != call.case_id,
            Case.status.in_([CaseStatus.WAITING, CaseStatus.CALLBACK]),
        )
        .order_by(Case.due_at, Case.list_row)
        .limit(MOST_SHARERS)
    )
    return [Sharer(*row) for row in session.execute(waiting)]
