"""People who ring the customer's number: rung until something is said, free if they hang up before, told as Twilio tells."""

from collections.abc import Callable

import pytest
import requests

from tests.contract.conftest import CALLER, PERSON, RunningCarrier
from tests.contract.hooks_listener import HooksListener

RINGS_FIRST = (
    '<Response><Pause length="5"/><Redirect method="POST">{}/then</Redirect></Response>'  # not picked up meanwhile
)
SAYS = "<Response><Say>We will call you.</Say><Hangup/></Response>"


def test_a_ring_asks_the_voice_address_at_once_and_rings_on_through_a_first_pause(
    carrier: RunningCarrier, hooks: HooksListener
) -> None:
    hooks.documents |= {"/calls-in": RINGS_FIRST.format(hooks.url), "/then": SAYS}
    carrier.control("callers", {"from": PERSON, "to": CALLER})
    asked = hooks.wait_for(lambda told: told.path == "/calls-in").form
    assert (asked["From"], asked["To"], asked["CallStatus"], asked["Direction"]) == (
        PERSON,
        CALLER,
        "ringing",
        "inbound",
    )
    assert hooks.wait_for(lambda told: told.path == "/then").form["CallStatus"] == "ringing"
    assert hooks.wait_for_status("completed", "/calls-in/status").form["CallSid"] == asked["CallSid"]
    carrier.wait_until_quiet()
    call = carrier.log()[0]
    assert call.inbound
    assert call.answered_at is not None
    assert (call.answered_at - call.placed_at).total_seconds() >= 5


def test_a_missed_call_is_never_picked_up(carrier: RunningCarrier, hooks: HooksListener) -> None:
    hooks.documents["/calls-in"] = RINGS_FIRST.format(hooks.url)
    carrier.control("callers", {"from": PERSON, "to": CALLER, "hangs_up_after": 2})
    assert hooks.wait_for_status("no-answer", "/calls-in/status").form["CallDuration"] == "0"
    carrier.wait_until_quiet()
    assert (carrier.log()[0].answered_at, carrier.log()[0].ended_by) == (None, "person")


def test_a_caller_can_be_joined_to_an_agent_and_ended_by_the_customer(
    slow_carrier: RunningCarrier, hooks: HooksListener
) -> None:
    hooks.documents["/calls-in"] = "<Response><Dial><Conference>desk-1</Conference></Dial></Response>"
    sid = slow_carrier.control("callers", {"from": PERSON, "to": CALLER})["sid"]
    hooks.wait_for(lambda told: told.path == "/calls-in")
    for _ in range(100):
        call = slow_carrier.client.calls(sid).fetch()
        if call.status == "in-progress":
            break
    assert (call.status, call.direction) == ("in-progress", "inbound")
    slow_carrier.client.calls(sid).update(status="completed")
    hooks.wait_for_status("completed", "/calls-in/status")


def test_the_phone_of_somebody_who_rings_is_busy_for_others(slow_carrier: RunningCarrier, hooks: HooksListener) -> None:
    hooks.documents["/calls-in"] = RINGS_FIRST.format(hooks.url)
    slow_carrier.force(finds="answer", set_up=0.1)
    slow_carrier.control("callers", {"from": PERSON, "to": CALLER})
    hooks.wait_for(lambda told: told.path == "/calls-in")
    slow_carrier.place()
    assert hooks.wait_for_status("busy").form["To"] == PERSON


def test_a_stated_share_of_those_who_missed_a_call_ring_its_number(
    start_carrier: Callable[..., RunningCarrier], hooks: HooksListener
) -> None:
    carrier = start_carrier(calls_back=1.0, speed=1000.0)
    hooks.documents["/calls-in"] = RINGS_FIRST.format(hooks.url)
    carrier.force(finds="silence")
    carrier.place(timeout=5)
    assert hooks.wait_for(lambda told: told.path == "/calls-in").form["From"] == PERSON


@pytest.mark.parametrize(
    "wish", [{}, {"from": PERSON, "to": "us"}, {"from": PERSON, "to": CALLER, "hangs_up_after": "x"}]
)
def test_a_ring_that_makes_no_sense_is_refused(carrier: RunningCarrier, wish: dict[str, object]) -> None:
    assert requests.post(f"{carrier.url}/sandbox/callers", json=wish, timeout=120).status_code == 400
