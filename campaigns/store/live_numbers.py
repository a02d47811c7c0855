"""The floor's numbers, read straight from the tables: nothing is counted twice, and no counter can drift.

Each function is one query over an index; the caller's scope decides what there is to see.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, distinct, func, or_, select, true
from sqlalchemy.orm import Session

from campaigns.rules.call_states import CallStatus, Direction
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.local_day import LocalDay
from campaigns.rules.outcomes import OUTCOMES, Effect, Outcome
from campaigns.store.case_homes import ENDS_CALLS
from campaigns.store.tables import Area, BeneficiaryList, Call, Case

SLOT: Final = 1800  # seconds: half hours
_REACHED_BY: Final = [outcome for outcome, rule in OUTCOMES.items() if rule.reached]
_REACHED: Final = and_(Call.outcome.in_(_REACHED_BY), Call.confirmed.is_not(False))  # rules/who_answered.was_reached
_WITHDRAWN_LISTS: Final = select(BeneficiaryList.id).where(BeneficiaryList.status == ListStatus.WITHDRAWN)
_DEAD_ENDS: Final = [outcome for outcome, rule in OUTCOMES.items() if rule.effect is Effect.CLOSE and not rule.reached]
_TRIED: Final = [outcome for outcome, rule in OUTCOMES.items() if rule.effect is not Effect.CLOSE]
_PLACE: Final = {"state": Case.state_id, "district": Case.district_id, "block": Case.block_id}
_Count = ColumnElement[int]
# A division is no step down of its own: it is a part of its province that may be looked at alone.
_BELOW: Final = {None: "state", "state": "district", "division": "district", "district": "block"}


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


@dataclass(frozen=True)
class AreaNumbers:
    """People of an area; reached, waiting, unreachable and closed add up to cases. `refused`: of those reached."""

    id: str | None
    name: str | None
    cases: int
    reached: int
    waiting: int
    unreachable: int
    refused: int
    closed: int


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
    callback = Case.status == CaseStatus.CALLBACK
    late = and_(callback, Case.due_at <= now)
    ended = select(BeneficiaryList.id).where(BeneficiaryList.campaign_id == campaign_id, ENDS_CALLS)
    query = select(
        func.count().filter(Case.due_at <= now),
        func.count().filter(Case.due_at > now),
        func.count().filter(callback, Case.due_at <= now + timedelta(hours=1)),
        func.count().filter(late),
        func.min(Case.due_at).filter(late),
    ).where(
        Case.campaign_id == campaign_id,
        Case.status.in_([CaseStatus.WAITING, CaseStatus.CALLBACK]),
        Case.list_id.not_in(ended),
        _within(area),
    )
    return QueueNumbers(*session.execute(query).one())


def child_areas(session: Session, campaign_id: UUID, area: Area | None) -> list[AreaNumbers]:
    """Return the people of each area below one (below nothing: of each state), the known ones by name."""
    level = _BELOW.get(area.level if area else None)
    if level is None:
        return []
    place = _PLACE[level]
    query = (
        select(place, Area.name, *_people())
        .outerjoin(Area, Area.id == place)
        .where(Case.campaign_id == campaign_id, _within(area))
        .group_by(place, Area.name)
        .order_by(Area.name.nulls_last())
    )
    return [AreaNumbers(*row) for row in session.execute(query)]


def numbers_of_area(session: Session, campaign_id: UUID, area: Area | None) -> AreaNumbers:
    """Return the people of one area as a whole, or of the whole campaign."""
    query = select(*_people()).where(Case.campaign_id == campaign_id, _within(area))
    return AreaNumbers(area.id if area else None, area.name if area else None, *session.execute(query).one())


def _people() -> tuple[_Count, _Count, _Count, _Count, _Count, _Count]:
    """Count people as the account ends them (rules/account.py)."""
    closed = Case.status == CaseStatus.CLOSED
    withdrawn = and_(Case.status.in_([CaseStatus.WAITING, CaseStatus.CALLBACK]), Case.list_id.in_(_WITHDRAWN_LISTS))
    reached = and_(closed, Case.reached, Case.outcome.not_in(_DEAD_ENDS))
    unreachable = and_(closed, ~Case.reached, Case.outcome.in_(_TRIED))
    return (
        func.count().label("cases"),
        func.count().filter(reached).label("reached"),
        func.count().filter(~closed, ~withdrawn).label("waiting"),
        func.count().filter(unreachable).label("unreachable"),
        func.count().filter(reached, Case.outcome.in_([Outcome.REFUSED, Outcome.OPT_OUT])).label("refused"),
        func.count().filter(or_(and_(closed, ~reached, ~unreachable), withdrawn)).label("closed"),
    )


def _of_day(campaign_id: UUID, day: LocalDay, area: Area | None) -> ColumnElement[bool]:
    mine = and_(Call.campaign_id == campaign_id, Call.intended_at >= day.begins, Call.intended_at < day.ends)
    return mine if area is None else and_(mine, Call.case_id.in_(select(Case.id).where(_within(area))))


def _within(area: Area | None) -> ColumnElement[bool]:
    if area is None:
        return true()
    if area.level == "division":
        return Case.district_id.in_(select(Area.id).where(Area.parent_id == area.id))
    return _PLACE[area.level] == area.id
