"""The department of a page's address; one that the signed-in person may not see is no page at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort, request

from agent_ui.house import house
from agent_ui.sign_in.access import current_scope, the_user
from campaigns.rules.calling.opt_outs import OptOutScope
from campaigns.rules.roles import Role
from campaigns.store.organisations import schemes_of_department
from campaigns.store.session import Scope
from campaigns.store.tables import Department, Scheme
from campaigns.store.users import department

LONGEST = 300  # letters of a reason or a name


@dataclass(frozen=True)
class ThisDepartment:
    """A department with its schemes."""

    department: Department
    schemes: Sequence[Scheme]

    @property
    def scope(self) -> Scope:
        """Return the scope of its pages: this department alone, for an administrator too."""
        return Scope(self.department.id)

    @property
    def words(self) -> dict[str, Any]:
        """Return what every page of a register shows."""
        return {"department": self.department, "schemes": self.schemes}


def the_department(department_id: UUID) -> ThisDepartment:
    """Return the department of which the signed-in person may see the register, or 404."""
    person = the_user()
    if person.role is not Role.ADMIN and person.department_id != department_id:
        abort(404)
    with house().db.transaction(current_scope()) as session:
        found = department(session, department_id) or abort(404)
        return ThisDepartment(found, schemes_of_department(session, department_id))


def written(name: str) -> str:
    """Return a field of the form without stray spaces."""
    return " ".join(request.form.get(name, "").split())[:LONGEST]


def written_scope() -> tuple[OptOutScope, UUID | None]:
    """Return the reach that was chosen, with the scheme where it is one scheme."""
    word, scheme = request.form.get("scope", ""), request.form.get("scheme_id", "")
    if word not in list(OptOutScope):
        abort(400)
    if word != OptOutScope.SCHEME:
        return OptOutScope(word), None
    try:
        return OptOutScope.SCHEME, UUID(scheme) if scheme else None
    except ValueError:
        abort(400)
