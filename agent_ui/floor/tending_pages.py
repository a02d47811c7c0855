"""What a supervisor does for one agent, and the settings of listening: her own phone, and what agents see."""

from uuid import UUID

from flask import Blueprint, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from agent_ui.floor.listening_pages import TENDERS
from agent_ui.house import house
from agent_ui.sign_in.access import allow, the_user
from agent_ui.sign_in.watched import campaign_to_watch
from campaigns.floor.send_desk_message import send_desk_message
from campaigns.floor.set_own_phone import set_own_phone
from campaigns.floor.tend_agent import Tending, tend_agent
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.set_up.change_listening_policy import change_listening_policy
from campaigns.store.session import Scope

tending = Blueprint("tending", __name__, url_prefix="/floor")


@tending.post("/desks/<uuid:desk>/message")
@allow(*TENDERS)
def message(desk: UUID) -> ResponseReturnValue:
    """Write to an agent's desk."""
    words = request.form.get("words", "")
    return _answer(send_desk_message(house().db, the_user().id, desk, words, now=house().now()))


@tending.post("/desks/<uuid:desk>/<any(pause,sign_out):wish>")
@allow(*TENDERS)
def tend(desk: UUID, wish: str) -> ResponseReturnValue:
    """Send an agent on a break, or sign her out."""
    return _answer(tend_agent(house().db, the_user().id, desk, Tending(wish), now=house().now()))


@tending.post("/<uuid:campaign_id>/own-phone")
@allow(*TENDERS)
def own_phone(campaign_id: UUID) -> ResponseReturnValue:
    """Keep the telephone with which she listens."""
    written = request.form.get("phone", "")
    refusal = set_own_phone(
        house().db, the_user().id, written, campaign_to_watch(campaign_id).region, now=house().now()
    )
    wrong = "wrong" if refusal else None
    return redirect(url_for("floor.show", campaign_id=campaign_id, own_phone=wrong, _anchor="own-phone"))


@tending.post("/<uuid:campaign_id>/listening-policy")
@allow(Role.OFFICER, Role.ADMIN)
def policy(campaign_id: UUID) -> ResponseReturnValue:
    """Let the department decide whether agents see who listens."""
    campaign = campaign_to_watch(campaign_id)
    seen = request.form.get("seen") == "yes"
    scope = Scope(campaign.department_id)
    change_listening_policy(house().db, scope, campaign_id, the_user().id, seen=seen, now=house().now())
    return redirect(url_for("floor.show", campaign_id=campaign_id, _anchor="listening-policy"))


def _answer(refusal: Refusal | None) -> ResponseReturnValue:
    return (jsonify(because=refusal.because, hint=gettext(refusal.hint)), 409) if refusal else jsonify(ok=True)
