"""Why this call, why now: the dialler's decisions of a campaign, and the whole story of one case."""

from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from agent_ui.floor.case_timeline import timeline
from agent_ui.floor.case_words import waiting_in_words
from agent_ui.floor.closing_words import closing_in_words
from agent_ui.floor.decision_words import KINDS
from agent_ui.floor.dialler_seen import dialler_seen, facts_on_page
from agent_ui.floor.minutes import chart, reasons
from agent_ui.floor.sentences import said
from agent_ui.house import house
from agent_ui.sign_in.access import allow, the_user
from agent_ui.sign_in.watched import campaign_to_watch
from campaigns.rules.calling.local_day import local_day
from campaigns.rules.calling.next_call import next_call
from campaigns.rules.floor.why_not_dialling import why_not_dialling
from campaigns.rules.phone_mask import mask_phone
from campaigns.rules.roles import Role
from campaigns.store.access_traces import note_access
from campaigns.store.calling.case_queue import case_now
from campaigns.store.calling.case_stories import case_story, find_cases, latest_cases
from campaigns.store.dialling.dial_decisions import decisions_since
from campaigns.store.dialling.dialler_now import DiallerNow
from campaigns.store.session import Scope, Session
from campaigns.store.tables import AccessTrace, Campaign

case_pages = Blueprint("cases", __name__, url_prefix="/floor", template_folder="templates")
WATCHERS: Final = (Role.SUPERVISOR, Role.OFFICER, Role.ADMIN)
LONGEST: Final = 80  # letters of what is looked for


@case_pages.get("/<uuid:campaign_id>/decisions")
@allow(*WATCHERS)
def decisions(campaign_id: UUID) -> ResponseReturnValue:
    """Show what the dialler decided minute by minute today."""
    return _decisions(campaign_to_watch(campaign_id), None)


@case_pages.post("/<uuid:campaign_id>/decisions")
@allow(*WATCHERS)
def find(campaign_id: UUID) -> ResponseReturnValue:
    """Find people by the scheme's id or by a row of a list; what is looked for never stands in an address."""
    return _decisions(campaign_to_watch(campaign_id), " ".join(request.form.get("find", "").split())[:LONGEST])


@case_pages.get("/<uuid:campaign_id>/cases/<uuid:case_id>")
@allow(*WATCHERS)
def show(campaign_id: UUID, case_id: UUID) -> ResponseReturnValue:
    """Show the whole story of a case; that somebody looked stands in the trace."""
    campaign, now = campaign_to_watch(campaign_id), house().now()
    with house().db.transaction(Scope(campaign.department_id)) as session:
        story = case_story(session, campaign_id, case_id) or abort(404)
        facts = case_now(session, campaign, story.case, story.phones, carrier=house().telephony.name, now=now)
        _note_seen(session, campaign, case_id, at=now)
    coming = next_call(facts, now=now)
    return render_template(
        "floor/case.html",
        campaign=campaign,
        story=story,
        phones=[mask_phone(phone) for phone in story.phones],
        entries=timeline(story, campaign.zone, names_shown=the_user().role is not Role.OFFICER),
        waits=[waiting_in_words(waiting, campaign.zone) for waiting in coming.waits],
        closing=closing_in_words(story, campaign.max_attempts),
        earliest=coming.earliest,
        at=now,
    )


def _decisions(campaign: Campaign, looked_for: str | None) -> str:
    now = house().now()
    midnight = local_day(ZoneInfo(campaign.zone), now=now).begins
    dialler = dialler_seen()
    with house().db.transaction(Scope(campaign.department_id)) as session:
        decided = decisions_since(session, campaign.id, midnight)
        found = find_cases(session, campaign, looked_for) if looked_for else []
        page = {
            "campaign": campaign,
            "at": now,
            "said": _why_not(session, campaign, dialler, now),
            "chart": chart(decided, now=now),
            "lines": reasons(decided, now=now),
            "kinds": KINDS,
            "looked_for": looked_for,
            "found": found,
            "latest": latest_cases(session, campaign.id),
        }
    return render_template("floor/decisions.html", **page)


def _why_not(session: Session, campaign: Campaign, dialler: DiallerNow, now: datetime) -> object:
    why = why_not_dialling(facts_on_page(session, campaign, dialler, now=now))
    return said(why, campaign.zone) if why else None


def _note_seen(session: Session, campaign: Campaign, case_id: UUID, *, at: datetime) -> None:
    trace = AccessTrace(
        at=at,
        user_id=the_user().id,
        department_id=campaign.department_id,
        action="case_story_seen",
        subject={"case_id": str(case_id)},
    )
    note_access(session, trace)
