"""The page of a list's lawful basis: the order, the purpose, until when data is kept, and what people are told."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from agent_ui.house import house
from agent_ui.languages import SPOKEN, direction_of
from agent_ui.lists.basis_form import sentences, shown_basis, written_basis
from agent_ui.lists.refusals import sentence
from agent_ui.lists.this_list import the_list
from agent_ui.sign_in.access import allow, current_scope, the_user
from campaigns.lists.note_lawful_basis import IncompleteBasis, note_lawful_basis
from campaigns.rules.list_states import ListStatus
from campaigns.rules.lists.lawful_basis import LONGEST_LINE, LONGEST_NOTICE, LawfulBasis
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.lists.lawful_bases import basis_to_begin_from, lawful_basis_of

basis_pages = Blueprint("bases", __name__, url_prefix="/lists", template_folder="templates")


@basis_pages.get("/<uuid:list_id>/basis")
@allow(Role.OFFICER, Role.ADMIN)
def show(list_id: UUID) -> ResponseReturnValue:
    """Show the form with what holds, else with what was written for the campaign's last list."""
    kept = the_list(list_id).kept
    if kept.status is not ListStatus.REVIEW:
        return redirect(url_for("uploads.show", list_id=list_id))
    with house().db.transaction(current_scope()) as session:
        holds = lawful_basis_of(session, list_id)
        begun = holds or basis_to_begin_from(session, kept.campaign_id)
    return _page(list_id, begun, None, begun=holds is None)


@basis_pages.post("/<uuid:list_id>/basis")
@allow(Role.OFFICER, Role.ADMIN)
def note(list_id: UUID) -> ResponseReturnValue:
    """Keep what was written, or say beside each field what is missing."""
    written = written_basis(request.form, the_list(list_id).campaign.languages)
    refusal = note_lawful_basis(house().db, current_scope(), list_id, written, user_id=the_user().id, now=house().now())
    if isinstance(refusal, IncompleteBasis):
        return _page(list_id, written, refusal), 422
    if refusal is not None:
        return _page(list_id, written, refusal), 409
    return redirect(url_for("problems.check", list_id=list_id))


def _page(list_id: UUID, basis: LawfulBasis | None, refusal: Refusal | None, *, begun: bool = False) -> str:
    this = the_list(list_id)
    gaps = refusal.gaps if isinstance(refusal, IncompleteBasis) else ()
    return render_template(
        "lists/basis.html",
        **this.words,
        step=4,
        fields=shown_basis(basis) if basis else {},
        problems=sentences(gaps),
        begun=begun,
        refusal=sentence(refusal) if refusal and not gaps else None,
        spoken=SPOKEN,
        direction_of=direction_of,
        longest_line=LONGEST_LINE,
        longest_notice=LONGEST_NOTICE,
    )
