"""What a campaign's own calls and desks say, for a rehearsal: answers by hour and attempt, durations, agents and hours."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, func, select, text
from sqlalchemy.orm import Session

from campaigns.rules.calling.answering_hours import Level, Tallies, Tally
from campaigns.rules.calling.day_parts import DayPart
from campaigns.rules.calling.local_day import local_day
from campaigns.rules.outcomes import Outcome
from campaigns.rules.rehearsal.calibration import CallsSeen, Lasted
from campaigns.rules.roles import Role
from campaigns.store.tables import AnsweringCount, Area, Campaign, User

LOOKED_AT: Final = timedelta(days=30)
FLOOR_LOOKED_AT: Final = timedelta(days=7)
LATEST_DIAL: Final = 8

_ANSWERS: Final = text("""
  WITH rung AS (
    SELECT phone, outcome, sent_at, answered_at IS NOT NULL AS answered,
      row_number() OVER earlier AS dial,
      coalesce(bool_or(answered_at IS NOT NULL) OVER (earlier ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), false)
        AS has_answered
    FROM calls
    WHERE campaign_id = :campaign_id AND direction = 'out' AND status = 'ended' AND sent_at IS NOT NULL
      AND intended_at >= :since AND end_reason IS DISTINCT FROM 'not_sent' AND outcome IS DISTINCT FROM 'technical'
    WINDOW earlier AS (PARTITION BY case_id, phone ORDER BY sent_at)
  )
  SELECT least(dial, :latest) AS dial, CAST(extract(hour FROM sent_at AT TIME ZONE :zone) AS int) AS hour, outcome,
    answered, count(*) AS calls
  FROM rung WHERE NOT has_answered GROUP BY 1, 2, 3, 4
""")
_TALKS: Final = text("""
  SELECT k.outcome, count(*) AS calls,
    coalesce(avg(ln(greatest(1, extract(epoch FROM k.ended_at - k.talking_at)))), 0)::float8 AS mean_log,
    coalesce(var_pop(ln(greatest(1, extract(epoch FROM k.ended_at - k.talking_at)))), 0)::float8 AS variance,
    count(l.at) AS logged,
    coalesce(avg(ln(greatest(1, extract(epoch FROM l.at - k.ended_at)))) , 0)::float8 AS wrap_mean,
    coalesce(var_pop(ln(greatest(1, extract(epoch FROM l.at - k.ended_at)))), 0)::float8 AS wrap_variance
  FROM calls k LEFT JOIN logged_outcomes l ON l.call_id = k.id
  WHERE k.campaign_id = :campaign_id AND k.intended_at >= :since AND k.talking_at IS NOT NULL AND k.ended_at IS NOT NULL
    AND k.outcome IS NOT NULL
  GROUP BY k.outcome
""")
_FLOOR: Final = text("""
  WITH days AS (
    SELECT CAST(intended_at AT TIME ZONE :zone AS date) AS day, min(intended_at) AS begins, max(intended_at) AS ends
    FROM calls
    WHERE campaign_id = :campaign_id AND intended_at >= :since AND intended_at < :today AND direction = 'out' GROUP BY 1
  )
  SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY CAST(begins AT TIME ZONE :zone AS time)) AS begins,
    percentile_disc(0.5) WITHIN GROUP (ORDER BY CAST(ends AT TIME ZONE :zone AS time)) AS ends, count(*) AS days,
    sum(extract(epoch FROM ends - begins))::float8 AS seconds,
    sum((SELECT sum(greatest(0, extract(epoch FROM least(coalesce(s.ended_at, s.heard_at), days.ends)
        - greatest(s.started_at, days.begins))))
      FROM agent_sessions s WHERE s.campaign_id = :campaign_id AND s.started_at < days.ends
        AND coalesce(s.ended_at, s.heard_at) > days.begins))::float8 AS agent_seconds
  FROM days
