"""Which outcomes the agents of a campaign may log; each keeps the key that it has in every campaign."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from agent_ui.house import house
from agent_ui.lists.refusals import sentence
from agent_ui.scripts.version_pages import this_campaign
from agent_ui.sign_in.access import allow, current_scope
from campaigns.rules.desk.campaign_outcomes import ALWAYS, KEYS, outcomes_of, suggested_by
from campaigns.rules.outcomes import OUTCOMES
from campaigns.rules.roles import Role
from campaigns.set_up.choose_outcomes import choose_outcomes
from campaigns.store.scripts import newest_script
from campaigns.store.tables import Campaign

outcome_pages = Blueprint("campaign_outcomes", __name__, url_prefix="/scripts", template_folder="templates")


@outcome_pages.get("/campaigns/<uuid:campaign_id>/outcomes")
@allow(Role.OFFICER, Role.ADMIN)
def show(campaign_id: UUID) -> ResponseReturnValue:
    """Show the outcomes and which of them agents may log."""
    campaign = this_campaign(campaign_id)
    return _page(campaign, [outcome.value for outcome in outcomes_of(campaign.outcomes)])


@outcome_pages.post("/campaigns/<uuid:campaign_id>/outcomes")
@allow(Role.OFFICER, Role.ADMIN)
def choose(campaign_id: UUID) -> ResponseReturnValue:
    """Keep the choice, or say why it cannot be."""
    campaign, chosen = this_campaign(campaign_id), request.form.getlist("outcome")
    refusal = choose_outcomes(house().db, current_scope(), campaign_id, chosen)
    if refusal is not None:
        return _page(campaign, chosen, sentence(refusal)), 422
    return redirect(url_for("campaign_outcomes.show", campaign_id=campaign_id, done=1))


def _page(campaign: Campaign, chosen: list[str], refusal: str | None = None) -> str:
    with house().db.transaction(current_scope()) as session:
        document = newest_script(session, campaign.id)
    return render_template(
        "scripts/outcomes.html",
        campaign=campaign,
        rows=[(outcome, key, OUTCOMES[outcome]) for outcome, key in KEYS.items()],
        chosen=chosen,
        always=ALWAYS,
        suggested=suggested_by(document) if document else frozenset(),
        refusal=refusal,
        saved=request.args.get("done"),
    )
