"""Rehearsals of a campaign: the form, how far one is, and what it says."""

from typing import Any, Final
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from agent_ui.house import house
from agent_ui.lists.refusals import sentence
from agent_ui.rehearsal import sentences
from agent_ui.rehearsal.charts import idle_days, place_rows, reached_days, stated_rows, time_bars
from agent_ui.rehearsal.form import fields_of, plan_from
from agent_ui.rehearsal.rehearsal_words import LIMITED_BY
from agent_ui.sign_in.access import allow, the_user
from agent_ui.sign_in.watched import campaign_to_watch
from agent_ui.words import word
from campaigns.rehearsal.ask_for_rehearsal import ask_for_rehearsal
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.refusals import Refusal
from campaigns.rules.rehearsal.plan import RehearsalPlan
from campaigns.rules.rehearsal_states import RehearsalStatus
from campaigns.rules.roles import Role
from campaigns.store.rehearsal.rehearsals import newest_forecast, rehearsal_of, rehearsals_of
from campaigns.store.session import Scope
from campaigns.store.tables import Campaign, Rehearsal

rehearsal = Blueprint("rehearsal", __name__, url_prefix="/rehearsal", template_folder="templates")
WATCHERS: Final = (Role.SUPERVISOR, Role.OFFICER, Role.ADMIN)
OVER: Final = (RehearsalStatus.DONE, RehearsalStatus.REFUSED)


@rehearsal.get("/<uuid:campaign_id>")
@allow(*WATCHERS)
def ask(campaign_id: UUID) -> ResponseReturnValue:
    """Show the form, and what was rehearsed before."""
    campaign = campaign_to_watch(campaign_id)
    return _form(campaign, plan_from(request.args, campaign.mode), None)


@rehearsal.post("/<uuid:campaign_id>")
@allow(*WATCHERS)
def begin(campaign_id: UUID) -> ResponseReturnValue:
    """Ask a worker to rehearse."""
    campaign = campaign_to_watch(campaign_id)
    plan = plan_from(request.form, campaign.mode)
    scope = Scope(campaign.department_id)
    asked = ask_for_rehearsal(house().db, scope, campaign.id, plan, the_user().id, now=house().now())
    if isinstance(asked, Refusal):
        return _form(campaign, plan, sentence(asked)), 422
    return redirect(url_for("rehearsal.progress", campaign_id=campaign.id, rehearsal_id=asked))


@rehearsal.get("/<uuid:campaign_id>/<uuid:rehearsal_id>/progress")
@allow(*WATCHERS)
def progress(campaign_id: UUID, rehearsal_id: UUID) -> ResponseReturnValue:
    """Show how far it is; a rehearsal that is over has a page of its own."""
    campaign = campaign_to_watch(campaign_id)
    one = _rehearsal(campaign, rehearsal_id)
    if one.status in OVER:
        return redirect(url_for("rehearsal.show", campaign_id=campaign.id, rehearsal_id=one.id))
    return render_template(
        "rehearsal/progress.html", campaign=campaign, one=one, plan=RehearsalPlan.from_json(one.plan)
    )


@rehearsal.get("/<uuid:campaign_id>/<uuid:rehearsal_id>")
@allow(*WATCHERS)
def show(campaign_id: UUID, rehearsal_id: UUID) -> ResponseReturnValue:
    """Show what a rehearsal says."""
    campaign = campaign_to_watch(campaign_id)
    one = _rehearsal(campaign, rehearsal_id)
    plan = RehearsalPlan.from_json(one.plan)
    if one.status not in OVER or one.result is None:
        return redirect(url_for("rehearsal.progress", campaign_id=campaign.id, rehearsal_id=one.id))
    if one.status is RehearsalStatus.REFUSED:
        return _form(campaign, plan, sentence(Refusal(**one.result)))
    return render_template("rehearsal/result.html", campaign=campaign, one=one, plan=plan, **_shown(one.result))


def _shown(found: dict[str, Any]) -> dict[str, object]:
    return {
        "found": found,
        "finish": sentences.finish_sentence(found),
        "range": sentences.range_sentence(found),
        "limit": sentences.limit_sentence(found),
        "finished_on": sentences.in_words(found["finish"]["on"]),
        "reached_days": reached_days(found),
        "idle_days": idle_days(found),
        "spent": time_bars(found),
        "places": place_rows(found),
        "limits": LIMITED_BY,
        "assumed": stated_rows(found),
        "in_words": sentences.in_words,
    }


def _form(campaign: Campaign, plan: RehearsalPlan, problem: str | None) -> str:
    with house().db.transaction(Scope(campaign.department_id)) as session:
        forecast, earlier = newest_forecast(session, campaign.id), rehearsals_of(session, campaign.id)
    return render_template(
        "rehearsal/ask.html",
        campaign=campaign,
        problem=problem,
        fields=fields_of(plan),
        mode_names=[(mode.value, word(mode)) for mode in DialMode],
        forecast=forecast,
        forecast_sentence=sentences.forecast_sentence,
        earlier=[(one, RehearsalPlan.from_json(one.plan)) for one in earlier],
        finish_sentence=sentences.finish_sentence,
    )


def _rehearsal(campaign: Campaign, rehearsal_id: UUID) -> Rehearsal:
    with house().db.transaction(Scope(campaign.department_id)) as session:
        return rehearsal_of(session, campaign.id, rehearsal_id) or abort(404)
