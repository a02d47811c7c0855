"""Calls again whom nobody could reach and who was given up, where a list brings a number of hers that was never tried."""

from datetime import datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.case_states import CaseEvent, CaseStatus, advance
from campaigns.rules.lists.list_versions import NEVER_MET
from campaigns.store.tables import BeneficiaryList

# Behind what was brought, which whoever calls this knows.
_TRY: Final = """
    given_up AS MATERIALIZED (
      SELECT c.id, (
          SELECT min(n.position) FROM brought n WHERE n.beneficiary_id = c.beneficiary_id AND NOT EXISTS (
            SELECT FROM calls k WHERE k.case_id = c.id AND k.phone = n.e164 AND k.sent_at IS NOT NULL)) AS position
      FROM (SELECT DISTINCT beneficiary_id, CAST(:campaign_id AS uuid) AS campaign_id FROM brought) hers
      JOIN cases c USING (campaign_id, beneficiary_id)
      WHERE c.status = 'closed' AND NOT c.reached AND c.outcome = ANY (:never_met)
    ), opened AS (
      UPDATE cases c SET status = :after, phone_position = g.position, attempts = 0, due_at = :now, priority = 5,
        owner_id = NULL, closed_at = NULL
      FROM given_up g WHERE c.id = g.id AND g.position IS NOT NULL
      RETURNING c.id
    )
    INSERT INTO case_moves (id, department_id, case_id, event, before, after, at)
    SELECT gen_random_uuid(), :department_id, id, :event, 'closed', :after, :now FROM opened
"""


def try_new_numbers(session: Session, kept: BeneficiaryList, brought: str, *, now: datetime) -> None:
    """Open the cases again that a locked list gives a reason to.

    `brought` selects its numbers that are new to their people: beneficiary_id, e164 and the position of each.
    """
    event = CaseEvent.REOPEN
    facts = {
        "campaign_id": kept.campaign_id,
        "department_id": kept.department_id,
        "now": now,
        "event": event.value,
        "after": advance(CaseStatus.CLOSED, event),
        "never_met": [outcome.value for outcome in NEVER_MET],
    }
    session.execute(text(f"WITH brought AS ({brought}), {_TRY}"), facts)
