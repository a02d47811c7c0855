"""What may go wrong on the way to Twilio, and whether a call may exist after it."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from campaigns.telephony.failures import (
    AuthFailed,
    CallerIdRefused,
    ConcurrencyLimited,
    InvalidDestination,
    NoFunds,
    NotSent,
    OutcomeUnknown,
    Placed,
    PolicyBlocked,
    RateLimited,
    TelephonyError,
)
from campaigns.telephony.twilio_calls import TwilioCalls
from config import Settings
from tests.telephony.conftest import settings_for
from tests.telephony.fake_twilio import Exchange, Fault, answers, breaks_off, hangs, refuses, resets
from tests.telephony.test_twilio_calls import WISH
from workers.embedded.ports import free_port

RFC_9457 = {"type": "https://example.org/t", "title": "Denied", "status": 403, "code": 20003}


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(hangs, id="read time-out"),
        pytest.param(resets, id="reset after the request"),
        pytest.param(breaks_off, id="half an answer"),
        pytest.param(refuses(500, 20500), id="500"),
        pytest.param(answers(502, "<html>Bad gateway</html>"), id="502 in HTML"),
        pytest.param(refuses(503, 20503), id="503"),
        pytest.param(refuses(408, 20408), id="408"),
        pytest.param(answers(303, "", {"Location": "/elsewhere"}), id="303"),
        pytest.param(answers(201, "certainly!"), id="201 that is not JSON"),
        pytest.param(answers(201, []), id="201 with a list"),
        pytest.param(answers(201, {"status": "queued"}), id="201 that names no call"),
        pytest.param(answers(201, {"sid": "CA1", "status": "teleported"}), id="201 with an unknown word"),
        pytest.param(answers(201, {"sid": "CA1", "status": "queued", "date_created": 5}), id="201 with nonsense"),
        pytest.param(answers(201, {"sid": "CA1", "status": "queued", "queue_time": "soon"}), id="201, bad number"),
    ],
)
def test_a_call_that_may_exist_is_said_to_and_is_sent_once(fault: Fault, twilio: Exchange, phones: TwilioCalls) -> None:
    twilio.twilio.fault = fault
    with pytest.raises(TelephonyError) as raised:
        phones.place_call(WISH)
    assert raised.value.placed is Placed.MAYBE
    assert len(twilio.twilio.requests) == 1


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (429, 20429, RateLimited),
        (429, None, RateLimited),
        (429, 10004, ConcurrencyLimited),
        (400, 10004, ConcurrencyLimited),
        (401, 20003, AuthFailed),
        (403, 20005, NoFunds),
        (404, 20404, AuthFailed),
        (400, 21211, InvalidDestination),
        (400, 21217, InvalidDestination),
        (400, 21216, InvalidDestination),
        (400, 21210, CallerIdRefused),
        (400, 21215, PolicyBlocked),
        (403, 32205, PolicyBlocked),
        (400, 99999, TelephonyError),
        (422, None, TelephonyError),
    ],
)
def test_a_refusal_places_nothing_and_says_why(
    status: int, code: int | None, kind: type[TelephonyError], twilio: Exchange, phones: TwilioCalls
) -> None:
    twilio.twilio.fault = refuses(status, code) if code else answers(status, "<html>No</html>")
    with pytest.raises(kind) as raised:
        phones.place_call(WISH)
    assert type(raised.value) is kind
    assert raised.value.placed is Placed.NO
    assert raised.value.http_status == status
    assert len(twilio.twilio.requests) == 1


def test_a_refusal_in_the_newer_shape_is_read_too(twilio: Exchange, phones: TwilioCalls) -> None:
    twilio.twilio.fault = answers(403, RFC_9457)
    with pytest.raises(AuthFailed):
        phones.place_call(WISH)


def test_how_long_to_wait_after_a_429_is_kept(twilio: Exchange, phones: TwilioCalls) -> None:
    twilio.twilio.fault = answers(429, {"code": 20429}, {"Retry-After": "7"})
    with pytest.raises(RateLimited) as raised:
        phones.place_call(WISH)
    assert (raised.value.retry_after, raised.value.carrier_code) == (7.0, "20429")


@pytest.fixture
def deaf_port() -> Iterator[int]:
    """A port whose queue is full: the next caller's connection is never made."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            caller = stack.enter_context(socket.socket())
            caller.setblocking(False)
            caller.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


def impatient(settings: Settings, carrier: str) -> TwilioCalls:
    calls = TwilioCalls(settings_for(settings, carrier))
    calls.client.http_client.timeout = (0.5, 0.5)
    return calls


def test_nothing_has_left_when_nobody_listens(settings: Settings) -> None:
    with pytest.raises(NotSent):
        impatient(settings, f"http://127.0.0.1:{free_port()}").place_call(WISH)


def test_nothing_has_left_when_the_connection_is_never_made(settings: Settings, deaf_port: int) -> None:
    with pytest.raises(NotSent):
        impatient(settings, f"http://127.0.0.1:{deaf_port}").place_call(WISH)


def test_nothing_has_left_when_the_name_is_not_found(settings: Settings) -> None:
    with pytest.raises(NotSent):
        impatient(settings, "http://carrier.invalid").place_call(WISH)


def test_a_list_that_is_no_list_is_an_unknown_answer(twilio: Exchange, phones: TwilioCalls) -> None:
    twilio.twilio.fault = answers(200, {"calls": "none", "people": []})
    with pytest.raises(OutcomeUnknown):
        list(phones.list_live())


def test_the_production_client_waits_three_and_ten_seconds(settings: Settings) -> None:
    assert TwilioCalls(settings).client.http_client.timeout == (3.0, 10.0)
