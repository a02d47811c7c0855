"""The floor's numbers of people who wait: how many may be called now, how many later, and what was promised.

How many wait together is read from totals, which a trigger of each case keeps exact. Of due and later the smaller part is
counted and the other one follows from it; where both are many, either is told as more than a bound, for to look at a
million cases would take a second.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session

from campaigns.rules.case_states import CaseStatus
from campaigns.rules.reports.bounded_counts import CASES_AT_MOST, MoreThan
from campaigns.store.areas.within_area import within
from campaigns.store.people.case_homes import ENDS_CALLS
from campaigns.store.tables import Area, BeneficiaryList, Case
from campaigns.store.totals.case_totals import Cell, whole_cells

QUEUED: Final = (CaseStatus.WAITING, CaseStatus.CALLBACK)


@dataclass(frozen=True)
class QueueNumbers:
    """People who wait to be called."""

    due_now: int
    later: int
    callbacks_this_hour: int
    callbacks_late: int
    oldest_late: datetime | None


def queue_of(
    session: Session, campaign_id: UUID, area: Area | None, *, now: datetime, most: int = CASES_AT_MOST
) -> QueueNumbers:
    """Count who waits; "this hour" is the sixty minutes to come, and late is what was promised before now.

    Whom only a list names that ends calls is called no more, though upkeep may still have to close her case. `most`: how
    many are counted one by one.
    """
    ended = session.scalars(
        select(BeneficiaryList.id).where(BeneficiaryList.campaign_id == campaign_id, ENDS_CALLS)
    ).all()
    mine = and_(Case.campaign_id == campaign_id, Case.list_id.not_in(ended) if ended else true())
    late = Case.due_at <= now
    promised = select(func.count(), func.count().filter(late), func.min(Case.due_at).filter(late)).where(
        mine, within(area), Case.status == CaseStatus.CALLBACK, Case.due_at <= now + timedelta(hours=1)
    )
    waiting = _who_wait(session, campaign_id, area, ended)
    due, later = _due_and_later(session, mine, area, now=now, waiting=waiting, most=most)
    return QueueNumbers(due, later, *session.execute(promised).one())


def _due_and_later(
    session: Session, mine: ColumnElement[bool], area: Area | None, *, now: datetime, waiting: int, most: int
) -> tuple[int, int]:
    """Count who is to be called later, or, where these are many, who is due: with everybody's the area's are found, too."""
    by_now = Case.due_at <= now
    for here in (None, area) if area else (None,):
        later = _counted(session, and_(mine, ~by_now), here, area, most)
        if later is not None:
            return waiting - later, later
        due = _counted(session, and_(mine, by_now), here, area, most)
        if due is not None:
            return due, waiting - due
    return MoreThan(most + 1, most), MoreThan(most + 1, most)


def _counted(
    session: Session, those: ColumnElement[bool], among: Area | None, area: Area | None, most: int
) -> int | None:
    """Count those of an area among those of a larger one; None where there are more than `most` of the larger one."""
    some = (
        select(Case.id, within(area).label("here"))
        .where(those, within(among), Case.status.in_(QUEUED))
        .limit(most + 1)
        .subquery()
    )
    all_of_them, of_area = session.execute(
        select(func.count(), func.count().filter(some.c.here)).select_from(some)
    ).one()
    return of_area if all_of_them <= most else None


def _who_wait(session: Session, campaign_id: UUID, area: Area | None, ended: Sequence[UUID]) -> int:
    here = area.id if area else None
    of_ended = whole_cells(session, campaign_id, here, lists=ended) if ended else ()
    return _queued(whole_cells(session, campaign_id, here)) - _queued(of_ended)


def _queued(cells: Iterable[Cell]) -> int:
    return sum(cell.cases.number for cell in cells if cell.cases.status in QUEUED)
