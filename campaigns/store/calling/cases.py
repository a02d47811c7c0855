"""Cases in the store: locked before they move, moved with their history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, exists, func, literal_column, select
from sqlalchemy.orm import Session

from campaigns.rules.case_states import CaseEvent, CaseStatus, advance
from campaigns.rules.outcomes import Outcome
from campaigns.store.people.opt_outs import SILENCED, silenced_for
from campaigns.store.ready_statements import Ready
from campaigns.store.tables import BeneficiaryPhone, Campaign, Case, CaseMove, OptOut

# Named in the statement itself: few are promised, which a plan for any status cannot know.
PROMISED: Final = Case.status == literal_column(f"'{CaseStatus.CALLBACK}'")
_LOCK: Final = Ready(select(Case).where(Case.id == bindparam("case_id")).with_for_update(key_share=True))

_PHONES: Final = select(func.count()).where(BeneficiaryPhone.beneficiary_id == bindparam("beneficiary_id"))


def lock_case(session: Session, case_id: UUID) -> Case:
    """Return the case locked for change."""
    found = _LOCK.held(session, {"case_id": case_id})
    if found is None:
        raise LookupError(case_id)
    case: Case = found[0]
    return case


def move_case(
    session: Session,
    case: Case,
    event: CaseEvent,
    *,
    at: datetime,
    call_id: UUID | None = None,
    outcome: Outcome | None = None,
) -> bool:
    """Advance a locked case and write its history; False where the event does not apply."""
    after = advance(case.status, event)
    if after is None:
        return False
    session.add(
        CaseMove(
            department_id=case.department_id,
            case_id=case.id,
            event=event,
            before=case.status,
            after=after,
            call_id=call_id,
            outcome=outcome,
            at=at,
        )
    )
    case.status = after
    case.held_until = case.held_because = None
    if outcome is not None:
        case.outcome, case.outcome_at = outcome, at
    if after is CaseStatus.CLOSED:
        case.closed_at = at
    return True


def phones_of_case(session: Session, case: Case) -> int:
    """Return how many numbers the case's beneficiary has."""
    return session.scalar(_PHONES, {"beneficiary_id": case.beneficiary_id}) or 0


def numbers_of_case(session: Session, case: Case) -> Sequence[str]:
    """Return the numbers of the case's beneficiary, the first to be rung first."""
    mine = select(BeneficiaryPhone.e164).where(BeneficiaryPhone.beneficiary_id == case.beneficiary_id)
    return session.scalars(mine.order_by(BeneficiaryPhone.position)).all()


def position_of_phone(session: Session, case: Case, e164: str) -> int | None:
    """Return which of the case's numbers a phone is."""
    mine = (BeneficiaryPhone.beneficiary_id == case.beneficiary_id, BeneficiaryPhone.e164 == e164)
    return session.scalar(select(BeneficiaryPhone.position).where(*mine).limit(1))


def claim_cases_on_silenced_numbers(session: Session, *, noted_before: datetime, limit: int) -> list[Case]:
    """Lock waiting cases whose present number may not be called about their scheme.

    What was noted on a call later than `noted_before` its agent may still take back; nobody is rung on it meanwhile.
    """
    phone = BeneficiaryPhone
    fresh = exists().where(
        OptOut.e164 == phone.e164,
        OptOut.lifted_at.is_(None),
        OptOut.call_id.is_not(None),
        OptOut.at > noted_before,
    )
    held = (
        select(Case)
        .join(phone, (phone.beneficiary_id == Case.beneficiary_id) & (phone.position == Case.phone_position))
        .join(Campaign, Campaign.id == Case.campaign_id)
        .where(
            Case.status.in_([CaseStatus.WAITING, CaseStatus.CALLBACK]),
            phone.e164.in_(select(SILENCED.c.e164).where(silenced_for(Campaign.department_id, Campaign.scheme_id))),
            ~fresh,
        )
        .order_by(Case.id)
        .limit(limit)
        .with_for_update(of=Case, skip_locked=True, key_share=True)
    )
    return list(session.scalars(held))


def somebody_promised(session: Session, campaign_id: UUID) -> bool:
    """Tell whether somebody of a campaign waits for a call that was promised to her."""
    return bool(session.scalar(select(exists().where(Case.campaign_id == campaign_id, PROMISED))))
