"""What the work of agents is counted by: place, desk and day; triggers (migration 0032) note, upkeep adds the notes up.

As with cases (store/totals/case_counting) a note is a row that nobody else touches, and what is noted and not yet added
up counts as well. A note names the desk, a total its agent. A talk counts on the day on which its call was intended.
"""

from typing import Final

COUNTED: Final = "department_id, campaign_id, area_id, agent_session_id, day"  # what a note is of
SUMS: Final = ("talks", "seconds", "completed", "refused", "callbacks")
ALL_WORK: Final = """
  SELECT k.department_id, k.campaign_id, coalesce(c.block_id, c.district_id, c.state_id, '') AS area_id, k.agent_session_id,
    CAST(k.intended_at AT TIME ZONE m.zone AS date) AS day, count(*) AS talks,
    sum(extract(epoch FROM k.ended_at - k.talking_at)) AS seconds, count(*) FILTER (WHERE k.outcome = 'completed') AS completed,
    count(*) FILTER (WHERE k.outcome IN ('refused', 'opt_out')) AS refused,
    count(*) FILTER (WHERE k.outcome = 'call_later') AS callbacks
  FROM calls k JOIN cases c ON c.id = k.case_id JOIN campaigns m ON m.id = k.campaign_id
  WHERE k.agent_session_id IS NOT NULL AND k.talking_at IS NOT NULL AND k.ended_at IS NOT NULL AND {which}
  GROUP BY 1, 2, 3, 4, 5
"""
NOTE_ALL_WORK: Final = f"INSERT INTO work_changes ({COUNTED}, {', '.join(SUMS)}) {ALL_WORK}"
