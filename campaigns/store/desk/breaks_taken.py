"""Minutes of a break: those an operator allows, and those an agent has taken today before the break that she takes now."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Interval, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.desk.breaks import USUAL_MINUTES, Allowed, allowed_a_day
from campaigns.store.tables import AgentSession, AgentSessionMove, Operator

_now, _desk = aliased(AgentSession), aliased(AgentSession)  # the desk on break, and each that its agent had today
_OF_OPERATOR: Final = select(Operator.break_minutes).where(Operator.id == bindparam("operator_id"))
_SINCE: Final[BindParameter[datetime]] = bindparam("since")


def _taken(where: ColumnElement[bool]) -> Select[Any]:
    """Of each desk on break: the breaks of the same kind that have ended; the one that goes on is not among them."""
    move = AgentSessionMove
    paused_or_back = or_(move.after == AgentStatus.PAUSED, move.before == AgentStatus.PAUSED)
    ends = func.lead(move.at).over(partition_by=move.agent_session_id, order_by=move.at)
    stays = (
        select(_now.id, _now.pause_reason, move.after, move.reason, move.at.label("begins"), ends.label("ends"))
        .join(_desk, (_desk.user_id == _now.user_id) & or_(_desk.ended_at.is_(None), _desk.ended_at > _SINCE))
        .join(move, (move.agent_session_id == _desk.id) & paused_or_back)
        .where(where, _now.status == AgentStatus.PAUSED, _now.pause_reason.in_(list(USUAL_MINUTES)))
        .subquery()
    )
    within = func.sum(stays.c.ends - func.greatest(stays.c.begins, _SINCE), type_=Interval())
    return (
        select(stays.c.id, within)
        .where(stays.c.after == AgentStatus.PAUSED, stays.c.reason == stays.c.pause_reason, stays.c.ends > _SINCE)
        .group_by(stays.c.id)
    )


_OF_FLOOR: Final = _taken(_now.campaign_id == bindparam("campaign_id"))
_OF_DESK: Final = _taken(_now.id == bindparam("agent_session_id"))


def breaks_allowed(session: Session, operator_id: UUID | None) -> Allowed:
    """Return what an operator allows its agents a day."""
    return allowed_a_day(session.scalar(_OF_OPERATOR, {"operator_id": operator_id}) or {})


def breaks_of_floor(session: Session, campaign_id: UUID, *, since: datetime) -> Mapping[UUID, timedelta]:
    """Return it by desk, for whoever is on a break of a campaign now."""
    found = session.execute(_OF_FLOOR, {"campaign_id": campaign_id, "since": since})
    return {row[0]: row[1] for row in found if row[1]}


def breaks_of_desk(session: Session, agent: AgentSession, *, since: datetime) -> timedelta:
    """Return it for one desk."""
    if agent.status is not AgentStatus.PAUSED:
        return timedelta()
    found = session.execute(_OF_DESK, {"agent_session_id": agent.id, "since": since})
    return next((row[1] for row in found if row[1]), timedelta())
