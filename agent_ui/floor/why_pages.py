"""Why a campaign is not dialling, whole: one sentence, and every reason with its count and where it is changed."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from agent_ui.floor.pages import WATCHERS
from agent_ui.floor.sentences import said
from agent_ui.floor.why_words import shown_line
from agent_ui.house import house
from agent_ui.sign_in.access import allow, the_user
from agent_ui.sign_in.watched import campaign_to_watch
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.floor.why_not_dialling import why_not_dialling
from campaigns.rules.floor.why_table import Besides, why_table
from campaigns.store.calling.owned_promises import promises_waiting_for_their_agent
from campaigns.store.dialling.campaign_paces import campaign_pace
from campaigns.store.dialling.dialling_facts import dialling_facts
from campaigns.store.floor.waiting_numbers import queue_of
from campaigns.store.session import Scope, Session
from campaigns.store.tables import Campaign
from campaigns.store.totals.area_numbers import numbers_of_area

why_pages = Blueprint("why", __name__, url_prefix="/floor", template_folder="templates")
OWNER_WAITS: Final = timedelta(minutes=10)  # as campaigns/calls_ahead has it


@why_pages.get("/<uuid:campaign_id>/why")
@allow(*WATCHERS)
def show(campaign_id: UUID) -> ResponseReturnValue:
    """Show the sentence and the table, of one moment."""
    built, person, now = house(), the_user(), house().now()
    campaign = campaign_to_watch(campaign_id)
    carrier = built.settings.carrier_name
    with built.db.transaction(Scope(campaign.department_id), one_moment=True) as session:
        facts = dialling_facts(session, campaign, carrier=carrier, desk_silence=built.desk_silence, now=now)
        lines = why_table(facts, _besides(session, campaign))
    why = why_not_dialling(facts)
    return render_template(
        "floor/why.html",
        campaign=campaign,
        now=now,
        said=said(why, campaign.zone) if why else None,
        lines=[shown_line(line, campaign, person.role) for line in lines],
    )


def _besides(session: Session, campaign: Campaign) -> Besides:
    now = house().now()
    pace = campaign_pace(session, campaign.id) if campaign.mode is DialMode.PREDICTIVE else None
    return Besides(
        promises_waiting_for_their_agent(session, campaign.id, since=now - OWNER_WAITS, now=now),
        numbers_of_area(session, campaign.id, None).unreachable,
        pace.because if pace else None,
        queue_of(session, campaign.id, None, now=now).later,
    )
