"""Where somebody with a role belongs: officers to a department, floor staff to a centre, programme staff to an area."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.areas.areas import areas_called, path_in_words
from campaigns.store.session import Session
from campaigns.store.tables import Department
from campaigns.store.users import centre, department

OF_DEPARTMENT: Final = (Role.OFFICER, Role.PROGRAMME)
OF_CENTRE: Final = (Role.AGENT, Role.SUPERVISOR)
SHOWN: Final = 10
PLACE_MISSING: Final = Refusal(
    "place_missing", "Officers and programme staff need a department; agents and supervisors need a centre."
)


@dataclass(frozen=True)
class RoleWish:
    """A role with its place. `area`: the id or name of the area whose totals programme staff see."""

    role: Role
    department_id: UUID | None = None
    centre_id: UUID | None = None
    area: str = ""


@dataclass(frozen=True)
class UserPlace:
    """A role with a place that stands."""

    role: Role
    department_id: UUID | None
    operator_id: UUID | None
    centre_id: UUID | None
    area_id: str | None


@dataclass(frozen=True)
class SeveralAreas(Refusal):
    """A name that several areas have: their codes, and where each lies."""

    areas: tuple[tuple[str, str], ...] = ()


def place_of_role(session: Session, wish: RoleWish) -> UserPlace | Refusal:
    """Return the place, or say what is missing."""
    site = centre(session, wish.centre_id) if wish.centre_id else None
    body = department(session, wish.department_id) if wish.department_id else None
    if (wish.role in OF_DEPARTMENT) != (body is not None) or (wish.role in OF_CENTRE) != (site is not None):
        return PLACE_MISSING
    area = _area(session, wish, body)
    if isinstance(area, Refusal):
        return area
    return UserPlace(
        role=wish.role,
        department_id=body.id if body else None,
        operator_id=site.operator_id if site else None,
        centre_id=site.id if site else None,
        area_id=area,
    )


def _area(session: Session, wish: RoleWish, body: Department | None) -> str | Refusal | None:
    """Return the area of programme staff, who see no other; nobody else has one."""
    if wish.role is not Role.PROGRAMME or body is None:
        return None
    found = areas_called(session, wish.area.strip(), body.region)
    if not found:
        return Refusal(
            "area_unknown", "Programme staff need an area: write its name as the directory has it, or its code."
        )
    if len(found) > 1:
        paths = tuple((area.id, path_in_words(session, area.id)) for area in found[:SHOWN])
        return SeveralAreas("area_several", "Several areas are called so: write the code of the one you mean.", paths)
    return found[0].id
