"""Makes people, phones and cases of a list's accepted rows, in a few statements for the whole list.

The same person is one beneficiary of the department: the same scheme id, else the same folded name, area and a
phone in common. Two different scheme ids are two people, whatever else they share.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.store.tables import BeneficiaryList

_KNOWN_BY_SCHEME_ID = text("""
    UPDATE list_rows r SET beneficiary_id = b.id
    FROM beneficiaries b
    WHERE r.list_id = :list_id AND r.verdict = 'accepted' AND r.beneficiary_id IS NULL
      AND b.department_id = :department_id
      AND b.scheme_person_id = r.details -> 'person' ->> 'scheme_person_id'
""")

_KNOWN_BY_NAME_PHONE_AREA = text("""
    UPDATE list_rows r SET beneficiary_id = known.beneficiary_id
    FROM (
      SELECT DISTINCT ON (l.row) l.row, b.id AS beneficiary_id
      FROM list_rows l
      JOIN beneficiary_phones p ON p.e164 = ANY (l.phones) AND p.department_id = l.department_id
      JOIN beneficiaries b ON b.id = p.beneficiary_id
      WHERE l.list_id = :list_id AND l.verdict = 'accepted' AND l.beneficiary_id IS NULL
        AND b.folded_name = l.details -> 'person' ->> 'folded_name'
        AND b.area_id IS NOT DISTINCT FROM l.details -> 'person' ->> 'area_id'
        AND (b.scheme_person_id IS NULL OR l.details -> 'person' ->> 'scheme_person_id' IS NULL)
      ORDER BY l.row, b.created_at, b.id
    ) known
    WHERE r.list_id = :list_id AND r.row = known.row
""")

# Rows of one person share the id that her first row draws: no join on names, which a planner without statistics of
# rows just written would make row by row.
_NEW_PEOPLE = text("""
    WITH keyed AS (
      SELECT row, name, details -> 'person' AS person, gen_random_uuid() AS drawn,
        coalesce(
          'id ' || (details -> 'person' ->> 'scheme_person_id'),
          concat_ws(chr(31), 'who', details -> 'person' ->> 'folded_name', phones[1],
                    coalesce(details -> 'person' ->> 'area_id', ''))
        ) AS who
      FROM list_rows
      WHERE list_id = :list_id AND verdict = 'accepted' AND beneficiary_id IS NULL
    ), rows AS MATERIALIZED (
      SELECT row, name, person, first_value(drawn) OVER same AS id, row_number() OVER same AS place
      FROM keyed WINDOW same AS (PARTITION BY who ORDER BY row)
    ), made AS (
      INSERT INTO beneficiaries (id, department_id, name, folded_name, scheme_person_id, relative_name, language,
        gender, birth_year, village, category, pin_code, area_id, state_id, district_id, block_id, extra, created_at)
      SELECT id, :department_id, name, person ->> 'folded_name', person ->> 'scheme_person_id',
        person ->> 'relative_name', person ->> 'language', person ->> 'gender',
        CAST(person ->> 'birth_year' AS integer), person ->> 'village', person ->> 'category', person ->> 'pin_code',
        person ->> 'area_id',
        person ->> 'state_id', person ->> 'district_id', person ->> 'block_id',
        coalesce(person -> 'extra', '{}'), :now
      FROM rows WHERE place = 1
    )
    UPDATE list_rows r SET beneficiary_id = rows.id
    FROM rows
    WHERE r.list_id = :list_id AND r.row = rows.row
