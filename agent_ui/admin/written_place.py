"""The role with its place that an administrator has written; fields of other roles do not count."""

from flask import request

from agent_ui.written_ids import id_or_none
from campaigns.rules.roles import Role
from campaigns.shared.user_places import OF_CENTRE, OF_DEPARTMENT, RoleWish


def written_place() -> RoleWish:
    """Read it from the form; without a role it is an agent's."""
    form = request.form
    role = Role(form["role"]) if form.get("role") in list(Role) else Role.AGENT
    return RoleWish(
        role=role,
        department_id=id_or_none(form.get("department_id")) if role in OF_DEPARTMENT else None,
        centre_id=id_or_none(form.get("centre_id")) if role in OF_CENTRE else None,
        area=form.get("area", "") if role is Role.PROGRAMME else "",
    )
