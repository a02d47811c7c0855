"""The page on who of a list is called: everyone, or a random sample, shown stratum by stratum before it is drawn."""

from dataclasses import replace
from decimal import Decimal
from secrets import token_hex
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from agent_ui.house import house
from agent_ui.lists.change_pages import made_by_worker, refused_change
from agent_ui.lists.refusals import sentence
from agent_ui.lists.sample_form import PLACES, SIZE, fields_of, groups_of, plan_from, stratum_lines
from agent_ui.lists.this_list import the_list
from agent_ui.sign_in.access import allow, current_scope, the_user
from agent_ui.words import word
from campaigns.lists.draw_sample import draw_sample
from campaigns.lists.drop_sample import drop_sample
from campaigns.rules.list_states import ListStatus
from campaigns.rules.lists.list_wishes import Sample
from campaigns.rules.lists.sampling import LONGEST_SEED, SamplePlan, Shares, StrataBy, allocate
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.areas.areas import area_names
from campaigns.store.lists.samples_going_on import is_stale, sample_to_go_on
from campaigns.store.people.samples import plan_of, samples_drawn, sampling_frame, standing_sample

sample_pages = Blueprint("samples", __name__, url_prefix="/lists", template_folder="templates")
A_TENTH = Decimal(10)  # per cent, to begin from


@sample_pages.get("/<uuid:list_id>/sample")
@allow(Role.OFFICER, Role.ADMIN)
def show(list_id: UUID) -> ResponseReturnValue:
    """Show the sample that is asked for in the address, else the one that stands, else a tenth of the list."""
    kept = the_list(list_id).kept
    if kept.status is not ListStatus.REVIEW:
        return redirect(url_for("uploads.show", list_id=list_id))
    with house().db.transaction(current_scope()) as session:
        if sample_to_go_on(session, kept) is not None:
            return redirect(url_for("going_on.show", list_id=list_id))
    return _page(list_id, plan_from(request.args) if "by" in request.args else None, refused_change(list_id))


@sample_pages.post("/<uuid:list_id>/sample")
@allow(Role.OFFICER, Role.ADMIN)
def draw(list_id: UUID) -> ResponseReturnValue:
    """Draw the sample that was shown; where it is divided otherwise now, or is only asked for, show it first."""
    the_list(list_id)
    plan = plan_from(request.form)
    if "show" in request.form or request.form.get("shown") not in (None, groups_of(plan)):
        asked: dict[str, Any] = fields_of(plan)
        return redirect(url_for("samples.show", list_id=list_id, **asked))
    if plan.shares is not Shares.OWN:
        plan = replace(plan, sizes={})
    wish = Sample(plan)
    long = made_by_worker(list_id, wish, **fields_of(plan))
    if long is not None and not isinstance(long, Refusal):
        return long
    drawn = long or draw_sample(house().db, current_scope(), list_id, wish, user_id=the_user().id, now=house().now())
    if isinstance(drawn, Refusal):
        return _page(list_id, plan, drawn), 409
    return redirect(url_for("problems.check", list_id=list_id))


@sample_pages.post("/<uuid:list_id>/sample/drop")
@allow(Role.OFFICER, Role.ADMIN)
def drop(list_id: UUID) -> ResponseReturnValue:
    """Call everyone after all."""
    the_list(list_id)
    refusal = drop_sample(house().db, current_scope(), list_id, user_id=the_user().id, now=house().now())
    if refusal is not None:
        return _page(list_id, None, refusal), 409
    return redirect(url_for("problems.check", list_id=list_id))


def _page(list_id: UUID, asked: SamplePlan | None, refusal: Refusal | None) -> str:
    this = the_list(list_id)
    with house().db.transaction(current_scope()) as session:
        stands = standing_sample(session, list_id)
        plan = asked or (plan_of(stands) if stands else _plan_to_begin_from())
        frame = sampling_frame(session, list_id, plan.by)
        areas = area_names(session, [name for name in frame.strata if name]) if plan.by in PLACES else {}
        stale = stands is not None and is_stale(session, stands)
        draws = samples_drawn(session, list_id)
    strata = allocate(plan, frame.strata)
    refused = refusal or (strata if isinstance(strata, Refusal) else None)
    lines = stratum_lines(strata, plan.by, areas) if not isinstance(strata, Refusal) else []
    own_sizes = plan.shares is Shares.OWN and plan.by is not StrataBy.WHOLE_LIST
    return render_template(
        "lists/sample.html",
        **this.words,
        step=4,
        stands=stands,
        stale=stale,
        draws=draws,
        stands_fields=fields_of(plan_of(stands)) if stands else {},
        fields=fields_of(plan),
        lines=lines,
        drawn=sum(line.stratum.drawn for line in lines),
        listed=sum(frame.strata.values()),
        own_sizes=own_sizes,
        written_beside=[line.field for line in lines] if own_sizes else [],  # in the table, not as hidden fields
        shown=groups_of(plan),
        by_names=[(by.value, word(by)) for by in StrataBy],
        shares_names=[(shares.value, word(shares)) for shares in Shares],
        refusal=sentence(refused) if refused else None,
        longest_seed=LONGEST_SEED,
        size_of=SIZE,
    )


def _plan_to_begin_from() -> SamplePlan:
    """Return a plan to begin from, with a seed of its own."""
    return SamplePlan(seed=token_hex(4), per_cent=A_TENTH)
