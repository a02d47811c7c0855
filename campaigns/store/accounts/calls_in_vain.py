"""Counts how often the people of a campaign were called who ended unreachable, from their calls themselves."""

from itertools import product
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.accounts.account import Ending
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.reports.tiers import stand_of

# The ways to end unreachable: last outcome, the one of all her calls that says most, and whether she was spoken to.
_WAYS: Final = [
    (outcome or "", said_most or "", reached)
    for outcome, said_most, reached in product((None, *Outcome), (None, *Outcome), (False, True))
    if stand_of(CaseStatus.CLOSED, outcome, said_most, reached=reached, withdrawn=False)[0] is Ending.UNREACHABLE
]
# Her own calls that left for the carrier, and those to others on her phone that counted for her (store/calling/shared_attempts).
_READ: Final = text("""
  SELECT dials, count(*) AS number FROM (
    SELECT (SELECT count(*) FROM calls k WHERE k.case_id = c.id AND k.sent_at IS NOT NULL) + (
      SELECT count(*) FROM calls k WHERE k.case_id <> c.id AND k.campaign_id = :campaign_id AND k.sent_at IS NOT NULL
        AND k.id IN (
          SELECT call_id FROM planned_tries WHERE case_id = c.id
          UNION ALL SELECT call_id FROM case_moves WHERE case_id = c.id AND event = 'close' AND call_id IS NOT NULL)
    ) AS dials
    FROM cases c
    JOIN unnest(CAST(:outcomes AS text[]), CAST(:said_most AS text[]), CAST(:reached AS boolean[]))
      AS way (outcome, said_most, reached)
      ON way.outcome = coalesce(c.outcome, '') AND way.said_most = coalesce(c.said_most, '') AND way.reached = c.reached
    WHERE c.campaign_id = :campaign_id AND c.status = 'closed'
  ) told GROUP BY dials
""")


def called_in_vain(session: Session, campaign_id: UUID) -> dict[int, int]:
    """Return how many people of a campaign ended unreachable, by how often they were called; it goes through all its cases."""
    outcomes, said_most, reached = (list(column) for column in zip(*_WAYS, strict=True))
    asked = {"campaign_id": campaign_id, "outcomes": outcomes, "said_most": said_most, "reached": reached}
    return {row.dials: row.number for row in session.execute(_READ, asked)}
