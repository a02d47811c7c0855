"""What the queries of a report are asked with: its days, and whose people it counts."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.rules.areas.places import LEVELS
from campaigns.rules.reports.report_figures import Days
from campaigns.store.tables import Area

_ANYWHERE: Final = {"people": "cases", "lives_there": "CAST(:area_id AS text) IS NULL"}
_THERE: Final = {
    "people": "cases",
    "lives_there": "coalesce(c.block_id, c.district_id, c.state_id) IN (SELECT areas_below(:area_id))",
}
# They lie together in an index, and are so few that all else is looked for by them: PostgreSQL would begin with the calls.
_IN_BLOCK: Final = {
    "people": "(SELECT * FROM cases c WHERE c.campaign_id = :campaign_id AND c.block_id = :area_id OFFSET 0)",
    "lives_there": "true",
}


def people_of(session: Session, area_id: str | None) -> dict[str, str]:
    """Return the people of an area (None: of all), as queries name them: their cases `c`, and a condition on these."""
    if area_id is None:
        return _ANYWHERE
    return _IN_BLOCK if is_block(session, area_id) else _THERE


def is_block(session: Session, area_id: str | None) -> bool:
    """Tell whether an area is a block, below which no other lies."""
    return area_id is not None and session.scalar(select(Area.level).where(Area.id == area_id)) == LEVELS[-1]


def facts_of(campaign_id: UUID, days: Days, area_id: str | None) -> dict[str, Any]:
    """Return what the queries of a report are asked with."""
    return {"campaign_id": campaign_id, "begins": days.begins, "ends": days.ends, "area_id": area_id}
