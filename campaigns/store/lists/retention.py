"""Which lists have reached the end of their retention, which soon will, and which are held beyond it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Date, case, cast, exists, func, select
from sqlalchemy.orm import Session

from campaigns.rules.call_states import CallStatus
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.lists.retention import FORETOLD
from campaigns.store.tables import BeneficiaryList, Call, Campaign, Case, ListHold, ListLawfulBasis

_CAMPAIGN: Final = Campaign.id == BeneficiaryList.campaign_id
_UPLOADED: Final = cast(func.timezone(Campaign.zone, BeneficiaryList.uploaded_at), Date)
# The last day on which a list may be kept: as its newest lawful basis says, else its campaign. What comes when the
# campaign's own day is over waits a month for its basis; without one it is never approved.
_LAST_DAY: Final[ColumnElement[date]] = func.coalesce(
    select(ListLawfulBasis.keep_until)
    .where(ListLawfulBasis.list_id == BeneficiaryList.id)
    .order_by(ListLawfulBasis.version.desc())
    .limit(1)
    .scalar_subquery(),
    case((Campaign.retention_end < _UPLOADED, _UPLOADED + FORETOLD.days), else_=Campaign.retention_end),
)

# The same, as part of a statement about a case: on no later day is its person called, so none is promised to her.
LAST_DAY_OF_CASE: Final = (
    select(_LAST_DAY)
    .select_from(BeneficiaryList)
    .join(Campaign, _CAMPAIGN)
    .where(BeneficiaryList.id == Case.list_id)
    .correlate(Case)
    .scalar_subquery()
)


@dataclass(frozen=True)
class EndingList:
    """A list whose people's data will be erased, is being erased, or is held."""

    list_id: UUID
    filename: str
    campaign: str
    keep_until: date
    ended: bool  # nobody is called because of it any more
    held_until: date | None
    held_because: str | None


def last_day_of(session: Session, kept: BeneficiaryList) -> date:
    """Return the last day on which a list may be kept."""
    found = (
        select(_LAST_DAY).select_from(BeneficiaryList).join(Campaign, _CAMPAIGN).where(BeneficiaryList.id == kept.id)
    )
    return session.scalars(found).one()


def last_day_of_case(session: Session, case: Case) -> date:
    """Return the last day on which the person of a case is called: that of her list, whatever her campaign's own is."""
    day: date = session.scalars(select(LAST_DAY_OF_CASE).select_from(Case).where(Case.id == case.id)).one()
    return day


def ending_lists(session: Session, *, now: datetime) -> list[EndingList]:
    """Return the lists of this scope whose people's data goes within a month, the first to go first."""
    holds = (
        select(
            BeneficiaryList.id,
            BeneficiaryList.filename,
            Campaign.name,
            _LAST_DAY.label("last_day"),
            BeneficiaryList.ended_at.is_not(None),
            ListHold.until,
            ListHold.because,
        )
        .join(Campaign, _CAMPAIGN)
        .outerjoin(ListHold, _hold_stands(now) & (ListHold.list_id == BeneficiaryList.id))
    )
    soon = holds.where(BeneficiaryList.erased_at.is_(None), _today(now) + FORETOLD.days > _LAST_DAY)
    return [EndingList(*row) for row in session.execute(soon.order_by("last_day", BeneficiaryList.filename))]


def lists_to_end(session: Session, *, now: datetime) -> Sequence[UUID]:
    """Return the lists whose last day is over where their people live, and because of which people are still called."""
    over = (
        select(BeneficiaryList.id)
        .join(Campaign, _CAMPAIGN)
        .where(BeneficiaryList.ended_at.is_(None), _today(now) > _LAST_DAY)
    )
    return session.scalars(over.order_by(BeneficiaryList.id)).all()


def lock_list_to_erase(session: Session, *, now: datetime) -> BeneficiaryList | None:
    """Lock a list that has ended, that nobody holds and that no call is about any more; one begun comes first."""
    held = exists().where(ListHold.list_id == BeneficiaryList.id, _hold_stands(now))
    mine = (Case.campaign_id == BeneficiaryList.campaign_id) & (Case.list_id == BeneficiaryList.id)
    waits = exists().where(mine, Case.status != CaseStatus.CLOSED)
    talks = exists().where(mine, Call.case_id == Case.id, Call.status != CallStatus.ENDED)
    ended = (
        select(BeneficiaryList)
        .join(Campaign, _CAMPAIGN)
        .where(BeneficiaryList.ended_at.is_not(None), BeneficiaryList.erased_at.is_(None), ~held, ~waits, ~talks)
    )
    first = ended.order_by(BeneficiaryList.erased_to.desc(), BeneficiaryList.ended_at, BeneficiaryList.id).limit(1)
    return session.scalar(first.with_for_update(of=BeneficiaryList, key_share=True, skip_locked=True))


def standing_hold(session: Session, list_id: UUID, *, now: datetime) -> ListHold | None:
    """Return the hold by which a list is kept beyond its time; one whose day is over holds nothing."""
    mine = select(ListHold).join(BeneficiaryList, BeneficiaryList.id == ListHold.list_id).join(Campaign, _CAMPAIGN)
    return session.scalar(mine.where(ListHold.list_id == list_id, _hold_stands(now)))


def unlifted_hold(session: Session, list_id: UUID) -> ListHold | None:
    """Return the hold that nobody has lifted, even where its day is over."""
    return session.scalar(select(ListHold).where(ListHold.list_id == list_id, ListHold.lifted_at.is_(None)))


def save_hold(session: Session, hold: ListHold) -> None:
    """Keep a hold; of this list none stands."""
    session.add(hold)
    session.flush()


def _today(now: datetime) -> ColumnElement[date]:
    return cast(func.timezone(Campaign.zone, now), Date)


def _hold_stands(now: datetime) -> ColumnElement[bool]:
    return ListHold.lifted_at.is_(None) & (ListHold.until >= _today(now))
