"""The administrator's page: who may sign in, a new person, a closed sign-in."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from agent_ui.admin.written_place import written_place
from agent_ui.house import house
from agent_ui.language_names import OWN_NAMES
from agent_ui.sign_in.access import allow, the_user
from campaigns.rules.phone_mask import mask_phone
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.areas.areas import area_names
from campaigns.store.reports.report_deliveries import missing_files
from campaigns.store.session import EVERYTHING, NOBODY
from campaigns.store.users import centres, departments, users
from campaigns.users.add_user import NewUser, add_user
from campaigns.users.let_user_sign_in import let_user_sign_in
from campaigns.users.set_desk_phone import AT_DESKS, set_desk_phone
from campaigns.users.set_languages import set_languages
from campaigns.users.set_password import set_password

admin = Blueprint("admin", __name__, url_prefix="/admin", template_folder="templates")


@admin.get("/")
@allow(Role.ADMIN)
def people() -> ResponseReturnValue:
    """Show everybody who may sign in."""
    return _page(None)


@admin.post("/people")
@allow(Role.ADMIN)
def add() -> ResponseReturnValue:
    """Add a person, or say what is missing beside what was written."""
    added = add_user(house().db, _written_user(), the_user().id, now=house().now())
    if isinstance(added, Refusal):
        return _page(added), 422
    return redirect(url_for("admin.people", added=added))


@admin.post("/people/<uuid:user_id>/<any(open,close):door>")
@allow(Role.ADMIN)
def door(user_id: UUID, door: str) -> ResponseReturnValue:
    """Open or close somebody's sign-in."""
    refusal = let_user_sign_in(house().db, user_id, the_user().id, allowed=door == "open", now=house().now())
    if refusal is not None:
        return _page(refusal), 409
    return redirect(url_for("admin.people"))


@admin.post("/people/<uuid:user_id>/password")
@allow(Role.ADMIN)
def password(user_id: UUID) -> ResponseReturnValue:
    """Give somebody a new password."""
    wish = request.form.get("new_password", "")
    refusal = set_password(house().db, user_id, wish, the_user().id, now=house().now())
    if refusal is not None:
        return _page(refusal), 422
    return redirect(url_for("admin.people", renewed=user_id))


@admin.post("/people/<uuid:user_id>/desk-phone")
@allow(Role.ADMIN)
def desk_phone(user_id: UUID) -> ResponseReturnValue:
    """Keep the number of the telephone on somebody's desk; an empty one takes it away."""
    wish = request.form.get("desk_phone", "")
    refusal = set_desk_phone(house().db, user_id, wish, the_user().id, now=house().now())
    if refusal is not None:
        return _page(refusal), 422
    return redirect(url_for("admin.people", phoned=user_id))


@admin.post("/people/<uuid:user_id>/languages")
@allow(Role.ADMIN)
def languages(user_id: UUID) -> ResponseReturnValue:
    """Keep the languages that somebody speaks on calls; none ticked means any."""
    refusal = set_languages(house().db, user_id, _spoken(), the_user().id, now=house().now())
    if refusal is not None:
        return _page(refusal), 422
    return redirect(url_for("admin.people", speaks=user_id))


def _page(refusal: Refusal | None) -> str:
    with house().db.transaction(EVERYTHING) as session:
        missing = len(missing_files(session))
    with house().db.transaction(NOBODY) as session:  # people, departments and centres stand before the walls
        people = users(session)
        return render_template(
            "admin/people.html",
            missing=missing,
            people=people,
            areas=area_names(session, {one.area_id for one in people if one.area_id}),
            departments=departments(session),
            centres=centres(session),
            roles=list(Role),
            spoken=OWN_NAMES,
            at_desks=AT_DESKS,
            mask_phone=mask_phone,
            refusal=refusal,
        )


def _written_user() -> NewUser:
    form = request.form
    return NewUser(
        sign_in=form.get("sign_in", "").strip().lower(),
        password=form.get("password", ""),
        name=" ".join(form.get("name", "").split()),
        place=written_place(),
        languages=_spoken(),
    )


def _spoken() -> tuple[str, ...]:
    return tuple(tag for tag in request.form.getlist("languages") if tag in OWN_NAMES)
