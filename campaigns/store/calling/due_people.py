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

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from campaigns.rules.calling.call_caps import Hold
from campaigns.rules.calling.callback_slots import OWNER_WAITS
from campaigns.rules.reports.bounded_counts import DUE_AT_MOST
from campaigns.store.tables import Campaign
from campaigns.store.tables.cases import PLACE, QUEUED, READY_AT, TONGUE

OF_A_LANE: Final = 20  # people who are held back are counted among the next so many of each lane
_UNSPOKEN: Final = "(NOT :any_language AND {tongue} <> '' AND NOT {tongue} = ANY (:spoken))"
_UNREADY: Final = "(NOT :any_ready AND {tongue} <> '' AND NOT {tongue} = ANY (:ready))"
_SHUT: Final = """({place} = ANY (:shut) OR coalesce(district_id, '') = ANY (:shut)
      OR coalesce(state_id, '') = ANY (:shut))"""
# As queue_claims has it: while her agent works this campaign, a promised call waits for her, though not for ever.
_OWNER_AWAY: Final = """(owner_id IS NOT NULL AND due_at > :promises_before AND EXISTS (
      SELECT FROM agent_sessions desk WHERE desk.user_id = owner_id AND desk.campaign_id = :campaign_id
        AND desk.status NOT IN ('signed_out', 'ready')))"""
_LANES: Final = f"""
  WITH lane AS MATERIALIZED (
    SELECT priority, place, language, {_UNSPOKEN.format(tongue="language")} AS unspoken,
      {_UNREADY.format(tongue="language")} AS unready, {_SHUT.format(place="place")} AS shut
    FROM case_lanes WHERE campaign_id = :campaign_id
  ), line AS MATERIALIZED (
    SELECT *, unspoken OR unready OR shut AS passed_over FROM lane ORDER BY passed_over
  )"""  # noqa: S608 - our own words
_IN_LANE: Final = f"""campaign_id = :campaign_id AND priority = line.priority AND {PLACE} = line.place
        AND {TONGUE} = line.language AND {QUEUED}"""
_DUE: Final = text(f"""
  {_LANES}, due AS MATERIALIZED (
    (SELECT beneficiary_id, phone_position, {TONGUE} AS language, {_UNSPOKEN.format(tongue=TONGUE)} AS unspoken,
      {_UNREADY.format(tongue=TONGUE)} AS unready, {_SHUT.format(place=PLACE)} AS shut, {_OWNER_AWAY} AS owner_away,
      CASE WHEN held_until > :now THEN held_because END AS held_because
    FROM cases WHERE campaign_id = :campaign_id AND priority = 0 AND {QUEUED} AND due_at <= :now
    ORDER BY due_at LIMIT :most)
    UNION ALL
    (SELECT head.beneficiary_id, head.phone_position, line.language, line.unspoken, line.unready, line.shut, false, NULL
    FROM line CROSS JOIN LATERAL (
      SELECT beneficiary_id, phone_position FROM cases WHERE {_IN_LANE} AND {READY_AT} <= :now
      ORDER BY {READY_AT} LIMIT :most
    ) head LIMIT :most)
  )
  SELECT due.language, due.unspoken, due.unready, due.shut, due.owner_away, due.held_because, held.silenced, held.in_call,
    count(*) AS people
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
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
""")  # noqa: S608 - our own words
# Whom the dialler has looked at and marked: also a phone that is in a call of another department, which only it sees.
_HELD: Final = text(f"""
  {_LANES}
  SELECT held_because, count(*) AS people FROM (
    SELECT next.held_because FROM line CROSS JOIN LATERAL (
      SELECT CASE WHEN due_at <= :now THEN held_because END AS held_because FROM cases
      WHERE {_IN_LANE} AND {READY_AT} > :now ORDER BY {READY_AT} LIMIT :of_a_lane
    ) next WHERE NOT line.passed_over LIMIT :most
  ) looked_at WHERE held_because IS NOT NULL GROUP BY held_because
""")  # noqa: S608 - our own words
_ALL_DUE: Final = text(f"""
  SELECT count(*) FROM (
    SELECT FROM cases WHERE campaign_id = :campaign_id AND {QUEUED} AND due_at <= :now LIMIT :most
  ) due
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


@dataclass(frozen=True)
class Tongues:
    """Languages that somebody at a desk speaks, and those that somebody who is ready speaks; None: any language."""

    spoken: frozenset[str] | None = None
    ready: frozenset[str] | None = None  # None, too, where nobody is ready at all: that is another obstacle

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the statements ask of them."""
        return {
            "any_language": self.spoken is None,
            "spoken": sorted(self.spoken or ()),
            "any_ready": self.ready is None,
            "ready": sorted(self.ready or ()),
        }


@dataclass
class DuePeople:
    """How many are due, and of these how many are held back by what; each is counted once."""

    people: int = 0
    busy: int = 0
    opted_out: int = 0
    shut: int = 0
    resting: int = 0
    owner_away: int = 0
    unspoken: Counter[str] = field(default_factory=Counter)
    unready: Counter[str] = field(default_factory=Counter)  # who speaks it is at a desk, and not ready

    def hold(self, because: str | None, people: int) -> None:
        """Count whom a rule holds back, by which."""
        match because:
            case Hold.PHONE_IN_CALL | Hold.PERSON_IN_CALL:
                self.busy += people
            case Hold.OPTED_OUT:
                self.opted_out += people
            case Hold.PHONE_RESTS | Hold.PHONE_CAP | Hold.PERSON_CAP:
                self.resting += people
            case _:
                pass  # nothing holds them

    def hold_others(self, all_due: int) -> None:
        """Count those due whom no look at a line's head has met: all of them are held, and by what most of the others are."""
        others = max(all_due - self.people, 0)
        self.people += others
        if self.busy > self.resting:
            self.busy += others
        else:
            self.resting += others


def due_people(
    session: Session,
    campaign: Campaign,
    tongues: Tongues,
    shut: Sequence[str],
    *,
    now: datetime,
    most: int = DUE_AT_MOST,
) -> DuePeople:
    """Count who is due and what holds them: the language first, then the place, who promised, the number, a call, a rest."""
    facts = _facts(campaign.id, now, tongues) | {
        "shut": list(shut),
        "department_id": campaign.department_id,
        "scheme_id": campaign.scheme_id,
        "promises_before": now - OWNER_WAITS,
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
        elif row.unready:
            due.unready[row.language] += row.people
        elif row.owner_away:
            due.owner_away += row.people
        else:
            due.hold(_held(row), row.people)
    for because, people in session.execute(_HELD, facts):
        due.people += people
        due.hold(because, people)
    due.hold_others(session.scalar(_ALL_DUE, facts) or 0)
    return due


def _held(row: Row[Any]) -> str | None:
    """Return what holds somebody at the head of a line: her number, a call on it, or what the dialler has marked."""
    if row.silenced:
        return Hold.OPTED_OUT
    because: str | None = Hold.PHONE_IN_CALL if row.in_call else row.held_because
    return because


def next_due(session: Session, campaign_id: UUID, *, now: datetime) -> datetime | None:
    """Return the next moment at which somebody becomes due."""
    at: datetime | None = session.scalar(_NEXT, _facts(campaign_id, now, Tongues()) | {"shut": []})
    return at


def _facts(campaign_id: UUID, now: datetime, tongues: Tongues) -> dict[str, Any]:
    return {"campaign_id": campaign_id, "now": now, **tongues.facts}
