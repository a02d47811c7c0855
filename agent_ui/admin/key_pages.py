"""The administrator's page of keys: made, shown once, revoked."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from agent_ui.house import house
from agent_ui.sign_in.access import allow, the_user
from agent_ui.written_ids import id_or_none
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.api_keys import api_keys
from campaigns.store.session import EVERYTHING
from campaigns.store.users import departments
from campaigns.users.make_api_key import NewKey, make_api_key
from campaigns.users.revoke_api_key import revoke_api_key

keys = Blueprint("keys", __name__, url_prefix="/admin/keys", template_folder="templates")


@keys.get("/")
@allow(Role.ADMIN)
def show() -> ResponseReturnValue:
    """Show all keys, and the form for a new one."""
    return _page()


@keys.post("/")
@allow(Role.ADMIN)
def make() -> ResponseReturnValue:
    """Make a key and show it, this once."""
    name = " ".join(request.form.get("name", "").split())
    made = make_api_key(
        house().db, id_or_none(request.form.get("department_id")), name, the_user().id, now=house().now()
    )
    if isinstance(made, Refusal):
        return _page(refusal=made), 422
    return _page(made=made)


@keys.post("/<uuid:key_id>/revoke")
@allow(Role.ADMIN)
def revoke(key_id: UUID) -> ResponseReturnValue:
    """End a key."""
    refusal = revoke_api_key(house().db, key_id, the_user().id, now=house().now())
    if refusal is not None:
        return _page(refusal=refusal), 404
    return redirect(url_for("keys.show"))


def _page(*, refusal: Refusal | None = None, made: NewKey | None = None) -> str:
    with house().db.transaction(EVERYTHING) as session:
        return render_template(
            "admin/keys.html", keys=api_keys(session), departments=departments(session), refusal=refusal, made=made
        )
