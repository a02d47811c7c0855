"""Confirmation calls of referrals in the store: whom to ask, of whom nobody asks any more, and with which script."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from campaigns.rules.campaign_states import OVER
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.referral_states import ReferralEvent, ReferralStatus
from campaigns.rules.referrals.confirmation import NEVER_ASKED
from campaigns.store.people.case_homes import list_ends_calls
from campaigns.store.tables import BeneficiaryList, Call, Campaign, Case, ListRow, Referral, ReferralMove, ScriptVersion

WAITING: Final = (CaseStatus.WAITING, CaseStatus.CALLBACK)
_BY_CALLS: Final = (ReferralEvent.AGREE, ReferralEvent.DISAGREE, ReferralEvent.MISS)


def referrals_to_ask_about(session: Session, *, limit: int) -> Sequence[tuple[UUID, UUID]]:
    """Return solved referrals with their cases: who is in a call, or waits for one about something else, is asked after it."""
    waits_to_confirm = and_(Case.status.in_(WAITING), Case.confirms_id.is_not(None))
    query = (
        select(Referral.id, Referral.case_id)
        .join(Case, Case.id == Referral.case_id)
        .where(Referral.status == ReferralStatus.SOLVED, or_(Case.status == CaseStatus.CLOSED, waits_to_confirm))
        .order_by(Referral.solved_at)
        .limit(limit)
    )
    return [(referral, case) for referral, case in session.execute(query)]


def forgotten_confirmations(session: Session, *, limit: int) -> Sequence[tuple[UUID, UUID]]:
    """Return referrals that wait for a call although their case was closed without one, as by a withdrawn list."""
    query = (
        select(Referral.id, Referral.case_id)
        .join(Case, Case.id == Referral.case_id)
        .where(Referral.status == ReferralStatus.CONFIRMING, Case.status == CaseStatus.CLOSED)
        .limit(limit)
    )
    return [(referral, case) for referral, case in session.execute(query)]


def overtaken_confirmations(session: Session, *, limit: int) -> Sequence[tuple[UUID, UUID]]:
    """Return referrals whose citizens wait for a call of a campaign that is over and rings nobody any more."""
    query = (
        select(Referral.id, Referral.case_id)
        .join(Case, Case.id == Referral.case_id)
        .join(Campaign, Campaign.id == Referral.campaign_id)
        .where(
            Referral.status == ReferralStatus.CONFIRMING,
            Campaign.status.in_(OVER),
            Case.status.in_(WAITING),
        )
        .limit(limit)
    )
    return [(referral, case) for referral, case in session.execute(query)]


def can_be_asked(session: Session, campaign: Campaign, case: Case) -> bool:
    """Tell whether the campaign may ring a citizen about a referral: it and her list go on, and no call of hers forbids it.

    Her calls are asked, too: what a confirmation call came to does not change how her row had ended.
    """
    if campaign.status in OVER or case.outcome in NEVER_ASKED or not _is_named(session, case):
        return False
    forbids = select(Call.id).where(Call.case_id == case.id, Call.outcome.in_(NEVER_ASKED))
    return session.scalar(forbids.limit(1)) is None


def _is_named(session: Session, case: Case) -> bool:
    """Tell whether the list by which she was called goes on, or another of her campaign names her."""
    if not list_ends_calls(session, case.list_id):
        return True
    mine = (BeneficiaryList.campaign_id == case.campaign_id) & (ListRow.beneficiary_id == case.beneficiary_id)
    stands = (BeneficiaryList.status == ListStatus.APPROVED) & BeneficiaryList.ended_at.is_(None)
    named = select(ListRow.row).join(BeneficiaryList, BeneficiaryList.id == ListRow.list_id).where(mine, stands)
    return session.scalar(named.limit(1)) is not None


def lock_confirming(session: Session, case_id: UUID) -> Sequence[Referral]:
    """Return the problems of hers that are being confirmed, locked, in the order in which she is asked; lock the case first."""
    query = select(Referral).where(Referral.case_id == case_id, Referral.status == ReferralStatus.CONFIRMING)
    return _locked(session, query)


def lock_referrals_confirmed_on(session: Session, call: Call) -> Sequence[Referral]:
    """Return the referrals that a confirmation call has moved, locked, in the order of its questions; lock the case first."""
    moved = exists().where(
        ReferralMove.referral_id == Referral.id, ReferralMove.call_id == call.id, ReferralMove.event.in_(_BY_CALLS)
    )
    return _locked(session, select(Referral).where(Referral.case_id == call.case_id, moved))


def steps_of_referral(session: Session, referral: Referral) -> Sequence[ReferralMove]:
    """Return what has happened to a referral, the newest first."""
    steps = select(ReferralMove).where(ReferralMove.referral_id == referral.id)
    return session.scalars(steps.order_by(ReferralMove.at.desc())).all()


def _locked(session: Session, query: Select[Referral]) -> Sequence[Referral]:
    ordered = query.order_by(Referral.opened_at, Referral.id).with_for_update(key_share=True)
    return session.scalars(ordered.execution_options(populate_existing=True)).all()


def confirmation_version(session: Session, referral: Referral, document: dict[str, Any], *, now: datetime) -> UUID:
    """Return the version of a confirmation script, saved once: below 1, for a campaign's own versions begin with 1."""
    own = ScriptVersion.campaign_id == referral.campaign_id
    same = select(ScriptVersion.id).where(own, ScriptVersion.version < 1, ScriptVersion.document == document)
    if found := session.scalar(same.limit(1)):
        return found
    lowest = session.scalar(select(func.min(ScriptVersion.version)).where(own, ScriptVersion.version < 1))
    version = ScriptVersion(
        department_id=referral.department_id,
        campaign_id=referral.campaign_id,
        version=0 if lowest is None else lowest - 1,
        document=document,
        created_at=now,
    )
    session.add(version)
    session.flush()
    return version.id
