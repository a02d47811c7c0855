"""The carrier's webhooks of supervisors' own legs, by telephone or browser: let in muted, or hung up."""

import logging
from uuid import UUID

from flask import Blueprint, Response

from agent_ui.hooks.webhooks import document, raw_request, say_no_more, verify
from agent_ui.house import house
from campaigns.calls.record_listener_leg import record_listener_leg
from campaigns.telephony.failures import UnknownWord
from campaigns.telephony.port import SayAndHangUp
from campaigns.telephony.supervising import JoinUnheard

log = logging.getLogger(__name__)
OVER = SayAndHangUp("The call is over.", "en")
listeners = Blueprint("hooks_of_listeners", __name__, url_prefix="/hooks/listenings")
listeners.before_request(verify)
listeners.register_error_handler(Exception, say_no_more)


@listeners.post("/<uuid:listening_id>/answer")
def answered(listening_id: UUID) -> Response:
    """A supervisor picked up her phone: let her in, muted."""
    return let_in(listening_id)


@listeners.post("/<uuid:listening_id>/status")
def status(listening_id: UUID) -> tuple[str, int]:
    """Something happened to a supervisor's own leg."""
    note_leg(listening_id)
    return "", 204


def let_in(listening_id: UUID) -> Response:
    """Answer a supervisor's leg: the room of the agent whom she listens to, or a word and the end."""
    room = note_leg(listening_id)
    return document(JoinUnheard(room) if room else OVER)


def note_leg(listening_id: UUID) -> str | None:
    """Take in what a webhook tells of a supervisor's leg; return the room that it belongs into."""
    try:
        told = house().telephony.read_listener_leg(listening_id, raw_request())
    except UnknownWord:
        log.error("webhook_not_understood", extra={"listening_id": str(listening_id)})
        return None
    return record_listener_leg(house().db, told, now=house().now()) if told else None
