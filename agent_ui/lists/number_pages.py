"""The page on which an officer gives a campaign that has called another number."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from agent_ui.house import house
from agent_ui.lists.campaign_form import CampaignForm
from agent_ui.lists.refusals import sentence
from agent_ui.sign_in.access import allow, current_scope, the_user
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.set_up.change_caller_number import NumberChange, change_caller_number
from campaigns.store.campaign_choices import campaign_line
from campaigns.store.tables import Campaign

number_pages = Blueprint("numbers", __name__, url_prefix="/lists", template_folder="templates")


@number_pages.get("/campaigns/<uuid:campaign_id>/number")
@allow(Role.OFFICER, Role.ADMIN)
def show(campaign_id: UUID) -> ResponseReturnValue:
    """Show the number from which a campaign calls in a form."""
    campaign = _campaign(campaign_id)
    return _page(campaign, CampaignForm(MultiDict([("caller_id", campaign.caller_id)])))


@number_pages.post("/campaigns/<uuid:campaign_id>/number")
@allow(Role.OFFICER, Role.ADMIN)
def change(campaign_id: UUID) -> ResponseReturnValue:
    """Let the campaign call from another number, or say why it cannot."""
    here, campaign = house(), _campaign(campaign_id)
    form = CampaignForm(MultiDict([*request.form.items(multi=True), ("region", campaign.region)]))
    form.check_number()
    if form.caller_id is None:
        return _page(campaign, form), 422
    wished = NumberChange(campaign_id, form.caller_id, the_user().id)
    refusal = change_caller_number(here.db, here.telephony, current_scope(), wished, now=here.now())
    if refusal is not None:
        return _page(campaign, form, refusal), 409
    return redirect(url_for("campaigns.show", campaign_id=campaign_id))


def _campaign(campaign_id: UUID) -> Campaign:
    with house().db.transaction(current_scope()) as session:
        return (campaign_line(session, campaign_id) or abort(404))[0]


def _page(campaign: Campaign, form: CampaignForm, refusal: Refusal | None = None) -> str:
    said = refusal and sentence(refusal)
    return render_template("lists/change_number.html", campaign=campaign, form=form, refusal=said)
