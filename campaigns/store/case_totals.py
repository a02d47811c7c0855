"""Reads the totals of cases by area and group at any moment.

The sum is over totals and notes in one statement, so that it is exact whether a note has been folded or not. An area
counts by its own totals and by those of all below it (store/totals_below), so that each tier reads few lines.
"""

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.tiers import CountedCases
from campaigns.store.case_folding import KINDS
from campaigns.store.tables import Area
from campaigns.store.totals_below import lines_up

ALL: Final = "all"
_BY: Final = "list_id, status, outcome, said_most, reached"
_TOTALS: Final = f"""
  SELECT CASE WHEN area_id = :area_id THEN '' ELSE area_id END AS child, kind, value, {_BY}, number
  FROM {{table}} WHERE campaign_id = :campaign_id AND kind = ANY (:kinds) AND area_id = ANY (:{{areas}})
"""  # noqa: S608 - our own words

# A noted area leads up to the child of the asked area in which it lies; to itself where it is that area.
_CELLS: Final = text(f"""
  WITH RECURSIVE {lines_up("case_changes WHERE campaign_id = :campaign_id")}, branch (leaf, child) AS (
    SELECT leaf, CASE WHEN :apart THEN id ELSE '' END FROM line WHERE coalesce(above, '') = :area_id
    UNION ALL
    SELECT leaf, '' FROM line WHERE id = :area_id AND leaf = :area_id AND :area_id <> ''
  ), noted AS (
    {_TOTALS.format(table="case_totals", areas="at")} UNION ALL {_TOTALS.format(table="totals_below", areas="below")}
    UNION ALL
    SELECT child, kind, value, {_BY}, number
    FROM case_changes JOIN branch ON leaf = area_id CROSS JOIN LATERAL {KINDS}
    WHERE campaign_id = :campaign_id AND kind = ANY (:kinds)
  )
  SELECT child, kind, value, list_id IN (SELECT withdrawn_lists(:campaign_id)) AS withdrawn, status, outcome, said_most,
    reached, CAST(sum(number) AS bigint) AS number
  FROM noted WHERE CAST(:lists AS uuid[]) IS NULL OR list_id = ANY (:lists)
  GROUP BY child, kind, value, withdrawn, status, outcome, said_most, reached HAVING sum(number) <> 0
""")  # noqa: S608


class Depth(StrEnum):
    """Down to which areas cases are told apart."""

    NONE = "none"  # all of an area together
    NEXT = "next"  # the areas next below it


class Cell(NamedTuple):
    """Cases of an area and a group of which the same is true."""

    area: str  # empty: of the asked area, and no place below it is known
    kind: str  # of the group; `all` of everybody
    value: str
    cases: CountedCases


def next_below(session: Session, area_id: str | None) -> list[str]:
    """Return the areas next below one; the topmost ones where none is asked for."""
    below = Area.parent_id == area_id if area_id else Area.parent_id.is_(None)
    return list(session.scalars(select(Area.id).where(below)))


def tier_cells(
    session: Session,
    campaign_id: UUID,
    area_id: str | None,
    *,
    depth: Depth = Depth.NEXT,
    kinds: Sequence[str] = (ALL,),
    lists: Collection[UUID] = (),
) -> Iterator[Cell]:
    """Return the cases of an area (None: of all), by the areas below it and by group; of some lists.

    By group it is told only who was reached, still may be, or was withdrawn.
    """
    here = area_id or ""
    children = next_below(session, area_id) if depth is Depth.NEXT else []
    facts = {
        "campaign_id": campaign_id,
        "area_id": here,
        "apart": depth is Depth.NEXT,
        "kinds": list(kinds),
        "lists": list(lists) or None,
        "at": [here, *children],
        "below": children if depth is Depth.NEXT else [here],
    }
    for row in session.execute(_CELLS, facts):
        yield Cell(row[0], row[1], row[2], _counted(*row[3:]))


def _counted(withdrawn: bool, status: str, outcome: str, said_most: str, reached: bool, number: int) -> CountedCases:  # noqa: FBT001
    return CountedCases(
        CaseStatus(status),
        Outcome(outcome) if outcome else None,
        Outcome(said_most) if said_most else None,
        reached,
        withdrawn,
        number,
    )
