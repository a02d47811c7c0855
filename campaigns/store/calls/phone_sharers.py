"""Who else waits on a phone: one call to a shared phone can serve everyone of the house."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import and_, bindparam, case, or_, select, update
from sqlalchemy.orm import Session, aliased

from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.case_states import CaseStatus
from campaigns.store.tables import Beneficiary, BeneficiaryPhone, Call, Campaign, Case

MOST_SHARERS: Final = 8  # a number typed for a hundred people is nobody's house
_this, _its = aliased(Call), aliased(Campaign)  # the call that is under way, and what it is made for
_is_ours = Case.campaign_id == _this.campaign_id
_goes_on = and_(
    Campaign.department_id == _this.department_id,
    Campaign.operator_id.is_not_distinct_from(_its.operator_id),
    Campaign.status.in_([CampaignStatus.RUNNING, CampaignStatus.PAUSED]),
)
# Who waits on the phone of a call, those of its campaign and the longest waiting first. Of other campaigns: those of the
# department that are under way with the same operator, whose agents may know.
SHARERS: Final = (
    select(Case.id, Beneficiary.name, Beneficiary.village, case((_is_ours, None), else_=Campaign.name))
    .join(Campaign, Campaign.id == Case.campaign_id)
    .join(Beneficiary, Beneficiary.id == Case.beneficiary_id)
    .join(BeneficiaryPhone, BeneficiaryPhone.beneficiary_id == Case.beneficiary_id)
    .join(_this, _this.phone == BeneficiaryPhone.e164)
    .join(_its, _its.id == _this.campaign_id)
    .where(
        _this.id == bindparam("call_id"),
        or_(_is_ours, _goes_on),
        Case.id != _this.case_id,
        Case.status.in_([CaseStatus.WAITING, CaseStatus.CALLBACK]),
    )
    .order_by(_is_ours.desc(), Case.due_at, Case.list_row)
    .limit(MOST_SHARERS)
)

_tried_now = and_(
    BeneficiaryPhone.beneficiary_id == Case.beneficiary_id, BeneficiaryPhone.position == Case.phone_position
)
# Begun with the phone, whatever PostgreSQL knows of its tables yet: right after a list has come in it would look for her
# among all who are due.
_on_phone = (
    select(BeneficiaryPhone.beneficiary_id, BeneficiaryPhone.position)
    .where(BeneficiaryPhone.e164 == bindparam("phone"))
    .cte("on_phone")
    .prefix_with("MATERIALIZED")
)
_DUE_SHARERS: Final = (
    select(Case)
    .join(
        _on_phone,
        and_(_on_phone.c.beneficiary_id == Case.beneficiary_id, _on_phone.c.position == Case.phone_position),
    )
    .where(
        Case.campaign_id == bindparam("campaign_id"),
        Case.id != bindparam("case_id"),
        Case.status == CaseStatus.WAITING,
        Case.due_at <= bindparam("now"),
    )
    .order_by(Case.due_at, Case.list_row)
    .limit(MOST_SHARERS)
    .with_for_update(of=Case, skip_locked=True, key_share=True)
)

_waiting = (
    select(Case.id)
    .join(BeneficiaryPhone, _tried_now)
    .where(
        BeneficiaryPhone.e164 == bindparam("phone"),
        Case.status.in_([CaseStatus.WAITING, CaseStatus.CALLBACK]),
        ~Case.needs_agent_reserved,
    )
    .order_by(Case.id)
    .with_for_update(of=Case, skip_locked=True, key_share=True)
    .cte("waiting")
)
_RESERVE: Final = update(Case).where(Case.id == _waiting.c.id).values(needs_agent_reserved=True)


@dataclass(frozen=True)
class Sharer:
    """Another person who waits to be called on the phone of a call; `campaign` names another one than the call's."""

    case_id: UUID
    name: str
    village: str | None
    campaign: str | None = None


def claim_sharer(session: Session, call: Call, case_id: UUID) -> Case | None:
    """Lock one person's case who waits on the phone of a call; None where she does not, or somebody else holds her."""
    hers = (
        select(Case)
        .where(
            Case.id == case_id,
            Case.id != call.case_id,
            Case.campaign_id == call.campaign_id,
            Case.status.in_([CaseStatus.WAITING, CaseStatus.CALLBACK]),
            Case.beneficiary_id.in_(select(BeneficiaryPhone.beneficiary_id).where(BeneficiaryPhone.e164 == call.phone)),
        )
        .with_for_update(of=Case, skip_locked=True, key_share=True)
    )
    return session.scalar(hers)


def claim_sharers(session: Session, call: Call, *, now: datetime) -> Sequence[Case]:
    """Lock those of the call's campaign who are due on its phone at this moment; whom somebody else holds is left out."""
    this = {"phone": call.phone, "campaign_id": call.campaign_id, "case_id": call.case_id, "now": now}
    return session.scalars(_DUE_SHARERS, this).all()


def reserve_agents_for_house(session: Session, phone: str) -> None:
    """Let everybody who waits on a phone, in whichever campaign, be rung with an agent reserved only."""
    session.execute(_RESERVE, {"phone": phone}, execution_options={"synchronize_session": False})
