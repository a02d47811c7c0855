"""Mending a read list: a row, equal values, another column, the downloaded rows; each change listed and undone."""

from typing import Any, Final
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, lazy_gettext

from agent_ui.house import house
from agent_ui.lists.change_pages import made_by_worker, refused_change
from agent_ui.lists.problem_rows import column_labels
from agent_ui.lists.problems_page import cause_of, problems_page, row_part
from agent_ui.lists.refusals import sentence
from agent_ui.lists.this_list import the_list
from agent_ui.sent_file import NO_FILE, sent_file
from agent_ui.sign_in.access import allow, current_scope, the_user
from campaigns.lists.mend_equal_values import mend_equal_values
from campaigns.lists.mend_from_file import mend_from_file
from campaigns.lists.mend_row import TypedCell, TypedRow, mend_row
from campaigns.lists.undo_mend import undo_mend
from campaigns.lists.use_other_column import use_other_column
from campaigns.rules.list_states import ListStatus
from campaigns.rules.lists.list_wishes import EqualValues, MendedWorkbook, OtherColumn, UndoStep, Wish
from campaigns.rules.lists.mend_kinds import MendKind
from campaigns.rules.lists.mends import NOTHING_CHANGED
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.rules.verdicts import Reason, Warn
from campaigns.shared.mending import Mended
from campaigns.store.lists.list_mends import steps_of_list

mend_pages = Blueprint("mends", __name__, url_prefix="/lists", template_folder="templates")

_ = lazy_gettext
KINDS: Final[dict[MendKind, LazyString]] = {
    MendKind.CELL: _("One row mended in place"),
    MendKind.EQUAL_VALUES: _("Equal values changed together"),
    MendKind.OTHER_COLUMN: _("Phones taken from another column"),
    MendKind.FROM_FILE: _("Rows mended in a spreadsheet"),
    MendKind.NOT_THIS_NUMBER: _("Not this number: the phone was not read right"),
    MendKind.NOT_SECOND_NUMBER: _("No second number: only the first of the cell is dialled"),
    MendKind.NOT_THIS_PLACE: _("Not this place: another spelling was not believed"),
}
LONGEST_NUMBER: Final = 9  # digits of a row or column


@mend_pages.post("/<uuid:list_id>/rows/<int:number>")
@allow(Role.OFFICER, Role.ADMIN)
def row(list_id: UUID, number: int) -> ResponseReturnValue:
    """Save what was typed into a row; a page with scripts gets the row alone."""
    the_list(list_id)
    cause = cause_of(request.form.get("cause", "")) or abort(400)
    cells = {
        int(name.removeprefix("cell-")): TypedCell(request.form.get(f"seen-{name.removeprefix('cell-')}", ""), text)
        for name, text in request.form.items()
        if name.startswith("cell-") and name.removeprefix("cell-").isdecimal() and len(name) < LONGEST_NUMBER
    }
    done = mend_row(house().db, current_scope(), list_id, TypedRow(number, cells), **_by())
    refusal = done if isinstance(done, Refusal) and done != NOTHING_CHANGED else None
    if request.headers.get("X-Part") == "row":
        step = done.step if isinstance(done, Mended) else None
        return row_part(list_id, number, cause, step, refusal), 409 if refusal else 200
    return _back(list_id, done)


@mend_pages.post("/<uuid:list_id>/equal-values")
@allow(Role.OFFICER, Role.ADMIN)
def equal_values(list_id: UUID) -> ResponseReturnValue:
    """Change all rows of a cause that hold the same text."""
    the_list(list_id)
    wish = EqualValues(
        _cause(), _whole("column"), _whole("row"), request.form.get("seen", ""), request.form.get("text", "")
    )
    return _by_worker(list_id, wish) or _back(
        list_id, mend_equal_values(house().db, current_scope(), list_id, wish, **_by())
    )


@mend_pages.post("/<uuid:list_id>/other-column")
@allow(Role.OFFICER, Role.ADMIN)
def other_column(list_id: UUID) -> ResponseReturnValue:
    """Take the phones of a cause from another column."""
    the_list(list_id)
    cause = _cause()
    if not isinstance(cause, Reason):
        abort(400)
    wish = OtherColumn(cause, _whole("use"))
    return _by_worker(list_id, wish) or _back(
        list_id, use_other_column(house().db, current_scope(), list_id, wish, **_by())
    )


