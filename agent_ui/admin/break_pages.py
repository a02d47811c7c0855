"""How long breaks may be: each operator's own minutes, set by its supervisors or an administrator."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from agent_ui.house import house
from agent_ui.sign_in.access import allow, the_user
from campaigns.rules.desk.breaks import MOST_MINUTES, USUAL_MINUTES
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.set_up.change_break_minutes import change_break_minutes
from campaigns.store.organisations import operators
from campaigns.store.session import NOBODY

breaks = Blueprint("breaks", __name__, url_prefix="/breaks", template_folder="templates")


@breaks.get("/")
@allow(Role.SUPERVISOR, Role.ADMIN)
def show() -> ResponseReturnValue:
    """Show the minutes of every operator; to a supervisor those of her own."""
    return _page()


@breaks.post("/<uuid:operator_id>")
@allow(Role.SUPERVISOR, Role.ADMIN)
def change(operator_id: UUID) -> ResponseReturnValue:
    """Keep an operator's minutes, or say what is wrong beside what was written."""
    person = the_user()
    if person.role is Role.SUPERVISOR and person.operator_id != operator_id:
        abort(404)
    refusal = change_break_minutes(house().db, operator_id, request.form, person.id, now=house().now())
    if refusal is not None:
        return _page(refusal, operator_id), 422
    return redirect(url_for("breaks.show", kept=operator_id))


def _page(refusal: Refusal | None = None, written_for: UUID | None = None) -> str:
    person = the_user()
    with house().db.transaction(NOBODY) as session:  # operators stand before the walls
        return render_template(
            "admin/breaks.html",
            operators=operators(session, person.operator_id if person.role is Role.SUPERVISOR else None),
            usual=USUAL_MINUTES,
            most=MOST_MINUTES,
            refusal=refusal,
            written_for=written_for,
        )