""")


@dataclass(frozen=True)
class FloorSeen:
    """How many agents work a campaign on its days, and from when to when."""

    agents: int
    begins: time
    ends: time
    days: int


def calls_seen(session: Session, campaign: Campaign, *, now: datetime) -> CallsSeen:
    """Return what a campaign's calls of the last month came to."""
    facts = {
        "campaign_id": campaign.id,
        "since": now - LOOKED_AT,
        "zone": campaign.zone,
        "latest": LATEST_DIAL,
    }
    by_dial, by_hour = defaultdict[int, list[int]](lambda: [0, 0]), defaultdict[int, list[int]](lambda: [0, 0])
    misses, dead = defaultdict[Outcome, int](int), 0
    for row in session.execute(_ANSWERS, facts):
        for counts in (by_dial[row.dial], by_hour[row.hour]):
            counts[0] += row.calls
            counts[1] += row.calls * row.answered
        if not row.answered and row.outcome:
            misses[Outcome(row.outcome)] += row.calls
            dead += row.calls * (row.dial == 1 and row.outcome == Outcome.INVALID_NUMBER)
    talks = session.execute(_TALKS, facts).all()
    done = [row for row in talks if row.outcome == Outcome.COMPLETED]
    return CallsSeen(
        by_dial={dial: (calls, answers) for dial, (calls, answers) in by_dial.items()},
        by_hour={hour: (calls, answers) for hour, (calls, answers) in by_hour.items()},
        misses=dict(misses),
        dead=dead,
        talks={Outcome(row.outcome): row.calls for row in talks},
        interview=_lasted([(row.calls, row.mean_log, row.variance) for row in done]),
        other_talk=_lasted([(row.calls, row.mean_log, row.variance) for row in talks if row not in done]),
        wrap_up=_lasted([(row.logged, row.wrap_mean, row.wrap_variance) for row in talks]),
    )


def floor_seen(session: Session, campaign: Campaign, *, now: datetime) -> FloorSeen | None:
    """Return the floor of the last week's days that are over; None where nobody was called on them.

    A day that has begun says nothing yet: its first calls would be its last, too.
    """
    today = local_day(ZoneInfo(campaign.zone), now=now).begins
    facts = {"campaign_id": campaign.id, "since": now - FLOOR_LOOKED_AT, "today": today, "zone": campaign.zone}
    row: Row[Any] = session.execute(_FLOOR, facts).one()
    if not row.days or not row.seconds or not row.agent_seconds:
        return None
    return FloorSeen(max(1, round(row.agent_seconds / row.seconds)), row.begins, row.ends, row.days)


def answered_until_now(session: Session, campaign_id: UUID) -> Mapping[Level, Mapping[str, Tallies]]:
    """Return what the campaign has learned of answering hours, by level and area."""
    found: dict[Level, dict[str, dict[DayPart, Tally]]] = {level: {} for level in Level}
    whole: dict[DayPart, Tally] = {}
    table = AnsweringCount
    lanes = select(
        table.level,
        table.place,
        table.part,
        func.sum(table.calls).label("calls"),
        func.sum(table.answers).label("answers"),
    )
    mine = lanes.where(table.campaign_id == campaign_id).group_by(table.level, table.place, table.part)
    for row in session.execute(mine):
        here = found[Level(row.level)].setdefault(row.place, {})
        for tallies in (here, whole) if row.level == Level.DISTRICT else (here,):
            before = tallies.get(row.part, Tally())
            tallies[row.part] = Tally(before.calls + row.calls, before.answers + row.answers)
    found[Level.CAMPAIGN] = {"": whole}
    return {level: dict(areas) for level, areas in found.items()}


def tongues_of_agents(session: Session, campaign: Campaign) -> list[list[str]]:
    """Return what each active agent of the campaign's operator speaks; an empty list: anything."""
    agents = select(User.languages).where(User.role == Role.AGENT, User.active.is_(True)).order_by(User.sign_in)
    if campaign.operator_id:
        agents = agents.where(User.operator_id == campaign.operator_id)
    return [list(languages) for languages in session.scalars(agents)]


def area_names(session: Session, areas: set[str]) -> Mapping[str, str]:
    """Return the names of areas."""
    found = session.scalars(select(Area).where(Area.id.in_(areas)))
    return {area.id: area.name for area in found}


def _lasted(parts: list[tuple[int, float, float]]) -> Lasted:
    """Return several groups of durations as one."""
    count = sum(calls for calls, _, _ in parts)
    if not count:
        return Lasted()
    mean = sum(calls * mean for calls, mean, _ in parts) / count
    variance = sum(calls * (own + (each - mean) ** 2) for calls, each, own in parts) / count
    return Lasted(count, mean, variance)
