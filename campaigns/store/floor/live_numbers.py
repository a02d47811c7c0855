"""The floor's numbers of a day's calls: none of them grows with the campaign, nor with the days that it has had.

What left for the carrier is read from the totals that reports read, exact at every moment (store/totals/call_totals), and
whoever was talked with from the day's own calls. The caller's scope decides what there is to see.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session

from campaigns.rules.call_states import CallStatus
from campaigns.rules.calling.local_day import LocalDay
from campaigns.rules.outcomes import OUTCOMES
from campaigns.store.areas.within_area import within
from campaigns.store.tables import Area, Call, Case
from campaigns.store.totals.call_totals import Dials, dials_between

SLOT: Final = 1800  # seconds: half hours
_REACHED_BY: Final = [outcome for outcome, rule in OUTCOMES.items() if rule.reached]
# rules/scripts/who_answered.was_reached; nobody is reached but in a talk, by which those of a day are found.
_REACHED: Final = and_(Call.talking_at.is_not(None), Call.outcome.in_(_REACHED_BY), Call.confirmed.is_not(False))


@dataclass(frozen=True)
class CallNumbers:
    """Calls of one day; `reached` counts persons, all else dials. `live`: at this moment, of this day."""

    dialled: int
    answered: int
    abandoned: int
    reached: int
    live: int
    by_half_hour: dict[int, int]  # persons by when they were first reached, in half hours numbered from midnight


def calls_of_day(session: Session, campaign_id: UUID, day: LocalDay, area: Area | None) -> CallNumbers:
    """Count the calls of a day in an area."""
    dials = dials_of_day(session, campaign_id, day, area)
    lives = select(func.count()).select_from(Call).join(Case, Case.id == Call.case_id).where(within(area))
    of_day = and_(Call.campaign_id == campaign_id, Call.intended_at >= day.begins, Call.intended_at < day.ends)
    abandoned = session.scalar(lives.where(of_day, Call.abandoned)) or 0
    live = session.scalar(lives.where(of_day, Call.status != CallStatus.ENDED, Call.sent_at.is_not(None))) or 0
    reached = _reached_by_half_hour(session, of_day, day, area)
    return CallNumbers(dials.dialled, dials.answered, abandoned, sum(reached.values()), live, reached)


def dials_of_day(session: Session, campaign_id: UUID, day: LocalDay, area: Area | None) -> Dials:
    """Return how many dials left on a day to people of an area, and how many of them a person answered."""
    return dials_between(session, campaign_id, (day.begins, day.ends), area.id if area else None)


def _reached_by_half_hour(
    session: Session, of_day: ColumnElement[bool], day: LocalDay, area: Area | None
) -> dict[int, int]:
    """Return how many persons were first reached in each half hour; the place of each is looked up when they are found.

    PostgreSQL would begin with everybody who lives there, of whom there may be a million.
    """
    first = (
        select(Call.case_id, func.min(Call.intended_at).label("at"))
        .where(of_day, _REACHED)
        .group_by(Call.case_id)
        .cte("first")
        .prefix_with("MATERIALIZED")
    )
    slot = func.floor(func.extract("epoch", first.c.at - day.begins) / SLOT)
    there = select(true()).where(Case.id == first.c.case_id, within(area)).offset(0).lateral("there")
    query = select(slot, func.count()).group_by(slot)
    found = query.select_from(first) if area is None else query.select_from(first).join(there, true())
    return {int(number): persons for number, persons in session.execute(found)}
