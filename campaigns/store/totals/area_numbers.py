"""The people of the areas that a floor goes down by, from the totals that tiers and reports read: so they agree."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from campaigns.rules.reports.tiers import TierNumbers, count_tier, count_tiers
from campaigns.store.areas.areas import area_names
from campaigns.store.tables import Area
from campaigns.store.totals.case_totals import DIVISION, cells_of_level, whole_cells

# A division is no step down of its own: it is a part of its province that may be looked at alone.
_BELOW: Final = {None: "state", "state": "district", DIVISION: "district", "district": "block"}


@dataclass(frozen=True)
class AreaNumbers:
    """People of an area; reached, waiting, unreachable and closed add up to cases. `refused`: of those reached."""

    id: str | None
    name: str | None
    cases: int
    reached: int
    waiting: int
    unreachable: int
    refused: int
    closed: int


def child_areas(session: Session, campaign_id: UUID, area: Area | None) -> list[AreaNumbers]:
    """Return the people of each area below one (below nothing: of each state), the known ones by name."""
    level = _BELOW.get(area.level if area else None)
    if level is None:
        return []
    cells = cells_of_level(session, campaign_id, area, level)
    counted = count_tiers((cell.area, cell.cases) for cell in cells)
    names = area_names(session, counted)
    found = [_numbers(id_ or None, names.get(id_), numbers) for id_, numbers in counted.items() if numbers.persons]
    return sorted(found, key=lambda one: (one.name is None, one.name or "", one.id or ""))


def numbers_of_area(session: Session, campaign_id: UUID, area: Area | None) -> AreaNumbers:
    """Return the people of one area as a whole, or of the whole campaign."""
    cells = whole_cells(session, campaign_id, area.id if area else None)
    numbers = count_tier(cell.cases for cell in cells)
    return _numbers(area.id if area else None, area.name if area else None, numbers)


def _numbers(id_: str | None, name: str | None, numbers: TierNumbers) -> AreaNumbers:
    return AreaNumbers(
        id_,
        name,
        numbers.persons,
        numbers.reached,
        numbers.waiting,
        numbers.unreachable,
        numbers.refused,
        numbers.closed + numbers.withdrawn,
    )
