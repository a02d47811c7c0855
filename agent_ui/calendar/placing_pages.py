"""How one campaign's calls are placed: who runs it changes the mode, who answers for it the limit of abandoned calls."""

from typing import Final
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from agent_ui.calendar.calendar_form import Written, written_placing
from agent_ui.calendar.change_words import SUBJECTS, Here, change_in_words
from agent_ui.house import house
from agent_ui.lists.refusals import sentence
from agent_ui.sign_in.access import allow, the_user
from agent_ui.sign_in.watched import campaign_to_watch
from campaigns.calling.change_placing import change_placing
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.calling.rule_changes import latest_change, rule_changes
from campaigns.store.session import Scope
from campaigns.store.tables import Campaign

WATCHERS: Final = (Role.SUPERVISOR, Role.OFFICER, Role.ADMIN)
OWN_SHARES: Final = ("abandon_target", "abandon_cap")  # the department's, whoever runs the floor
placing_pages = Blueprint("placing", __name__, url_prefix="/calendar/campaigns", template_folder="templates")


@placing_pages.get("/<uuid:campaign_id>/placing")
@allow(*WATCHERS)
def show(campaign_id: UUID) -> ResponseReturnValue:
    """Show how a campaign's calls are placed."""
    return _page(campaign_to_watch(campaign_id))


@placing_pages.post("/<uuid:campaign_id>/placing")
@allow(*WATCHERS)
def change(campaign_id: UUID) -> ResponseReturnValue:
    """Change it, or say why that cannot be."""
    campaign, form = campaign_to_watch(campaign_id), Written(_written())
    placing = written_placing(form, (campaign.abandon_target, campaign.abandon_cap))
    if isinstance(placing, Refusal):
        return _page(campaign, placing), 422
    refusal = change_placing(house().db, campaign, placing, the_user().id, seen=form.text("seen"), now=house().now())
    if refusal is not None:
        return _page(campaign_to_watch(campaign_id), refusal), 409 if refusal.because == "changed_meanwhile" else 422
    return redirect(url_for("placing.show", campaign_id=campaign_id, done=1))


def _written() -> dict[str, str]:
    fields = request.form.to_dict()
    return fields if _may_set_limits() else {name: fields[name] for name in fields if name not in OWN_SHARES}


def _may_set_limits() -> bool:
    return the_user().role is not Role.SUPERVISOR


def _page(campaign: Campaign, refusal: Refusal | None = None) -> str:
    with house().db.transaction(Scope(campaign.department_id)) as session:
        seen, changes = latest_change(session, str(campaign.id)), rule_changes(session, [str(campaign.id)])
    return render_template(
        "calendar/placing.html",
        campaign=campaign,
        modes=list(DialMode),
        may_set_limits=_may_set_limits(),
        refusal=sentence(refusal) if refusal else None,
        written=request.form if refusal else {},
        seen=seen,
        changes=changes,
        subjects=SUBJECTS,
        change_in_words=change_in_words,
        here=Here(campaign.zone, {}),
    )
