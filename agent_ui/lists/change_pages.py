"""A long change of a list: asked for in place of a short one, watched on a page of its own, which leads to what came of it."""

from typing import Any, Final
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from agent_ui.house import house
from agent_ui.lists.change_words import MADE
from agent_ui.lists.this_list import the_list
from agent_ui.sign_in.access import allow, current_scope, the_user
from campaigns.lists.ask_for_change import ask_for_change
from campaigns.rules.lists.list_wishes import Wish
from campaigns.rules.lists.long_changes import LongKind
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.lists.long_changes import long_change
from campaigns.store.tables import LongChange
from campaigns.store.users import user

change_pages = Blueprint("changes", __name__, url_prefix="/lists", template_folder="templates")

PAGES: Final = {
    LongKind.APPROVE: "problems.check",
    LongKind.WITHDRAW: "problems.check",
    LongKind.EQUAL_VALUES: "problems.show",
    LongKind.OTHER_COLUMN: "problems.show",
    LongKind.FROM_FILE: "problems.show",
    LongKind.NOT_SO: "repairs.fixed",
    LongKind.UNDO: "mends.steps",
    LongKind.UNDO_IMPORT: "uploads.show",
    LongKind.NEWER_THAN: "versions.show",
    LongKind.SAMPLE: "problems.check",
    LongKind.GO_ON: "problems.check",
    LongKind.READ_SO: "uploads.columns",
}
LEADING: Final = {  # kept of the address
    "problems.show": ("cause", "after", "step"),
    "repairs.fixed": ("step",),
    "samples.show": ("seed", "by", "shares", "size", "of", "at_least"),
}


@change_pages.get("/<uuid:list_id>/changes/<uuid:change_id>")
@allow(Role.OFFICER, Role.ADMIN)
def show(list_id: UUID, change_id: UUID) -> ResponseReturnValue:
    """Show how far the change is; lead on when it is made, or cannot be."""
    this = the_list(list_id)
    change = _change_of(list_id, change_id) or abort(404)
    if change.ended_at is not None:
        return redirect(_after(change))
    with house().db.transaction(current_scope()) as session:
        asked_by = user(session, change.asked_by) if change.asked_by else None
    expected = change.rows_expected
    return render_template(
        "lists/change.html",
        **this.words | {"busy": None},
        step=None,
        change=change,
        made=MADE[change.kind],
        asked_by=asked_by.name if asked_by else "–",
        since=house().now() - (change.begun_at or change.asked_at),
        share=min(change.rows_done / expected, 0.99) if expected and change.rows_done else None,
        address=request.full_path,
    )


def made_by_worker(list_id: UUID, wish: Wish, **back: Any) -> ResponseReturnValue | Refusal | None:
    """Lead to the page of a long change; None where the wish is small enough to be done at once."""
    asked = ask_for_change(house().db, current_scope(), list_id, wish, user_id=the_user().id, now=house().now())
    if isinstance(asked, UUID):
        return redirect(url_for("changes.show", list_id=list_id, change_id=asked, **back))
    return asked


def refused_change(list_id: UUID) -> Refusal | None:
    """Return why the long change that the address names was not made."""
    try:
        change = _change_of(list_id, UUID(request.args.get("change", "")))
    except ValueError:
        return None
    result = (change.result or {}) if change else {}
    if "because" not in result:
        return None
    because, hint = result["because"], result["hint"]
    return Refusal(because, hint, row=result.get("row"), column=result.get("column", ""))


def _change_of(list_id: UUID, change_id: UUID) -> LongChange | None:
    with house().db.transaction(current_scope()) as session:
        found = long_change(session, change_id)
    return found if found is not None and found.list_id == list_id else None


def _after(change: LongChange) -> str:
    """Return the page that a change made at once would have led to."""
    result = change.result or {}
    page = PAGES[change.kind]
    if change.kind is LongKind.UNDO:
        page = {"fixed": "repairs.fixed", "problems": "problems.show"}.get(request.args.get("page", ""), page)
    if change.kind is LongKind.SAMPLE and "because" in result:
        page = "samples.show"  # with what she had asked for
    if change.kind is LongKind.GO_ON and "because" in result:
        page = "going_on.show"
    where: dict[str, Any] = {name: request.args.get(name) or None for name in LEADING.get(page, ())}
    if "because" in result:
        where |= {"step": None, "change": change.id}
    elif change.kind is not LongKind.UNDO and "step" in result:
        where |= {"step": result["step"] if result["rows"] else None, "left": result.get("left") or None}
    return url_for(page, list_id=change.list_id, **where)
