"""Pages of campaigns: the officer's first page, a new campaign, and one campaign with its lists."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from agent_ui.house import house
from agent_ui.languages import SPOKEN
from agent_ui.lists.campaign_form import CampaignForm
from agent_ui.lists.refusals import sentence
from agent_ui.lists.stopped_uploads import stopped_uploads
from agent_ui.sign_in.access import allow, current_scope, the_user
from agent_ui.words import word
from campaigns.calling.check_caller_number import check_caller_number
from campaigns.rules.campaign_states import TRANSITIONS, CampaignEvent, DialMode
from campaigns.rules.carrier.machines import MachinePlan
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.set_up.add_scheme import add_scheme
from campaigns.set_up.change_draft import change_draft
from campaigns.set_up.draft_campaign import draft_campaign
from campaigns.set_up.move_campaign import move_campaign, not_hers_to_approve
from campaigns.store.campaign_choices import CampaignChoices, campaign_choices, campaign_line, campaign_lines
from campaigns.store.lists.lists import lists_of_campaign
from campaigns.store.lists.retention import ending_lists
from campaigns.store.lists.uploads import unfinished_uploads
from campaigns.store.rehearsal.rehearsals import newest_forecast
from campaigns.store.scripts import script_document
from campaigns.store.tables import Campaign

campaign_pages = Blueprint("campaigns", __name__, url_prefix="/lists", template_folder="templates")

# What an officer may do from the page; the event not named here belongs to retention.
OFFERED = (
    CampaignEvent.SUBMIT,
    CampaignEvent.APPROVE,
    CampaignEvent.START,
    CampaignEvent.PAUSE,
    CampaignEvent.FINISH,
    CampaignEvent.RETURN,
)


@campaign_pages.get("/")
@allow(Role.OFFICER, Role.ADMIN)
def home() -> ResponseReturnValue:
    """Show the department's campaigns, newest first."""
    with house().db.transaction(current_scope()) as session:
        ending = ending_lists(session, now=house().now())
        return render_template("lists/home.html", lines=campaign_lines(session), ending=ending)


@campaign_pages.get("/campaigns/new")
@allow(Role.OFFICER)
def new() -> ResponseReturnValue:
    """Show the form of a new campaign."""
    return _form(CampaignForm(request.args), _choices())


@campaign_pages.post("/campaigns/new")
@allow(Role.OFFICER)
def make() -> ResponseReturnValue:
    """Draft the campaign, or say beside each field what is missing."""
    form = CampaignForm(request.form)
    now, department_id = house().now(), the_user().department_id or abort(403)
    choices = _choices()
    form.check(choices.scripts, {str(operator.id) for operator in choices.operators}, today=now.date())
    if form.problems:
        return _form(form, choices), 422
    scheme_id = add_scheme(house().db, department_id, form.text("scheme"))
    draft = form.draft(scheme_id, choices.scripts[form.text("script")])
    return redirect(url_for("campaigns.show", campaign_id=draft_campaign(house().db, department_id, draft, now=now)))


@campaign_pages.get("/campaigns/<uuid:campaign_id>")
@allow(Role.OFFICER, Role.ADMIN)
def show(campaign_id: UUID) -> ResponseReturnValue:
    """Show one campaign: its lists, what it says of itself, and what can be done now."""
    return _campaign(campaign_id, None)


@campaign_pages.post("/campaigns/<uuid:campaign_id>/move")
@allow(Role.OFFICER, Role.ADMIN)
def move(campaign_id: UUID) -> ResponseReturnValue:
    """Submit, approve, start, pause, finish or return a campaign."""
    event = request.form.get("event", "")
    if event not in OFFERED:
        abort(400)
    here, scope, wished = house(), current_scope(), CampaignEvent(event)
    refusal = check_caller_number(here.db, here.telephony, scope, campaign_id, wished) or move_campaign(
        here.db, scope, campaign_id, wished, the_user().id, now=here.now()
    )
    if refusal is not None:
        return _campaign(campaign_id, refusal), 409
    return redirect(url_for("campaigns.show", campaign_id=campaign_id))


@campaign_pages.get("/campaigns/<uuid:campaign_id>/change")
@allow(Role.OFFICER, Role.ADMIN)
def look_at_draft(campaign_id: UUID) -> ResponseReturnValue:
    """Show what a campaign says of itself in a form."""
    campaign = _draft(campaign_id)[0]
    facts = ("purpose", "lawful_basis", "retention_end", "caller_id")
    written = [(name, str(getattr(campaign, name))) for name in facts]
    return _change(campaign, CampaignForm(MultiDict(written + [("languages", tag) for tag in campaign.languages])))


@campaign_pages.post("/campaigns/<uuid:campaign_id>/change")
@allow(Role.OFFICER, Role.ADMIN)
def change(campaign_id: UUID) -> ResponseReturnValue:
    """Change a draft, or say beside each field what is missing."""
    here = house()
    campaign, script = _draft(campaign_id)
    form = CampaignForm(MultiDict([*request.form.items(multi=True), ("region", campaign.region)]))
    form.check_change(script, today=here.now().date())
    if form.problems:
        return _change(campaign, form), 422
    refusal = change_draft(here.db, current_scope(), campaign_id, form.change(), the_user().id, now=here.now())
    if refusal is not None:
        return _change(campaign, form, refusal), 409
    return redirect(url_for("campaigns.show", campaign_id=campaign_id))


def _draft(campaign_id: UUID) -> tuple[Campaign, dict[str, Any] | None]:
    with house().db.transaction(current_scope()) as session:
        campaign = (campaign_line(session, campaign_id) or abort(404))[0]
        version = campaign.script_version_id
        return campaign, script_document(session, version) if version else None


def _change(campaign: Campaign, form: CampaignForm, refusal: Refusal | None = None) -> str:
    said = refusal and sentence(refusal)
    return render_template("lists/change_draft.html", campaign=campaign, form=form, spoken=SPOKEN, refusal=said)


def _campaign(campaign_id: UUID, refusal: Refusal | None) -> str:
    with house().db.transaction(current_scope()) as session:
        campaign, scheme = campaign_line(session, campaign_id) or abort(404)
        return render_template(
            "lists/campaign.html",
            campaign=campaign,
            scheme=scheme,
            lists=lists_of_campaign(session, campaign_id),
            forecast=newest_forecast(session, campaign_id),
            uploads=stopped_uploads(unfinished_uploads(session, campaign_id), now=house().now()),
            events=[event for event in OFFERED if event in TRANSITIONS[campaign.status]],
            not_hers=not_hers_to_approve(session, campaign, the_user().id),
            spoken=SPOKEN,
            refusal=refusal and sentence(refusal),
        )


def _choices() -> CampaignChoices:
    with house().db.transaction(current_scope()) as session:
        return campaign_choices(session)


def _form(form: CampaignForm, choices: CampaignChoices) -> str:
    return render_template(
        "lists/new_campaign.html",
        form=form,
        choices=choices,
        script_names=[(choice.key, choice.name) for choice in choices.scripts.values()],
        operator_names=[(str(operator.id), operator.name) for operator in choices.operators],
        mode_names=[(mode.value, word(mode)) for mode in (DialMode.PROGRESSIVE, DialMode.PREVIEW, DialMode.PREDICTIVE)],
        machine_names=[(plan.value, word(plan)) for plan in MachinePlan],
        spoken=SPOKEN,
    )
