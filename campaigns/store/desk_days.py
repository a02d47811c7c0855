"""What an agent's day has been so far, as her desk shows it: since when she works, her talks, and her break."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from campaigns.rules.breaks import USUAL_MINUTES
from campaigns.rules.outcomes import Outcome
from campaigns.store.breaks_taken import breaks_allowed, breaks_of_desk
from campaigns.store.tables import AgentSession, Call, LoggedOutcome

_TALKED: Final = (
    select(func.count())
    .select_from(Call)
    .join(AgentSession, AgentSession.id == Call.agent_session_id)
    .where(AgentSession.user_id == bindparam("user_id"), Call.talking_at >= bindparam("midnight"))
)
_COMPLETED: Final = select(func.count()).where(
    LoggedOutcome.user_id == bindparam("user_id"),
    LoggedOutcome.at >= bindparam("midnight"),
    LoggedOutcome.outcome == Outcome.COMPLETED,
)
_BEGAN: Final = select(func.min(AgentSession.started_at)).where(
    AgentSession.user_id == bindparam("user_id"), AgentSession.started_at >= bindparam("midnight")
)
_DAY: Final = select(_TALKED.scalar_subquery(), _COMPLETED.scalar_subquery(), _BEGAN.scalar_subquery())


@dataclass(frozen=True)
class DeskDay:
    """An agent's day so far; a practice desk has none."""

    talked: int = 0
    completed: int = 0
    began: datetime | None = None  # the first time she opened a desk today, or before midnight if this one is older
    break_before: timedelta = timedelta()  # of the break that she takes now, taken before on the same day
    break_allowed: timedelta | None = None  # a day, of the break that she takes now


def desk_day(session: Session, agent: AgentSession, operator_id: UUID | None, *, midnight: datetime) -> DeskDay:
    """Return the day of whoever works at a desk for an operator."""
    talked, completed, began = session.execute(_DAY, {"user_id": agent.user_id, "midnight": midnight}).one()
    first = min(began or agent.started_at, agent.started_at)
    if agent.pause_reason is None or agent.pause_reason not in USUAL_MINUTES:
        return DeskDay(talked, completed, first)
    allowed = breaks_allowed(session, operator_id)[agent.pause_reason]
    return DeskDay(talked, completed, first, breaks_of_desk(session, agent, since=midnight), allowed)
