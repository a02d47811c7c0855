"""One person as an administrator sees her: the role with its place, which can be changed, and who has changed what."""

from typing import Any, Final
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, lazy_gettext

from agent_ui.admin.written_place import written_place
from agent_ui.house import house
from agent_ui.sign_in.access import allow, the_user
from agent_ui.words import word
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.access_traces import traces_of_person
from campaigns.store.areas.areas import area_names
from campaigns.store.session import EVERYTHING
from campaigns.store.tables import AccessTrace, User
from campaigns.store.users import centres, departments, is_only_one, user
from campaigns.users.set_role import set_role

people = Blueprint("people", __name__, url_prefix="/admin/people", template_folder="templates")
SHOWN: Final = 50
_ = lazy_gettext
CHANGES: Final[dict[str, LazyString]] = {
    "user_added": _("Added"),
    "role_set": _("Role or place changed"),
    "user_closed": _("Sign-in closed"),
    "user_opened": _("Sign-in opened again"),
    "password_set": _("New password given"),
    "languages_set": _("Languages changed"),
    "desk_phone_set": _("Phone on the desk changed"),
}
NEEDED: Final[dict[Role, LazyString]] = {  # what nobody does any more when the only one of a role gets another
    Role.SUPERVISOR: _("Nobody else supervises the agents of her company."),
    Role.OFFICER: _("Her department has no other officer: nobody else uploads and approves its lists."),
}


@people.get("/<uuid:user_id>")
@allow(Role.ADMIN)
def show(user_id: UUID) -> ResponseReturnValue:
    """Show her, and the form."""
    return _page(user_id, None)


@people.post("/<uuid:user_id>/role")
@allow(Role.ADMIN)
def change(user_id: UUID) -> ResponseReturnValue:
    """Give her another role, place or area, or say why that cannot be."""
    all_the_same = "all_the_same" in request.form
    wish, admin_id, now = written_place(), the_user().id, house().now()
    refusal = set_role(house().db, user_id, wish, admin_id, now=now, all_the_same=all_the_same)
    if refusal is not None:
        return _page(user_id, refusal), 422
    return redirect(url_for("people.show", user_id=user_id, changed="yes"))


def _page(user_id: UUID, refusal: Refusal | None) -> str:
    with house().db.transaction(EVERYTHING) as session:
        person = user(session, user_id) or abort(404)
        traces = traces_of_person(session, user_id, limit=SHOWN)
        bodies, sites = departments(session), centres(session)
        areas = area_names(
            session, {area for trace, _name in traces for area in _areas(trace)} | {person.area_id or ""}
        )
        needed = NEEDED.get(person.role) if person.active and is_only_one(session, person) else None
    names = {str(one.id): one.name for one in bodies} | {str(one.id): one.name for one in sites} | areas
    return render_template(
        "admin/person.html",
        shown=person,
        place=_in_words(_facts(person), names),
        changes=[(trace, CHANGES[trace.action], name, _steps(trace, names)) for trace, name in traces],
        roles=list(Role),
        needed=needed,
        refusal=refusal,
        departments=bodies,
        centres=sites,
    )


def _facts(person: User) -> dict[str, Any]:
    ids = {name: getattr(person, name) for name in ("department_id", "centre_id", "area_id")}
    return {"role": person.role.value} | {name: str(value) for name, value in ids.items() if value}


def _areas(trace: AccessTrace) -> list[str]:
    return [stood["area_id"] for stood in _stood(trace) if "area_id" in stood]


def _stood(trace: AccessTrace) -> list[dict[str, Any]]:
    return [trace.subject["before"], trace.subject["after"]] if trace.action == "role_set" else []


def _steps(trace: AccessTrace, names: dict[str, str]) -> list[list[str]]:
    """Return how it stood before and stood afterwards, where a trace tells."""
    return [_in_words(stood, names) for stood in _stood(trace)]


def _in_words(stood: dict[str, Any], names: dict[str, str]) -> list[str]:
    ids = [stood[name] for name in ("department_id", "centre_id", "area_id") if name in stood]
    return [word(Role(stood["role"])), *(names.get(id_, id_) for id_ in ids)]
