"""Reads the totals of cases by area and group at any moment, and folds what triggers noted into them.

The sum is over totals and notes in one statement, so that it is exact whether a note has been folded or not.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from itertools import product
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.account import Ending
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.tiers import CountedCases, stand_of

ALL: Final = "all"
_BY: Final = "list_id, status, outcome, said_most, reached"
_KINDS: Final = (
    "(VALUES ('all', ''), ('gender', gender), ('category', category), ('age_band', age_band)) AS by (kind, value)"
)
NOTED: Final = f"""
  SELECT area_id, kind, value, {_BY}, number FROM case_totals WHERE campaign_id = :campaign_id AND kind = ANY (:kinds)
  UNION ALL
  SELECT area_id, kind, value, {_BY}, number FROM case_changes CROSS JOIN LATERAL {_KINDS}
  WHERE campaign_id = :campaign_id AND kind = ANY (:kinds)
"""  # noqa: S608 - our own words

# Each area with cases, or with rows that nobody is called for, leads up to the child of the asked area in which it lies;
# itself where it is that area.
_BRANCHES: Final = text("""
  WITH RECURSIVE line AS (
    SELECT area_id AS leaf, area_id AS id, a.parent_id FROM (
      SELECT area_id FROM case_totals WHERE campaign_id = :campaign_id AND kind = 'gender'
      UNION SELECT area_id FROM case_changes WHERE campaign_id = :campaign_id
      UNION SELECT area_id FROM row_totals WHERE campaign_id = :campaign_id
    ) here LEFT JOIN areas a ON a.id = area_id
    UNION ALL
    SELECT line.leaf, a.id, a.parent_id FROM line JOIN areas a ON a.id = line.parent_id
  )
  SELECT leaf, id FROM line WHERE coalesce(parent_id, '') = :area_id
  UNION ALL
  SELECT leaf, '' FROM line WHERE id = :area_id AND leaf = :area_id AND :area_id <> ''
""")

# The areas come as arrays, of which PostgreSQL knows how long they are: it sorts nothing, and groups in one go.
_CELLS: Final = text(f"""
  SELECT child, kind, value, list_id IN (SELECT withdrawn_lists(:campaign_id)) AS withdrawn, status, outcome, said_most,
    reached, CAST(sum(number) AS bigint) AS number
  FROM ({NOTED}) noted
    JOIN unnest(CAST(:leaves AS text[]), CAST(:children AS text[])) AS branch (leaf, child) ON leaf = area_id
  WHERE CAST(:lists AS uuid[]) IS NULL OR list_id = ANY (:lists)
  GROUP BY child, kind, value, withdrawn, status, outcome, said_most, reached HAVING sum(number) <> 0
""")  # noqa: S608

# Of a group it counts only who was reached, still may be, or was withdrawn: all who stand alike are kept in one line.
STANDS: Final = """
  SELECT CASE WHEN status <> 'closed' THEN '' WHEN outcome || ' ' || said_most = ANY (:reached) AND reached THEN 'completed'
    WHEN outcome || ' ' || said_most = ANY (:withdrawn) THEN 'withdrawn' ELSE 'no_answer' END AS stands
"""
_FOLD: Final = text(f"""
  WITH gone AS (
    DELETE FROM case_changes WHERE id IN (SELECT id FROM case_changes ORDER BY id LIMIT :limit) RETURNING *
  ), told AS (
    SELECT department_id, campaign_id, kind, value, area_id, list_id, status,
      CASE kind WHEN 'all' THEN outcome ELSE stands END AS outcome,
      CASE kind WHEN 'all' THEN said_most ELSE '' END AS said_most,
      CASE kind WHEN 'all' THEN reached ELSE stands = 'completed' END AS reached, number
    FROM gone CROSS JOIN LATERAL {_KINDS} CROSS JOIN LATERAL ({STANDS}) AS stand
  ), added AS (
    INSERT INTO case_totals (department_id, campaign_id, kind, value, area_id, {_BY}, number)
    SELECT department_id, campaign_id, kind, value, area_id, {_BY}, sum(number) FROM told
    GROUP BY department_id, campaign_id, kind, value, area_id, {_BY} HAVING sum(number) <> 0
    ON CONFLICT (campaign_id, kind, value, area_id, {_BY}) DO UPDATE SET number = case_totals.number + excluded.number
  )
  SELECT count(*) FROM gone
""")  # noqa: S608
_ALONE: Final = text("SELECT pg_try_advisory_xact_lock(hashtextextended('fold_changes', 0))")


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


Branches = Mapping[
    str, str
]  # each area in which somebody lives, and the area next below the asked one in which it lies


def branches_of(session: Session, campaign_id: UUID, area_id: str | None) -> Branches:
    """Return the areas of a campaign's people within an area (None: within all)."""
    facts = {"campaign_id": campaign_id, "area_id": area_id or ""}
    return {row[0]: row[1] for row in session.execute(_BRANCHES, facts)}


def tier_cells(
    session: Session,
    campaign_id: UUID,
    branches: Branches,
    *,
    depth: Depth = Depth.NEXT,
    kinds: Sequence[str] = (ALL,),
    lists: Collection[UUID] = (),
) -> Iterator[Cell]:
    """Return the cases in these areas, by the areas below one and by group; of some lists.

    By group it is told only who was reached, still may be, or was withdrawn.
    """
    facts = {
        "campaign_id": campaign_id,
        "kinds": list(kinds),
        "lists": list(lists) or None,
        "leaves": list(branches),
        "children": [""] * len(branches) if depth is Depth.NONE else list(branches.values()),
    }
    for row in session.execute(_CELLS, facts):
        yield Cell(row[0], row[1], row[2], _counted(*row[3:]))


def fold_changes(session: Session, *, limit: int) -> int:
    """Add the oldest notes to the totals; return how many. None where somebody else is at it."""
    if not alone_with_totals(session):
        return 0
    return session.scalar(_FOLD, {"limit": limit, **standing()}) or 0


def alone_with_totals(session: Session) -> bool:
    """Hold the totals until the transaction ends; False where somebody else does."""
    return bool(session.scalar(_ALONE))


@cache
def standing() -> dict[str, list[str]]:
    """Return which last and best outcomes of a closed case mean that she was reached, and which that she was withdrawn."""
    found: dict[Ending, list[str]] = {Ending.REACHED: [], Ending.WITHDRAWN: []}
    for last, most in product((None, *Outcome), repeat=2):
        ending, _ = stand_of(CaseStatus.CLOSED, last, most, reached=True, withdrawn=False)
        if ending in found:
            found[ending].append(f"{last or ''} {most or ''}")
    return {"reached": found[Ending.REACHED], "withdrawn": found[Ending.WITHDRAWN]}


def _counted(withdrawn: bool, status: str, outcome: str, said_most: str, reached: bool, number: int) -> CountedCases:  # noqa: FBT001
    return CountedCases(
        CaseStatus(status),
        Outcome(outcome) if outcome else None,
        Outcome(said_most) if said_most else None,
        reached,
        withdrawn,
        number,
    )
