"""Reads the totals of cases by area and group at any moment, and folds what triggers noted into them.

The sum is over totals and notes in one statement, so that it is exact whether a note has been folded or not.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.case_groups import GroupKind
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.tiers import CountedCases
from campaigns.store.case_counting import COLUMNS, counted_by

ALL: Final = "all"
_BY: Final = "list_id, status, outcome, said_most, reached"
_SUMS: Final = f"""
  SELECT area_id, value, {_BY}, sum(number) AS number FROM (
    SELECT area_id, value, {_BY}, number FROM case_totals WHERE campaign_id = :campaign_id AND kind = :kind
    UNION ALL
    SELECT area_id, CASE :kind WHEN 'gender' THEN gender WHEN 'category' THEN category WHEN 'age_band' THEN age_band
      ELSE '' END, {_BY}, number FROM case_changes WHERE campaign_id = :campaign_id
  ) noted GROUP BY area_id, value, {_BY}
"""  # noqa: S608 - our own words

# Each area with cases leads up to the child of the asked area in which it lies; itself where it is that area.
_CELLS: Final = text(f"""
  WITH RECURSIVE sums AS MATERIALIZED ({_SUMS}), line AS (
    SELECT leaf, leaf AS id, a.parent_id FROM (SELECT DISTINCT area_id AS leaf FROM sums) here
      LEFT JOIN areas a ON a.id = leaf
    UNION ALL
    SELECT line.leaf, a.id, a.parent_id FROM line JOIN areas a ON a.id = line.parent_id
  ), branch AS (
    SELECT leaf, CASE WHEN :deepest THEN leaf ELSE id END AS child FROM line WHERE coalesce(parent_id, '') = :area_id
    UNION ALL
    SELECT leaf, '' FROM line WHERE id = :area_id AND leaf = :area_id AND :area_id <> ''
  )
  SELECT child, value, list_id, status, outcome, said_most, reached, CAST(sum(number) AS bigint) AS number
  FROM sums JOIN branch ON leaf = area_id
  GROUP BY child, value, {_BY} HAVING sum(number) <> 0
""")  # noqa: S608
_WITHDRAWN: Final = text("SELECT withdrawn_lists(:campaign_id)")

_FOLD: Final = text(f"""
  WITH gone AS (
    DELETE FROM case_changes WHERE id IN (SELECT id FROM case_changes ORDER BY id LIMIT :limit) RETURNING *
  ), added AS (
    INSERT INTO case_totals (department_id, campaign_id, kind, value, area_id, {_BY}, number)
    SELECT department_id, campaign_id, kind, value, area_id, {_BY}, sum(number)
    FROM gone CROSS JOIN LATERAL (
      VALUES ('all', ''), ('gender', gender), ('category', category), ('age_band', age_band)) AS by (kind, value)
    GROUP BY department_id, campaign_id, kind, value, area_id, {_BY} HAVING sum(number) <> 0
    ON CONFLICT (campaign_id, kind, value, area_id, {_BY}) DO UPDATE SET number = case_totals.number + excluded.number
  )
  SELECT count(*) FROM gone
""")  # noqa: S608
_ALONE: Final = text("SELECT pg_try_advisory_xact_lock(hashtextextended('fold_changes', 0))")

_DRIFT: Final = text(f"""
  SELECT campaign_id FROM (
    SELECT campaign_id, area_id, {_BY}, number FROM case_totals WHERE kind = 'all'
    UNION ALL SELECT campaign_id, area_id, {_BY}, number FROM case_changes
    UNION ALL SELECT campaign_id, area_id, {_BY}, -1 FROM (SELECT {counted_by("c")} FROM cases c) AS recounted ({COLUMNS})
  ) both_ways GROUP BY campaign_id, area_id, {_BY} HAVING sum(number) <> 0
""")  # noqa: S608


@dataclass(frozen=True)
class Cell:
    """Cases of a child area and a group of which the same is true."""

    child: str  # empty: of the asked area, and no place below it is known
    value: str  # of the group; empty for all
    list_id: UUID
    cases: CountedCases


def tier_cells(
    session: Session,
    campaign_id: UUID,
    area_id: str | None,
    kind: GroupKind | None = None,
    *,
    lists: Collection[UUID] = (),
    deepest: bool = False,
) -> Iterator[Cell]:
    """Return the cases of each area next below one (below None: of each topmost), of all or of some lists.

    With `deepest` those of each area in which people are known to live, however far below.
    """
    facts = {"campaign_id": campaign_id, "area_id": area_id or "", "kind": kind or ALL, "deepest": deepest}
    withdrawn = set(session.scalars(_WITHDRAWN, {"campaign_id": campaign_id}))
    for row in session.execute(_CELLS, facts):
        if not lists or row.list_id in lists:
            yield Cell(row.child, row.value, row.list_id, _counted(row, withdrawn=row.list_id in withdrawn))


def fold_changes(session: Session, *, limit: int) -> int:
    """Add the oldest notes to the totals; return how many. None where somebody else is at it."""
    if not session.scalar(_ALONE):
        return 0
    return session.scalar(_FOLD, {"limit": limit}) or 0


def campaigns_counted_wrong(session: Session) -> set[UUID]:
    """Return the campaigns of which totals and a new count of all their cases differ: there must never be one."""
    return set(session.scalars(_DRIFT))


def _counted(row: Any, *, withdrawn: bool) -> CountedCases:
    return CountedCases(
        CaseStatus(row.status),
        Outcome(row.outcome) if row.outcome else None,
        Outcome(row.said_most) if row.said_most else None,
        row.reached,
        withdrawn,
        row.number,
    )
