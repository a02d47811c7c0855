"""Who is due in a campaign and what holds them, from the heads of the lanes: at a cost that no list changes.

Lanes of people who may be called come first. So whoever finds only people whose language nobody speaks, or whose areas
are shut, knows that there are no others, however many there are of these.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.calling.call_caps import Hold
from campaigns.rules.reports.bounded_counts import DUE_AT_MOST
from campaigns.store.tables import Campaign
from campaigns.store.tables.cases import PLACE, QUEUED, READY_AT, TONGUE

OF_A_LANE: Final = 20  # people who rest are counted among the next so many of each lane
_RESTS: Final = [Hold.PHONE_RESTS.value, Hold.PHONE_CAP.value, Hold.PERSON_CAP.value]
_UNSPOKEN: Final = "(NOT :any_language AND {tongue} <> '' AND NOT {tongue} = ANY (:spoken))"
_SHUT: Final = """({place} = ANY (:shut) OR coalesce(district_id, '') = ANY (:shut)
      OR coalesce(state_id, '') = ANY (:shut))"""
_LANES: Final = f"""
  WITH lane AS MATERIALIZED (
    SELECT priority, place, language, {_UNSPOKEN.format(tongue="language")} AS unspoken,
      {_SHUT.format(place="place")} AS shut
    FROM case_lanes WHERE campaign_id = :campaign_id
  ), line AS MATERIALIZED (
    SELECT * FROM lane ORDER BY unspoken OR shut
  )"""  # noqa: S608 - our own words
_IN_LANE: Final = f"""campaign_id = :campaign_id AND priority = line.priority AND {PLACE} = line.place
        AND {TONGUE} = line.language AND {QUEUED}"""
_DUE: Final = text(f"""
  {_LANES}, due AS MATERIALIZED (
    (SELECT beneficiary_id, phone_position, {TONGUE} AS language, {_UNSPOKEN.format(tongue=TONGUE)} AS unspoken,
      {_SHUT.format(place=PLACE)} AS shut, coalesce(held_until > :now AND held_because = ANY (:rests), false) AS rests
    FROM cases WHERE campaign_id = :campaign_id AND priority = 0 AND {QUEUED} AND due_at <= :now
    ORDER BY due_at LIMIT :most)
    UNION ALL
    (SELECT head.beneficiary_id, head.phone_position, line.language, line.unspoken, line.shut, false
    FROM line CROSS JOIN LATERAL (
      SELECT beneficiary_id, phone_position FROM cases WHERE {_IN_LANE} AND {READY_AT} <= :now
      ORDER BY {READY_AT} LIMIT :most
    ) head LIMIT :most)
  )
  SELECT due.language, due.unspoken, due.shut, due.rests, held.silenced, held.in_call, count(*) AS people
  FROM due
  LEFT JOIN beneficiary_phones phone
    ON phone.beneficiary_id = due.beneficiary_id AND phone.position = due.phone_position
  CROSS JOIN LATERAL (
    SELECT EXISTS (
        SELECT FROM silenced_numbers s WHERE s.e164 = phone.e164
          AND (s.department_id IS NULL OR s.department_id = :department_id)
          AND (s.scheme_id IS NULL OR s.scheme_id = :scheme_id) OFFSET 0
      ) AS silenced,
      EXISTS (SELECT FROM calls k WHERE k.phone = phone.e164 AND k.status <> 'ended') AS in_call
  ) held
  GROUP BY 1, 2, 3, 4, 5, 6
""")  # noqa: S608 - our own words
_RESTING: Final = text(f"""
  {_LANES}
  SELECT count(*) FILTER (WHERE rests) FROM (
    SELECT next.rests FROM line CROSS JOIN LATERAL (
      SELECT due_at <= :now AND held_because = ANY (:rests) AS rests FROM cases
      WHERE {_IN_LANE} AND {READY_AT} > :now ORDER BY {READY_AT} LIMIT :of_a_lane
    ) next WHERE NOT line.unspoken AND NOT line.shut LIMIT :most
  ) looked_at
""")  # noqa: S608 - our own words
_NEXT: Final = text(f"""
  {_LANES}
  SELECT least(
    (SELECT min(next.at) FROM line CROSS JOIN LATERAL (
      SELECT {READY_AT} AS at FROM cases WHERE {_IN_LANE} AND {READY_AT} > :now ORDER BY {READY_AT} LIMIT 1
    ) next),
    (SELECT {READY_AT} FROM cases WHERE campaign_id = :campaign_id AND priority = 0 AND {QUEUED} AND due_at > :now
      ORDER BY due_at LIMIT 1)
  )
""")  # noqa: S608 - our own words


@dataclass
class DuePeople:
    """How many are due, and of these how many are held back by what; each is counted once."""

    people: int = 0
    busy: int = 0
    opted_out: int = 0
    shut: int = 0
    resting: int = 0
    unspoken: Counter[str] = field(default_factory=Counter)


def due_people(
    session: Session,
    campaign: Campaign,
    spoken: frozenset[str] | None,
    shut: Sequence[str],
    *,
    now: datetime,
    most: int = DUE_AT_MOST,
) -> DuePeople:
    """Count who is due and what holds them: the language first, then the place, the number, a call on it, a rest."""
    facts = _facts(campaign.id, now) | {
        "any_language": spoken is None,
        "spoken": sorted(spoken or ()),
        "shut": list(shut),
        "department_id": campaign.department_id,
        "scheme_id": campaign.scheme_id,
        "rests": _RESTS,
        "most": most + 1,
        "of_a_lane": OF_A_LANE,
    }
    due = DuePeople()
    for row in session.execute(_DUE, facts):
        due.people += row.people
        if row.unspoken:
            due.unspoken[row.language] += row.people
        elif row.shut:
            due.shut += row.people
        elif row.silenced:
            due.opted_out += row.people
        elif row.in_call:
            due.busy += row.people
        elif row.rests:
            due.resting += row.people
    resting = session.scalar(_RESTING, facts) or 0
    due.resting += resting
    due.people += resting
    return due


def next_due(session: Session, campaign_id: UUID, *, now: datetime) -> datetime | None:
    """Return the next moment at which somebody becomes due."""
    anybody: dict[str, Any] = {"any_language": True, "spoken": [], "shut": []}
    at: datetime | None = session.scalar(_NEXT, _facts(campaign_id, now) | anybody)
    return at


def _facts(campaign_id: UUID, now: datetime) -> dict[str, Any]:
    return {"campaign_id": campaign_id, "now": now}
