"""Compares two lists person by person, in one statement: who is new, changed, missing or the same."""

from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.lists.list_versions import Part
from campaigns.store.people.arrivals import PERSON, meet_arrivals
from campaigns.store.people.case_homes import NAMES_SOMEBODY
from campaigns.store.tables import BeneficiaryList

_WORDS: Final = (Part.RELATIVE, Part.VILLAGE)  # however they are written large and small
_PLAIN: Final = (
    Part.AREA,
    Part.PIN_CODE,
    Part.CATEGORY,
    Part.GENDER,
    Part.LANGUAGE,
    Part.SCHEME_PERSON_ID,
)


def meet_people(session: Session, newer: BeneficiaryList, *, which: str = NAMES_SOMEBODY) -> None:
    """Find who the people of a list are, for `COMPARED` to look at; of some of its rows where `which` says so."""
    session.execute(text("DROP TABLE IF EXISTS pg_temp.arrivals"))
    meet_arrivals(session, which, {"list_id": newer.id, "department_id": newer.department_id}, also=PERSON)


def _differs(newer: str, older: str) -> str:
    return f"({newer} IS NOT NULL AND {newer} IS DISTINCT FROM {older})"


def _tests() -> dict[Part, str]:
    new, old = "(n.person ->> '{0}')", "(o.person ->> '{0}')"
    year = new.format("birth_year"), old.format("birth_year")
    return {
        Part.NAME: _differs(new.format("folded_name"), old.format("folded_name")),
        Part.PHONES: "NOT (n.phones <@ o.phones AND o.phones <@ n.phones)",
        **{part: _differs(f"lower{new.format(part)}", f"lower{old.format(part)}") for part in _WORDS},
        **{part: _differs(new.format(part), old.format(part)) for part in _PLAIN},
        Part.BIRTH_YEAR: f"coalesce(abs(CAST({year[0]} AS integer) - CAST({year[1]} AS integer)) > 1,"
        f" {year[0]} IS NOT NULL)",
        Part.EXTRA: "NOT coalesce(o.person -> 'extra', '{}') @> coalesce(n.person -> 'extra', '{}')",
    }


_TESTS: Final = _tests()
_PARTS: Final = (
    "array_remove(ARRAY[" + ", ".join(f"CASE WHEN {_TESTS[part]} THEN '{part}' END" for part in Part) + "], NULL)"
)

# What the people met say against the list :older_id. Of several rows of one person the first stands for her.
COMPARED: Final = f"""
    SELECT *, CASE WHEN older_row IS NULL THEN 'new' WHEN row IS NULL THEN 'missing'
      WHEN cardinality(parts) > 0 THEN 'changed' ELSE 'unchanged' END AS change
    FROM (
      SELECT beneficiary_id, n.row, o.row AS older_row,
        n.phones, o.phones AS older_phones, n.name, o.name AS older_name, n.person, o.person AS older_person,
        CASE WHEN n.row IS NOT NULL AND o.row IS NOT NULL THEN {_PARTS} ELSE CAST('{{}}' AS text[]) END AS parts
      FROM (
        SELECT DISTINCT ON (beneficiary_id) beneficiary_id, row, name, phones, details -> 'person' AS person
        FROM list_rows r WHERE r.list_id = :older_id AND {NAMES_SOMEBODY} ORDER BY beneficiary_id, row
      ) o FULL JOIN (
        SELECT DISTINCT ON (beneficiary_id) beneficiary_id, row, name, phones, person
        FROM arrivals ORDER BY beneficiary_id, row
      ) n USING (beneficiary_id)
    ) told
"""  # noqa: S608 - our own words
