"""The supervisor's pages: her campaigns, and the live floor of one of them."""

from typing import Final
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from agent_ui.floor.dialler_seen import dialler_seen, facts_on_page
from agent_ui.floor.picture import CHOICES, Carrier, FloorPicture, HalfHour, chosen_agents, floor_picture
from agent_ui.floor.sentences import need_in_words, said, said_of_pace
from agent_ui.floor.shared_parts import SharedParts
from agent_ui.floor.tending_words import hearing_words
from agent_ui.house import house
from agent_ui.languages import language
from agent_ui.numbers import number, time_of_day
from agent_ui.sign_in.access import allow, the_user
from agent_ui.sign_in.watched import campaign_to_watch
from agent_ui.uprights import Upright, heights
from campaigns.calling.check_caller_number import check_caller_number
from campaigns.rules.campaign_states import TRANSITIONS, CampaignEvent
from campaigns.rules.floor.why_not_dialling import why_not_dialling
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.set_up.move_campaign import move_campaign
from campaigns.store.desk.desk_entries import refused_entries
from campaigns.store.floor.floor_campaigns import watched_campaigns
from campaigns.store.referrals.waiting_referrals import late_problems
from campaigns.store.rehearsal.rehearsals import newest_forecast
from campaigns.store.rights import may_tend_agents
from campaigns.store.session import EVERYTHING, Scope
from campaigns.store.tables import Campaign

floor = Blueprint("floor", __name__, url_prefix="/floor", template_folder="templates")
WATCHERS: Final = (Role.SUPERVISOR, Role.OFFICER, Role.ADMIN)
OFFERED: Final = (CampaignEvent.START, CampaignEvent.PAUSE)
PARTS: Final = SharedParts()


@floor.get("/")
@allow(*WATCHERS)
def home() -> ResponseReturnValue:
    """Show the campaigns that this person may watch, and which of them do not dial."""
    dialler, now = dialler_seen(), house().now()
    with house().db.transaction(EVERYTHING) as session:  # an operator works for several departments
        campaigns = watched_campaigns(session, the_user())
        lines = [
            (campaign, department, why_not_dialling(facts), facts)
            for campaign, department in campaigns
            for facts in [facts_on_page(session, campaign, dialler, now=now)]
        ]
    return render_template("floor/home.html", lines=lines, said=said)


@floor.get("/<uuid:campaign_id>")
@allow(*WATCHERS)
def show(campaign_id: UUID) -> ResponseReturnValue:
    """Show the floor; `?area=` narrows it, `?wall=1` is for the wall, `?part=1` sends only what changes."""
    campaign = campaign_to_watch(campaign_id)
    return _part(campaign) if "part" in request.args else _floor(campaign, None)


@floor.post("/<uuid:campaign_id>/move")
@allow(*WATCHERS)
def move(campaign_id: UUID) -> ResponseReturnValue:
    """Start or pause calling."""
    event = request.form.get("event", "")
    if event not in OFFERED:
        abort(400)
    campaign = campaign_to_watch(campaign_id)
    here, scope, wished = house(), Scope(campaign.department_id), CampaignEvent(event)
    refusal = check_caller_number(here.db, here.telephony, scope, campaign.id, wished) or move_campaign(
        here.db, scope, campaign.id, wished, the_user().id, now=here.now()
    )
    if refusal is not None:
        return _floor(campaign, refusal), 409
    return redirect(url_for("floor.show", campaign_id=campaign_id, area=request.args.get("area")))


def _part(campaign: Campaign) -> ResponseReturnValue:
    """Send only what changes, drawn once for all who look at the same; nothing where nothing but the clock moved."""
    person, args = the_user(), request.args
    looks = (args.get("area"), "wall" in args, _agents_of(), _order(), language())
    sees = (person.role is not Role.OFFICER, may_tend_agents(person, campaign))
    part = PARTS.part((campaign.id, *looks, *sees), lambda: _floor(campaign, None))
    packed = request.accept_encodings.quality("gzip") > 0
    answer = Response(part.packed if packed else part.body, mimetype="text/html")
    answer.headers["Vary"] = "Accept-Encoding"
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.set_etag(part.mark, weak=True)
    return answer.make_conditional(request)


def _floor(campaign: Campaign, refusal: Refusal | None) -> str:
    carrier = _carrier()
    with house().db.transaction(Scope(campaign.department_id), one_moment=True) as session:
        now = house().now()
        picture = floor_picture(session, campaign, request.args.get("area"), carrier, now=now) or abort(404)
        besides = {
            "forecast": newest_forecast(session, campaign.id),
            "refused": len(refused_entries(session, campaign.id)),
            "late_problems": late_problems(session, campaign.id, now=now),
        }
    shown = _shown(campaign, picture)
    return render_template(f"floor/{_template()}.html", refusal=refusal, **besides, **shown)


def _template() -> str:
    wall = "wall" in request.args
    if "part" in request.args:
        return "wall_now" if wall else "floor_now"
    return "wall" if wall else "floor"


def _shown(campaign: Campaign, picture: FloorPicture) -> dict[str, object]:
    settings = house().settings
    return {
        "campaign": campaign,
        "picture": picture,
        "half_hour_columns": _half_hour_columns(picture.half_hours, campaign.zone),
        "said": said(picture.why, campaign.zone) if picture.why else None,
        "paced": said_of_pace(picture.pace, campaign),
        "need_in_words": need_in_words,
        "everyone": chosen_agents(picture.agents, _agents_of(), _order()),
        "agents_of": _agents_of(),
        "order": _order(),
        "events": [event for event in OFFERED if event in TRANSITIONS[campaign.status]],
        "names_shown": the_user().role is not Role.OFFICER,  # agents are the operator's people, not the department's
        "area": picture.path[-1] if picture.path else None,
        "limit": campaign.abandon_cap,
        "target": campaign.abandon_target,
        **_tending(campaign),
        "live_address": f"{settings.live_base_url}/live/floor/{campaign.id}",
        "clock_speed": settings.clock_speed,
    }


def _half_hour_columns(half_hours: list[HalfHour], zone: str) -> list[Upright]:
    """Return the columns of the chart, the present half hour as the last."""
    shares, last = heights([slot.reached for slot in half_hours]), half_hours[-1]
    return [
        Upright(share, number(slot.reached), time_of_day(slot.begins, zone), "upright-now" if slot is last else "")
        for share, slot in zip(shares, half_hours, strict=True)
    ]


def _agents_of() -> str:
    wanted = request.args.get("agents", "all")
    return wanted if wanted in CHOICES else "all"


def _order() -> str:
    return "longest" if request.args.get("order") == "longest" else "name"


def _tending(campaign: Campaign) -> dict[str, object]:
    """Return what the page needs for whoever may listen, or decides what agents see of it."""
    person = the_user()
    by_browser = "browser" if house().settings.carrier_name == "twilio" else ""
    return {
        "may_tend": may_tend_agents(person, campaign),
        "may_decide": person.role in (Role.OFFICER, Role.ADMIN),
        "own_phone": person.desk_phone,
        "own_phone_wrong": "own_phone" in request.args,
        "own_leg": "phone" if person.desk_phone else by_browser,
        "hearing_words": hearing_words(),
    }


def _carrier() -> Carrier:
    built = house()
    return Carrier(built.telephony.name, built.desk_silence, built.settings.clock_speed, dialler_seen())
