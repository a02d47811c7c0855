"""Adds a person who may sign in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.rules.sign_in_ids import SIGN_IN_ID
from campaigns.shared.passwords import hash_password, password_refusal
from campaigns.store.access_traces import note_access
from campaigns.store.areas.areas import areas_called, path_in_words
from campaigns.store.session import NOBODY, Database, Session
from campaigns.store.tables import AccessTrace, Department, User
from campaigns.store.users import centre, department, save_user, user_by_sign_in

OF_DEPARTMENT: Final = (Role.OFFICER, Role.PROGRAMME)
OF_CENTRE: Final = (Role.AGENT, Role.SUPERVISOR)
SHOWN: Final = 10
PLACE_MISSING: Final = Refusal(
    "place_missing", "Officers and programme staff need a department; agents and supervisors need a centre."
)


@dataclass(frozen=True)
class NewUser:
    """What an administrator writes about a new person: officers have a department, floor staff a centre.

    `area`: the id or name of the area whose totals programme staff see.
    """

    sign_in: str
    password: str
    name: str
    role: Role
    department_id: UUID | None = None
    centre_id: UUID | None = None
    area: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class SeveralAreas(Refusal):
    """A name that several areas have: their codes, and where each lies."""

    areas: tuple[tuple[str, str], ...] = ()


def add_user(db: Database, wish: NewUser, admin_id: UUID, *, now: datetime) -> UUID | Refusal:
    """Save the person, or say what is missing."""
    missing = _missing(wish)
    if missing is not None:
        return missing
    password_hash = hash_password(wish.password)
    with db.transaction(NOBODY) as session:
        if user_by_sign_in(session, wish.sign_in) is not None:
            return Refusal("sign_in_taken", "Somebody has this ID already: choose another one.")
        place = centre(session, wish.centre_id) if wish.centre_id else None
        body = department(session, wish.department_id) if wish.department_id else None
        if (wish.role in OF_DEPARTMENT) != (body is not None) or (wish.role in OF_CENTRE) != (place is not None):
            return PLACE_MISSING
        area = _area(session, wish, body)
        if isinstance(area, Refusal):
            return area
        person = User(
            sign_in=wish.sign_in,
            password_hash=password_hash,
            name=wish.name,
            role=wish.role,
            department_id=wish.department_id,
            operator_id=place.operator_id if place else None,
            centre_id=wish.centre_id,
            area_id=area,
            languages=list(wish.languages),
            created_at=now,
        )
        save_user(session, person)
        subject = {"user": str(person.id), "role": wish.role.value}
        note_access(session, AccessTrace(at=now, user_id=admin_id, action="user_added", subject=subject))
        return person.id


def _missing(wish: NewUser) -> Refusal | None:
    if not SIGN_IN_ID.fullmatch(wish.sign_in):
        return Refusal("sign_in_shape", "The ID needs 2 to 64 small letters, digits, dots or hyphens.")
    if not wish.name or "\0" in wish.name:
        return Refusal("name_missing", "Write the person's name.")
    return password_refusal(wish.password, wish.sign_in)


def _area(session: Session, wish: NewUser, body: Department | None) -> str | Refusal | None:
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
