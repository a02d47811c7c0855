"""Twilio's webhooks: their signature, their words in ours, and the documents that answer them."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from twilio.request_validator import RequestValidator

from campaigns.rules.call_states import CallEvent, EndReason
from campaigns.telephony.failures import BadSignature, UnknownWord
from campaigns.telephony.port import Join, SayAndHangUp
from campaigns.telephony.raw_request import RawRequest
from campaigns.telephony.twilio_calls import TwilioCalls
from config import Settings

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
CALL = uuid4()
STATUS = f"/hooks/calls/{CALL}/status"
ANSWER = f"/hooks/calls/{CALL}/answer"


def told(target: str = STATUS, **form: str) -> RawRequest:
    form = {"CallSid": "CA1", "CallStatus": "ringing", **form}
    return RawRequest(target, form, "")


def read(document: str) -> ElementTree.Element:
    return ElementTree.fromstring(document)  # noqa: S314 - our own


@pytest.fixture
def calls(settings: Settings) -> TwilioCalls:
    return TwilioCalls(settings)


def signed(settings: Settings, request: RawRequest, *, host: str | None = None) -> RawRequest:
    validator = RequestValidator(settings.twilio_auth_token)
    signature = validator.compute_signature((host or settings.hooks_base_url) + request.target, request.form)
    return RawRequest(request.target, request.form, signature)


def test_a_webhook_signed_for_our_public_address_passes(calls: TwilioCalls, settings: Settings) -> None:
    calls.verify(signed(settings, told(STATUS + "?x=%2Fa%20b&blank=", CallerName="")))


@pytest.mark.parametrize("host", ["http://hooks.example.org", "https://elsewhere.example.org"])
def test_a_webhook_signed_for_another_address_does_not(host: str, calls: TwilioCalls, settings: Settings) -> None:
    with pytest.raises(BadSignature):
        calls.verify(signed(settings, told(), host=host))


def test_a_webhook_without_a_signature_does_not_pass(calls: TwilioCalls) -> None:
    with pytest.raises(BadSignature):
        calls.verify(told())


def test_a_changed_word_breaks_the_signature(calls: TwilioCalls, settings: Settings) -> None:
    genuine = signed(settings, told())
    with pytest.raises(BadSignature):
        calls.verify(RawRequest(genuine.target, {**genuine.form, "CallStatus": "completed"}, genuine.signature))


@pytest.mark.parametrize(
    ("form", "event", "reason"),
    [
        ({"CallStatus": "initiated"}, CallEvent.ACCEPT, None),
        ({"CallStatus": "ringing"}, CallEvent.RING, None),
        ({"CallStatus": "in-progress"}, CallEvent.ANSWER, None),
        ({"CallStatus": "completed"}, CallEvent.END, EndReason.COMPLETED),
        ({"CallStatus": "completed", "SipResponseCode": "200"}, CallEvent.END, EndReason.COMPLETED),
        ({"CallStatus": "busy", "SipResponseCode": "486"}, CallEvent.END, EndReason.BUSY),
        ({"CallStatus": "busy", "SipResponseCode": "603"}, CallEvent.END, EndReason.REJECTED),
        ({"CallStatus": "no-answer"}, CallEvent.END, EndReason.NO_ANSWER),
        ({"CallStatus": "no-answer", "SipResponseCode": "480"}, CallEvent.END, EndReason.UNREACHABLE),
        ({"CallStatus": "failed", "SipResponseCode": "404"}, CallEvent.END, EndReason.INVALID_NUMBER),
        ({"CallStatus": "failed", "SipResponseCode": "503"}, CallEvent.END, EndReason.CONGESTION),
        ({"CallStatus": "failed", "SipResponseCode": "777"}, CallEvent.END, EndReason.FAILED),
        ({"CallStatus": "canceled", "SipResponseCode": "487"}, CallEvent.END, EndReason.CANCELED),
    ],
)
def test_what_twilio_tells_is_said_in_our_words(
    form: dict[str, str], event: CallEvent, reason: EndReason | None, calls: TwilioCalls
) -> None:
    event_told = calls.read_call_event(CALL, told(**form), now=NOW)
    assert event_told is not None
    assert (event_told.event, event_told.end_reason) == (event, reason)


def test_the_moment_is_twilios_and_ours_where_it_tells_none(calls: TwilioCalls) -> None:
    stamped = calls.read_call_event(CALL, told(Timestamp="Mon, 23 Nov 2026 04:59:57 +0000"), now=NOW)
    bare = calls.read_call_event(CALL, told(Timestamp="lately"), now=NOW)
    assert stamped is not None
    assert bare is not None
    assert stamped.occurred_at == datetime(2026, 11, 23, 4, 59, 57, tzinfo=UTC)
    assert bare.occurred_at == NOW


@pytest.mark.parametrize(("lasted", "seconds"), [("20", 20), ("", 0), ("long", 0)])
def test_the_end_of_a_talk_tells_when_she_answered(lasted: str, seconds: int, calls: TwilioCalls) -> None:
    over = calls.read_call_event(CALL, told(CallStatus="completed", CallDuration=lasted), now=NOW)
    missed = calls.read_call_event(CALL, told(CallStatus="no-answer", CallDuration="0"), now=NOW)
    assert over is not None
    assert missed is not None
    assert (over.answered_at, missed.answered_at) == (NOW - timedelta(seconds=seconds), None)


def test_asking_for_the_answer_document_proves_an_answer(calls: TwilioCalls) -> None:
    asked = calls.read_call_event(CALL, told(ANSWER, CallStatus="ringing"), now=NOW)
    assert asked is not None
    assert asked.event is CallEvent.ANSWER


def test_the_same_delivery_has_one_key_and_every_other_has_its_own(calls: TwilioCalls) -> None:
    deliveries = [
        told(SequenceNumber="0"),
        told(SequenceNumber="1"),
        told(SequenceNumber="1", CallStatus="completed"),
        told(SequenceNumber="1", CallSid="CA2"),
        told(),
        told(Timestamp="Mon, 23 Nov 2026 04:59:57 +0000"),
        told(ANSWER),
    ]
    keys = [event.key for one in deliveries * 2 if (event := calls.read_call_event(CALL, one, now=NOW))]
    assert keys[: len(deliveries)] == keys[len(deliveries) :]
    assert len(set(keys)) == len(deliveries)


def test_a_word_that_nobody_knows_or_a_call_without_its_id_is_a_named_error(calls: TwilioCalls) -> None:
    with pytest.raises(UnknownWord):
        calls.read_call_event(CALL, told(CallStatus="teleported"), now=NOW)
    with pytest.raises(UnknownWord):
        calls.read_call_event(CALL, told(CallSid=""), now=NOW)


@pytest.mark.parametrize(
    ("target", "status", "up"),
    [
        ("answer", "ringing", True),
        ("answer", "in-progress", True),
        ("status", "in-progress", True),
        ("status", "ringing", None),
        ("status", "completed", False),
        ("status", "no-answer", False),
    ],
)
def test_an_agents_leg_is_up_from_its_answer_to_its_end(
    target: str, status: str, up: bool | None, calls: TwilioCalls
) -> None:
    leg = calls.read_agent_leg(CALL, told(f"/hooks/agents/{CALL}/{target}", CallStatus=status))
    assert (leg.up if leg else None) is up


def test_a_browser_is_known_by_the_identity_in_its_token(calls: TwilioCalls) -> None:
    assert calls.agent_of_browser_leg(told(From=f"client:{CALL.hex}")) == CALL
    assert calls.agent_of_browser_leg(told(From="+911942000001")) is None
    assert calls.agent_of_browser_leg(told(From="client:mallory")) is None


def test_the_room_outlives_everybody_and_makes_no_sound(calls: TwilioCalls) -> None:
    room = read(calls.answer_document(Join("desk-1"))).find("Dial/Conference")
    assert room is not None
    assert room.text == "desk-1"
    assert room.attrib["startConferenceOnEnter"] == "true"
    assert room.attrib["endConferenceOnExit"] == "false"
    assert (room.attrib["beep"], room.attrib["waitUrl"]) == ("false", "")


@pytest.mark.parametrize(("language", "tag"), [("en", "en-IN"), ("ur", "ur-IN"), ("hi", "hi-IN"), ("ks", "en-IN")])
def test_a_notice_is_said_in_the_persons_language_and_then_it_hangs_up(
    language: str, tag: str, calls: TwilioCalls
) -> None:
    say, hang_up = read(calls.answer_document(SayAndHangUp("آداب & <br>", language)))
    assert (say.tag, say.text, say.attrib["language"], hang_up.tag) == ("Say", "آداب & <br>", tag, "Hangup")
