"""Sums the totals of areas into those of every area above them, all anew: where areas have moved, or sums never stood.

What lies at an area itself stands in its own totals, and what lies below it here: a tier reads both of each area next
below the asked one, a few lines each, however many areas the nation has. `''` is above all areas.
"""

from typing import Final
from uuid import UUID

from sqlalchemy import delete, text, true
from sqlalchemy.orm import Session

from campaigns.store.tables import RowTotalBelow, TotalBelow

_BY: Final = "list_id, status, outcome, said_most, reached"
OF_CAMPAIGN: Final = "(CAST(:campaign_id AS uuid) IS NULL OR campaign_id = :campaign_id)"
_LINES: Final = """
  line (leaf, id, above) AS (
    SELECT here.area_id, here.area_id, a.parent_id
    FROM (SELECT DISTINCT area_id FROM {leaves}) here LEFT JOIN areas a ON a.id = here.area_id
    UNION ALL
    SELECT line.leaf, a.id, a.parent_id FROM line JOIN areas a ON a.id = line.above
  )
"""


def lines_up(leaves: str) -> str:
    """Return the part of a query that leads from each area of some rows up: (leaf, id, above), one for each step."""
    return _LINES.format(leaves=leaves)


ABOVE: Final = "(SELECT leaf, coalesce(above, '') AS above FROM line WHERE leaf <> '')"
_CASES_BELOW: Final = f"""
  SELECT department_id, campaign_id, up.above, kind, value, {_BY}, sum(number) AS number
  FROM case_totals JOIN {ABOVE} up ON up.leaf = area_id
  GROUP BY department_id, campaign_id, up.above, kind, value, {_BY}
"""  # noqa: S608 - our own words
_SUM_CASES: Final = text(f"""
  WITH RECURSIVE {lines_up("case_totals")}
  INSERT INTO totals_below (department_id, campaign_id, area_id, kind, value, {_BY}, number) {_CASES_BELOW}
""")
_ROWS_BELOW: Final = f"""
  SELECT department_id, campaign_id, up.above, list_id, ending, detail, sum(number) AS number
  FROM row_totals JOIN {ABOVE} up ON up.leaf = area_id WHERE {OF_CAMPAIGN}
  GROUP BY department_id, campaign_id, up.above, list_id, ending, detail
"""  # noqa: S608
_SUM_ROWS: Final = text(f"""
  WITH RECURSIVE {lines_up(f"row_totals WHERE {OF_CAMPAIGN}")}
  INSERT INTO row_totals_below (department_id, campaign_id, area_id, list_id, ending, detail, number) {_ROWS_BELOW}
""")

# Of a group it is kept who waits, is called, was reached, was withdrawn, or ended else (case_folding.STANDS).
PLACES: Final = """
  SELECT department_id, campaign_id, area_id, list_id, sum(number) AS people,
    coalesce(sum(number) FILTER (WHERE status = 'closed' AND outcome = 'completed'), 0) AS reached,
    coalesce(sum(number) FILTER (WHERE status NOT IN ('closed', 'in_call')), 0) AS waiting,
    coalesce(sum(number) FILTER (WHERE status <> 'closed' OR outcome <> 'withdrawn'), 0) AS called_for
  FROM case_totals WHERE kind = 'gender' GROUP BY department_id, campaign_id, area_id, list_id
"""
_DRIFT: Final = text(f"""
  WITH RECURSIVE {lines_up("case_totals")}
  SELECT campaign_id FROM (
    SELECT campaign_id, area_id, kind, value, {_BY}, number FROM totals_below
    UNION ALL
    SELECT campaign_id, above, kind, value, {_BY}, -number FROM ({_CASES_BELOW}) anew
  ) both_ways GROUP BY campaign_id, area_id, kind, value, {_BY} HAVING sum(number) <> 0
  UNION
  SELECT campaign_id FROM (
    SELECT campaign_id, area_id, list_id, people, reached, waiting, called_for FROM place_totals
    UNION ALL
    SELECT campaign_id, area_id, list_id, -people, -reached, -waiting, -called_for FROM ({PLACES}) anew
  ) both_ways GROUP BY campaign_id, area_id, list_id
  HAVING sum(people) <> 0 OR sum(reached) <> 0 OR sum(waiting) <> 0 OR sum(called_for) <> 0
""")  # noqa: S608
_ROWS_DRIFT: Final = text(f"""
  WITH RECURSIVE {lines_up(f"row_totals WHERE {OF_CAMPAIGN}")}
  SELECT DISTINCT campaign_id FROM (
    SELECT campaign_id, area_id, list_id, ending, detail, number FROM row_totals_below
    UNION ALL
    SELECT campaign_id, above, list_id, ending, detail, -number FROM ({_ROWS_BELOW}) anew
  ) both_ways GROUP BY campaign_id, area_id, list_id, ending, detail HAVING sum(number) <> 0
""")  # noqa: S608


def summed_wrong(session: Session) -> set[UUID]:
    """Return the campaigns of which the totals of areas and what they sum to differ: there must never be one."""
    return {*session.scalars(_DRIFT), *session.scalars(_ROWS_DRIFT, {"campaign_id": None})}


def sum_rows_below(session: Session, campaign_id: UUID | None = None) -> None:
    """Sum the rows without a case of a campaign (None: of all) anew."""
    of_it = RowTotalBelow.campaign_id == campaign_id if campaign_id else true()
    session.execute(delete(RowTotalBelow).where(of_it))
    session.execute(_SUM_ROWS, {"campaign_id": campaign_id})


def sum_below_anew(session: Session) -> None:
    """Sum all totals anew, because areas lie below others than before; the caller is alone with totals."""
    session.execute(delete(TotalBelow))
    session.execute(_SUM_CASES)
    sum_rows_below(session)
