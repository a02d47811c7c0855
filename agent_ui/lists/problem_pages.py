"""Pages of a read list: its problems by cause, the rows that cannot be called as a workbook, check and approve."""

from functools import partial
from tempfile import TemporaryFile
from typing import Final
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from agent_ui.house import house
from agent_ui.languages import direction
from agent_ui.lists.before_approval import before_approval
from agent_ui.lists.change_pages import made_by_worker, refused_change
from agent_ui.lists.place_lines import place_lines
from agent_ui.lists.problem_rows import refused_headings, refused_row
from agent_ui.lists.problems_page import problems_page
from agent_ui.lists.refusals import sentence
from agent_ui.lists.this_list import the_list
from agent_ui.lists.version_pages import newer_version
from agent_ui.sign_in.access import allow, current_scope, the_user
from campaigns.lists.approve_list import approve_list
from campaigns.lists.take_refused_rows import RefusedWorkbook, take_refused_rows
from campaigns.rules.list_states import ListStatus
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.list_wishes import Approve
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.access_traces import note_access
from campaigns.store.lists.retention import last_day_of, standing_hold
from campaigns.store.tables import AccessTrace
from campaigns.store.totals.list_places import accepted_by_place, cases_of_list

problem_pages = Blueprint("problems", __name__, url_prefix="/lists", template_folder="templates")

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@problem_pages.get("/<uuid:list_id>/problems")
@allow(Role.OFFICER, Role.ADMIN)
def show(list_id: UUID) -> ResponseReturnValue:
    """Show why rows cannot be called, the cause with most rows first; whoever saw people's rows stands in the trace."""
    kept = the_list(list_id).kept
    if kept.status is not ListStatus.REVIEW:
        return redirect(url_for("uploads.show", list_id=list_id))
    seen = AccessTrace(
        at=house().now(),
        user_id=the_user().id,
        department_id=kept.department_id,
        action="problem_rows_seen",
        subject={"list_id": str(list_id)},
    )
    with house().db.transaction(current_scope()) as session:
        note_access(session, seen)
    return problems_page(list_id, refused_change(list_id))


@problem_pages.get("/<uuid:list_id>/refused.xlsx")
@allow(Role.OFFICER, Role.ADMIN)
def refused(list_id: UUID) -> ResponseReturnValue:
    """Give out the rows that cannot be called, with what is wrong and how to mend it; a trace is kept."""
    kept = the_list(list_id).kept
    columns = ColumnMap.from_json(kept.columns)
    target = TemporaryFile()  # noqa: SIM115 - the answer closes it when it is sent
    in_words = partial(refused_row, columns=columns)
    workbook = RefusedWorkbook(target, refused_headings(kept), in_words, right_to_left=direction() == "rtl")
    take_refused_rows(house().db, current_scope(), list_id, workbook, user_id=the_user().id, now=house().now())
    target.seek(0)
    return send_file(target, mimetype=XLSX, as_attachment=True, download_name=f"{_stem(kept.filename)}-refused.xlsx")


@problem_pages.get("/<uuid:list_id>/check")
@allow(Role.OFFICER, Role.ADMIN)
def check(list_id: UUID) -> ResponseReturnValue:
    """Show what approving would do, or what it did."""
    settled = (ListStatus.APPROVED, ListStatus.REPLACED, ListStatus.WITHDRAWN)
    if the_list(list_id).kept.status not in (ListStatus.REVIEW, *settled):
        return redirect(url_for("uploads.show", list_id=list_id))
    return check_page(list_id, refused_change(list_id))


@problem_pages.post("/<uuid:list_id>/approve")
@allow(Role.OFFICER, Role.ADMIN)
def approve(list_id: UUID) -> ResponseReturnValue:
    """Open the cases."""
    the_list(list_id)
    long = made_by_worker(list_id, Approve())
    if long is not None and not isinstance(long, Refusal):
        return long
    opened = long or approve_list(house().db, current_scope(), list_id, user_id=the_user().id, now=house().now())
    if isinstance(opened, Refusal):
        return check_page(list_id, opened), 409
    return redirect(url_for("problems.check", list_id=list_id))


def check_page(list_id: UUID, refusal: Refusal | None) -> str:
    """Show the page of a read list, with why something just asked of it was not done."""
    this = the_list(list_id)
    with house().db.transaction(current_scope()) as session:
        lines = place_lines(session, accepted_by_place(session, this.kept), request.args.get("district"))
        cases = cases_of_list(session, this.kept)
        settled = before_approval(session, this.kept) | newer_version(session, this.kept)
        keep_until, hold = last_day_of(session, this.kept), standing_hold(session, list_id, now=house().now())
    return render_template(
        "lists/check.html",
        **this.words,
        **settled,
        keep_until=keep_until,
        hold=hold,
        step=4 if this.kept.status is ListStatus.REVIEW else None,
        places=lines,
        cases=cases,
        refusal=sentence(refusal) if refusal else None,
    )


def _stem(filename: str) -> str:
    return filename.rsplit(".", 1)[0]
