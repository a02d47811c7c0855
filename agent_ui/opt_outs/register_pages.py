"""Pages of the register: find a number, enter one, lift an entry. Numbers never stand in an address."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agent_ui.house import house
from agent_ui.lists.refusals import sentence
from agent_ui.opt_outs.this_department import ThisDepartment, the_department, written, written_scope
from agent_ui.sign_in.access import allow, the_user
from campaigns.lists.add_opt_out import WrittenOptOut, add_opt_out
from campaigns.lists.lift_opt_out import Lifting, lift_opt_out
from campaigns.rules.calling.opt_outs import OptOutSource
from campaigns.rules.lists.do_not_call_rows import one_number
from campaigns.rules.phone_mask import mask_phone
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.access_traces import note_access
from campaigns.store.lists.opt_out_register import counts, entries_of, is_silenced_everywhere
from campaigns.store.session import NOBODY
from campaigns.store.tables import AccessTrace
from campaigns.store.users import departments

register_pages = Blueprint("opt_outs", __name__, url_prefix="/opt-outs", template_folder="templates")


@register_pages.get("/")
@allow(Role.OFFICER, Role.ADMIN)
def home() -> ResponseReturnValue:
    """Lead an officer to her department's register; let an administrator choose one."""
    if the_user().role is Role.OFFICER:
        own = the_user().department_id or abort(403)
        return redirect(url_for("opt_outs.show", department_id=own))
    with house().db.transaction(NOBODY) as session:  # departments stand before the walls
        return render_template("opt_outs/home.html", departments=departments(session))


@register_pages.get("/<uuid:department_id>/")
@allow(Role.OFFICER, Role.ADMIN)
def show(department_id: UUID) -> ResponseReturnValue:
    """Show how long the register is, and ask for a number."""
    return _page(the_department(department_id))


@register_pages.post("/<uuid:department_id>/find")
@allow(Role.OFFICER, Role.ADMIN)
def find(department_id: UUID) -> ResponseReturnValue:
    """Show what the register says of a number."""
    this = the_department(department_id)
    e164 = one_number(request.form.get("number", ""), this.department.region)
    if e164 is None:
        return _page(this, wrong_number=True), 422
    return _page(this, e164)


@register_pages.post("/<uuid:department_id>/add")
@allow(Role.OFFICER, Role.ADMIN)
def add(department_id: UUID) -> ResponseReturnValue:
    """Silence a number, or say what is missing."""
    this = the_department(department_id)
    scope, scheme_id = written_scope()
    wish = WrittenOptOut(department_id, request.form.get("number", ""), scope, scheme_id, written("because"))
    added = add_opt_out(house().db, this.scope, wish, user_id=the_user().id, now=house().now())
    if isinstance(added, Refusal):
        return _page(this, refusal=added, adding=True), 422
    return _page(this, added, done=_("The entry holds from now on: no such call is placed any more."))


@register_pages.post("/<uuid:department_id>/lift")
@allow(Role.OFFICER, Role.ADMIN)
def lift(department_id: UUID) -> ResponseReturnValue:
    """Lift one entry of a number with the reason that was written."""
    this = the_department(department_id)
    e164 = one_number(request.form.get("number", ""), this.department.region) or abort(400)
    source = request.form.get("source", "")
    if source not in list(OptOutSource):
        abort(400)
    lifting = Lifting(department_id, OptOutSource(source), _id("id"), e164, written("because"))
    refusal = lift_opt_out(house().db, this.scope, lifting, user_id=the_user().id, now=house().now())
    if refusal is not None:
        return _page(this, e164, refusal=refusal), 409
    return _page(this, e164, done=_("The entry was lifted. It stays in the register with your name."))


def _id(name: str) -> UUID:
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        abort(400)


def _page(
    this: ThisDepartment,
    e164: str | None = None,
    *,
    refusal: Refusal | None = None,
    done: str | None = None,
    adding: bool = False,
    wrong_number: bool = False,
) -> str:
    with house().db.transaction(this.scope) as session:
        entries = entries_of(session, this.department.id, e164) if e164 else []
        if e164:
            subject = {"entries": [str(entry.id) for entry in entries]}
            trace = AccessTrace(
                at=house().now(),
                user_id=the_user().id,
                department_id=this.department.id,
                action="opt_outs_looked_up",
                subject=subject,
            )
            note_access(session, trace)
        return render_template(
            "opt_outs/register.html",
            **this.words,
            counts=counts(session, this.department.id),
            number=e164,
            masked=mask_phone(e164) if e164 else None,
            entries=entries,
            standing=[entry for entry in entries if entry.lifted_at is None],
            everywhere=bool(e164) and is_silenced_everywhere(session, e164 or ""),
            refusal=sentence(refusal) if refusal else None,
            done=done,
            adding=adding,
            wrong_number=wrong_number,
        )
