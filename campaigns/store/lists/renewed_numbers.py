"""Brings people's phones up to what a newer version of their list says, and calls again who has a new number.

Works on the table `versions` of the running transaction (store/lists/replaced_lists.py). Numbers that stay keep their order
and new ones come after them, so that a case that goes from number to number passes by none.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.outcomes import Outcome
from campaigns.store.lists.numbers_never_tried import try_new_numbers
from campaigns.store.tables import BeneficiaryList

_NEW_NUMBERS: Final = text("""
    INSERT INTO beneficiary_phones (beneficiary_id, department_id, position, e164)
    SELECT v.beneficiary_id, :department_id, had.last + row_number() OVER (PARTITION BY v.beneficiary_id ORDER BY place),
      n.e164
    FROM versions v
    CROSS JOIN LATERAL (SELECT coalesce(max(position), -1) AS last FROM beneficiary_phones p
      WHERE p.beneficiary_id = v.beneficiary_id) had
    CROSS JOIN LATERAL unnest(v.phones) WITH ORDINALITY AS n (e164, place)
    WHERE 'phones' = ANY (v.parts) AND NOT EXISTS (
      SELECT FROM beneficiary_phones p WHERE p.beneficiary_id = v.beneficiary_id AND p.e164 = n.e164)
""")

_HELD: Final = text("""
    CREATE TEMP TABLE held ON COMMIT DROP AS
    SELECT DISTINCT r.beneficiary_id, n.e164
    FROM versions v JOIN list_rows r ON r.beneficiary_id = v.beneficiary_id CROSS JOIN LATERAL unnest(r.phones) n (e164)
    WHERE 'phones' = ANY (v.parts) AND r.list_id IN (SELECT id FROM lists WHERE status = 'approved')
      AND (r.verdict = 'accepted' OR r.reason IN ('duplicate_in_file', 'duplicate_in_campaign'))
""")

# A number goes when no approved list has it for her any more; not while a call is at it or she is to be called back.
_NUMBERS: Final = text("""
    CREATE TEMP TABLE numbers ON COMMIT DROP AS
    SELECT *, CASE WHEN NOT gone THEN
        row_number() OVER (PARTITION BY beneficiary_id, gone ORDER BY position) - 1 END AS after
    FROM (
      SELECT p.*, p.e164 = ANY (v.phones) AND p.e164 <> ALL (v.older_phones) AS is_new,
        p.e164 = ANY (v.older_phones) AND h.e164 IS NULL
        AND NOT EXISTS (
          SELECT FROM cases c WHERE c.beneficiary_id = v.beneficiary_id AND c.phone_position = p.position
            AND c.status IN ('callback', 'claimed', 'in_call')) AS gone
      FROM versions v JOIN beneficiary_phones p USING (beneficiary_id)
      LEFT JOIN held h ON h.beneficiary_id = p.beneficiary_id AND h.e164 = p.e164
      WHERE 'phones' = ANY (v.parts)
    ) known
""")

_DROP_NUMBERS: Final = text("""
    DELETE FROM beneficiary_phones WHERE beneficiary_id IN (SELECT beneficiary_id FROM numbers WHERE gone)
""")
_WRITE_NUMBERS: Final = text("""
    INSERT INTO beneficiary_phones (beneficiary_id, department_id, position, e164, note)
    SELECT n.beneficiary_id, n.department_id, n.after, n.e164, n.note FROM numbers n
    WHERE NOT n.gone AND n.beneficiary_id IN (SELECT beneficiary_id FROM numbers WHERE gone)
""")

# Whoever found nobody once keeps her hours of rest, whichever number she has now.
_POSITIONS: Final = text("""
    UPDATE cases c SET phone_position = moved.after,
      attempts = CASE WHEN moved.gone THEN 0 ELSE c.attempts END,
      due_at = CASE WHEN moved.gone AND c.status = 'waiting' AND c.outcome IS DISTINCT FROM :abandoned
        THEN least(c.due_at, :now) ELSE c.due_at END
    FROM (
      SELECT c.id, stood.gone, coalesce(stood.after, (
        SELECT n.after FROM numbers n WHERE n.beneficiary_id = stood.beneficiary_id AND NOT n.gone
        ORDER BY n.is_new DESC, n.after LIMIT 1)) AS after
      FROM numbers stood JOIN cases c ON c.beneficiary_id = stood.beneficiary_id AND c.phone_position = stood.position
      WHERE stood.beneficiary_id IN (SELECT beneficiary_id FROM numbers WHERE gone)
    ) moved
    WHERE c.id = moved.id
""")

_NEW: Final = "SELECT beneficiary_id, e164, after AS position FROM numbers WHERE is_new"


def renew_numbers(session: Session, newer: BeneficiaryList, *, now: datetime) -> None:
    """Write the numbers of changed people; a case that waits on a number that has gone waits on the first new one."""
    facts = {"department_id": newer.department_id, "now": now, "abandoned": Outcome.ABANDONED.value}
    for statement in (
        _NEW_NUMBERS,
        _HELD,
        text("ANALYZE held"),
        _NUMBERS,
        text("CREATE INDEX ON numbers (beneficiary_id)"),
        text("ANALYZE numbers"),
        _DROP_NUMBERS,
        _WRITE_NUMBERS,
        _POSITIONS,
    ):
        session.execute(statement, facts)
    try_new_numbers(session, newer, _NEW, now=now)
