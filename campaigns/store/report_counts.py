"""Counts what a report says of some days: calls by hour, answers by question, the work of agents."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.outcomes import OUTCOMES
from campaigns.rules.report_figures import AgentWork, Days, GivenAnswer, HourNumbers

_REACHED_BY: Final = [outcome.value for outcome, rule in OUTCOMES.items() if rule.reached]
_LIVES_THERE: Final = """
  (CAST(:area_id AS text) IS NULL OR coalesce(c.block_id, c.district_id, c.state_id) IN (SELECT areas_below(:area_id)))
"""
_HOURS: Final = text(f"""
  SELECT CAST(extract(isodow FROM k.sent_at AT TIME ZONE :zone) AS integer) AS weekday,
    CAST(extract(hour FROM k.sent_at AT TIME ZONE :zone) AS integer) AS hour,
    count(*), count(k.answered_at),
    count(*) FILTER (WHERE k.outcome = ANY (:reached) AND k.confirmed IS DISTINCT FROM false)
  FROM calls k JOIN cases c ON c.id = k.case_id
  WHERE k.campaign_id = :campaign_id AND k.intended_at >= :begins AND k.intended_at < :ends
    AND k.sent_at IS NOT NULL AND k.direction = 'out' AND {_LIVES_THERE}
  GROUP BY 1, 2
""")  # noqa: S608 - our own words

# The last answer of a person to a question stands; several choices of one answer count one each.
_LAST: Final = f"""
  SELECT DISTINCT ON (a.case_id, a.step) a.case_id, a.step, a.value -> 'value' AS value, c.weight
  FROM calls k JOIN answers a ON a.call_id = k.id JOIN cases c ON c.id = a.case_id
  WHERE k.campaign_id = :campaign_id AND k.intended_at >= :begins AND k.intended_at < :ends
    AND a.value -> 'value' <> 'null' AND a.step = ANY (:steps) AND {_LIVES_THERE}
  ORDER BY a.case_id, a.step, a.at DESC
"""  # noqa: S608
_ANSWERS: Final = text(f"""
  WITH given AS MATERIALIZED ({_LAST})
  SELECT step, NULL AS value, count(*), CAST(sum(weight) AS float), CAST(sum(weight * weight) AS float)
  FROM given GROUP BY step
  UNION ALL
  SELECT step, choice, count(*), CAST(sum(weight) AS float), CAST(sum(weight * weight) AS float)
  FROM given CROSS JOIN LATERAL jsonb_array_elements_text(
    CASE jsonb_typeof(value) WHEN 'array' THEN value ELSE jsonb_build_array(value) END) AS said (choice)
  GROUP BY step, choice
""")  # noqa: S608
_WORK: Final = text(f"""
  SELECT u.id, u.name, count(*), CAST(coalesce(sum(extract(epoch FROM k.ended_at - k.talking_at)), 0) AS float),
    count(*) FILTER (WHERE k.outcome = 'completed'), count(*) FILTER (WHERE k.outcome IN ('refused', 'opt_out')),
    count(*) FILTER (WHERE k.outcome = 'call_later')
  FROM calls k JOIN agent_sessions desk ON desk.id = k.agent_session_id JOIN users u ON u.id = desk.user_id
    JOIN cases c ON c.id = k.case_id
  WHERE k.campaign_id = :campaign_id AND k.intended_at >= :begins AND k.intended_at < :ends
    AND k.talking_at IS NOT NULL AND k.ended_at IS NOT NULL AND {_LIVES_THERE}
  GROUP BY u.id, u.name ORDER BY u.name, u.id
""")  # noqa: S608


def calls_by_hour(session: Session, campaign_id: UUID, days: Days, area_id: str | None) -> list[HourNumbers]:
    """Count the dials of some days by weekday and hour, as clocks show where the called people live."""
    facts = _facts(campaign_id, days, area_id) | {"zone": days.zone.key, "reached": _REACHED_BY}
    return [HourNumbers(*row) for row in session.execute(_HOURS, facts)]


def given_answers(
    session: Session, campaign_id: UUID, days: Days, area_id: str | None, steps: list[str]
) -> tuple[list[GivenAnswer], Mapping[str, tuple[int, float, float]]]:
    """Return the answers to some questions, and how many people answered each, with the sums of their weights."""
    given, asked = [], {}
    for step, value, *numbers in session.execute(_ANSWERS, _facts(campaign_id, days, area_id) | {"steps": steps}):
        if value is None:
            asked[step] = (numbers[0], numbers[1], numbers[2])
        else:
            given.append(GivenAnswer(step, value, *numbers))
    return given, asked


def work_of_agents(session: Session, campaign_id: UUID, days: Days, area_id: str | None) -> list[AgentWork]:
    """Return the talks of each agent of some days, by name."""
    return [AgentWork(*row) for row in session.execute(_WORK, _facts(campaign_id, days, area_id))]


def _facts(campaign_id: UUID, days: Days, area_id: str | None) -> dict[str, Any]:
    return {"campaign_id": campaign_id, "begins": days.begins, "ends": days.ends, "area_id": area_id}
