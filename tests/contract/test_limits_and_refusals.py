"""What the carrier refuses, and how it holds back what is too much, as Twilio does."""

from collections.abc import Callable
from typing import Any

import pytest
import requests
from openapi_core.contrib.requests import RequestsOpenAPIRequest, RequestsOpenAPIResponse
from openapi_core.exceptions import OpenAPIError
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from tests.contract.conftest import ACCOUNT_SID, AUTH_TOKEN, CALLER, PERSON, RunningCarrier
from tests.contract.hooks_listener import HooksListener

CALLS = f"/2010-04-01/Accounts/{ACCOUNT_SID}/Calls.json"


def numbers(count: int) -> list[str]:
    """Return invented numbers."""
    return [f"+9194190{at:05}" for at in range(count)]


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"From": CALLER, "Url": "http://127.0.0.1/"}, 21201),
        ({"To": PERSON, "Url": "http://127.0.0.1/"}, 21213),
        ({"To": "94190", "From": CALLER, "Url": "http://127.0.0.1/"}, 21211),
        ({"To": PERSON, "From": "me", "Url": "http://127.0.0.1/"}, 21212),
        ({"To": PERSON, "From": CALLER}, 21205),
        ({"To": PERSON, "From": CALLER, "Url": "ftp://127.0.0.1/"}, 21205),
        ({"To": PERSON, "From": CALLER, "Url": "http://127.0.0.1/", "Timeout": "601"}, 20001),
        ({"To": PERSON, "From": CALLER, "Url": "http://127.0.0.1/", "StatusCallbackEvent": "sneezed"}, 20001),
    ],
)
def test_a_wrong_request_is_refused_with_twilios_number_and_nothing_is_dialled(
    carrier: RunningCarrier, form: dict[str, str], code: int
) -> None:
    response = requests.post(carrier.url + CALLS, data=form, auth=(ACCOUNT_SID, AUTH_TOKEN), timeout=120)
    assert response.status_code == 400
    assert response.json()["code"] == code
    assert response.json()["status"] == 400
    assert carrier.log() == []


@pytest.mark.parametrize("keys", [None, (ACCOUNT_SID, "wrong"), ("AC" + "1" * 32, AUTH_TOKEN)])
def test_wrong_keys_are_refused(carrier: RunningCarrier, keys: tuple[str, str] | None) -> None:
    response = requests.get(carrier.url + CALLS, auth=keys, timeout=120)
    assert (response.status_code, response.json()["code"]) == (401, 20003)


@pytest.mark.parametrize("path", [f"Calls/CA{'0' * 32}", f"Conferences/CF{'0' * 32}", "Trunks"])
def test_what_is_not_there_is_not_found(carrier: RunningCarrier, path: str) -> None:
    url = f"{carrier.url}/2010-04-01/Accounts/{ACCOUNT_SID}/{path}.json"
    response = requests.get(url, auth=(ACCOUNT_SID, AUTH_TOKEN), timeout=120)
    assert (response.status_code, response.json()["code"]) == (404, 20404)


def test_the_account_shows_itself(carrier: RunningCarrier) -> None:
    assert carrier.client.api.accounts(ACCOUNT_SID).fetch().status == "active"
    assert carrier.http.checked == 1


def test_the_account_shows_whether_it_may_call_and_from_which_numbers(carrier: RunningCarrier) -> None:
    client: Client = carrier.client
    assert client.incoming_phone_numbers.list(phone_number=CALLER) == []
    assert [known.phone_number for known in client.outgoing_caller_ids.list(phone_number=CALLER)] == [CALLER]
    carrier.control("faults", {"caller_refused": 1.0, "no_funds": 1.0})
    assert client.outgoing_caller_ids.list(phone_number=CALLER) == []
    assert client.api.accounts(ACCOUNT_SID).fetch().status == "suspended"


