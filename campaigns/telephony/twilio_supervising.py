"""Twilio's side of supervising: a leg of its own, muted on its way in, and the conference participant that it becomes.

Listen is `Muted`; a whisper is `Coaching` of the agent's own call, not muted; to join is neither. All of a mode is said
in one request, so that nobody is heard by the wrong people for the moment between two.
"""

from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VoiceGrant
from twilio.rest import Client

from campaigns.rules.call_states import CallEvent
from campaigns.rules.floor.supervision import Supervision
from campaigns.telephony.failures import NotFound, OutcomeUnknown
from campaigns.telephony.raw_request import RawRequest
from campaigns.telephony.supervising import ListenerLegTold, PlaceListenerLeg
from campaigns.telephony.twilio_http import in_our_words
from campaigns.telephony.twilio_words import read_event
from config import Settings

LISTENER: Final = "client:listening_"  # how Twilio writes a supervisor's browser; identities are letters, digits and _
CREDENTIAL_SECONDS: Final = 3600
RING_SECONDS: Final = 30
LEG_SECONDS: Final = 7200


class TwilioSupervising:
    """Implements campaigns.telephony.supervising.Supervising on Twilio."""

    settings: Settings
    client: Client

    def place_listener_leg(self, wish: PlaceListenerLeg) -> str:
        """Ring a supervisor's phone; the answer address puts her into the room."""
        hooks = self.settings.hooks_base_url
        path = f"{hooks}/hooks/listenings/{wish.listening_id}"
        with in_our_words():
            call = self.client.calls.create(
                to=wish.to,
                from_=wish.caller_id,
                url=f"{path}/answer",
                method="POST",
                status_callback=f"{path}/status",
                status_callback_method="POST",
                status_callback_event=["completed"],
                timeout=RING_SECONDS,
                time_limit=LEG_SECONDS,
            )
        if not call.sid:
            raise OutcomeUnknown("The carrier's answer names no call.")
        return str(call.sid)

    def listener_credential(self, listening_id: UUID) -> str:
        """Return a token for the supervisor's browser."""
        token = AccessToken(
            self.settings.twilio_account_sid,
            self.settings.twilio_api_key,
            self.settings.twilio_api_secret,
            identity=f"listening_{listening_id.hex}",
            ttl=CREDENTIAL_SECONDS,
        )
        token.add_grant(VoiceGrant(outgoing_application_sid=self.settings.twilio_app_sid, incoming_allow=False))
        return str(token.to_jwt())

    def supervise(self, room: str, listener: str, mode: Supervision, agent: str | None) -> None:
        """Change a participant's mode; a participant is found by the sid of her room, which is asked for by name."""
        with in_our_words():
            found = self.client.conferences.list(friendly_name=room, status="in-progress", limit=1, page_size=1)
            if not found:
                raise NotFound("No such room is open.")
            self.client.conferences(found[0].sid).participants(listener).update(**_wish(mode, agent))

    def read_listener_leg(self, listening_id: UUID, request: RawRequest) -> ListenerLegTold | None:
        """Translate a webhook of a supervisor's own leg; ringing tells nothing. Raises UnknownWord."""
        event, _ = read_event(request.form.get("CallStatus", ""))
        asked = not urlsplit(request.target).path.endswith("/status")  # for the document that lets her in
        leg = request.form.get("CallSid", "")
        if event is CallEvent.END:
            return ListenerLegTold(listening_id, leg, up=False)
        return ListenerLegTold(listening_id, leg, up=True) if asked or event is CallEvent.ANSWER else None

    def listener_of_browser_leg(self, request: RawRequest) -> UUID | None:
        """Return whose browser calls: the identity that `listener_credential` has put there."""
        caller = request.form.get("From", "")
        try:
            return UUID(hex=caller.removeprefix(LISTENER)) if caller.startswith(LISTENER) else None
        except ValueError:
            return None


def _wish(mode: Supervision, agent: str | None) -> dict[str, Any]:
    match mode:
        case Supervision.LISTEN:
            return {"muted": True, "coaching": False}
        case Supervision.WHISPER:
            return {"muted": False, "coaching": True, "call_sid_to_coach": agent}
        case Supervision.JOIN:
            return {"muted": False, "coaching": False}
