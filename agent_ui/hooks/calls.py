"""The carrier's webhooks: what happened to a call or an agent's own leg, and what an answered leg shall hear."""

import logging
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, abort

from agent_ui.hooks.listeners import let_in, note_leg
from agent_ui.hooks.webhooks import document, raw_request, say_no_more, verify
from agent_ui.house import house
from campaigns.calls.answer_on_hold import answer_on_hold
from campaigns.calls.connect_answered_call import connect_answered_call
from campaigns.calls.record_agent_leg import record_agent_leg
from campaigns.calls.record_call_event import Taken, record_call_event
from campaigns.calls.record_machine_verdict import record_machine_verdict
from campaigns.store.session import EVERYTHING
from campaigns.store.tables import AgentSession
from campaigns.telephony.failures import UnknownWord
from campaigns.telephony.port import CallTold, Join, SayAndHangUp

log = logging.getLogger(__name__)
DONE: Final = ("", 204)
# Whose call it was cannot be asked here. Spoken Hindi is understood by those who speak Urdu too, and Twilio's own
# voices speak it: "We could not connect your call. We will call you again. You need not do anything."
SORRY: Final = SayAndHangUp("हम आपकी कॉल नहीं जोड़ पाए। हम आपको फिर कॉल करेंगे। आपको कुछ करने की ज़रूरत नहीं है।", "hi")
hooks = Blueprint("hooks", __name__, url_prefix="/hooks")
hooks.before_request(verify)
hooks.register_error_handler(Exception, say_no_more)


@hooks.post("/calls/<uuid:call_id>/answer")
def answered(call_id: UUID) -> Response:
    """Somebody answered: say which room she joins, or what she hears."""
    here, now = house(), house().now()
    answer = connect_answered_call(here.db, call_id, now=now, desk_silence=here.desk_silence, told=_told(call_id))
    if answer is Taken.SECOND_CALL:
        return document(SORRY)
    if answer is None or isinstance(answer, Taken):
        _refuse(call_id, answer or Taken.UNKNOWN_CALL)
        abort(404)
    return document(answer)


@hooks.post("/calls/<uuid:call_id>/status")
def call_status(call_id: UUID) -> tuple[str, int]:
    """Something happened to a call."""
    if told := _told(call_id):
        _refuse(call_id, record_call_event(house().db, told, now=house().now()))
    return DONE


@hooks.post("/calls/<uuid:call_id>/machine")
def machine_verdict(call_id: UUID) -> tuple[str, int]:
    """The carrier thinks that a person, or a machine, has answered."""
    try:
        told = house().telephony.read_machine_verdict(call_id, raw_request())
    except UnknownWord:
        log.error("webhook_not_understood", extra={"call_id": str(call_id)})
        return DONE
    if record_machine_verdict(house().db, told, now=house().now()) is None:
        abort(404)
    return DONE


@hooks.post("/calls/<uuid:call_id>/hold")
def on_hold(call_id: UUID) -> Response:
    """Say what a person on hold hears."""
    plan = answer_on_hold(house().db, call_id)
    return document(plan) if plan else abort(404)


@hooks.post("/agents/<uuid:agent_session_id>/answer")
def agent_answered(agent_session_id: UUID) -> Response:
    """An agent picked up her phone: park her in her room."""
    return _park(agent_session_id)


@hooks.post("/agents/<uuid:agent_session_id>/status")
def agent_status(agent_session_id: UUID) -> tuple[str, int]:
    """Something happened to an agent's own leg."""
    _record_leg(agent_session_id)
    return DONE


@hooks.post("/agent-browser")
def browser_called() -> Response:
    """A browser called in: park an agent in her room, let a supervisor in. The address of the TwiML application."""
    listening = house().telephony.listener_of_browser_leg(raw_request())
    return let_in(listening) if listening else _park(_agent_of_browser())


@hooks.post("/agent-browser/status")
def browser_status() -> tuple[str, int]:
    """A browser leg ended. The status address of the TwiML application."""
    if listening := house().telephony.listener_of_browser_leg(raw_request()):
        note_leg(listening)
    else:
        _record_leg(_agent_of_browser())
    return DONE


@hooks.route("/fallback", methods=["GET", "POST"])
def fallback() -> Response:
    """Answer what went wrong elsewhere: a short notice that needs neither database nor queue."""
    return document(SORRY)


def _told(call_id: UUID) -> CallTold | None:
    try:
        return house().telephony.read_call_event(call_id, raw_request(), now=house().now())
    except UnknownWord:  # a second delivery would tell no more; upkeep asks the carrier how the call stands
        log.error("webhook_not_understood", extra={"call_id": str(call_id)})
        return None


def _refuse(call_id: UUID, taken: Taken) -> None:
    """Refuse what is no news of a call of ours."""
    match taken:
        case Taken.UNKNOWN_CALL:
            abort(404)
        case Taken.REPLAYED:
            log.warning("webhook_replayed", extra={"call_id": str(call_id)})
            abort(403)
        case Taken.RECORDED | Taken.DOUBLED | Taken.SECOND_CALL:
            pass


def _record_leg(agent_session_id: UUID) -> None:
    try:
        told = house().telephony.read_agent_leg(agent_session_id, raw_request())
    except UnknownWord:
        log.error("webhook_not_understood", extra={"agent_session_id": str(agent_session_id)})
        return
    if told and not record_agent_leg(house().db, told, now=house().now()):
        abort(404)


def _agent_of_browser() -> UUID:
    return house().telephony.agent_of_browser_leg(raw_request()) or abort(404)


def _park(agent_session_id: UUID) -> Response:
    _record_leg(agent_session_id)
    with house().db.transaction(EVERYTHING) as session:
        agent = session.get(AgentSession, agent_session_id)
    return document(Join(agent.room)) if agent else abort(404)