def test_calls_over_the_rate_are_queued_and_say_for_how_long(
    start_carrier: Callable[..., RunningCarrier], hooks: HooksListener
) -> None:
    carrier = start_carrier(calls_per_second=0.01, speed=1.0)
    first, second, third = (carrier.place(number) for number in numbers(3))
    assert float(first.queue_time) == 0
    assert 90_000 < float(second.queue_time) <= 100_000
    assert 190_000 < float(third.queue_time) <= 200_000
    waiting = carrier.client.calls(third.sid).update(status="canceled")
    assert waiting.status == "canceled"
    assert waiting.start_time is None
    assert hooks.wait_for_status("canceled").form["CallSid"] == third.sid


def test_calls_over_the_limit_of_simultaneous_ones_are_refused(start_carrier: Callable[..., RunningCarrier]) -> None:
    carrier = start_carrier(concurrent_calls=2, speed=1.0)
    one, two, three = numbers(3)
    carrier.force(one, finds="silence")
    carrier.force(two, finds="silence")
    first = carrier.place(one, timeout=600)
    carrier.place(two, timeout=600)
    with pytest.raises(TwilioRestException) as refused:
        carrier.place(three)
    assert (refused.value.status, refused.value.code) == (429, 10004)
    carrier.client.calls(first.sid).update(status="completed")
    assert carrier.place(three).status == "queued"


def test_a_ringing_call_can_be_canceled_and_an_ended_one_cannot(carrier: RunningCarrier, hooks: HooksListener) -> None:
    carrier.force(finds="silence")
    call = carrier.place(timeout=600)
    hooks.wait_for_status("ringing")
    assert carrier.client.calls(call.sid).update(status="canceled").status == "canceled"
    with pytest.raises(TwilioRestException) as refused:
        carrier.client.calls(call.sid).update(status="completed")
    assert (refused.value.status, refused.value.code) == (400, 21220)


def test_canceling_leaves_an_answered_call_alone_and_completing_ends_it(
    carrier: RunningCarrier, hooks: HooksListener
) -> None:
    hooks.documents["/answer"] = "<Response><Pause length='36000'/></Response>"
    carrier.force()
    call = carrier.place()
    hooks.wait_for_status("in-progress")
    assert carrier.client.calls(call.sid).update(status="canceled").status == "in-progress"
    assert carrier.client.calls(call.sid).update(status="completed").status == "completed"


def test_a_call_ends_at_its_time_limit(carrier: RunningCarrier, hooks: HooksListener) -> None:
    hooks.documents["/answer"] = "<Response><Pause length='36000'/></Response>"
    carrier.force()
    carrier.place(time_limit=30)
    assert int(hooks.wait_for_status("completed").form["CallDuration"]) >= 29


def test_calls_are_listed_newest_first_by_number_and_status_over_pages(slow_carrier: RunningCarrier) -> None:
    people = numbers(5)
    for number in people:
        slow_carrier.force(number, finds="silence")
    placed = [slow_carrier.place(number, timeout=600) for number in (*people, people[0])]
    newest_first = [call.sid for call in reversed(placed)]
    client: Client = slow_carrier.client
    assert [call.sid for call in client.calls.list(page_size=2)] == newest_first
    assert [call.sid for call in client.calls.list(to=people[0])] == [placed[5].sid, placed[0].sid]
    client.calls(placed[0].sid).update(status="completed")
    live: list[Any] = [call for word in ("queued", "ringing") for call in client.calls.list(status=word)]
    assert {call.sid for call in live} == set(newest_first) - {placed[0].sid}


def test_twilios_document_refuses_a_word_that_it_does_not_know_in_a_request(carrier: RunningCarrier) -> None:
    with pytest.raises(OpenAPIError):
        carrier.client.calls(f"CA{'0' * 32}").update(status="bogus")


def test_twilios_document_refuses_a_wrong_word_in_a_response(carrier: RunningCarrier) -> None:
    form = {"To": PERSON, "From": CALLER, "Url": "http://127.0.0.1/"}
    response = requests.post(carrier.url + CALLS, data=form, auth=(ACCOUNT_SID, AUTH_TOKEN), timeout=120)
    asked = RequestsOpenAPIRequest(response.request)
    carrier.document.validate_response(asked, RequestsOpenAPIResponse(response))
    response._content = response.content.replace(b'"queued"', b'"initiated"')  # a word of the webhooks only
    with pytest.raises(OpenAPIError):
        carrier.document.validate_response(asked, RequestsOpenAPIResponse(response))
