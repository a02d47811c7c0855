"""Stores the people whom a list names for the first time, with their phones."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

LAST_ROW: Final = 2**31 - 1
IS_NEW: Final = "verdict = 'accepted' AND NOT is_known"
_MADE_NOW: Final = f"{IS_NEW} AND row <= :up_to"
_PEOPLE = text(f"""
    INSERT INTO beneficiaries (id, department_id, name, folded_name, scheme_person_id, relative_name, language,
      gender, birth_year, village, category, pin_code, area_id, state_id, district_id, block_id, extra, created_at)
    SELECT beneficiary_id, :department_id, name, folded_name, scheme_person_id,
      person ->> 'relative_name', person ->> 'language', person ->> 'gender',
      CAST(person ->> 'birth_year' AS integer), person ->> 'village', person ->> 'category',
      person ->> 'pin_code', area_id,
      person ->> 'state_id', person ->> 'district_id', person ->> 'block_id',
      coalesce(person -> 'extra', '{{}}'), :now
    FROM arrivals WHERE {_MADE_NOW}
""")  # noqa: S608 - our own words

_PHONES = text(f"""
    INSERT INTO beneficiary_phones (beneficiary_id, department_id, position, e164, note)
    SELECT beneficiary_id, :department_id, place - 1, e164, nullif(notes ->> place - 1, '')
    FROM (
      SELECT beneficiary_id, person -> 'phone_notes' AS notes, unnest(phones) AS e164,
        generate_subscripts(phones, 1) AS place
      FROM arrivals WHERE {_MADE_NOW}
    ) said
""")  # noqa: S608 - our own words


def save_new_people(session: Session, facts: Mapping[str, Any], *, up_to: int = LAST_ROW) -> None:
    """Store the new people among the arrivals of this transaction, of rows up to this one.

    `facts` are department_id and now.
    """
    for statement in (_PEOPLE, _PHONES):
        session.execute(statement, {**facts, "up_to": up_to})