""")

_PHONES = text("""
    WITH written AS (
      SELECT DISTINCT ON (r.beneficiary_id, n.e164) r.beneficiary_id, n.e164, n.place, r.row,
        r.details -> 'person' -> 'phone_notes' ->> CAST(n.place - 1 AS integer) AS note
      FROM list_rows r, unnest(r.phones) WITH ORDINALITY AS n (e164, place)
      WHERE r.list_id = :list_id AND r.verdict = 'accepted'
      ORDER BY r.beneficiary_id, n.e164, r.row, n.place
    ), had AS (
      SELECT beneficiary_id, max(position) AS last FROM beneficiary_phones
      WHERE beneficiary_id IN (SELECT beneficiary_id FROM written) GROUP BY beneficiary_id
    )
    INSERT INTO beneficiary_phones (beneficiary_id, department_id, position, e164, note)
    SELECT w.beneficiary_id, :department_id,
      coalesce(had.last, -1) + row_number() OVER (PARTITION BY w.beneficiary_id ORDER BY w.row, w.place),
      w.e164, nullif(w.note, '')
    FROM written w LEFT JOIN had USING (beneficiary_id)
    WHERE NOT EXISTS (
      SELECT FROM beneficiary_phones p WHERE p.beneficiary_id = w.beneficiary_id AND p.e164 = w.e164
    )
""")

# A language that no agent of the campaign speaks would keep its people waiting for ever: anybody may try them.
_CASES = text("""
    WITH spoken AS MATERIALIZED (
      SELECT DISTINCT unnest(u.languages) AS language
      FROM campaigns c JOIN users u ON u.operator_id = c.operator_id OR c.operator_id IS NULL
      WHERE c.id = :campaign_id AND u.role = 'agent' AND u.active
    )
    INSERT INTO cases (id, department_id, campaign_id, beneficiary_id, list_id, list_row, status, due_at, priority,
      phone_position, attempts, reached, needs_agent_reserved, state_id, district_id, block_id, language, opened_at)
    SELECT DISTINCT ON (b.id) gen_random_uuid(), :department_id, :campaign_id, b.id, r.list_id, r.row, 'waiting',
      :now, 5, 0, 0, false, false, b.state_id, b.district_id, b.block_id, spoken.language, :now
    FROM list_rows r JOIN beneficiaries b ON b.id = r.beneficiary_id LEFT JOIN spoken ON spoken.language = b.language
    WHERE r.list_id = :list_id AND r.verdict = 'accepted'
    ORDER BY b.id, r.row
    ON CONFLICT (campaign_id, beneficiary_id) DO NOTHING
    RETURNING id
""")

_WITHDRAW = text("""
    WITH mine AS MATERIALIZED (
      SELECT id, status FROM cases
      WHERE list_id = :list_id AND status IN ('waiting', 'callback')
      ORDER BY id FOR NO KEY UPDATE
    ), closed AS (
      UPDATE cases c SET status = 'closed', outcome = 'withdrawn', outcome_at = :now, closed_at = :now
      FROM mine WHERE c.id = mine.id
    )
    INSERT INTO case_moves (id, department_id, case_id, event, before, after, outcome, at)
    SELECT gen_random_uuid(), :department_id, id, 'withdraw', status, 'closed', 'withdrawn', :now FROM mine
    RETURNING case_id
""")


def open_cases_of_list(session: Session, kept: BeneficiaryList, *, now: datetime) -> int:
    """Open people, phones and cases for a locked list; return how many cases are new in the campaign."""
    facts = _facts(kept, now)
    for statement in (_KNOWN_BY_SCHEME_ID, _KNOWN_BY_NAME_PHONE_AREA, _NEW_PEOPLE, _PHONES):
        session.execute(statement, facts)
    return len(session.execute(_CASES, facts).all())


def withdraw_cases_of_list(session: Session, kept: BeneficiaryList, *, now: datetime) -> int:
    """Close the cases of a locked list that no call is at; return how many."""
    return len(session.execute(_WITHDRAW, _facts(kept, now)).all())


def _facts(kept: BeneficiaryList, now: datetime) -> dict[str, Any]:
    return {
        "list_id": kept.id,
        "department_id": kept.department_id,
        "campaign_id": kept.campaign_id,
        "now": now,
    }
