"""The desk's pages: where an agent chooses campaign and headset, and the desk itself."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from agent_ui.desk.at_desk import desk_of_user
from agent_ui.desk.page_words import NEAREST, page_words
from agent_ui.house import house
from agent_ui.languages import language
from agent_ui.sign_in.access import allow, the_user
from campaigns.rules.phone_mask import mask_phone
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.start_agent_session import start_agent_session
from campaigns.store.desk import desk_campaigns
from campaigns.store.session import EVERYTHING
from campaigns.store.tables import AgentSession

pages = Blueprint("desk", __name__, url_prefix="/desk")


@pages.get("/")
@allow(Role.AGENT)
def desk() -> ResponseReturnValue:
    """Show the desk, whatever its state: a shell without names, filled by its own script."""
    agent = desk_of_user()
    if agent is None:
        return redirect(url_for("desk.start"))
    return render_template("desk/desk.html", page=_page(agent))


@pages.get("/start")
@allow(Role.AGENT)
def start() -> ResponseReturnValue:
    """Offer the campaigns of the agent's operator and the ways to hear and speak."""
    return _start_page(None), 200


@pages.post("/start")
@allow(Role.AGENT)
def open_desk() -> ResponseReturnValue:
    """Open the desk on a campaign."""
    try:
        campaign_id = UUID(request.form.get("campaign_id", ""))
    except ValueError:
        abort(400)
    leg = request.form.get("leg", "")
    match start_agent_session(house().db, the_user().id, campaign_id, leg, now=house().now()):
        case Refusal() as refusal:
            return _start_page(refusal), 422
        case _:
            return redirect(url_for("desk.desk"))


def _start_page(refusal: Refusal | None) -> str:
    person = the_user()
    with house().db.transaction(EVERYTHING) as session:  # an operator works for several departments
        offered = desk_campaigns(session, person.operator_id)
    return render_template(
        "desk/start.html",
        offered=offered,
        live=desk_of_user(),
        desk_phone=mask_phone(person.desk_phone) if person.desk_phone else None,
        by_browser=house().settings.carrier_name == "twilio",
        refusal=gettext(refusal.hint) if refusal else None,
    )


def _page(agent: AgentSession) -> dict[str, object]:
    settings = house().settings
    return {
        "session": str(agent.id),
        "live": f"{settings.live_base_url}/live/desk",
        "clock_speed": settings.clock_speed,
        "language": language(),
        "nearest": NEAREST,
        "words": page_words(),
    }
