"""Reads the totals of cases by area and group at any moment.

The sum is over totals and notes in one statement, so that it is exact whether a note has been folded or not. An area
counts by its own totals and by those of all below it (store/totals/totals_below), so that each tier reads few lines.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import select, text, true
from sqlalchemy.orm import Session

from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.reports.tiers import CountedCases, TierNumbers, count_tier
from campaigns.store.tables import Area
from campaigns.store.totals.case_folding import KINDS
from campaigns.store.totals.totals_below import lines_up

ALL: Final = "all"
DIVISION: Final = "division"  # lies between a province and its districts, and is no step down of its own on a floor
_BY: Final = "list_id, status, outcome, said_most, reached"
_CHILD: Final = "CASE WHEN area_id = ANY (:children) THEN area_id ELSE '' END AS child"
_TOTALS: Final = f"""
  SELECT {_CHILD}, kind, value, {_BY}, number
  FROM {{table}} WHERE campaign_id = :campaign_id AND kind = ANY (:kinds) AND area_id = ANY (:{{areas}})
"""  # noqa: S608 - our own words

# A noted area in the asked one leads up to the child in which it lies, or to none.
_CELLS: Final = text(f"""
  WITH RECURSIVE {lines_up("case_changes WHERE campaign_id = :campaign_id")}, branch (leaf, child) AS (
    SELECT leaf, coalesce(max(id) FILTER (WHERE id = ANY (:children)), '') FROM line
    GROUP BY leaf HAVING :area_id = '' OR bool_or(id = :area_id)
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


class Cell(NamedTuple):
    """Cases of an area and a group of which the same is true."""

    area: str  # empty: of the asked area, and no place below it is known
    kind: str  # of the group; `all` of everybody
    value: str
    cases: CountedCases


def next_below(session: Session, area_id: str | None, level: str | None = None) -> list[str]:
    """Return the areas next below one, of a level where it is asked for; without one the topmost areas."""
    below = Area.parent_id == area_id if area_id else Area.parent_id.is_(None)
    of_level = Area.level == level if level else true()
    return list(session.scalars(select(Area.id).where(below, of_level)))


def tier_cells(
    session: Session,
    campaign_id: UUID,
    area_id: str | None,
    *,
    lists: Collection[UUID] = (),
) -> Iterator[Cell]:
    """Return the cases of an area (None: of all), by the areas next below it; of some lists."""
    here, children = area_id or "", next_below(session, area_id)
    yield from _cells(session, campaign_id, _Asked(here, children, [here, *children], children), (ALL,), lists)


def whole_cells(
    session: Session,
    campaign_id: UUID,
    area_id: str | None,
    *,
    kinds: Sequence[str] = (ALL,),
    lists: Collection[UUID] = (),
) -> Iterator[Cell]:
    """Return the cases of an area (None: of all) together, by group; of some lists.

    By group it is told only who was reached, still may be, or was withdrawn.
    """
    here = area_id or ""
    yield from _cells(session, campaign_id, _Asked(here, [], [here], [here]), kinds, lists)


def cells_of_level(session: Session, campaign_id: UUID, area: Area | None, level: str) -> Iterator[Cell]:
    """Return the cases of an area by those below it of a level, which may lie in divisions between the two."""
    here = area.id if area else ""
    between: list[str] = []
    children = next_below(session, here or None, level)
    if area is not None:
        between = next_below(session, here, DIVISION)
        children += [one for division in between for one in next_below(session, division, level)]
    asked = _Asked(here, children, [here, *between, *children], children)
    yield from _cells(session, campaign_id, asked, (ALL,), ())


def counted_cases(session: Session, campaign_id: UUID) -> TierNumbers:
    """Return the people of a campaign, by where they stand."""
    return count_tier(cell.cases for cell in whole_cells(session, campaign_id, None))


class _Asked(NamedTuple):
    area_id: str
    children: list[str]  # who lives in none of them counts under an empty id
    at: list[str]  # areas of which the people are counted who live just somewhere in them
    below: list[str]  # areas of which all people are counted who live in an area below them


def _cells(
    session: Session, campaign_id: UUID, asked: _Asked, kinds: Sequence[str], lists: Collection[UUID]
) -> Iterator[Cell]:
    facts = {"campaign_id": campaign_id, "kinds": list(kinds), "lists": list(lists) or None, **asked._asdict()}
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
