"""What an agent's day has been so far, as her desk shows it: since when she works, her talks, and her break."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import DateTime, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from campaigns.rules.calling.local_day import local_day
from campaigns.rules.desk.breaks import USUAL_MINUTES
from campaigns.rules.outcomes import Outcome
from campaigns.store.desk.breaks_taken import breaks_allowed, breaks_of_desk
from campaigns.store.tables import AgentSession, Call, Campaign, LoggedOutcome

_hers = aliased(AgentSession)  # each desk that the agent of this one has had
_midnight = func.date_trunc("day", bindparam("now", type_=DateTime(timezone=True)), Campaign.zone)
_TALKED: Final = (
    select(func.count())
    .select_from(Call)
    .join(_hers, _hers.id == Call.agent_session_id)
    .where(_hers.user_id == AgentSession.user_id, Call.talking_at >= _midnight)
)
_COMPLETED: Final = select(func.count()).where(
    LoggedOutcome.user_id == AgentSession.user_id,
    LoggedOutcome.at >= _midnight,
    LoggedOutcome.outcome == Outcome.COMPLETED,
)
_BEGAN: Final = select(func.min(_hers.started_at)).where(
    _hers.user_id == AgentSession.user_id, _hers.started_at >= _midnight
)
DAY: Final = [  # in a statement about a desk and its campaign
    of_day.correlate(AgentSession, Campaign).scalar_subquery() for of_day in (_TALKED, _COMPLETED, _BEGAN)
]


@dataclass(frozen=True)
class DeskDay:
    """An agent's day so far; a practice desk has none."""

    talked: int = 0
    completed: int = 0
    began: datetime | None = None  # the first time she opened a desk today, or before midnight if this one is older
    break_before: timedelta = timedelta()  # of the break that she takes now, taken before on the same day
    break_allowed: timedelta | None = None  # a day, of the break that she takes now


def desk_day(session: Session, agent: AgentSession, campaign: Campaign, day: DeskDay, *, now: datetime) -> DeskDay:
    """Return the day of whoever works at a desk, with the break that she is on."""
    day = replace(day, began=min(day.began or agent.started_at, agent.started_at))
    if agent.pause_reason is None or agent.pause_reason not in USUAL_MINUTES:
        return day
    allowed = breaks_allowed(session, campaign.operator_id)[agent.pause_reason]
    before = breaks_of_desk(session, agent, since=local_day(ZoneInfo(campaign.zone), now=now).begins)
    return replace(day, break_before=before, break_allowed=allowed)
