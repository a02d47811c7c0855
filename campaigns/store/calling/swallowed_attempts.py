"""Attempts that an outage had swallowed before anybody noted it: taken back, and whom the last of them closed is open again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from campaigns.rules.calling.retry_plan import AGAIN_PRIORITY, SWALLOWED, Because
from campaigns.rules.case_states import CaseEvent, CaseStatus, advance
from campaigns.store.tables import AreaOutage

LONGEST_WAIT: Final = timedelta(hours=1)  # from the intent of a call to its dial, by far

_INTO_IT: Final = """k.campaign_id IN (SELECT id FROM campaigns) AND k.intended_at >= :earliest AND k.intended_at < :ends
      AND k.sent_at >= :begins AND k.sent_at < :ends AND k.outcome = ANY (:outcomes) AND k.crossed_at IS NULL
      AND EXISTS (
        SELECT FROM areas hers
        WHERE (hers.id = :area OR hers.parent_id = :area) AND hers.id IN (c.block_id, c.district_id, c.state_id)
      )"""
# Closed by the last of her attempts, her own call or one to her house, in a campaign and by a list that go on.
_REOPEN: Final = text(f"""
  WITH given_up AS MATERIALIZED (
    SELECT c.id, k.id AS call_id
    FROM calls k
    JOIN campaigns campaign ON campaign.id = k.campaign_id AND campaign.status IN ('running', 'paused')
    JOIN beneficiary_phones number ON number.e164 = k.phone
    JOIN cases c ON c.beneficiary_id = number.beneficiary_id AND c.campaign_id = k.campaign_id
    JOIN lists list ON list.id = c.list_id AND list.status = 'approved' AND list.ended_at IS NULL
    WHERE {_INTO_IT} AND c.status = 'closed' AND NOT c.reached AND c.outcome = k.outcome AND EXISTS (
      SELECT FROM case_moves m
      WHERE m.case_id = c.id AND m.call_id = k.id AND m.event = 'close' AND m.at = c.closed_at
    )
    LIMIT :most FOR NO KEY UPDATE OF c SKIP LOCKED
  ), opened AS (
    UPDATE cases SET status = :after, attempts = greatest(0, attempts - 1), due_at = :now, priority = :priority,
      owner_id = NULL, closed_at = NULL
    FROM given_up WHERE cases.id = given_up.id
    RETURNING cases.id, cases.department_id, cases.phone_position, given_up.call_id
  ), told AS (
    INSERT INTO planned_tries (call_id, case_id, department_id, due_at, because, facts, at)
    SELECT call_id, id, department_id, :now, :outage, jsonb_build_object('position', phone_position), :now FROM opened
    ON CONFLICT DO NOTHING
  )
  INSERT INTO case_moves (id, department_id, case_id, event, before, after, call_id, at)
  SELECT gen_random_uuid(), department_id, id, :event, 'closed', :after, call_id, :now FROM opened
  RETURNING id
""")  # noqa: S608 - our own words

# Named as swallowed in the plan that followed the call: so each counts back once, her story says so, and no cap of the
# day counts it (call_caps.RANG). Also of who is in another call by now, or was promised one.
_TAKE_BACK: Final = text(f"""
  WITH swallowed AS MATERIALIZED (
    SELECT p.call_id, p.case_id, k.phone
    FROM calls k JOIN planned_tries p ON p.call_id = k.id JOIN cases c ON c.id = p.case_id
    WHERE {_INTO_IT} AND p.because <> :outage AND c.status <> 'closed'
    LIMIT :most FOR NO KEY UPDATE OF c SKIP LOCKED
  ), told AS (
    UPDATE planned_tries p SET because = :outage FROM swallowed s
    WHERE p.call_id = s.call_id AND p.case_id = s.case_id
  ), taken_back AS (
    UPDATE cases SET attempts = greatest(0, attempts - had.calls)
    FROM (
      SELECT s.case_id, count(*) AS calls
      FROM swallowed s JOIN cases c ON c.id = s.case_id
      JOIN beneficiary_phones number
        ON number.beneficiary_id = c.beneficiary_id AND number.position = c.phone_position AND number.e164 = s.phone
      GROUP BY s.case_id
    ) had
    WHERE cases.id = had.case_id
  )
  SELECT count(*) FROM swallowed
""")  # noqa: S608 - our own words


@dataclass(frozen=True)
class Outage:
    """Where and when phones were dead, as far as it is over by now."""

    area_id: str
    begins: datetime
    ends: datetime

    @property
    def facts(self) -> dict[str, Any]:
        """Return what both statements ask of it."""
        return {
            "area": self.area_id,
            "earliest": self.begins - LONGEST_WAIT,
            "begins": self.begins,
            "ends": self.ends,
            "outcomes": [outcome.value for outcome in SWALLOWED],
            "outage": Because.OUTAGE.value,
        }


def outages_noted_since(session: Session, since: datetime, *, now: datetime) -> list[Outage]:
    """Return what was noted of late and had begun by then, as far as it is over by now."""
    noted = select(AreaOutage).where(AreaOutage.noted_at >= since, AreaOutage.begins_at < AreaOutage.noted_at)
    return [Outage(one.area_id, one.begins_at, min(now, one.ends_at or now)) for one in session.scalars(noted)]


def reopen_swallowed_cases(session: Session, outage: Outage, *, most: int, now: datetime) -> int:
    """Open up to so many cases again that a call into an outage closed, and return how many; fewer: none are left but held ones."""
    event = CaseEvent.REOPEN
    moves = {"event": event.value, "after": advance(CaseStatus.CLOSED, event), "priority": AGAIN_PRIORITY, "now": now}
    return len(session.execute(_REOPEN, outage.facts | moves | {"most": most}).all())


def take_back_swallowed_attempts(session: Session, outage: Outage, *, most: int) -> int:
    """Take back up to so many attempts, and return how many; fewer: none are left but of those who are held just now."""
    return session.scalar(_TAKE_BACK, outage.facts | {"most": most}) or 0
