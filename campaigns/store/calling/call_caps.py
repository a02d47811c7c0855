"""The caps of a jurisdiction, and what was done on a phone and to a person, read across all departments."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from campaigns.rules.calling.call_caps import Caps, Held, PhoneHistory, held_back
from campaigns.rules.calling.local_day import local_day
from campaigns.rules.calling.retry_plan import SWALLOWED, Because
from campaigns.store.calling.dated_rules import dated_rules
from campaigns.store.tables import Campaign, Case

# Of two calls to a person that are both about to leave, on two of her numbers, the first one leaves: right before the
# dial (`call_id` is known) a call that is only intended keeps no other one back.
# What rang, of a row that names `e164`, `beneficiary_id` and `call_id` (the call itself, which is left out). A call
# that the network swallowed, that was made into an outage, or that never left, rang nowhere; a talk that she began
# herself gives the house its rest, and has no time of sending.
_OUTAGE: Final = f"""k.outcome IN ({", ".join(f"'{outcome}'" for outcome in sorted(SWALLOWED))})
      AND EXISTS (SELECT FROM planned_tries p WHERE p.call_id = k.id AND p.because = '{Because.OUTAGE}')"""
RANG: Final = f"""(k.sent_at IS NOT NULL OR k.talking_at IS NOT NULL) AND k.end_reason IS DISTINCT FROM 'not_sent'
      AND k.outcome IS DISTINCT FROM 'technical' AND k.id IS DISTINCT FROM found.call_id
      AND (k.outcome IS NULL OR NOT ({_OUTAGE}))"""
SEEN: Final = f"""
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE k.sent_at >= :today) AS calls_today,
      max(coalesce(k.ended_at, k.sent_at)) AS last_call,
      max(coalesce(k.ended_at, k.talking_at)) FILTER (WHERE k.talking_at IS NOT NULL) AS last_talk
    FROM calls k
    WHERE k.phone = found.e164 AND k.intended_at >= :since
      AND {RANG}
  ) seen
  CROSS JOIN LATERAL (
    SELECT count(*) AS calls_to_person_today
    FROM cases hers JOIN calls k ON k.case_id = hers.id
    WHERE hers.beneficiary_id = found.beneficiary_id AND k.sent_at >= :today
      AND {RANG}
  ) person
  CROSS JOIN LATERAL (
    SELECT EXISTS (
        SELECT FROM calls k WHERE k.phone = found.e164 AND k.status <> 'ended' AND k.id IS DISTINCT FROM found.call_id
      ) AS in_call,
      EXISTS (
        SELECT FROM silenced_numbers s WHERE s.e164 = found.e164
          AND (s.department_id IS NULL OR s.department_id = :department_id)
          AND (s.scheme_id IS NULL OR s.scheme_id = :scheme_id) OFFSET 0
      ) AS silenced,
      EXISTS (
        SELECT FROM cases hers JOIN calls k ON k.case_id = hers.id
        WHERE hers.beneficiary_id = found.beneficiary_id AND k.status <> 'ended'
          AND k.id IS DISTINCT FROM found.call_id AND (found.call_id IS NULL OR k.status <> 'intended')
      ) AS person_in_call
  ) now
"""  # noqa: S608 - our own words
SEEN_COLUMNS: Final = "in_call, silenced, calls_today, calls_to_person_today, last_call, last_talk, person_in_call"  # as PhoneHistory has them
_OF_CALLS: Final = text(f"""
  SELECT found.call_id, {SEEN_COLUMNS}
  FROM (
    SELECT k.id AS call_id, k.phone AS e164, c.beneficiary_id
    FROM calls k JOIN cases c ON c.id = k.case_id WHERE k.id = ANY (:call_ids)
  ) found {SEEN}
""")  # noqa: S608 - our own words
_OF_ONE: Final = text(f"""
  SELECT {SEEN_COLUMNS}
  FROM (
    SELECT CAST(NULL AS uuid) AS call_id, CAST(:e164 AS text) AS e164, CAST(:beneficiary_id AS uuid) AS beneficiary_id
  ) found {SEEN}
""")  # noqa: S608 - our own words


def calling_caps(session: Session, jurisdiction: str, *, on: date) -> Caps:
    """Return the caps that stand on a day: the newest row, or those that Raabta is shipped with."""
    return dated_rules(session, jurisdiction, since=None).caps_on(on)


def ringing_now(session: Session, campaign: Campaign, *, now: datetime) -> "Ringing":
    """Return who may be rung for a campaign at this moment."""
    today = now.astimezone(ZoneInfo(campaign.zone)).date()
    return Ringing(campaign, calling_caps(session, campaign.region, on=today), now=now)


class Ringing:
    """Who may be rung for a campaign at one moment, as far as it hangs on the phone and the person."""

    def __init__(self, campaign: Campaign, caps: Caps, *, now: datetime) -> None:
        day = local_day(ZoneInfo(campaign.zone), now=now)
        self.caps, self.tomorrow, self.now = caps, day.ends, now
        hour = timedelta(hours=1)  # a call may last so long that it was sent an hour before it rings out of the gap
        self.facts: dict[str, Any] = {
            "today": day.begins,
            "since": min(day.begins, now - max(caps.gap, caps.gap_after_talk) - hour),
            "department_id": campaign.department_id,
            "scheme_id": campaign.scheme_id,
        }

    def held_back(self, seen: Row[Any], *, promised: bool) -> Held | None:
        """Judge a row that has the columns of SEEN_COLUMNS."""
        phone = PhoneHistory(*(seen._mapping[name] for name in SEEN_COLUMNS.split(", ")))
        return held_back(self.caps, phone, promised=promised, tomorrow=self.tomorrow, now=self.now)


def person_held_back(
    session: Session, campaign: Campaign, case: Case, e164: str, *, promised: bool, now: datetime
) -> Held | None:
    """Judge whether a case could be called on a number now, as the ready queue would if it looked."""
    ringing = ringing_now(session, campaign, now=now)
    facts = ringing.facts | {"e164": e164, "beneficiary_id": case.beneficiary_id}
    return ringing.held_back(session.execute(_OF_ONE, facts).one(), promised=promised)


def calls_held_back(
    session: Session, call_ids: Sequence[UUID], ringing: Ringing, *, promised: Collection[UUID]
) -> dict[UUID, Held]:
    """Judge intended calls right before they are dialled; those that nothing holds back are missing."""
    rows = session.execute(_OF_CALLS, ringing.facts | {"call_ids": list(call_ids)})
    judged = {row.call_id: ringing.held_back(row, promised=row.call_id in promised) for row in rows}
    return {call_id: held for call_id, held in judged.items() if held}
