"""The page on who is called of a newer version of a list of which a sample is called: the sample goes on, or everyone."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from agent_ui.house import house
from agent_ui.lists.change_pages import made_by_worker, refused_change
from agent_ui.lists.refusals import sentence
from agent_ui.lists.sample_form import PLACES, stratum_lines
from agent_ui.lists.this_list import the_list
from agent_ui.sign_in.access import allow, current_scope, the_user
from campaigns.lists.go_on_with_sample import go_on_with_sample
from campaigns.rules.list_states import ListStatus
from campaigns.rules.lists.list_wishes import GoOn
from campaigns.rules.lists.sample_going_on import Met, go_on, group_of
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.areas.areas import area_names
from campaigns.store.lists.kept_comparisons import kept_comparison, people_met, takes_long_to_compare
from campaigns.store.lists.lists import beneficiary_list
from campaigns.store.lists.samples_going_on import going_on_frame, sample_to_go_on
from campaigns.store.people.samples import samples_drawn, standing_sample, strata_of
from campaigns.store.session import Session
from campaigns.store.tables import BeneficiaryList, ListSample

going_on_pages = Blueprint("going_on", __name__, url_prefix="/lists", template_folder="templates")


@going_on_pages.get("/<uuid:list_id>/sample/go-on")
@allow(Role.OFFICER, Role.ADMIN)
def show(list_id: UUID) -> ResponseReturnValue:
    """Show, group by group, who was drawn before and is still listed, and how many new people would be drawn."""
    if the_list(list_id).kept.status is not ListStatus.REVIEW:
        return redirect(url_for("uploads.show", list_id=list_id))
    return _page(list_id, refused_change(list_id))


@going_on_pages.post("/<uuid:list_id>/sample/go-on")
@allow(Role.OFFICER, Role.ADMIN)
def decide(list_id: UUID) -> ResponseReturnValue:
    """Go on with the sample, or call everyone from now on."""
    the_list(list_id)
    wish = GoOn(everyone=request.form.get("who") == "everyone")
    long = made_by_worker(list_id, wish)
    if long is not None and not isinstance(long, Refusal):
        return long
    drawn = long or go_on_with_sample(
        house().db, current_scope(), list_id, wish, user_id=the_user().id, now=house().now()
    )
    if isinstance(drawn, Refusal):
        return _page(list_id, drawn), 409
    return redirect(url_for("problems.check", list_id=list_id))


def _page(list_id: UUID, refusal: Refusal | None) -> str:
    this = the_list(list_id)
    with house().db.transaction(current_scope()) as session:
        before = sample_to_go_on(session, this.kept) or abort(404)
        older = beneficiary_list(session, before.list_id)
        met, anew = _met(session, this.kept, before)
        strata = go_on(met, strata_of(before), at_least=before.at_least, everyone=False)
        groups = [group_of(one.name)[1] for one in strata]
        areas = area_names(session, [group for group in groups if group]) if before.by in PLACES else {}
        stands, draws = standing_sample(session, list_id), samples_drawn(session, list_id)
    stay = sum(one.drawn for one in met if not one.is_new)
    return render_template(
        "lists/going_on.html",
        **this.words,
        step=4,
        older=older,
        before=before,
        stands=stands,
        draws=draws,
        lines=stratum_lines(strata, before.by, areas),
        stay=stay,
        new=sum(one.drawn for one in strata) - stay,
        drawn=sum(one.drawn for one in strata),
        listed=sum(one.people for one in strata),
        refusal=sentence(refusal) if refusal else None,
        anew=anew,
    )


def _met(session: Session, kept: BeneficiaryList, before: ListSample) -> tuple[Sequence[Met], bool]:
    """Return whom the newer list has of the older one's sample, and whether its rows have changed since that was seen."""
    if not takes_long_to_compare(kept, session.get_one(BeneficiaryList, before.list_id)):
        return going_on_frame(session, kept, before).met, False
    compared = kept_comparison(session, kept)
    return people_met(compared) if compared else (), not (compared and compared.holds)
