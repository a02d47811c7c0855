"""Tells which cases lie in an area: by what each case keeps of its place, whatever level the area has."""

from typing import Final

from sqlalchemy import ColumnElement, select, true

from campaigns.store.tables import Area, Case

_PLACE: Final = {"state": Case.state_id, "district": Case.district_id, "block": Case.block_id}


def within(area: Area | None) -> ColumnElement[bool]:
    """Return the condition that a case lies in an area; None: anywhere."""
    if area is None:
        return true()
    if area.level == "division":
        return Case.district_id.in_(select(Area.id).where(Area.parent_id == area.id))
    return _PLACE[area.level] == area.id
