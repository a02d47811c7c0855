"""When one campaign calls in the day, how often it tries, and whether it learns when people answer."""

from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from agent_ui.calendar.calendar_form import Written, written_plan
from agent_ui.calendar.change_words import SUBJECTS, Here, change_in_words
from agent_ui.house import house
from agent_ui.lists.refusals import sentence
from agent_ui.sign_in.access import allow, the_user
from agent_ui.sign_in.watched import campaign_to_watch
from campaigns.calling.change_call_plan import change_call_plan
from campaigns.rules.calling.answering_hours import Level, answer_shares
from campaigns.rules.calling.calling_hours import hours_on
from campaigns.rules.calling.day_parts import DayPart
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.calling.answering_counts import answering_around
from campaigns.store.calling.calling_rules import jurisdiction_rules
from campaigns.store.calling.rule_changes import latest_change, rule_changes
from campaigns.store.session import Scope
from campaigns.store.tables import Campaign

plan_pages = Blueprint("plan", __name__, url_prefix="/calendar/campaigns", template_folder="templates")


@plan_pages.get("/<uuid:campaign_id>")
@allow(Role.OFFICER, Role.ADMIN)
def show(campaign_id: UUID) -> ResponseReturnValue:
    """Show a campaign's plan, and when its people answer."""
    return _page(campaign_to_watch(campaign_id))


@plan_pages.post("/<uuid:campaign_id>")
@allow(Role.OFFICER, Role.ADMIN)
def change(campaign_id: UUID) -> ResponseReturnValue:
    """Change the plan, or say why that cannot be."""
    campaign, form = campaign_to_watch(campaign_id), Written(request.form)
    plan = written_plan(form)
    if isinstance(plan, Refusal):
        return _page(campaign, plan), 422
    refusal = change_call_plan(house().db, campaign, plan, the_user().id, seen=form.text("seen"), now=house().now())
    if refusal is not None:
        return _page(campaign_to_watch(campaign_id), refusal), 409 if refusal.because == "changed_meanwhile" else 422
    return redirect(url_for("plan.show", campaign_id=campaign_id, done=1))


def _page(campaign: Campaign, refusal: Refusal | None = None) -> str:
    today = house().now().astimezone(ZoneInfo(campaign.zone)).date()
    with house().db.transaction(Scope(campaign.department_id)) as session:
        rules = jurisdiction_rules(session, campaign.region, ZoneInfo(campaign.zone))
        answering = answering_around(session, campaign.id, None, None)
        seen, changes = latest_change(session, str(campaign.id)), rule_changes(session, [str(campaign.id)])
    tallies = answering.get(Level.CAMPAIGN, {})
    return render_template(
        "calendar/plan.html",
        campaign=campaign,
        refusal=sentence(refusal) if refusal else None,
        written=request.form if refusal else {},
        hours=hours_on(rules, today),
        parts=[(part, tallies.get(part), answer_shares(answering)[part]) for part in DayPart],
        seen=seen,
        changes=changes,
        subjects=SUBJECTS,
        change_in_words=change_in_words,
        here=Here(campaign.zone, {}),
    )
