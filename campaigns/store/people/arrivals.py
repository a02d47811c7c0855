"""Finds who the rows of a list are: people whom the department knows already, or new ones.

The same person is one beneficiary of the department: the same scheme id, else the same folded name, area and a
phone in common. Two different scheme ids are two people, whatever else they share.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

# A list of any length is sorted and joined in little memory; what does not fit goes through the disk.
# A small look at them is enough to plan by. A table whose rows were all dead when PostgreSQL last counted it, as an
# approval that died leaves it, is thought to be empty for ever: without this, each phone would be looked for among all
# people one after the other, for hours.
_LITTLE_ROOM: Final = text(
    "SELECT set_config('work_mem', '8MB', true), set_config('hash_mem_multiplier', '1', true),"
    " set_config('default_statistics_target', '10', true), set_config('enable_material', 'off', true)"
)

# PostgreSQL has not counted rows that were stored a moment ago, takes a long list for a short one, and goes through all
# of it for a few of its rows; told of a list that it has not counted, it thinks of one row, and looks through all that is
# to be changed for each row of the list. So what is changed names its list itself, row by row.
_LOOK_UP: Final = text("SELECT set_config('enable_hashjoin', :join, true), set_config('enable_mergejoin', :join, true)")

PERSON: Final = ", name, details -> 'person' AS person"  # who she is, for those that look at more than at who is who

# A copy of the rows in a table of this transaction alone: PostgreSQL can count it before it plans, and changing it
# writes no log. A row whose person is known already takes her id; every other brings its own, which the import gave it.
_ARRIVALS: Final = """
    CREATE TEMP TABLE arrivals ON COMMIT DROP AS
    SELECT row, verdict, reason, phones, beneficiary_id, false AS is_known,
      details #>> '{{person,scheme_person_id}}' AS scheme_person_id,
      details #>> '{{person,folded_name}}' AS folded_name, details #>> '{{person,area_id}}' AS area_id{also}
    FROM list_rows r
    WHERE list_id = :list_id AND {which}
"""

_KNOWN_BY_SCHEME_ID = text("""
    UPDATE arrivals a SET beneficiary_id = b.id, is_known = true
    FROM beneficiaries b
    WHERE b.department_id = :department_id AND b.scheme_person_id = a.scheme_person_id
""")

_KNOWN_BY_NAME_PHONE_AREA = text("""
    UPDATE arrivals a SET beneficiary_id = known.beneficiary_id, is_known = true
    FROM (
      SELECT DISTINCT ON (l.row) l.row, b.id AS beneficiary_id
      FROM arrivals l CROSS JOIN unnest(l.phones) AS n (e164)
      JOIN beneficiary_phones p ON p.e164 = n.e164 AND p.department_id = :department_id
      JOIN beneficiaries b ON b.id = p.beneficiary_id
      WHERE NOT l.is_known
        AND b.folded_name = l.folded_name
        AND b.area_id IS NOT DISTINCT FROM l.area_id
        AND (b.scheme_person_id IS NULL OR l.scheme_person_id IS NULL)
      ORDER BY l.row, b.created_at, b.id
    ) known
    WHERE a.row = known.row
""")


def meet_arrivals(session: Session, which: str, facts: Mapping[str, Any], also: str = "") -> None:
    """Fill the table `arrivals` of this transaction with the rows `r` of `list_rows` for which `which` holds.

    `facts` are list_id and department_id, and what `which` asks for; `also` are more columns to take over.
    """
    session.execute(_LITTLE_ROOM)
    for statement in (
        text(_ARRIVALS.format(which=which, also=also)),
        text("ANALYZE arrivals (row, scheme_person_id, folded_name)"),
        _KNOWN_BY_SCHEME_ID,
        _KNOWN_BY_NAME_PHONE_AREA,
    ):
        session.execute(statement, facts)


@contextmanager
def rows_looked_up(session: Session) -> Iterator[None]:
    """Have the rows of a list that a statement changes looked up by their key, one after the other."""
    session.execute(_LOOK_UP, {"join": "off"})
    yield
    session.execute(_LOOK_UP, {"join": "on"})
