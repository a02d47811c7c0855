"""How many rows of a list can be called at each place, and how many cases it has opened: from totals, whatever its length.

Totals tell it of a list whose people have cases (case_totals, and row_totals of whoever is not drawn), and of a long list
under review that a worker has counted (review_totals). Where what they tell is not as many as the list has, its rows are
gone through: a short list under review, one that has just changed, or one whose people went over to a newer version.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from campaigns.rules.accounts.account import Ending
from campaigns.rules.list_states import ListStatus
from campaigns.rules.verdicts import Verdict
from campaigns.store.tables import Area, BeneficiaryList, ListRow
from campaigns.store.totals.case_totals import whole_cells
from campaigns.store.totals.review_totals import review_counted

# Cases of a list by the place at which they count; what upkeep has not added up yet counts as well.
_OF_LIST: Final = text("""
  SELECT area_id, CAST(sum(number) AS bigint) FROM (
    SELECT area_id, people AS number FROM place_totals WHERE campaign_id = :campaign_id AND list_id = :list_id
    UNION ALL SELECT area_id, number FROM case_changes WHERE campaign_id = :campaign_id AND list_id = :list_id
    UNION ALL SELECT area_id, number FROM row_totals
    WHERE campaign_id = :campaign_id AND list_id = :list_id AND ending = ANY (:called_no_more)
  ) counted GROUP BY area_id HAVING sum(number) <> 0
""")
_NOT_CALLED: Final = (Ending.EXCLUDED, Ending.NOT_OPENED)  # rows that can be called, and have no case


@dataclass(frozen=True)
class PlaceCount:
    """How many rows of a list can be called in one block, or in a district where no block was found."""

    district_id: str | None
    block_id: str | None
    rows: int


def accepted_by_place(session: Session, kept: BeneficiaryList) -> list[PlaceCount]:
    """Count the rows that can be called by district and block."""
    counted = _from_totals(session, kept)
    if sum(counted.values()) != kept.accepted:
        return _row_by_row(session, kept.id)
    districts, above = _districts(session)
    found = Counter[tuple[str | None, str | None]]()
    for area_id, rows in counted.items():
        in_block = area_id if area_id in above else None
        found[above.get(area_id, area_id if area_id in districts else None), in_block] += rows
    ordered = sorted(found.items(), key=lambda one: tuple((part is None, part or "") for part in one[0]))
    return [PlaceCount(*place, rows) for place, rows in ordered if rows]


def cases_of_list(session: Session, kept: BeneficiaryList) -> int:
    """Return how many cases this list has opened."""
    return sum(cell.cases.number for cell in whole_cells(session, kept.campaign_id, None, lists=[kept.id]))


def _from_totals(session: Session, kept: BeneficiaryList) -> dict[str, int]:
    if kept.status is ListStatus.REVIEW:
        found = Counter[str]()
        for one, rows in (review_counted(session, kept.id) or {}).items():
            found[one.area_id] += rows * (one.ended.ending is Ending.WAITING_FOR_APPROVAL)
        return found
    facts = {"campaign_id": kept.campaign_id, "list_id": kept.id, "called_no_more": list(_NOT_CALLED)}
    return {area_id: number for area_id, number in session.execute(_OF_LIST, facts)}  # noqa: C416 - rows are no pairs to mypy


def _districts(session: Session) -> tuple[set[str], dict[str, str | None]]:
    """Return all districts, and the district of each block."""
    areas = session.execute(select(Area.id, Area.level, Area.parent_id).where(Area.level.in_(["district", "block"])))
    districts, blocks = set[str](), dict[str, str | None]()
    for area_id, level, above in areas:
        if level == "district":
            districts.add(area_id)
        else:
            blocks[area_id] = above
    return districts, blocks


def _row_by_row(session: Session, list_id: UUID) -> list[PlaceCount]:
    district = ListRow.details["person"]["district_id"].as_string().label("district")
    block = ListRow.details["person"]["block_id"].as_string().label("block")
    counted = (
        select(district, block, func.count())
        .where(ListRow.list_id == list_id, ListRow.verdict == Verdict.ACCEPTED)
        .group_by(district, block)
        .order_by(district, block)
    )
    return [PlaceCount(*row) for row in session.execute(counted)]
