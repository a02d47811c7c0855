"""A call from the request to the last callback, as Twilio's SDK and Twilio's own document see it."""

import pytest
from twilio.request_validator import RequestValidator

from tests.contract.conftest import AUTH_TOKEN, PERSON, RunningCarrier
from tests.contract.hooks_listener import HooksListener

ROOM = "<Response><Dial><Conference>room-1</Conference></Dial></Response>"


def test_an_answered_call_rings_talks_and_ends_when_the_person_hangs_up(
    carrier: RunningCarrier, hooks: HooksListener
) -> None:
    hooks.documents["/answer"] = ROOM
    carrier.force(stays=20)
    call = carrier.place()
    assert call.status == "queued"
    steps = [hooks.wait_for_status(word) for word in ("initiated", "ringing", "in-progress", "completed")]
    assert [step.form["SequenceNumber"] for step in steps] == ["0", "1", "2", "3"]
    assert steps[-1].form["SipResponseCode"] == "200"
    assert int(steps[-1].form["CallDuration"]) >= 19
    after = carrier.client.calls(call.sid).fetch()
    assert after.status == "completed"
    assert after.to == PERSON
    assert after.start_time < after.end_time
    assert carrier.http.checked == 2


@pytest.mark.parametrize(
    ("finds", "status", "sip", "rings"),
    [
        ("silence", "no-answer", "487", True),
        ("busy", "busy", "486", False),
        ("rejection", "busy", "603", True),
        ("switched_off", "failed", "480", False),
        ("unallocated", "failed", "404", False),
    ],
)
def test_a_call_that_nobody_answers_ends_with_the_networks_reason(
    carrier: RunningCarrier, hooks: HooksListener, finds: str, status: str, sip: str, *, rings: bool
) -> None:
    carrier.force(finds=finds)
    call = carrier.place()
    last = hooks.wait_for_status(status)
    assert last.form["SipResponseCode"] == sip
    assert last.form["SequenceNumber"] == ("2" if rings else "1")
    assert last.form["CallDuration"] == "0"
    assert carrier.client.calls(call.sid).fetch().status == status


def test_a_phone_that_rings_already_is_busy_to_a_second_caller(
    slow_carrier: RunningCarrier, hooks: HooksListener
) -> None:
    slow_carrier.force(finds="silence", set_up=0)
    first = slow_carrier.place(timeout=600)
    hooks.wait_for_status("ringing")
    second = slow_carrier.place()
    assert hooks.wait_for_status("busy").form["CallSid"] == second.sid
    assert slow_carrier.client.calls(first.sid).fetch().status == "ringing"


def test_every_webhook_is_signed_as_twilio_signs(carrier: RunningCarrier, hooks: HooksListener) -> None:
    hooks.documents["/answer"] = "<Response/>"
    carrier.force()
    carrier.place(url=f"{hooks.url}/answer?language=ur&empty=")
    answer = hooks.wait_for(lambda told: told.path.startswith("/answer"))
    last = hooks.wait_for_status("completed")
    validator = RequestValidator(AUTH_TOKEN)
    for told in (answer, last):
        assert validator.validate(hooks.url + told.path, told.form, told.headers["X-Twilio-Signature"])
        assert told.headers["I-Twilio-Idempotency-Token"]
    assert not validator.validate(hooks.url + "/elsewhere", last.form, last.headers["X-Twilio-Signature"])
    assert answer.form["CallStatus"] == "in-progress"
    assert answer.form["Direction"] == "outbound-api"
