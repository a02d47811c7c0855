"""Makes people, phones and cases of a list's accepted rows, in a few statements for the whole list.

The same person is one beneficiary of the department: the same scheme id, else the same folded name, area and a
phone in common. Two different scheme ids are two people, whatever else they share.
"""

import secrets
from datetime import datetime
from typing import Any, Final

from sqlalchemy import CursorResult, text
from sqlalchemy.orm import Session

from campaigns.store.samples import IS_CALLED
from campaigns.store.tables import BeneficiaryList

_ROOM_TO_SORT: Final = "64MB"

# A copy of the rows in a table of this transaction alone: PostgreSQL can count it before it plans, and changing it
# writes no log. Rows of one person share the `who` that names her. New ids are made of the moment and the row, so
# that a long list is written to the end of every index and not all over it (as version 7 of RFC 9562 does; not every
# server that we support can make those).
_ARRIVALS = text(f"""
    CREATE TEMP TABLE arrivals ON COMMIT DROP AS
    SELECT row, name, phones, person, beneficiary_id, person ->> 'scheme_person_id' AS scheme_person_id,
      person ->> 'folded_name' AS folded_name, person ->> 'area_id' AS area_id,
      coalesce(
        'id ' || (person ->> 'scheme_person_id'),
        concat_ws(chr(31), 'who', person ->> 'folded_name', phones[1], coalesce(person ->> 'area_id', ''))
      ) AS who,
      CAST(:moment || '8' || tail AS uuid) AS new_person,
      CAST(:moment || '9' || tail AS uuid) AS new_case
    FROM (
      SELECT row, name, phones, beneficiary_id, details -> 'person' AS person,
        lpad(to_hex(row), 7, '0') || lpad(to_hex(CAST(floor(random() * 4294967296) AS bigint)), 8, '0') AS tail
      FROM list_rows r
      WHERE list_id = :list_id AND verdict = 'accepted' AND {IS_CALLED}
    ) accepted
""")  # noqa: S608 - our own words

_KNOWN_BY_SCHEME_ID = text("""
    UPDATE arrivals a SET beneficiary_id = b.id
    FROM beneficiaries b
    WHERE a.beneficiary_id IS NULL AND b.department_id = :department_id AND b.scheme_person_id = a.scheme_person_id
""")

_KNOWN_BY_NAME_PHONE_AREA = text("""
    UPDATE arrivals a SET beneficiary_id = known.beneficiary_id
    FROM (
      SELECT DISTINCT ON (l.row) l.row, b.id AS beneficiary_id
      FROM arrivals l CROSS JOIN unnest(l.phones) AS n (e164)
      JOIN beneficiary_phones p ON p.e164 = n.e164 AND p.department_id = :department_id
      JOIN beneficiaries b ON b.id = p.beneficiary_id
      WHERE l.beneficiary_id IS NULL
        AND b.folded_name = l.folded_name
        AND b.area_id IS NOT DISTINCT FROM l.area_id
        AND (b.scheme_person_id IS NULL OR l.scheme_person_id IS NULL)
      ORDER BY l.row, b.created_at, b.id
    ) known
    WHERE a.row = known.row
""")

_MET = text("""
    CREATE TEMP TABLE met ON COMMIT DROP AS
    SELECT row, new_case, beneficiary_id IS NULL AND row_number() OVER same = 1 AS is_new,
      coalesce(beneficiary_id, first_value(new_person) OVER same) AS beneficiary_id
    FROM arrivals
    WINDOW same AS (PARTITION BY beneficiary_id IS NULL, who ORDER BY row)
""")

_NEW_PEOPLE = text("""
    INSERT INTO beneficiaries (id, department_id, name, folded_name, scheme_person_id, relative_name, language,
      gender, birth_year, village, category, pin_code, area_id, state_id, district_id, block_id, extra, created_at)
    SELECT m.beneficiary_id, :department_id, a.name, a.folded_name, a.scheme_person_id,
      person ->> 'relative_name', person ->> 'language', person ->> 'gender',
      CAST(person ->> 'birth_year' AS integer), person ->> 'village', person ->> 'category',
      person ->> 'pin_code', a.area_id,
      person ->> 'state_id', person ->> 'district_id', person ->> 'block_id',
      coalesce(person -> 'extra', '{}'), :now
    FROM arrivals a JOIN met m USING (row) WHERE m.is_new
""")

_WHO_IS_WHO = text("""
    UPDATE list_rows r SET beneficiary_id = m.beneficiary_id
    FROM met m
    WHERE r.list_id = :list_id AND r.row = m.row AND r.beneficiary_id IS DISTINCT FROM m.beneficiary_id
""")

_PHONES = text("""
    WITH written AS MATERIALIZED (
      SELECT DISTINCT ON (m.beneficiary_id, n.e164) m.beneficiary_id, n.e164, n.place, a.row,
        a.person -> 'phone_notes' ->> CAST(n.place - 1 AS integer) AS note
      FROM arrivals a JOIN met m USING (row), unnest(a.phones) WITH ORDINALITY AS n (e164, place)
      ORDER BY m.beneficiary_id, n.e164, a.row, n.place
    ), had AS (
      SELECT beneficiary_id, max(position) AS last FROM beneficiary_phones
      WHERE beneficiary_id IN (SELECT beneficiary_id FROM met WHERE NOT is_new) GROUP BY beneficiary_id
    )
    INSERT INTO beneficiary_phones (beneficiary_id, department_id, position, e164, note)
    SELECT w.beneficiary_id, :department_id,
      coalesce(had.last, -1) + row_number() OVER (PARTITION BY w.beneficiary_id ORDER BY w.row, w.place),
      w.e164, nullif(w.note, '')
    FROM written w LEFT JOIN had USING (beneficiary_id)
    WHERE had.last IS NULL OR NOT EXISTS (
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
      phone_position, attempts, reached, needs_agent_reserved, state_id, district_id, block_id, language, weight,
      opened_at)
    SELECT DISTINCT ON (b.id) m.new_case, :department_id, :campaign_id, b.id, :list_id, m.row, 'waiting',
      :now, 5, 0, 0, false, false, b.state_id, b.district_id, b.block_id, spoken.language, coalesce(d.weight, 1), :now
    FROM met m JOIN beneficiaries b ON b.id = m.beneficiary_id LEFT JOIN spoken ON spoken.language = b.language
      LEFT JOIN drawn_rows d ON d.list_id = :list_id AND d.row = m.row
    ORDER BY b.id, m.row
    ON CONFLICT (campaign_id, beneficiary_id) DO NOTHING
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
    facts = _facts(kept, now) | {"moment": _moment(now)}
    session.execute(text("SELECT set_config('work_mem', :room, true)"), {"room": _ROOM_TO_SORT})
    for statement in (
        _ARRIVALS,
        text("ANALYZE arrivals (row, who, scheme_person_id, folded_name)"),
        _KNOWN_BY_SCHEME_ID,
        _KNOWN_BY_NAME_PHONE_AREA,
    ):
        session.execute(statement, facts)
    for statement in (_MET, text("ANALYZE met"), _NEW_PEOPLE, _PHONES, _WHO_IS_WHO):
        session.execute(statement, facts)
    opened: CursorResult[Any] = session.connection().execute(_CASES, facts)
    return opened.rowcount


def _moment(now: datetime) -> str:
    """Return the first half of new ids: milliseconds, the version 7, and a lot that keeps two lists apart."""
    return f"{int(now.timestamp() * 1000):012x}7{secrets.randbits(12):03x}"


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
