"""Calls in: whose phone it is, what of ours is at work on it, and how many rings came to what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, union_all
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.rules.call_states import CallStatus, Direction
from campaigns.rules.calling.local_day import LocalDay
from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.carrier.calls_in import CallsInNumbers, Reception
from campaigns.rules.case_states import CaseStatus
from campaigns.store.people.opt_outs import is_silenced
from campaigns.store.tables import BeneficiaryPhone, Call, CallIn, Campaign, Case
from campaigns.store.tables.calls import LIVE_CALL

AT_WORK: Final = (CampaignStatus.RUNNING, CampaignStatus.PAUSED)
MOST_CALLERS: Final = 50  # on one phone


@dataclass(frozen=True)
class Caller:
    """An open case of somebody whose phone it is; `position` of that phone among her numbers."""

    case_id: UUID
    list_id: UUID
    position: int
    silenced: bool


def note_call_in(session: Session, line: CallIn) -> bool:
    """Keep a ring; False where the carrier told of this very one before."""
    values = {column.key: getattr(line, column.key) for column in CallIn.__mapper__.column_attrs}
    statement = insert(CallIn).values(**values).on_conflict_do_nothing().returning(CallIn.id)
    return session.scalar(statement) is not None


def lock_phone(session: Session, phone: str) -> None:
    """Be the only one who receives a ring of a phone, until the transaction ends; lock nothing before it."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"ring:{phone}", 0))))


def call_in(session: Session, carrier: str, carrier_call_id: str) -> CallIn | None:
    """Return a ring that the carrier tells of."""
    known = select(CallIn).where(CallIn.carrier == carrier, CallIn.carrier_call_id == carrier_call_id)
    return session.scalar(known)


def ring_of_call(session: Session, call_id: UUID) -> CallIn | None:
    """Return the ring to which a call belongs."""
    return session.scalar(select(CallIn).where(CallIn.call_id == call_id))


def caller_numbers(session: Session) -> Sequence[str]:
    """Return the numbers from which campaigns at work call."""
    return session.scalars(select(Campaign.caller_id).where(Campaign.status.in_(AT_WORK)).distinct()).all()


def earlier_caller_numbers(session: Session) -> Sequence[str]:
    """Return the numbers from which campaigns at work called before, and which none of them calls from now."""
    earlier = select(func.unnest(Campaign.earlier_caller_ids)).where(Campaign.status.in_(AT_WORK))
    now = select(Campaign.caller_id).where(Campaign.status.in_(AT_WORK))
    return sorted(session.scalars(earlier.except_(now)))


def campaigns_on_number(session: Session, number: str) -> Sequence[Campaign]:
    """Return the campaigns that call from a number of ours, or did: those at work first, then whose it is now, then the newest."""
    mine = select(Campaign).where(_has_called_from(number))
    first = (Campaign.status.in_(AT_WORK).desc(), (Campaign.caller_id == number).desc(), Campaign.created_at.desc())
    return session.scalars(mine.order_by(*first)).all()


def callers_on_phone(session: Session, number: str, phone: str) -> Sequence[Caller]:
    """Return the open cases of everybody whose phone it is, in campaigns at work that call from that number, or did.

    Whoever was called last stands first, for it is that call which she answers; then who was promised one.
    """
    called = func.max(Call.intended_at).filter(Call.phone == phone, Call.sent_at.is_not(None))
    last_call = select(called).where(Call.case_id == Case.id).correlate(Case).scalar_subquery()
    silenced = is_silenced(phone, Campaign.department_id, Campaign.scheme_id)
    hers = (
        select(Case.id, Case.list_id, BeneficiaryPhone.position, silenced)
        .join(BeneficiaryPhone, BeneficiaryPhone.beneficiary_id == Case.beneficiary_id)
        .join(Campaign, Campaign.id == Case.campaign_id)
        .where(
            BeneficiaryPhone.e164 == phone,
            _has_called_from(number),
            Campaign.status.in_(AT_WORK),
            Case.status != CaseStatus.CLOSED,
        )
        .order_by(
            last_call.desc().nulls_last(), (Case.status == CaseStatus.CALLBACK).desc(), Case.due_at, Case.list_row
        )
        .limit(MOST_CALLERS)
    )
    return [Caller(*row) for row in session.execute(hers)]


def _has_called_from(number: str) -> ColumnElement[bool]:
    return or_(Campaign.caller_id == number, Campaign.earlier_caller_ids.contains([number]))


def silencing_campaign(session: Session, phone: str, campaigns: Sequence[Campaign]) -> Campaign | None:
    """Return the first of some campaigns that may not call a number."""
    for campaign in campaigns:
        if session.scalar(select(is_silenced(phone, campaign.department_id, campaign.scheme_id))):
            return campaign
    return None


def call_at_work(session: Session, phone: str, case_id: UUID) -> UUID | None:
    """Return the call that is under way on a phone or to a person, or whose outcome is still to be logged.

    Each part is found in an index of its own: over all calls ever made one question with "or" would look at every one.
    """
    of_phone = select(Call.id, literal(0).label("rank"), Call.intended_at).where(Call.phone == phone, LIVE_CALL)
    of_case = select(Call.id, literal(0), Call.intended_at).where(Call.case_id == case_id, LIVE_CALL)
    talked = (Call.case_id == case_id, Call.outcome.is_(None), Call.talking_at.is_not(None))
    found = union_all(of_phone, of_case, select(Call.id, literal(1), Call.intended_at).where(*talked)).subquery()
    return session.scalar(select(found.c.id).order_by(found.c.rank, found.c.intended_at.desc()).limit(1))


def languages_of_waiting_callers(session: Session, campaign_id: UUID, *, since: datetime) -> Sequence[str | None]:
    """Return the language of each person who has rung us since a moment, whose ring goes on, and who has no agent."""
    waits = (Call.direction == Direction.IN, Call.status == CallStatus.RINGING, Call.agent_session_id.is_(None))
    mine = (Call.campaign_id == campaign_id, Call.intended_at >= since)
    theirs = select(Call.case_id).where(LIVE_CALL, *waits, *mine).subquery()
    return session.scalars(select(Case.language).join(theirs, theirs.c.case_id == Case.id)).all()


def rings_going_on(session: Session, carrier: str, carrier_call_ids: list[str], received_since: datetime) -> set[str]:
    """Return those of the carrier's call ids that are rings which were received lately; what is said ends them soon."""
    mine = (CallIn.carrier == carrier, CallIn.carrier_call_id.in_(carrier_call_ids), CallIn.ended_at.is_(None))
    return set(session.scalars(select(CallIn.carrier_call_id).where(*mine, CallIn.at >= received_since)))


def calls_in_of(session: Session, campaign_id: UUID, day: LocalDay | None = None) -> CallsInNumbers:
    """Count the calls in of a campaign, or of one day of it: people once, however often they rang."""
    mine = CallIn.campaign_id == campaign_id
    if day is not None:
        mine = and_(mine, CallIn.at >= day.begins, CallIn.at < day.ends)
    joined = select(CallIn.case_id).where(mine, CallIn.reception == Reception.JOINED)
    waited = CallIn.reception.in_([Reception.PROMISED, Reception.CALLING_NOW]) & CallIn.case_id.not_in(joined)
    query = select(
        func.count(CallIn.case_id.distinct()).filter(CallIn.reception == Reception.JOINED),
        func.count(CallIn.case_id.distinct()).filter(waited),
        func.count().filter(CallIn.reception == Reception.UNKNOWN),
    )
    return CallsInNumbers(*session.execute(query.where(mine)).one())
