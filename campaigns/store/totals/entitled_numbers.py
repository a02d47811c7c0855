"""How many people of an area are entitled to what a campaign is about; the newest word of the department holds."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.rules.reports.tier_report import Entitled
from campaigns.store.areas.areas import one_of
from campaigns.store.tables import EntitledNumber


def entitled_numbers(
    session: Session, campaign_id: UUID, area_ids: Collection[str] | None = None
) -> dict[str, Entitled]:
    """Return the numbers of a campaign by area, all or of some areas."""
    wanted = select(EntitledNumber).where(EntitledNumber.campaign_id == campaign_id)
    if area_ids is not None:
        wanted = wanted.where(one_of(EntitledNumber.area_id, area_ids))
    return {one.area_id: Entitled(one.number, one.source, one.as_of) for one in session.scalars(wanted)}


def note_entitled(
    session: Session,
    campaign_id: UUID,
    department_id: UUID,
    numbers: Mapping[str, Entitled],
    *,
    user_id: UUID,
    at: datetime,
) -> None:
    """Save the numbers of areas in place of those that stood there."""
    rows = [
        {
            "campaign_id": campaign_id,
            "department_id": department_id,
            "area_id": area_id,
            "number": one.number,
            "source": one.source,
            "as_of": one.as_of,
            "noted_at": at,
            "noted_by": user_id,
        }
        for area_id, one in sorted(numbers.items())
    ]
    new = insert(EntitledNumber).values(rows)
    changed = {name: new.excluded[name] for name in ("number", "source", "as_of", "noted_at", "noted_by")}
    session.execute(new.on_conflict_do_update(index_elements=["campaign_id", "area_id"], set_=changed))
