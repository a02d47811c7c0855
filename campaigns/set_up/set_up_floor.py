"""Makes a department, its scheme, a centre and the people who sign in; what is there already stays as it is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from campaigns.rules.floor.floor_plans import FloorPlan
from campaigns.rules.roles import Role
from campaigns.shared.passwords import hash_password
from campaigns.store.organisations import note_centre, note_department, note_scheme
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import User
from campaigns.store.users import save_user, user_by_sign_in


@dataclass(frozen=True)
class Floor:
    """What stands: ids by what they are; people by sign-in."""

    department_id: UUID
    scheme_id: UUID
    operator_id: UUID
    people: dict[str, UUID]


def set_up_floor(db: Database, plan: FloorPlan, password: str, *, now: datetime) -> Floor:
    """Save the plan; new people get the password."""
    with db.transaction(EVERYTHING) as session:
        department = note_department(session, plan)
        scheme = note_scheme(session, department, plan.scheme)
        centre = note_centre(session, plan.operator, plan.centre)
        people: dict[str, UUID] = {}
        for person in plan.people:
            found = user_by_sign_in(session, person.sign_in)
            if found is None:
                of_department = person.role in (Role.OFFICER, Role.PROGRAMME)
                of_centre = person.role in (Role.AGENT, Role.SUPERVISOR)
                found = User(
                    sign_in=person.sign_in,
                    password_hash=hash_password(password),
                    name=person.name,
                    role=person.role,
                    department_id=department.id if of_department else None,
                    operator_id=centre.operator_id if of_centre else None,
                    centre_id=centre.id if of_centre else None,
                    area_id=person.area if person.role is Role.PROGRAMME else None,
                    languages=list(person.languages),
                    interface_language=person.interface_language,
                    created_at=now,
                )
                save_user(session, found)
            people[person.sign_in] = found.id
        return Floor(department.id, scheme.id, centre.operator_id, people)
