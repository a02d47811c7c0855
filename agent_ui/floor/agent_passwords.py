"""A supervisor gives an agent who has forgotten her password a new one; who gave it is kept with the person."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from agent_ui.house import house
from agent_ui.sign_in.access import allow, the_user
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.rights import may_give_password
from campaigns.store.session import NOBODY
from campaigns.store.users import agents_tended_by, user
from campaigns.users.set_password import set_password

agent_passwords = Blueprint("agent_passwords", __name__, url_prefix="/agents", template_folder="templates")


@agent_passwords.get("/")
@allow(Role.SUPERVISOR)
def show() -> ResponseReturnValue:
    """Show the agents of her company, those of her own centre first."""
    return _page(None)


@agent_passwords.post("/<uuid:user_id>/password")
@allow(Role.SUPERVISOR)
def renew(user_id: UUID) -> ResponseReturnValue:
    """Give one of them a new password."""
    with house().db.transaction(NOBODY) as session:
        person = user(session, user_id)
    if person is None or not may_give_password(the_user(), person):
        abort(404)
    wish = request.form.get("new_password", "")
    refusal = set_password(house().db, user_id, wish, the_user().id, now=house().now())
    if refusal is not None:
        return _page(refusal), 422
    return redirect(url_for("agent_passwords.show", renewed=user_id))


def _page(refusal: Refusal | None) -> str:
    with house().db.transaction(NOBODY) as session:  # people stand before the walls
        return render_template("floor/agents.html", agents=agents_tended_by(session, the_user()), refusal=refusal)
