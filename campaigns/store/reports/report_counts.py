"""Counts what a report says of the work of agents on some days."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from campaigns.rules.areas.places import LEVELS
from campaigns.rules.reports.report_figures import AgentWork, Days
from campaigns.store.tables import Area

_LIVES_THERE: Final = "coalesce(c.block_id, c.district_id, c.state_id) IN (SELECT areas_below(:area_id))"
_LIVES_IN_BLOCK: Final = "c.campaign_id = :campaign_id AND c.block_id = :area_id"  # lies in an index
_WORK: Final = """
  SELECT u.id, u.name, count(*), CAST(coalesce(sum(extract(epoch FROM k.ended_at - k.talking_at)), 0) AS float),
    count(*) FILTER (WHERE k.outcome = 'completed'), count(*) FILTER (WHERE k.outcome IN ('refused', 'opt_out')),
    count(*) FILTER (WHERE k.outcome = 'call_later')
  FROM calls k JOIN agent_sessions desk ON desk.id = k.agent_session_id JOIN users u ON u.id = desk.user_id
    JOIN cases c ON c.id = k.case_id
  WHERE k.campaign_id = :campaign_id AND k.intended_at >= :begins AND k.intended_at < :ends
    AND k.talking_at IS NOT NULL AND k.ended_at IS NOT NULL AND {lives_there}
  GROUP BY u.id, u.name ORDER BY u.name, u.id
"""


def work_of_agents(session: Session, campaign_id: UUID, days: Days, area_id: str | None) -> list[AgentWork]:
    """Return the talks of each agent of some days, by name."""
    query = text(_WORK.format(lives_there=lives_there(session, area_id)))
    return [AgentWork(*row) for row in session.execute(query, facts_of(campaign_id, days, area_id))]


def lives_there(session: Session, area_id: str | None) -> str:
    """Return the condition that the person of a case `c` lives in an area (None: anywhere)."""
    if area_id is None:
        return "CAST(:area_id AS text) IS NULL"
    return _LIVES_IN_BLOCK if is_block(session, area_id) else _LIVES_THERE


def is_block(session: Session, area_id: str | None) -> bool:
    """Tell whether an area is a block, below which no other lies."""
    return area_id is not None and session.scalar(select(Area.level).where(Area.id == area_id)) == LEVELS[-1]


def facts_of(campaign_id: UUID, days: Days, area_id: str | None) -> dict[str, Any]:
    """Return what the queries of a report are asked with."""
    return {"campaign_id": campaign_id, "begins": days.begins, "ends": days.ends, "area_id": area_id}
