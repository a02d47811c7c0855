"""Why a campaign is not dialling, whole: one sentence, and every reason with its count and where it is changed."""

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from agent_ui.floor.dialler_seen import dialler_seen, facts_on_page
from agent_ui.floor.pages import WATCHERS
from agent_ui.floor.sentences import said, said_of_pace
from agent_ui.floor.why_words import shown_line
from agent_ui.house import house
from agent_ui.sign_in.access import allow, the_user
from agent_ui.sign_in.watched import campaign_to_watch
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.floor.why_not_dialling import why_not_dialling
from campaigns.rules.floor.why_table import Besides, why_table
from campaigns.store.dialling.campaign_paces import campaign_pace
from campaigns.store.floor.waiting_numbers import queue_of
from campaigns.store.session import Scope

why_pages = Blueprint("why", __name__, url_prefix="/floor", template_folder="templates")


@why_pages.get("/<uuid:campaign_id>/why")
@allow(*WATCHERS)
def show(campaign_id: UUID) -> ResponseReturnValue:
    """Show the sentence and the table, of one moment."""
    built, person, now = house(), the_user(), house().now()
    campaign = campaign_to_watch(campaign_id)
    dialler = dialler_seen()
    with built.db.transaction(Scope(campaign.department_id), one_moment=True) as session:
        facts = facts_on_page(session, campaign, dialler, now=now)
        pace = campaign_pace(session, campaign.id) if campaign.mode is DialMode.PREDICTIVE else None
        queue = queue_of(session, campaign.id, None, now=now)
        lines = why_table(facts, Besides(pace.because if pace else None, queue.later, queue.due_now))
    why = why_not_dialling(facts)
    return render_template(
        "floor/why.html",
        campaign=campaign,
        now=now,
        said=said(why, campaign.zone) if why else None,
        paced=said_of_pace(pace, campaign),
        lines=[shown_line(line, campaign, person.role) for line in lines],
    )