@mend_pages.post("/<uuid:list_id>/mended-file")
@allow(Role.OFFICER, Role.ADMIN)
def mended_file(list_id: UUID) -> ResponseReturnValue:
    """Take the downloaded rows back."""
    the_list(list_id)
    with sent_file() as sent:
        if sent is None:
            return problems_page(list_id, NO_FILE), 422
        file = MendedWorkbook(sent.path, house().settings.max_upload_bytes)
        if led := _by_worker(list_id, file):
            return led
        done = mend_from_file(house().db, current_scope(), list_id, file, **_by())
    if isinstance(done, Refusal):
        return _back(list_id, done)
    return _back(list_id, done.mended, left=done.left)


@mend_pages.get("/<uuid:list_id>/mends")
@allow(Role.OFFICER, Role.ADMIN)
def steps(list_id: UUID) -> ResponseReturnValue:
    """Show every step of mending, the newest first."""
    return _steps_page(list_id, refused_change(list_id))


@mend_pages.post("/<uuid:list_id>/mends/<int:step>/undo")
@allow(Role.OFFICER, Role.ADMIN)
def undo(list_id: UUID, step: int) -> ResponseReturnValue:
    """Undo a step, and go back to where it was asked for."""
    the_list(list_id)
    wish = UndoStep(step)
    long = made_by_worker(list_id, wish, step=step, **_page_of_undo())
    if long is not None and not isinstance(long, Refusal):
        return long
    done = long or undo_mend(house().db, current_scope(), list_id, wish, **_by())
    if isinstance(done, Refusal):
        return _steps_page(list_id, done), 409
    if request.form.get("fixed"):
        return redirect(url_for("repairs.fixed", list_id=list_id, step=step))
    if request.form.get("cause"):
        return redirect(url_for("problems.show", list_id=list_id, cause=_cause().value, step=step))
    return redirect(url_for("mends.steps", list_id=list_id))


def _by() -> dict[str, Any]:
    return {"user_id": the_user().id, "now": house().now()}


def _cause() -> Reason | Warn:
    return cause_of(request.form.get("cause", "")) or abort(400)


def _by_worker(list_id: UUID, wish: Wish) -> ResponseReturnValue | None:
    """Lead to the long change that is made of a wish, or say why none is begun; None where it is done at once."""
    back = {name: request.form.get(name) or None for name in ("cause", "after")}
    asked = made_by_worker(list_id, wish, **back)
    return _back(list_id, asked) if isinstance(asked, Refusal) else asked


def _page_of_undo() -> dict[str, str]:
    if request.form.get("fixed"):
        return {"page": "fixed"}
    return {"page": "problems", "cause": _cause().value} if request.form.get("cause") else {}


def _whole(name: str) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isdecimal() and len(text) < LONGEST_NUMBER else abort(400)


def _back(list_id: UUID, done: Mended | Refusal, **more: int) -> ResponseReturnValue:
    """Lead back to the cause's rows with what was done, or say there why it was not."""
    if isinstance(done, Refusal) and done != NOTHING_CHANGED:
        if the_list(list_id).kept.status is not ListStatus.REVIEW:
            return redirect(url_for("uploads.show", list_id=list_id))
        return problems_page(list_id, done), 409
    where: dict[str, Any] = {"cause": request.form.get("cause") or None, "after": request.form.get("after") or None}
    where |= more | {"step": done.step if isinstance(done, Mended) and done.rows else None}
    return redirect(url_for("problems.show", list_id=list_id, **where))


def _steps_page(list_id: UUID, refusal: Refusal | None) -> str:
    this = the_list(list_id)
    with house().db.transaction(current_scope()) as session:
        lines = steps_of_list(session, list_id)
    return render_template(
        "lists/mends.html",
        **this.words,
        step=_step_of(this.kept.status),
        steps=lines,
        kinds=KINDS,
        labels=column_labels(this.kept),
        refusal=sentence(refusal) if refusal else None,
    )


def _step_of(status: ListStatus) -> int | None:
    return 3 if status is ListStatus.REVIEW else None
