"""Who has passed the practice calls of a campaign, for supervisors; and how many it asks for, for its officers."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from agent_ui.house import house
from agent_ui.languages import KNOWN
from agent_ui.sign_in.access import allow, the_user
from agent_ui.sign_in.watched import campaign_to_watch
from campaigns.practice.change_practice_rule import change_practice_rule
from campaigns.rules.calling.preview import SkipReason
from campaigns.rules.practice.practice import live_languages, practised_in
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.calling.preview_skips import skips_by_agent
from campaigns.store.practice import PractisedAgent, practised_agents
from campaigns.store.scripts import newest_script
from campaigns.store.session import EVERYTHING, Scope
from campaigns.store.tables import Campaign

passed_pages = Blueprint("practice_passed", __name__, url_prefix="/practice", template_folder="templates")
SETS_IT: Final = (Role.OFFICER, Role.ADMIN)
LOOKED_BACK: Final = timedelta(days=7)


@passed_pages.get("/<uuid:campaign_id>/passed")
@allow(Role.SUPERVISOR, *SETS_IT)
def show(campaign_id: UUID) -> ResponseReturnValue:
    """Show each agent of the centre with what she has passed in each language of the script."""
    return _page(campaign_to_watch(campaign_id), None)


@passed_pages.post("/<uuid:campaign_id>/passed")
@allow(*SETS_IT)
def change(campaign_id: UUID) -> ResponseReturnValue:
    """Change how many are asked for."""
    campaign, written = campaign_to_watch(campaign_id), request.form.get("calls", "").strip()
    calls = int(written) if written.isdecimal() and len(written) < 4 else -1
    refusal = change_practice_rule(house().db, Scope(campaign.department_id), campaign.id, calls, the_user().id)
    if refusal is not None:
        return _page(campaign, refusal), 422
    return redirect(url_for("practice_passed.show", campaign_id=campaign_id))


def _page(campaign: Campaign, refusal: Refusal | None) -> str:
    with house().db.transaction(EVERYTHING) as session:  # agents belong to an operator, not to a department
        agents = practised_agents(session, campaign)
        document = newest_script(session, campaign.id)
        skipped = skips_by_agent(session, campaign.id, since=house().now() - LOOKED_BACK)
    written: list[str] = document["languages"] if document else []
    return render_template(
        "practice/passed.html",
        campaign=campaign,
        rows=[_row(agent, written, campaign.practice_calls) for agent in agents],
        written=[(tag, KNOWN[tag].name if tag in KNOWN else tag) for tag in written],
        skipped=skipped,
        reasons=list(SkipReason),
        may_change=the_user().role in SETS_IT,
        refusal=gettext(refusal.hint) if refusal else None,
    )


def _row(agent: PractisedAgent, written: list[str], required: int) -> dict[str, object]:
    spoken = list(agent.agent.languages)
    return {
        "name": agent.agent.name,
        "sign_in": agent.agent.sign_in,
        "passed": {tag: agent.passed.get(tag, 0) for tag in practised_in(spoken, written)},
        "tried": agent.tried,
        "last_at": agent.last_at,
        "live": live_languages(spoken, written, agent.passed, required=required) is not None,
    }
