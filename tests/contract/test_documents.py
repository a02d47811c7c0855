"""What an answered person hears is what our document says; without one she hears an apology and the call ends."""

import threading
from collections.abc import Callable

import pytest

from tests.contract.conftest import RunningCarrier
from tests.contract.hooks_listener import HooksListener

NOTICE = "<Response><Say language='ur-IN'>We will call you again tomorrow, thank you.</Say><Hangup/></Response>"


def test_a_notice_is_said_and_the_call_ends(carrier: RunningCarrier, hooks: HooksListener) -> None:
    hooks.documents["/answer"] = NOTICE
    carrier.force()
    call = carrier.place()
    last = hooks.wait_for_status("completed")
    assert int(last.form["CallDuration"]) >= 3
    assert carrier.client.calls(call.sid).fetch().duration == last.form["CallDuration"]


def test_a_redirect_is_followed_to_an_address_beside_it(carrier: RunningCarrier, hooks: HooksListener) -> None:
    hooks.documents["/answer"] = "<Response><Pause length='2'/><Redirect>next?step=2</Redirect></Response>"
    hooks.documents["/next"] = "<Response><Hangup/></Response>"
    carrier.force()
    carrier.place()
    assert hooks.wait_for(lambda told: told.path == "/next?step=2").status == "in-progress"
    hooks.wait_for_status("completed")


def test_an_answered_call_can_be_sent_to_another_document(carrier: RunningCarrier, hooks: HooksListener) -> None:
    hooks.documents["/answer"] = "<Response><Dial><Conference>room-1</Conference></Dial></Response>"
    hooks.documents["/other"] = "<Response><Hangup/></Response>"
    carrier.force(alone=36000)
    call = carrier.place()
    hooks.wait_for(lambda told: told.path == "/answer")
    carrier.client.calls(call.sid).update(url=f"{hooks.url}/other")
    hooks.wait_for(lambda told: told.path == "/other")
    assert hooks.wait_for_status("completed").form["CallSid"] == call.sid


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (500, "11200"),
        ("<Response><Say>no end", "12100"),
        ("<Reply/>", "12102"),
        ("<Response><Juggle/></Response>", "12200"),
        ("<Response><Dial>+919419012345</Dial></Response>", "13223"),
    ],
)
def test_row_19_a_document_that_fails_is_replaced_by_the_fallback(
    carrier: RunningCarrier, hooks: HooksListener, answer: str | int, code: str
) -> None:
    hooks.documents |= {"/answer": answer, "/fallback": "<Response><Hangup/></Response>"}
    carrier.force()
    carrier.place(fallback_url=f"{hooks.url}/fallback")
    asked = hooks.wait_for(lambda told: told.path == "/fallback")
    assert asked.form["ErrorCode"] == code
    assert asked.form["ErrorUrl"] == f"{hooks.url}/answer"
    hooks.wait_for_status("completed")


def test_with_hooks_down_the_person_hears_an_apology_and_the_call_ends(
    carrier: RunningCarrier, hooks: HooksListener
) -> None:
    carrier.force()
    nobody = "http://127.0.0.1:9"  # the discard port: nobody listens
    call = carrier.place(url=f"{nobody}/answer", fallback_url=f"{nobody}/fallback")
    assert int(hooks.wait_for_status("completed").form["CallDuration"]) >= 3
    assert carrier.client.calls(call.sid).fetch().status == "completed"


def test_row_19_an_answer_that_does_not_come_is_given_up_for_the_fallback(
    start_carrier: Callable[..., RunningCarrier], hooks: HooksListener
) -> None:
    carrier = start_carrier(webhook_seconds=0.3)
    hooks.gates["/answer"] = threading.Event()
    hooks.documents["/fallback"] = "<Response><Hangup/></Response>"
    carrier.force()
    carrier.place(fallback_url=f"{hooks.url}/fallback")
    assert hooks.wait_for(lambda told: told.path == "/fallback").form["ErrorCode"] == "11200"
    hooks.gates["/answer"].set()
    hooks.wait_for_status("completed")


def test_a_person_may_hang_up_while_her_document_is_asked_for(carrier: RunningCarrier, hooks: HooksListener) -> None:
    hooks.gates["/answer"] = threading.Event()
    carrier.force()
    call = carrier.place()
    hooks.wait_for(lambda told: told.path == "/answer")
    assert carrier.control(f"calls/{call.sid}/hang-up")["status"] == "completed"
    hooks.wait_for_status("completed")
    hooks.gates["/answer"].set()
    carrier.wait_until_quiet()
    assert carrier.client.calls(call.sid).fetch().status == "completed"
