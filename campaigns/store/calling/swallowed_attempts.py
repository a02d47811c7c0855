"""Attempts that an outage had swallowed before anybody noted it: they are taken back from those who are still to be rung."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.calling.retry_plan import SWALLOWED, Because

LONGEST_WAIT: Final = timedelta(hours=1)  # from the intent of a call to its dial, by far

# Named as swallowed in the plan that followed the call: so each counts back once, and her story says so.
_TAKE_BACK: Final = text("""
  WITH swallowed AS MATERIALIZED (
    SELECT p.call_id, p.case_id, k.phone
    FROM calls k JOIN planned_tries p ON p.call_id = k.id JOIN cases c ON c.id = p.case_id
    WHERE k.campaign_id IN (SELECT id FROM campaigns) AND k.intended_at >= :earliest AND k.intended_at < :ends
      AND k.sent_at >= :begins AND k.sent_at < :ends AND k.outcome = ANY (:outcomes) AND k.crossed_at IS NULL
      AND p.because <> :outage AND c.status = 'waiting' AND EXISTS (
        SELECT FROM areas hers
        WHERE (hers.id = :area OR hers.parent_id = :area) AND hers.id IN (c.block_id, c.district_id, c.state_id)
      )
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
""")


def take_back_swallowed_attempts(session: Session, area_id: str, begins: datetime, ends: datetime, *, most: int) -> int:
    """Take back up to so many attempts of people of an area who wait, and return how many; fewer: none are left."""
    facts = {
        "area": area_id,
        "earliest": begins - LONGEST_WAIT,
        "begins": begins,
        "ends": ends,
        "outcomes": [outcome.value for outcome in SWALLOWED],
        "outage": Because.OUTAGE.value,
        "most": most,
    }
    return session.scalar(_TAKE_BACK, facts) or 0
