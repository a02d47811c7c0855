"""Faults fall the same way for the same seed, and the network does what a test wishes of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from tests.contract.conftest import PERSON, RunningCarrier
from tests.contract.hooks_listener import HooksListener
from tests.contract.test_limits_and_refusals import numbers
from workers.carrier.faults import USUAL_FAULTS, Faults, read_faults
from workers.carrier.log import facts

MISHAPS = ("webhook_lost", "webhook_late", "webhook_doubled")


def mishaps(path: Path) -> set[tuple[str, str, str, int]]:
    """Return every fault of a log: what, to whose number, of which event."""
    lines = list(facts(path))
    number = {line["call"]: line["to"] for line in lines if line["fact"] == "placed"}
    return {
        (line["fact"], number[line["call"]], line["event"], line["seq"]) for line in lines if line["fact"] in MISHAPS
    }


def work_through(carrier: RunningCarrier, count: int) -> set[tuple[str, str, str, int]]:
    """Call many people until every call has ended; return what went wrong on the way."""
    for number in numbers(count):
        carrier.force(number, finds="busy")
        carrier.place(number)
    carrier.wait_until_quiet()
    assert carrier.options.log is not None
    return mishaps(carrier.options.log)


def test_the_same_seed_makes_the_same_faults_and_another_seed_others(
    start_carrier: Callable[..., RunningCarrier], tmp_path: Path
) -> None:
    faults = Faults(doubled=0.2, lost=0.2, late=0.3)
    seen = [
        work_through(start_carrier(faults=faults, seed=seed, log=tmp_path / f"{at}.jsonl"), 12)
        for at, seed in enumerate((7, 7, 8))
    ]
    assert seen[0] == seen[1] != seen[2]
    assert {what for what, *_ in seen[0]} == set(MISHAPS)


def test_a_lost_webhook_never_comes_and_the_call_ends_all_the_same(
    start_carrier: Callable[..., RunningCarrier], hooks: HooksListener
) -> None:
    carrier = start_carrier(faults=Faults(lost=1.0))
    carrier.force(finds="busy")
    call = carrier.place()
    carrier.wait_until_quiet()
    assert hooks.heard() == []
    (told,) = carrier.log()
    assert (told.sid, told.status) == (call.sid, "busy")


def test_a_doubled_webhook_comes_twice_with_one_token(
    start_carrier: Callable[..., RunningCarrier], hooks: HooksListener
) -> None:
    carrier = start_carrier(faults=Faults(doubled=1.0))
    carrier.force(finds="busy")
    carrier.place()
    first, second = hooks.wait_for_status("busy"), hooks.wait_for_status("busy")
    assert first.form == second.form
    assert first.headers["I-Twilio-Idempotency-Token"] == second.headers["I-Twilio-Idempotency-Token"]


def test_a_held_request_is_never_answered_although_the_call_is_dialled(
    start_carrier: Callable[..., RunningCarrier], hooks: HooksListener
) -> None:
    carrier = start_carrier(faults=Faults(held=1.0), speed=1.0)
    carrier.force(finds="silence", set_up=0)
    carrier.http.timeout = (10, 0.5)  # to connect, to read
    with pytest.raises(requests.ReadTimeout):
        carrier.place(timeout=600)
    carrier.http.timeout = 120
    hooks.wait_for_status("ringing")
    (found,) = carrier.client.calls.list(to=PERSON)
    assert found.status == "ringing"


@pytest.mark.parametrize(
    ("faults", "status", "dialled"), [(Faults(throttled=1.0), 429, 0), (Faults(broken=1.0), 500, 1)]
)
def test_a_refusal_for_the_rate_dials_nothing_and_a_broken_answer_has_dialled(
    start_carrier: Callable[..., RunningCarrier], faults: Faults, status: int, dialled: int
) -> None:
    carrier = start_carrier(faults=faults)
    with pytest.raises(TwilioRestException) as refused:
        carrier.place()
    assert refused.value.status == status
    assert len(carrier.log()) == dialled


def test_faults_can_be_set_while_it_runs_and_wrong_ones_are_refused(carrier: RunningCarrier) -> None:
    assert carrier.control("faults", {"lost": 0.5})["lost"] == 0.5
    with pytest.raises(requests.HTTPError):
        carrier.control("faults", {"lost": 2})
    with pytest.raises(ValueError, match="There is no fault 'lst'"):
        read_faults({"lst": 0.1})
    assert Faults(doubled=0.10, lost=0.05, late=0.20, held=0.01) == USUAL_FAULTS


@pytest.mark.parametrize(
    ("path", "body", "why"),
    [
        ("people/+919419012345", {"kind": "astronaut"}, "'astronaut' is not a valid Kind"),
        ("people/+919419012345", {"finds": "gold"}, "'gold' is not a valid Finds"),
        ("people/+919419012345", {"sneezes": 1}, "There is no sneezes in a dial"),
        ("people/+919419012345", {"rings": "soon"}, "rings must be a number of seconds"),
        ("faults", [0.1], "must be a JSON object"),
        ("browsers", {"token": "forged"}, "The token is not good"),
        ("calls/CA0/hang-up", {}, "There is no such call"),
    ],
)
def test_a_wrong_wish_to_the_network_is_refused_with_the_reason(
    carrier: RunningCarrier, path: str, body: Any, why: str
) -> None:
    response = requests.post(f"{carrier.url}/sandbox/{path}", json=body, timeout=120)
    assert response.status_code in (400, 404)
    assert why in response.json()["error"]


def test_the_network_forgets_everything_on_request(slow_carrier: RunningCarrier) -> None:
    slow_carrier.force(finds="silence")
    slow_carrier.place(timeout=600)
    slow_carrier.control("reset")
    state: dict[str, Any] = requests.get(f"{slow_carrier.url}/sandbox/state", timeout=120).json()
    assert state["calls"] == state["rooms"] == state["forced"] == []
    assert slow_carrier.client.calls.list() == []
