"""Fixed for you: what reading the list has put right by itself, as written and as taken; each can be said to be not so."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, lazy_gettext

from agent_ui.house import house
from agent_ui.lists.change_pages import made_by_worker, refused_change
from agent_ui.lists.problem_rows import column_labels, one_line
from agent_ui.lists.refusals import sentence
from agent_ui.lists.this_list import the_list
from agent_ui.sign_in.access import allow, current_scope, the_user
from campaigns.lists.find_repairs import RepairLine, find_repairs
from campaigns.lists.refuse_repair import refuse_repair
from campaigns.rules.list_states import ListStatus
from campaigns.rules.lists.list_wishes import EqualCells, NotSo
from campaigns.rules.lists.mends import cell_mark
from campaigns.rules.lists.repairs import NOT_SO, Repair
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.lists.list_mends import steps_of_list

repair_pages = Blueprint("repairs", __name__, url_prefix="/lists", template_folder="templates")

_ = lazy_gettext
FIXED: Final[dict[Repair, LazyString]] = {
    Repair.SPELLING: _("Spaces, signs and codes taken off phones"),
    Repair.OWN_DIGITS: _("Phones in Urdu, Arabic or Hindi digits read"),
    Repair.SEVERAL: _("Several phones in one cell told apart"),
    Repair.PLACES: _("Places found under another spelling"),
    Repair.IDENTITY_NUMBERS: _("Identity numbers cut to 4 digits"),
}
FOLLOWS: Final[dict[Repair, LazyString]] = {
    Repair.SPELLING: _("If that is not so, the row cannot be called until its phone is mended."),
    Repair.OWN_DIGITS: _("If that is not so, the row cannot be called until its phone is mended."),
    Repair.SEVERAL: _("If that is not so, only the first number of the cell is dialled."),
    Repair.PLACES: _(
        "If that is not so, the place is not known until it is mended; the person can be called all the same."
    ),
    Repair.IDENTITY_NUMBERS: _(
        "This cannot be undone: the other digits are stored nowhere. The uploaded file itself is kept as it came."
    ),
}
LONGEST_NUMBER: Final = 9  # digits of a row or column


@dataclass(frozen=True)
class FixedLine:
    """A text as it was written, what it was taken for, and where."""

    line: RepairLine
    head: str
    said: str
    mark: str


@dataclass(frozen=True)
class FixedKind:
    """One kind of repair in words; without `can_undo` there is nothing to press."""

    repair: Repair
    label: str
    follows: str
    cells: int
    can_undo: bool
    lines: list[FixedLine]


@repair_pages.get("/<uuid:list_id>/fixed")
@allow(Role.OFFICER, Role.ADMIN)
def fixed(list_id: UUID) -> ResponseReturnValue:
    """Show what the import has put right by itself, the texts with most rows first."""
    return _fixed_page(list_id, refused_change(list_id))


@repair_pages.post("/<uuid:list_id>/fixed/not-so")
@allow(Role.OFFICER, Role.ADMIN)
def not_so(list_id: UUID) -> ResponseReturnValue:
    """Take repairs back: all of a kind, those of one row, or those of equal texts."""
    the_list(list_id)
    kind = request.form.get("repair", "")
    if kind not in list(Repair):
        abort(400)
    column, row = _whole("column"), _whole("row")
    if request.form.get("all") == "equal" and column is not None and row is not None:
        wish = NotSo(Repair(kind), equal=EqualCells(column, row, request.form.get("seen", "")))
    elif request.form.get("all") == "kind":
        wish = NotSo(Repair(kind))
    else:
        wish = NotSo(Repair(kind), row=row if row is not None else abort(400))
    long = made_by_worker(list_id, wish)
    if long is not None and not isinstance(long, Refusal):
        return long
    done = long or refuse_repair(house().db, current_scope(), list_id, wish, user_id=the_user().id, now=house().now())
    if isinstance(done, Refusal):
        return _fixed_page(list_id, done), 409
    return redirect(url_for("repairs.fixed", list_id=list_id, step=done.step))


def _fixed_page(list_id: UUID, refusal: Refusal | None) -> str:
    this = the_list(list_id)
    found = find_repairs(house().db, current_scope(), list_id, region=this.campaign.region)
    heads = column_labels(this.kept)
    number = request.args.get("step", "")
    with house().db.transaction(current_scope()) as session:
        steps = steps_of_list(session, list_id, step=int(number)) if number.isdecimal() and len(number) < 9 else []
    in_review = this.kept.status is ListStatus.REVIEW
    return render_template(
        "lists/fixed.html",
        **this.words,
        step=3 if in_review else None,
        done=steps[0] if steps else None,
        refusal=sentence(refusal) if refusal else None,
        kinds=[
            FixedKind(
                kind.repair,
                str(FIXED[kind.repair]),
                str(FOLLOWS[kind.repair]),
                kind.cells,
                in_review and kind.repair in NOT_SO,
                [_line(line, heads) for line in kind.lines],
            )
            for kind in found
        ],
    )


def _line(line: RepairLine, heads: list[str]) -> FixedLine:
    head = heads[line.column] if line.column < len(heads) else ""
    return FixedLine(line, head, one_line(line.said), cell_mark(line.said))


def _whole(name: str) -> int | None:
    text = request.form.get(name, "")
    return int(text) if text.isdecimal() and len(text) < LONGEST_NUMBER else None
