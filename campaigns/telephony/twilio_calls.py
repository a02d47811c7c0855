"""Twilio's side of the carrier port: calls placed, asked about and ended by the official SDK, one try each."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VoiceGrant
from twilio.rest import Client

from campaigns.rules.call_states import EndReason
from campaigns.telephony.failures import AuthFailed, NotFound, OutcomeUnknown, TelephonyError
from campaigns.telephony.port import CallSnapshot, PlaceAgentLeg, PlaceCall, Placement, SayAndHangUp
from campaigns.telephony.twilio_holding import TwilioHolding
from campaigns.telephony.twilio_http import OneTryHttpClient, in_our_words
from campaigns.telephony.twilio_numbers import TwilioNumbers
from campaigns.telephony.twilio_supervising import TwilioSupervising
from campaigns.telephony.twilio_words import ALREADY_ENDED, LIVE_WORDS, read_status
from config import Settings

CLOCKS_APART: Final = timedelta(seconds=5)  # Twilio's clock and ours; its moments are whole seconds
# Steps of a call that Twilio tells. That it was dialled is known from its answer to our request, and who answers has her
# document asked for: telling both as well would cost two webhooks of every call and change nothing.
STEPS: Final = ("ringing", "completed")
NEWEST: Final = 20  # calls to one number that are looked through for a lost one
CREDENTIAL_SECONDS: Final = 3600
AGENT_RING_SECONDS: Final = 30
AGENT_LEG_SECONDS: Final = 14_400  # Twilio's longest call: 4 hours


class TwilioCalls(TwilioSupervising, TwilioHolding, TwilioNumbers):
    """Implements campaigns.telephony.port.Telephony on Twilio, or on whatever answers at `carrier_base_url`."""

    name = "twilio"

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.http = OneTryHttpClient(settings.carrier_base_url)
        self.client = Client(settings.twilio_account_sid, settings.twilio_auth_token, http_client=self.http)

    def shown_time(self) -> float | None:
        """Return the wall second that Twilio's clock shows."""
        return self.http.shown_time()

    def place_call(self, wish: PlaceCall) -> Placement:
        """Dial a beneficiary; the answer and status addresses carry the call's id."""
        call = self._place(
            wish.to,
            wish.caller_id,
            f"/hooks/calls/{wish.attempt_id}",
            status_callback_event=list(STEPS),
            timeout=wish.ring_seconds,
            time_limit=wish.max_seconds,
            **(self._detection(wish.attempt_id) if wish.detect_machines else {}),
        )
        with in_our_words():
            return Placement(call.sid, read_status(call.status)[0], float(call.queue_time or 0) / 1000)

    def place_agent_leg(self, wish: PlaceAgentLeg) -> str:
        """Ring an agent's phone; on answer it is parked in her room."""
        call = self._place(
            wish.to,
            wish.caller_id,
            f"/hooks/agents/{wish.agent_session_id}",
            status_callback_event=["completed"],
            timeout=AGENT_RING_SECONDS,
            time_limit=AGENT_LEG_SECONDS,
        )
        return str(call.sid)

    def agent_credential(self, agent_session_id: UUID) -> str:
        """Return a token for the agent's browser; an identity may hold letters, digits and underscores only."""
        token = AccessToken(
            self.settings.twilio_account_sid,
            self.settings.twilio_api_key,
            self.settings.twilio_api_secret,
            identity=agent_session_id.hex,
            ttl=CREDENTIAL_SECONDS,
        )
        token.add_grant(VoiceGrant(outgoing_application_sid=self.settings.twilio_app_sid, incoming_allow=False))
        return str(token.to_jwt())

    def find_attempt(self, to: str, sent_at: datetime) -> Sequence[CallSnapshot]:
        """Return the calls to a number created since; not asked by StartTime, which is empty until it is dialled."""
        with in_our_words():
            calls = self.client.calls.list(to=to, limit=NEWEST, page_size=NEWEST)
            since = sent_at - CLOCKS_APART
            return [_snapshot(call) for call in calls if call.date_created and call.date_created >= since]

    def get_call(self, carrier_call_id: str) -> CallSnapshot:
        """Return a call as it stands."""
        with in_our_words():
            return _snapshot(self.client.calls(carrier_call_id).fetch())

    def list_live(self) -> Iterator[CallSnapshot]:
        """Return all calls that are not over, agents' own legs among them."""
        for word in LIVE_WORDS:
            with in_our_words():
                calls = self.client.calls.list(status=word, page_size=1000)
            yield from map(_snapshot, calls)

    def end_call(self, carrier_call_id: str) -> None:
        """End a call; Twilio's `completed` ends it in any state, `canceled` only before the answer."""
        try:
            with in_our_words():
                self.client.calls(carrier_call_id).update(status="completed")
        except NotFound:
            return
        except TelephonyError as error:
            if error.carrier_code != ALREADY_ENDED:
                raise

    def say_to(self, carrier_call_id: str, words: SayAndHangUp) -> None:
        """Let an answered call go on with another document."""
        with in_our_words():
            self.client.calls(carrier_call_id).update(twiml=self.answer_document(words))

    def _detection(self, attempt_id: UUID) -> dict[str, str]:
        """Listen while the call goes on: whoever waits for a verdict first leaves a person in silence."""
        return {
            "machine_detection": "Enable",
            "async_amd": "true",
            "async_amd_status_callback": f"{self.settings.hooks_base_url}/hooks/calls/{attempt_id}/machine",
            "async_amd_status_callback_method": "POST",
        }

    def _place(self, to: str, caller_id: str, path: str, **wish: Any) -> Any:
        hooks = self.settings.hooks_base_url
        try:
            with in_our_words():
                call = self.client.calls.create(
                    to=to,
                    from_=caller_id,
                    url=f"{hooks}{path}/answer",
                    method="POST",
                    fallback_url=f"{hooks}/hooks/fallback",
                    fallback_method="POST",
                    status_callback=f"{hooks}{path}/status",
                    status_callback_method="POST",
                    **wish,
                )
        except NotFound as error:  # not the call, which did not exist: the account or the address is wrong
            raise AuthFailed(str(error), carrier_code=error.carrier_code, http_status=error.http_status) from error
        if not call.sid:
            raise OutcomeUnknown("The carrier's answer names no call.")
        return call


def _snapshot(call: Any) -> CallSnapshot:
    status, end_reason = read_status(call.status)
    return CallSnapshot(
        carrier_call_id=call.sid,
        to=call.to or "",
        status=status,
        end_reason=end_reason,
        started_at=call.start_time,
        ended_at=call.end_time,
        answered_at=call.end_time - _talked(call) if end_reason is EndReason.COMPLETED and call.end_time else None,
    )


def _talked(call: Any) -> timedelta:
    """Return how long a call lasted from its answer on."""
    written = str(call.duration or "")
    return timedelta(seconds=int(written) if written.isascii() and written.isdigit() else 0)
