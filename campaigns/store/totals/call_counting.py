"""What dials are counted by, place and quarter of an hour: triggers (migration 0023) note, upkeep adds the notes up.

As with cases (store/totals/case_counting) a note is a row that nobody else touches, and what is noted and not yet added up
counts as well. Every clock on earth stands a whole number of quarters beside UTC, so that hours of any zone add up.
"""

from typing import Final

from campaigns.rules.outcomes import OUTCOMES

COLUMNS: Final = "department_id, campaign_id, area_id, quarter, dialled, answered, reached"
_REACHED_BY: Final = ", ".join(f"'{outcome}'" for outcome, rule in OUTCOMES.items() if rule.reached)
COUNTED_CALLS: Final = f"""
  SELECT k.department_id, k.campaign_id, coalesce(c.block_id, c.district_id, c.state_id, ''), told.quarter,
    count(*), sum(told.answered), sum(told.reached)
  FROM calls k JOIN cases c ON c.id = k.case_id CROSS JOIN LATERAL (
    SELECT date_bin('15 minutes', k.sent_at, TIMESTAMPTZ '2000-01-01 00:00:00+00') AS quarter,
      CAST(k.answered_at IS NOT NULL AS integer) AS answered,
      CAST(coalesce(k.outcome IN ({_REACHED_BY}) AND k.confirmed IS NOT false, false) AS integer) AS reached
  ) told
  WHERE k.sent_at IS NOT NULL AND k.direction = 'out' AND {{which}} GROUP BY 1, 2, 3, 4
"""  # noqa: S608 - our own words
NOTE_ALL_CALLS: Final = f"INSERT INTO call_changes ({COLUMNS}) {COUNTED_CALLS}"
