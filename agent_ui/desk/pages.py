"""The desk's pages: where an agent chooses campaign and headset, and the desk itself."""

from uuid import UUID

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from agent_ui.bundle import bundle
from agent_ui.cookies import SHIFT
from agent_ui.desk.at_desk import desk_of_user
from agent_ui.desk.shell import ENTRY, shell, shell_mark
from agent_ui.desk.standing import practice_standing
from agent_ui.house import house
from agent_ui.packing import pack
from agent_ui.sign_in.access import allow, the_user
from agent_ui.static_files import FOR_EVER, STATIC
from campaigns.desk.start_agent_session import start_agent_session
from campaigns.rules.phone_mask import mask_phone
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.desk.desk import desk_campaigns
from campaigns.store.desk.open_desks import desk_ended_by_supervisor
from campaigns.store.session import EVERYTHING

pages = Blueprint("desk", __name__, url_prefix="/desk")


@pages.get("/")
@allow(Role.AGENT)
def desk() -> ResponseReturnValue:
    """Show the desk, whatever its state: a shell without names, filled by its own script."""
    if desk_of_user() is None:
        return redirect(url_for("desk.start"))
    answer = make_response(shell())
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(shell_mark(), weak=True)
    answer.make_conditional(request)
    return pack(answer)


@pages.get("/code.js")
def code() -> ResponseReturnValue:
    """Give the desk's own script, joined of its modules."""
    answer = Response(bundle(ENTRY), mimetype="text/javascript")
    answer.headers["Cache-Control"] = FOR_EVER if "v" in request.args else "no-cache"
    return pack(answer)


@pages.get("/worker.js")
def worker() -> ResponseReturnValue:
    """Give the service worker; or, where desks shall keep nothing, the one that ends it."""
    name = "worker.js" if house().settings.desk_offline else "no_worker.js"
    return send_from_directory(STATIC / "desk", name, mimetype="text/javascript", max_age=0)


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
            return _start_page(refusal, wished=campaign_id), 422
        case _:
            return redirect(url_for("desk.desk"))


def _start_page(refusal: Refusal | None, *, wished: UUID | None = None) -> str:
    """Show the page; a campaign that was refused stays chosen, and its practice comes first."""
    person, live = the_user(), desk_of_user()
    with house().db.transaction(EVERYTHING) as session:  # an operator works for several departments
        offered = desk_campaigns(session, person.operator_id)
        standing = practice_standing(session, person, offered)
        ended = desk_ended_by_supervisor(session, person.id)
    return render_template(
        "desk/start.html",
        offered=offered,
        standing=standing,
        live=live,
        chosen=wished or (live.campaign_id if live else None) or (offered[0].campaign.id if offered else None),
        practised=sorted(offered, key=lambda work: work.campaign.id != wished),
        desk_phone=mask_phone(person.desk_phone) if person.desk_phone else None,
        by_browser=house().settings.carrier_name == "twilio",
        ended=ended if ended and ended.ended_at and house().now() - ended.ended_at < SHIFT else None,
        zones={work.campaign.id: work.campaign.zone for work in offered},
        refusal=gettext(refusal.hint) if refusal else None,
    )
