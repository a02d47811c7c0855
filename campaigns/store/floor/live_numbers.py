"""The floor's numbers, read straight from the tables: nothing is counted twice, and no counter can drift.

Only who waits is read from totals, which a trigger of each case keeps exact, less those whose time is still to come. All
queries go over an index; the caller's scope decides what there is to see.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, distinct, func, select, true
from sqlalchemy.orm import Session

from campaigns.rules.call_states import CallStatus, Direction
from campaigns.rules.calling.local_day import LocalDay
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import OUTCOMES
from campaigns.store.people.case_homes import ENDS_CALLS
from campaigns.store.tables import Area, BeneficiaryList, Call, Case
from campaigns.store.totals.case_totals import Cell, whole_cells

SLOT: Final = 1800  # seconds: half hours
QUEUED: Final = (CaseStatus.WAITING, CaseStatus.CALLBACK)
_REACHED_BY: Final = [outcome for outcome, rule in OUTCOMES.items() if rule.reached]
_REACHED: Final = and_(
    Call.outcome.in_(_REACHED_BY), Call.confirmed.is_not(False)
)  # rules/scripts/who_answered.was_reached
_PLACE: Final = {"state": Case.state_id, "district": Case.district_id, "block": Case.block_id}


@dataclass(frozen=True)
class CallNumbers:
    """Calls of one day; `reached` counts persons, all else dials. `live`: at this moment, of this day."""

    dialled: int
    answered: int
    abandoned: int
    reached: int
    live: int


@dataclass(frozen=True)
class QueueNumbers:
    """People who wait to be called."""

    due_now: int
    later: int
    callbacks_this_hour: int
    callbacks_late: int
    oldest_late: datetime | None


def calls_of_day(session: Session, campaign_id: UUID, day: LocalDay, area: Area | None) -> CallNumbers:
    """Count the calls of a day in an area."""
    query = select(
        func.count().filter(Call.sent_at.is_not(None)),
        func.count().filter(Call.answered_at.is_not(None), Call.direction == Direction.OUT),
        func.count().filter(Call.abandoned),
        func.count(distinct(Call.case_id)).filter(_REACHED),
        func.count().filter(Call.status != CallStatus.ENDED, Call.sent_at.is_not(None)),
    ).where(_of_day(campaign_id, day, area))
    return CallNumbers(*session.execute(query).one())


def reached_by_half_hour(session: Session, campaign_id: UUID, day: LocalDay, area: Area | None) -> dict[int, int]:
    """Return how many persons were first reached today in each half hour, numbered from midnight."""
    first = (
        select(func.min(Call.intended_at).label("at"))
        .where(_of_day(campaign_id, day, area), _REACHED)
        .group_by(Call.case_id)
        .subquery()
    )
    slot = func.floor(func.extract("epoch", first.c.at - day.begins) / SLOT)
    return {int(number): persons for number, persons in session.execute(select(slot, func.count()).group_by(slot))}


def queue_of(session: Session, campaign_id: UUID, area: Area | None, *, now: datetime) -> QueueNumbers:
    """Count who waits; "this hour" is the sixty minutes to come, and late is what was promised before now.

    Whom only a list names that ends calls is called no more, though upkeep may still have to close her case.
    """
    ended = session.scalars(
        select(BeneficiaryList.id).where(BeneficiaryList.campaign_id == campaign_id, ENDS_CALLS)
    ).all()
    mine = and_(Case.campaign_id == campaign_id, _within(area), Case.list_id.not_in(ended) if ended else true())
    later = session.scalar(select(func.count()).where(mine, Case.status.in_(QUEUED), Case.due_at > now)) or 0
    late = Case.due_at <= now
    promised = select(func.count(), func.count().filter(late), func.min(Case.due_at).filter(late)).where(
        mine, Case.status == CaseStatus.CALLBACK, Case.due_at <= now + timedelta(hours=1)
    )
    waiting = _who_wait(session, campaign_id, area, ended)
    return QueueNumbers(waiting - later, later, *session.execute(promised).one())


def _who_wait(session: Session, campaign_id: UUID, area: Area | None, ended: Sequence[UUID]) -> int:
    """Count who waits from totals: to look at millions of cases would take a second."""
    here = area.id if area else None
    of_ended = whole_cells(session, campaign_id, here, lists=ended) if ended else ()
    return _queued(whole_cells(session, campaign_id, here)) - _queued(of_ended)


def _queued(cells: Iterable[Cell]) -> int:
    return sum(cell.cases.number for cell in cells if cell.cases.status in QUEUED)


def _of_day(campaign_id: UUID, day: LocalDay, area: Area | None) -> ColumnElement[bool]:
    mine = and_(Call.campaign_id == campaign_id, Call.intended_at >= day.begins, Call.intended_at < day.ends)
    if area is None:
        return mine
    there = select(Case.id).where(Case.campaign_id == campaign_id, _within(area))  # by place they lie within a campaign
    return and_(mine, Call.case_id.in_(there))


def _within(area: Area | None) -> ColumnElement[bool]:
    if area is None:
        return true()
    if area.level == "division":
        return Case.district_id.in_(select(Area.id).where(Area.parent_id == area.id))
    return _PLACE[area.level] == area.id
