"""What we ask Twilio for, as it arrives there, and what we make of what it tells of calls."""

import time
from datetime import timedelta
from uuid import UUID

import jwt
import pytest

from campaigns.rules.call_states import CallStatus, EndReason
from campaigns.telephony.failures import NotFound, UnknownWord
from campaigns.telephony.port import PlaceAgentLeg, PlaceCall
from campaigns.telephony.twilio_calls import TwilioCalls
from tests.telephony.fake_twilio import CREATED, Exchange, answers

ATTEMPT = UUID("11111111-2222-3333-4444-555555555555")
PHONE = "+911942000001"
WISH = PlaceCall(ATTEMPT, PHONE, "+911942000000", ring_seconds=28, max_seconds=3600)


def test_a_call_is_placed_with_its_id_in_every_address(twilio: Exchange, phones: TwilioCalls) -> None:
    placed = phones.place_call(WISH)
    (method, path, form), *more = twilio.twilio.requests
    assert not more
    assert (method, path) == ("POST", "/2010-04-01/Accounts/AC00000000000000000000000000000000/Calls.json")
    assert form == {
        "To": [PHONE],
        "From": ["+911942000000"],
        "Url": [f"https://hooks.example.org/hooks/calls/{ATTEMPT}/answer"],
        "Method": ["POST"],
        "FallbackUrl": ["https://hooks.example.org/hooks/fallback"],
        "FallbackMethod": ["POST"],
        "StatusCallback": [f"https://hooks.example.org/hooks/calls/{ATTEMPT}/status"],
        "StatusCallbackMethod": ["POST"],
        "StatusCallbackEvent": ["ringing", "completed"],
        "Timeout": ["28"],
        "TimeLimit": ["3600"],
    }
    assert placed.status is CallStatus.QUEUED
    assert placed.queued_seconds == 1.5
    assert placed.carrier_call_id in twilio.twilio.calls


def test_an_agents_phone_is_rung_with_her_session_in_the_addresses(twilio: Exchange, phones: TwilioCalls) -> None:
    sid = phones.place_agent_leg(PlaceAgentLeg(ATTEMPT, PHONE, "+911942000000"))
    form = twilio.twilio.requests[0][2]
    assert sid in twilio.twilio.calls
    assert form["Url"] == [f"https://hooks.example.org/hooks/agents/{ATTEMPT}/answer"]
    assert form["StatusCallback"] == [f"https://hooks.example.org/hooks/agents/{ATTEMPT}/status"]


def test_a_lost_attempt_is_found_by_number_and_time(twilio: Exchange, phones: TwilioCalls) -> None:
    twilio.twilio.add(PHONE, status="completed", created=CREATED - timedelta(hours=1))
    lost = twilio.twilio.add(PHONE, status="ringing")
    twilio.twilio.add("+911942000009", status="ringing")
    found = phones.find_attempt(PHONE, CREATED + timedelta(seconds=0.8))
    assert [call.carrier_call_id for call in found] == [lost["sid"]]
    assert found[0].status is CallStatus.RINGING


def test_an_attempt_that_the_carrier_never_saw_is_not_found(phones: TwilioCalls) -> None:
    assert phones.find_attempt(PHONE, CREATED) == []


def test_a_call_is_told_as_it_stands(twilio: Exchange, phones: TwilioCalls) -> None:
    call = twilio.twilio.add(PHONE, status="no-answer")
    told = phones.get_call(call["sid"])
    assert (told.status, told.end_reason) == (CallStatus.ENDED, EndReason.NO_ANSWER)


def test_a_call_that_the_carrier_does_not_know_is_not_found(phones: TwilioCalls) -> None:
    with pytest.raises(NotFound):
        phones.get_call("CA0")


def test_a_status_that_nobody_knows_is_an_error_that_somebody_sees(
    twilio: Exchange, phones: TwilioCalls, caplog: pytest.LogCaptureFixture
) -> None:
    call = twilio.twilio.add(PHONE, status="teleported")
    with pytest.raises(UnknownWord):
        phones.get_call(call["sid"])
    assert [record.getMessage() for record in caplog.records] == ["carrier_word_unknown"]


def test_only_calls_that_are_not_over_are_live(twilio: Exchange, phones: TwilioCalls) -> None:
    for status in ("queued", "ringing", "in-progress", "completed", "busy"):
        twilio.twilio.add(PHONE, status=status)
    assert [call.status for call in phones.list_live()] == [
        CallStatus.QUEUED,
        CallStatus.RINGING,
        CallStatus.ANSWERED,
    ]


def test_ending_a_call_twice_or_one_that_never_was_is_no_error(twilio: Exchange, phones: TwilioCalls) -> None:
    call = twilio.twilio.add(PHONE, status="in-progress")
    phones.end_call(call["sid"])
    phones.end_call(call["sid"])
    phones.end_call("CA0")
    assert call["status"] == "completed"


def test_the_browser_of_an_agent_gets_a_token_for_an_hour_that_names_nobody(phones: TwilioCalls) -> None:
    earliest = int(time.time())  # noqa: TID251 - the token is read by a browser, which keeps real time
    token = phones.agent_credential(ATTEMPT)
    latest = int(time.time())  # noqa: TID251
    told = jwt.decode(token, phones.settings.twilio_api_secret, algorithms=["HS256"])
    assert earliest <= told["exp"] - 3600 <= latest
    assert told["grants"]["identity"] == ATTEMPT.hex
    assert told["grants"]["voice"]["outgoing"]["application_sid"] == phones.settings.twilio_app_sid


def test_no_telephone_number_reaches_a_log(
    twilio: Exchange, phones: TwilioCalls, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"):
        phones.place_call(WISH)
        phones.find_attempt(PHONE, CREATED)
    assert PHONE.lstrip("+") not in caplog.text


def test_a_number_whose_calls_do_not_come_to_our_hooks_is_named(twilio: Exchange, phones: TwilioCalls) -> None:
    hook = f"{phones.settings.hooks_base_url}/hooks/calls-in"
    set_so = {"phone_number": "+911140000000", "voice_url": hook, "status_callback": f"{hook}/status"}
    elsewhere = {"phone_number": "+911140000001", "voice_url": "https://demo.example.org", "status_callback": ""}
    twilio.twilio.fault = answers(
        200, {"incoming_phone_numbers": [set_so, elsewhere], "page": 0, "next_page_uri": None}
    )
    asked = ["+911140000000", "+911140000001", "+911140000002"]
    assert phones.numbers_not_ringing_us(asked) == asked[1:]
