"""Counts what a report says of some days: calls by hour, the work of agents."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.outcomes import OUTCOMES
from campaigns.rules.report_figures import AgentWork, Days, HourNumbers

_REACHED_BY: Final = [outcome.value for outcome, rule in OUTCOMES.items() if rule.reached]
LIVES_THERE: Final = """
  (CAST(:area_id AS text) IS NULL OR coalesce(c.block_id, c.district_id, c.state_id) IN (SELECT areas_below(:area_id)))
"""
_HOURS: Final = text(f"""
  SELECT CAST(extract(isodow FROM k.sent_at AT TIME ZONE :zone) AS integer) AS weekday,
    CAST(extract(hour FROM k.sent_at AT TIME ZONE :zone) AS integer) AS hour,
    count(*), count(k.answered_at),
    count(*) FILTER (WHERE k.outcome = ANY (:reached) AND k.confirmed IS DISTINCT FROM false)
  FROM calls k JOIN cases c ON c.id = k.case_id
  WHERE k.campaign_id = :campaign_id AND k.intended_at >= :begins AND k.intended_at < :ends
    AND k.sent_at IS NOT NULL AND k.direction = 'out' AND {LIVES_THERE}
  GROUP BY 1, 2
""")  # noqa: S608 - our own words

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


def calls_by_hour(session: Session, campaign_id: UUID, days: Days, area_id: str | None) -> list[HourNumbers]:
    """Count the dials of some days by weekday and hour, as clocks show where the called people live."""
    facts = facts_of(campaign_id, days, area_id) | {"zone": days.zone.key, "reached": _REACHED_BY}
    return [HourNumbers(*row) for row in session.execute(_HOURS, facts)]


def work_of_agents(session: Session, campaign_id: UUID, days: Days, area_id: str | None) -> list[AgentWork]:
    """Return the talks of each agent of some days, by name."""
    return [AgentWork(*row) for row in session.execute(_WORK, facts_of(campaign_id, days, area_id))]


def facts_of(campaign_id: UUID, days: Days, area_id: str | None) -> dict[str, Any]:
    """Return what the queries of a report are asked with."""
    return {"campaign_id": campaign_id, "begins": days.begins, "ends": days.ends, "area_id": area_id}
