"""Compares two lists person by person, in one statement: who is new, changed, missing or the same."""

from typing import Final

from campaigns.rules.list_versions import Part
from campaigns.store.case_homes import NAMES_SOMEBODY

# "Same person" of intake.md for a row `r`: the scheme's id, else folded name, phone and area. The only place of this
# rule besides cases_opening; it goes when rows carry their person from the import on.
PERSON_KEY: Final = """coalesce(
        'id ' || (r.details -> 'person' ->> 'scheme_person_id'),
        concat_ws(chr(31), 'who', r.details -> 'person' ->> 'folded_name', r.phones[1],
          coalesce(r.details -> 'person' ->> 'area_id', '')))"""
BENEFICIARY: Final = "r.beneficiary_id"

_WORDS: Final = (Part.RELATIVE, Part.VILLAGE)  # however they are written large and small
_PLAIN: Final = (
    Part.AREA,
    Part.PIN_CODE,
    Part.CATEGORY,
    Part.GENDER,
    Part.LANGUAGE,
    Part.SCHEME_PERSON_ID,
)


def compared(key: str) -> str:
    """Return the query of what :newer_id says against :older_id; `key` names the person of a row `r`.

    Of several rows of one person the first stands for her.
    """
    return f"""
    SELECT *, CASE WHEN older_row IS NULL THEN 'new' WHEN row IS NULL THEN 'missing'
      WHEN cardinality(parts) > 0 THEN 'changed' ELSE 'unchanged' END AS change
    FROM (
      SELECT n.row, o.row AS older_row, o.beneficiary_id,
        n.phones, o.phones AS older_phones, n.name, o.name AS older_name, n.person, o.person AS older_person,
        CASE WHEN o.key = n.key THEN {_PARTS} ELSE CAST('{{}}' AS text[]) END AS parts
      FROM ({_people_of(":older_id", key)}) o FULL JOIN ({_people_of(":newer_id", key)}) n ON n.key = o.key
    ) told
    """  # noqa: S608 - our own words


def _people_of(list_id: str, key: str) -> str:
    return f"""
      SELECT DISTINCT ON (key) key, row, name, phones, person, beneficiary_id
      FROM (
        SELECT {key} AS key, r.row, r.name, r.phones, r.details -> 'person' AS person, r.beneficiary_id
        FROM list_rows r WHERE r.list_id = {list_id} AND {NAMES_SOMEBODY}
      ) named WHERE key IS NOT NULL ORDER BY key, row"""  # noqa: S608 - our own words


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
