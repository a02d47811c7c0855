"""Cases in the store: claimed, moved with their history, and what a desk shows of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, or_, select, true
from sqlalchemy.orm import Session

from campaigns.rules.call_states import CallStatus
from campaigns.rules.case_states import CaseEvent, CaseStatus, advance
from campaigns.rules.outcomes import Outcome
from campaigns.store.opt_outs import SILENCED, is_silenced, silenced_for
from campaigns.store.tables import BeneficiaryPhone, Call, Campaign, Case, CaseMove


@dataclass(frozen=True)
class DueCase:
    """A locked case that may be rung now, with the number to ring."""

    case: Case
    phone: str


@dataclass(frozen=True)
class Callers:
    """Who is ready: their users, and the languages that they speak (empty: one of them speaks all)."""

    users: Sequence[UUID]
    languages: Sequence[str]


def lock_case(session: Session, case_id: UUID) -> Case:
    """Return the case locked for change."""
    return session.get_one(Case, case_id, with_for_update={"key_share": True}, populate_existing=True)


def claim_due_cases(
    session: Session,
    campaign_id: UUID,
    callers: Callers,
    *,
    owner_waits_until: datetime,
    now: datetime,
    limit: int,
) -> list[DueCase]:
    """Lock up to `limit` cases that may be rung now: callbacks first, then the longest due.

    Left out: phones with a live call anywhere or silenced by an opt-out, languages that no ready agent speaks, and
    callbacks that their owner promised while she is away, until they are overdue (due before `owner_waits_until`).
    """
    phone = BeneficiaryPhone
    live = exists().where(Call.phone == phone.e164, Call.status != CallStatus.ENDED)
    silenced = is_silenced(phone.e164, Campaign.department_id, Campaign.scheme_id)
    due = (
        select(Case, phone.e164)
        .join(Campaign, Campaign.id == Case.campaign_id)
        .join(phone, (phone.beneficiary_id == Case.beneficiary_id) & (phone.position == Case.phone_position))
        .where(
            Case.campaign_id == campaign_id,
            Case.status.in_([CaseStatus.WAITING, CaseStatus.CALLBACK]),
            Case.due_at <= now,
            or_(Case.language.is_(None), Case.language.in_(callers.languages)) if callers.languages else true(),
            or_(Case.owner_id.is_(None), Case.owner_id.in_(callers.users), Case.due_at <= owner_waits_until),
            ~live,
            ~silenced,
        )
        .order_by(Case.priority, Case.due_at, Case.list_row)
        .limit(limit)
        .with_for_update(of=Case, skip_locked=True, key_share=True)
        .execution_options(populate_existing=True)
    )
    return [DueCase(case, e164) for case, e164 in session.execute(due)]


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
    if outcome is not None:
        case.outcome, case.outcome_at = outcome, at
    if after is CaseStatus.CLOSED:
        case.closed_at = at
    return True


def phones_of_case(session: Session, case: Case) -> int:
    """Return how many numbers the case's beneficiary has."""
    mine = BeneficiaryPhone.beneficiary_id == case.beneficiary_id
    return session.scalar(select(func.count()).where(mine)) or 0


def claim_cases_on_silenced_numbers(session: Session, *, limit: int) -> list[Case]:
    """Lock waiting cases whose present number may not be called about their scheme."""
    phone = BeneficiaryPhone
    held = (
        select(Case)
        .join(phone, (phone.beneficiary_id == Case.beneficiary_id) & (phone.position == Case.phone_position))
        .join(Campaign, Campaign.id == Case.campaign_id)
        .where(
            Case.status.in_([CaseStatus.WAITING, CaseStatus.CALLBACK]),
            phone.e164.in_(select(SILENCED.c.e164).where(silenced_for(Campaign.department_id, Campaign.scheme_id))),
        )
        .order_by(Case.id)
        .limit(limit)
        .with_for_update(of=Case, skip_locked=True, key_share=True)
    )
    return list(session.scalars(held))
