"""The page of a list's newer version: of which list it is one, and who is new, changed, missing or the same."""

from typing import Any, Final
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from agent_ui.house import house
from agent_ui.lists.change_pages import made_by_worker, refused_change
from agent_ui.lists.refusals import sentence
from agent_ui.lists.this_list import the_list
from agent_ui.lists.version_words import CHANGES, areas_of, person_lines
from agent_ui.sign_in.access import allow, current_scope, the_user
from campaigns.lists.choose_older_list import choose_older_list
from campaigns.rules.list_states import ListStatus
from campaigns.rules.lists.list_versions import Change
from campaigns.rules.lists.list_wishes import NewerThan
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.rules.verdicts import Reason
from campaigns.store.access_traces import note_access
from campaigns.store.areas.areas import area_names
from campaigns.store.lists.kept_comparisons import counted_people, kept_comparison, kept_people, takes_long_to_compare
from campaigns.store.lists.list_rows import causes
from campaigns.store.lists.list_versions import (
    ComparedPerson,
    Comparison,
    compare_lists,
    compared_people,
    likely_older_list,
    older_lists,
)
from campaigns.store.lists.lists import beneficiary_list
from campaigns.store.session import Session
from campaigns.store.tables import AccessTrace, BeneficiaryList

version_pages = Blueprint("versions", __name__, url_prefix="/lists", template_folder="templates")

SHOWN: Final = 50
FIRST_SHOWN: Final = (Change.CHANGED, Change.NEW, Change.MISSING)
NOT_MISSING: Final = (Reason.DUPLICATE_IN_FILE, Reason.DUPLICATE_IN_CAMPAIGN)


@version_pages.get("/<uuid:list_id>/newer-version")
@allow(Role.OFFICER, Role.ADMIN)
def show(list_id: UUID) -> ResponseReturnValue:
    """Show the comparison with the older list; whoever saw people's rows stands in the trace."""
    if the_list(list_id).kept.status is not ListStatus.REVIEW:
        return redirect(url_for("uploads.show", list_id=list_id))
    return _page(list_id, refused_change(list_id))


@version_pages.post("/<uuid:list_id>/newer-version")
@allow(Role.OFFICER, Role.ADMIN)
def choose(list_id: UUID) -> ResponseReturnValue:
    """Keep of which list this is a newer version, and what shall become of missing people."""
    the_list(list_id)
    older = request.form.get("older", "")
    wish = NewerThan(_id(older) if older else None, request.form.get("withdraw_missing") == "1")
    long = made_by_worker(list_id, wish)
    if long is not None and not isinstance(long, Refusal):
        return long
    of, missing = wish.older_id, wish.withdraw_missing
    refusal = long or choose_older_list(house().db, current_scope(), list_id, of, withdraw_missing=missing)
    if refusal is not None:
        return _page(list_id, refusal), 409
    return redirect(url_for("versions.show", list_id=list_id))


def newer_version(session: Session, kept: BeneficiaryList) -> dict[str, Any]:
    """Return what the check page says: what the list changes against the older one, or of which it may be one.

    `anew`: it is long, and its rows have changed since a worker compared it.
    """
    if kept.status is not ListStatus.REVIEW:
        return {"older": None, "told": None, "likely": None, "anew": False}
    older = beneficiary_list(session, kept.replaces_id) if kept.replaces_id else None
    likely = None if older else likely_older_list(session, kept)
    if older is None or not takes_long_to_compare(kept, older):
        told = compare_lists(session, kept, older.id) if older else None
        return {"older": older, "told": told, "likely": likely, "anew": False}
    compared = kept_comparison(session, kept)
    told = counted_people(compared) if compared else None
    return {"older": older, "told": told, "likely": None, "anew": not (compared and compared.holds)}


def _page(list_id: UUID, refusal: Refusal | None) -> str:
    this = the_list(list_id)
    after = request.args.get("after", "")
    with house().db.transaction(current_scope()) as session:
        words = newer_version(session, this.kept)
        chosen = _change(words["told"])
        olders = older_lists(session, this.kept)
        uncalled = sum(cause.rows for cause in causes(session, list_id) if cause.word not in NOT_MISSING)
        people, areas = [], {}
        if older := words["older"]:
            people = _people(session, this.kept, older, chosen)
            areas = area_names(session, areas_of(people))
            _note(session, this.kept, older)
    return render_template(
        "lists/newer_version.html",
        **this.words,
        **words,
        step=4,
        olders=olders,
        uncalled=uncalled,
        changes=CHANGES,
        chosen=chosen,
        people=person_lines(people, areas),
        after=after,
        more=len(people) == SHOWN,
        refusal=sentence(refusal) if refusal else None,
    )


def _people(session: Session, kept: BeneficiaryList, older: BeneficiaryList, chosen: Change) -> list[ComparedPerson]:
    after = request.args.get("after", "")
    number = int(after) if after.isdecimal() and len(after) < 9 else 0
    if not takes_long_to_compare(kept, older):
        return compared_people(session, older.id, chosen, after=number, limit=SHOWN)
    compared = kept_comparison(session, kept)
    return kept_people(session, compared, chosen, after=number, limit=SHOWN) if compared else []


def _change(told: Comparison | None) -> Change:
    """Return whom to show: the change that is asked for, else the first that there is."""
    wanted = request.args.get("change")
    if wanted is None:
        return next((one for one in FIRST_SHOWN if told and told.people[one]), Change.CHANGED)
    return Change(wanted) if wanted in list(Change) else abort(404)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        abort(400)


def _note(session: Session, kept: BeneficiaryList, older: BeneficiaryList) -> None:
    seen = AccessTrace(
        at=house().now(),
        user_id=the_user().id,
        department_id=kept.department_id,
        action="list_versions_seen",
        subject={"list_id": str(kept.id), "older_id": str(older.id)},
    )
    note_access(session, seen)
