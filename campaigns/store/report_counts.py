"""Counts what a report says of the work of agents on some days."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.report_figures import AgentWork, Days

LIVES_THERE: Final = """
  (CAST(:area_id AS text) IS NULL OR coalesce(c.block_id, c.district_id, c.state_id) IN (SELECT areas_below(:area_id)))
"""
_WORK: Final = text(f"""
  SELECT u.id, u.name, count(*), CAST(coalesce(sum(extract(epoch FROM k.ended_at - k.talking_at)), 0) AS float),
    count(*) FILTER (WHERE k.outcome = 'completed'), count(*) FILTER (WHERE k.outcome IN ('refused', 'opt_out')),
    count(*) FILTER (WHERE k.outcome = 'call_later')
  FROM calls k JOIN agent_sessions desk ON desk.id = k.agent_session_id JOIN users u ON u.id = desk.user_id
    JOIN cases c ON c.id = k.case_id
  WHERE k.campaign_id = :campaign_id AND k.intended_at >= :begins AND k.intended_at < :ends
    AND k.talking_at IS NOT NULL AND k.ended_at IS NOT NULL AND {LIVES_THERE}
  GROUP BY u.id, u.name ORDER BY u.name, u.id
""")  # noqa: S608


def work_of_agents(session: Session, campaign_id: UUID, days: Days, area_id: str | None) -> list[AgentWork]:
    """Return the talks of each agent of some days, by name."""
    return [AgentWork(*row) for row in session.execute(_WORK, facts_of(campaign_id, days, area_id))]


def facts_of(campaign_id: UUID, days: Days, area_id: str | None) -> dict[str, Any]:
    """Return what the queries of a report are asked with."""
    return {"campaign_id": campaign_id, "begins": days.begins, "ends": days.ends, "area_id": area_id}
