"""Counts the totals of all cases, dials and talks of a benchmark's campaign at once, where `fold_changes` would add notes up for minutes."""

from functools import partial
from typing import Final

from sqlalchemy import TextClause, text

from campaigns.store.benches.resting_indexes import resting_indexes, side_by_side
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.totals.call_counting import COLUMNS as CALL_COLUMNS
from campaigns.store.totals.call_counting import COUNTED_CALLS
from campaigns.store.totals.case_counting import COLUMNS, counted_by
from campaigns.store.totals.case_folding import STANDS, standing
from campaigns.store.totals.counting_anew import sum_areas_anew
from campaigns.store.totals.totals_below import PLACES
from campaigns.store.totals.work_counting import ALL_WORK, SUMS

_CASES: Final = f"(SELECT {counted_by('one')} FROM cases one) AS told ({COLUMNS})"  # noqa: S608 - our own words
_INTO: Final = """
  INSERT INTO case_totals (department_id, campaign_id, kind, value, area_id, list_id, status, outcome, said_most, reached, number)
"""
_OF_ALL: Final = f"""
  {_INTO} SELECT department_id, campaign_id, 'all', '', area_id, list_id, status, outcome, said_most, reached, count(*)
  FROM {_CASES} GROUP BY 1, 2, 5, 6, 7, 8, 9, 10
"""  # noqa: S608
_OF_GROUP: Final = f"""
  {_INTO} SELECT department_id, campaign_id, '{{kind}}', {{kind}}, area_id, list_id, status, stands, '', stands = 'completed', count(*)
  FROM {_CASES} CROSS JOIN LATERAL ({STANDS}) AS stand GROUP BY 1, 2, 4, 5, 6, 7, 8
"""  # noqa: S608
_DIALS: Final = f"INSERT INTO call_totals ({CALL_COLUMNS}) {COUNTED_CALLS.format(which='true')}"
_WORK: Final = f"""
  INSERT INTO work_totals (department_id, campaign_id, area_id, user_id, day, {", ".join(SUMS)})
  SELECT told.department_id, told.campaign_id, area_id, user_id, day, {", ".join(SUMS)}
  FROM ({ALL_WORK.format(which="true")}) told JOIN agent_sessions desk ON desk.id = told.agent_session_id
"""  # noqa: S608
_COUNTS: Final = (
    _DIALS,
    _WORK,
    _OF_ALL,
    *(_OF_GROUP.format(kind=kind) for kind in ("gender", "category", "age_band")),
)
_PLACES: Final = text(f"""
  INSERT INTO place_totals (department_id, campaign_id, area_id, list_id, people, reached, waiting, called_for) {PLACES}
""")
_ROOM: Final = text("SET LOCAL work_mem = '256MB'")


def count_at_once(db: Database, *, hands: int) -> None:
    """Count all cases, dials and talks, so many sums at once."""
    with resting_indexes(db, ["case_totals", "call_totals", "work_totals"], at_once=hands):
        side_by_side(partial(_count, db), map(text, _COUNTS), at_once=hands)
    with db.transaction(EVERYTHING) as session:
        session.execute(_ROOM)
        sum_areas_anew(session)
        session.execute(_PLACES)


def _count(db: Database, statement: TextClause) -> None:
    with db.engine.begin() as connection:
        connection.execute(_ROOM)
        connection.execute(statement, standing() if ":reached" in statement.text else {})
