"""Tells which people lie in an area: by what a case or a referral keeps of its place, whatever level the area has."""

from typing import Final

from sqlalchemy import ColumnElement, select, true

from campaigns.store.tables import Area, Case, Referral

_PLACE: Final = {"state": "state_id", "district": "district_id", "block": "block_id"}


def within(area: Area | None, of: type[Case | Referral] = Case) -> ColumnElement[bool]:
    """Return the condition that a row lies in an area; None: anywhere."""
    if area is None:
        return true()
    if area.level == "division":
        return of.district_id.in_(select(Area.id).where(Area.parent_id == area.id))
    return of.__table__.c[_PLACE[area.level]] == area.id
