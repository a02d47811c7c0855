"""Reads how often people were called who ended unreachable: triggers (migration 0035) note it, upkeep adds the notes up.

As with cases (store/totals/case_counting) a note is a row that nobody else touches, and counts before it is added up.
"""

from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.store.totals.case_folding import alone_with_totals

ALL_UNREACHABLE: Final = """
  SELECT department_id, campaign_id, dials_of_case(id, campaign_id) AS dials, count(*) AS number FROM cases
  WHERE is_unreachable(status, outcome, said_most, reached) AND {which} GROUP BY 1, 2, 3
"""
_NOTED: Final = """
  SELECT campaign_id, dials, number FROM unreachable_totals
  UNION ALL SELECT campaign_id, dials, number FROM unreachable_changes
"""
_READ: Final = text(f"""
  SELECT dials, CAST(sum(number) AS bigint) AS number FROM ({_NOTED}) noted WHERE campaign_id = :campaign_id
  GROUP BY dials HAVING sum(number) <> 0
""")  # noqa: S608 - our own words
_FOLD: Final = text("""
  WITH gone AS (
    DELETE FROM unreachable_changes WHERE id IN (SELECT id FROM unreachable_changes ORDER BY id LIMIT :limit) RETURNING *
  ), added AS (
    INSERT INTO unreachable_totals (department_id, campaign_id, dials, number)
    SELECT department_id, campaign_id, dials, sum(number) FROM gone GROUP BY 1, 2, 3 HAVING sum(number) <> 0
    ON CONFLICT (campaign_id, dials) DO UPDATE SET number = unreachable_totals.number + excluded.number
  )
  SELECT count(*) FROM gone
""")
_DRIFT: Final = text(f"""
  SELECT DISTINCT campaign_id FROM (
    {_NOTED} UNION ALL SELECT campaign_id, dials, -number FROM ({ALL_UNREACHABLE.format(which="true")}) recounted
  ) both_ways GROUP BY campaign_id, dials HAVING sum(number) <> 0
""")  # noqa: S608
_ANEW: Final = (
    text("DELETE FROM unreachable_changes WHERE campaign_id = :campaign_id"),
    text("DELETE FROM unreachable_totals WHERE campaign_id = :campaign_id"),
    text(f"""
      INSERT INTO unreachable_totals (department_id, campaign_id, dials, number)
      {ALL_UNREACHABLE.format(which="campaign_id = :campaign_id")}
    """),
)


def unreachable_by_dials(session: Session, campaign_id: UUID) -> dict[int, int]:
    """Return how many people of a campaign ended unreachable, by how often they were called."""
    return {row.dials: row.number for row in session.execute(_READ, {"campaign_id": campaign_id})}


def fold_unreachable(session: Session, *, limit: int) -> int:
    """Add the oldest notes to the totals; return how many. None where somebody else is at it."""
    if not alone_with_totals(session):
        return 0
    return session.scalar(_FOLD, {"limit": limit}) or 0


def unreachable_counted_wrong(session: Session) -> set[UUID]:
    """Return the campaigns of which totals and a new count of all people differ: there must never be one."""
    return set(session.scalars(_DRIFT))


def count_unreachable_anew(session: Session, campaign_id: UUID) -> None:
    """Count a campaign's people in place of its totals; only where the caller is alone with them."""
    for statement in _ANEW:
        session.execute(statement, {"campaign_id": campaign_id})
