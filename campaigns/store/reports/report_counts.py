"""What the queries of a report are asked with: its days, and whose people it counts."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.rules.areas.places import LEVELS
from campaigns.rules.reports.report_figures import Days
from campaigns.store.tables import Area

_LIVES_THERE: Final = "coalesce(c.block_id, c.district_id, c.state_id) IN (SELECT areas_below(:area_id))"
LIVES_IN_BLOCK: Final = "c.campaign_id = :campaign_id AND c.block_id = :area_id"  # lies in an index


def lives_there(session: Session, area_id: str | None) -> str:
    """Return the condition that the person of a case `c` lives in an area (None: anywhere)."""
    if area_id is None:
        return "CAST(:area_id AS text) IS NULL"
    return LIVES_IN_BLOCK if is_block(session, area_id) else _LIVES_THERE


def is_block(session: Session, area_id: str | None) -> bool:
    """Tell whether an area is a block, below which no other lies."""
    return area_id is not None and session.scalar(select(Area.level).where(Area.id == area_id)) == LEVELS[-1]


def facts_of(campaign_id: UUID, days: Days, area_id: str | None) -> dict[str, Any]:
    """Return what the queries of a report are asked with."""
    return {"campaign_id": campaign_id, "begins": days.begins, "ends": days.ends, "area_id": area_id}
