"""Twilio's webhooks: their signature, what they tell in our words, and the documents that answer them."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from twilio.request_validator import RequestValidator
from twilio.twiml.voice_response import Dial, VoiceResponse

from campaigns.rules.call_states import CallEvent, EndReason
from campaigns.telephony.failures import BadSignature, UnknownWord
from campaigns.telephony.holding import KeepHolding
from campaigns.telephony.port import (
    AgentLegTold,
    AnswerPlan,
    AskAgain,
    CallInTold,
    CallTold,
    Join,
    LetRing,
    MachineTold,
    SayAndHangUp,
)
from campaigns.telephony.raw_request import RawRequest
from campaigns.telephony.supervising import JoinUnheard
from campaigns.telephony.twilio_words import VOICES, read_answered_by, read_caller, read_event
from config import Settings

BROWSER: Final = "client:"  # how Twilio writes a caller who is a browser


class TwilioWebhooks:
    """The half of the port that needs no network: what Twilio sends us, and what we answer."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.validator = RequestValidator(settings.twilio_auth_token)

    def verify(self, request: RawRequest) -> None:
        """Check the signature against the address that Twilio was given, not against what a proxy made of it."""
        address = self.settings.hooks_base_url + request.target
        if not self.validator.validate(address, request.form, request.signature):
            raise BadSignature

    def read_call_event(self, call_id: UUID, request: RawRequest, *, now: datetime) -> CallTold | None:
        """Translate a status webhook, or the request for the answer document: it proves an answer too.

        Raises:
            UnknownWord: a status that is not in our table.
        """
        form = request.form
        stream = urlsplit(request.target).path.rpartition("/")[2]
        event, reason = read_event(form.get("CallStatus", ""), form.get("SipResponseCode", ""))
        if stream == "answer" and event is not CallEvent.END:
            event = CallEvent.ANSWER
        at = _moment(form.get("Timestamp", ""), now)
        return CallTold(
            key=_key(stream, form),
            call_id=call_id,
            carrier_call_id=_carrier_call_id(form),
            event=event,
            end_reason=reason,
            occurred_at=at,
            raw={name: form[name] for name in form},
            answered_at=at - _talked(form) if reason is EndReason.COMPLETED else None,
        )

    def read_machine_verdict(self, call_id: UUID, request: RawRequest) -> MachineTold:
        """Translate AnsweredBy; what is not surely a machine is not one. Raises UnknownWord without a call id."""
        form, carrier_call_id = request.form, _carrier_call_id(request.form)
        word = form.get("AnsweredBy", "")
        key = f"twilio|machine|{carrier_call_id}|{word}"
        return MachineTold(key, call_id, carrier_call_id, read_answered_by(word), {name: form[name] for name in form})

    def read_call_in(self, request: RawRequest) -> CallInTold:
        """Translate the voice webhook of a number of ours, or its status webhook. Raises UnknownWord."""
        form = request.form
        event, _ = read_event(form.get("CallStatus", ""))
        number, phone = form.get("To", ""), read_caller(form.get("From", ""))
        return CallInTold(_carrier_call_id(form), number, phone, over=event is CallEvent.END)

    def read_agent_leg(self, agent_session_id: UUID, request: RawRequest) -> AgentLegTold | None:
        """Translate a webhook of an agent's own leg; ringing tells nothing. Raises UnknownWord."""
        event, _ = read_event(request.form.get("CallStatus", ""))
        asked = not urlsplit(request.target).path.endswith("/status")  # for the document that parks the leg
        if event is CallEvent.END:
            return AgentLegTold(agent_session_id, _carrier_call_id(request.form), up=False)
        if asked or event is CallEvent.ANSWER:
            return AgentLegTold(agent_session_id, _carrier_call_id(request.form), up=True)
        return None

    def agent_of_browser_leg(self, request: RawRequest) -> UUID | None:
        """Return whose browser calls: the identity is the agent session's id, put there by `agent_credential`."""
        caller = request.form.get("From", "")
        try:
            return UUID(hex=caller.removeprefix(BROWSER)) if caller.startswith(BROWSER) else None
        except ValueError:
            return None

    def answer_document(self, plan: AnswerPlan) -> str:
        """Return TwiML. The room outlives everybody who leaves it: its agent stays parked between calls."""
        response = VoiceResponse()
        match plan:
            case Join(room):
                response.append(_into(room, start_conference_on_enter=True))
            case JoinUnheard(room):
                response.append(_into(room, start_conference_on_enter=False, muted=True))
            case AskAgain(call_id, seconds):
                self._ask_later(response, f"calls/{call_id}/answer", seconds)
            case LetRing(call_id, seconds):  # a first Pause waits before Twilio picks up, so a missed call is free
                self._ask_later(response, f"calls-in/{call_id}/answer", seconds)
            case KeepHolding(call_id, text, language, seconds):
                _say(response, text, language)
                self._ask_later(response, f"calls/{call_id}/hold", seconds)
            case SayAndHangUp():
                _say_and_hang_up(response, plan)
        return str(response)

    def _ask_later(self, response: VoiceResponse, path: str, seconds: int) -> None:
        response.pause(length=seconds)
        response.redirect(f"{self.settings.hooks_base_url}/hooks/{path}", method="POST")


def _say_and_hang_up(response: VoiceResponse, plan: SayAndHangUp) -> None:
    if plan.after_seconds:
        response.pause(length=plan.after_seconds)
    _say(response, plan.text, plan.language)
    if plan.then:
        _say(response, *plan.then)
    response.hangup()


def _say(response: VoiceResponse, words: str, language: str) -> None:
    tag, voice = VOICES.get(language, VOICES["en"])
    response.say(words, language=tag, voice=voice)


def _into(room: str, **how: bool) -> Dial:
    dial = Dial()
    dial.conference(
        room,
        end_conference_on_exit=False,
        beep="false",
        wait_url="",  # silence, not music
        jitter_buffer_size="small",  # a swollen one never shrinks in a leg that is parked for a shift
        **how,
    )
    return dial


def _key(stream: str, form: Mapping[str, str]) -> str:
    sequence = form.get("SequenceNumber") or _digest(form)
    return "|".join(("twilio", stream, form.get("CallSid", ""), sequence, form.get("CallStatus", "")))


def _digest(form: Mapping[str, str]) -> str:
    told = "\n".join(f"{name}={form[name]}" for name in sorted(form))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _carrier_call_id(form: Mapping[str, str]) -> str:
    if not form.get("CallSid"):
        raise UnknownWord("No CallSid.")
    return form["CallSid"]


def _talked(form: Mapping[str, str]) -> timedelta:
    """Return how long a call lasted from its answer on."""
    written = form.get("CallDuration", "")
    return timedelta(seconds=int(written) if written.isascii() and written.isdigit() else 0)


def _moment(written: str, now: datetime) -> datetime:
    try:
        moment = parsedate_to_datetime(written)
    except (TypeError, ValueError):
        return now
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
