"""The answer to a request that places calls comes late: what was learned of them meanwhile stands (telephony.md 5, row 7)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from redis import Redis

from campaigns.calls.place_call import place_call
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.rules.case_states import CaseStatus
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import CallMove, Campaign
from campaigns.telephony.port import PlaceCall, Placement
from config import Settings
from tests.telephony.given_sandbox import PATIENCE, PHONE, Sandbox, house_of, running
from workers.embedded.ports import free_port

RINGS, TALKS, BUSY = range(3)
LONG = 600  # seconds; at SPEED a phone rings, and a person talks, as long as a test takes on any machine
SPEED = 20.0


class SlowLink:
    """The carrier behind a link that holds requests that place a call, or the answers to them, until they may go on."""

    def __init__(self, carrier: Any, holds: str) -> None:
        self.carrier, self.holds = carrier, holds
        self.may_go_on = threading.Event()

    def place_call(self, wish: PlaceCall) -> Placement:
        if self.holds == "requests":
            assert self.may_go_on.wait(PATIENCE)
        try:
            placement: Placement = self.carrier.place_call(wish)
            return placement
        finally:
            assert self.may_go_on.wait(PATIENCE)


@pytest.fixture
def sandbox(database_url: str, redis_url: str, db: Database, redis: Redis) -> Iterator[Sandbox]:
    """A carrier, and an agent reserved for somebody who does not answer for long."""
    hooks, carrier = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
    settings = Settings(
        database_url, redis_url, "x" * 32, hooks_base_url=hooks, carrier_base_url=carrier, clock_speed=SPEED
    )
    house = house_of(settings, db, redis)
    with running(house) as network:
        sandbox = Sandbox(house, network, 1)
        sandbox.finds(PHONE.format(RINGS), finds="silence")
        with db.transaction(EVERYTHING) as session:
            session.get_one(Campaign, sandbox.floor.campaign.id).ring_seconds = LONG
        yield sandbox


@contextmanager
def placing(sandbox: Sandbox, *numbers: int, holds: str) -> Iterator[None]:
    """A worker asks for calls over a slow link, which becomes quick at the end of the block."""
    link = SlowLink(sandbox.house.telephony, holds)
    calls, now = [sandbox.calls[number] for number in numbers], sandbox.house.now
    worker = threading.Thread(target=place_call, args=(sandbox.db, *calls), kwargs={"telephony": link, "now": now})
    worker.start()
    try:
        yield
    finally:
        link.may_go_on.set()
        worker.join(PATIENCE)


def stands(sandbox: Sandbox, number: int) -> tuple[object, ...]:
    """How a call, its case and its agent stand, and all that has happened to it."""
    call, case, desk = sandbox.call(number), sandbox.case(number), sandbox.desk(number)
    with sandbox.db.transaction(EVERYTHING) as session:
        moves = session.query(CallMove.event).where(CallMove.call_id == call.id).order_by(CallMove.id).all()
    return call.status, call.end_reason, case.status, case.attempts, case.due_at, desk.status, desk.call_id, moves


@pytest.mark.parametrize(("learned_by", "answer"), [("hooks", "placed"), ("hooks", "500"), ("upkeep", "placed")])
def test_row_07_what_hooks_or_upkeep_have_learned_stands_when_the_answer_to_our_request_comes_late(
    sandbox: Sandbox, learned_by: str, answer: str
) -> None:
    sandbox.calls += [sandbox.intend(number) for number in (TALKS, BUSY)]
    sandbox.finds(PHONE.format(TALKS), finds="answer", rings=1, stays=LONG)
    sandbox.finds(PHONE.format(BUSY), finds="busy", rings=1)
    sandbox.faults(lost=float(learned_by == "upkeep"), broken=float(answer == "500"))
    with placing(sandbox, TALKS, BUSY, RINGS, holds="answers"):
        sandbox.until(lambda: {call["status"] for call in sandbox.placed()} == {"in-progress", "busy", "ringing"})
        if learned_by == "upkeep":
            sandbox.wait_for(lambda call: call.status is CallStatus.TALKING, TALKS)  # who is asked what she hears
            assert {sandbox.call(number).status for number in (BUSY, RINGS)} == {CallStatus.SENT}
            sandbox.settle(11)
        for number, status in ((TALKS, CallStatus.TALKING), (BUSY, CallStatus.ENDED), (RINGS, CallStatus.RINGING)):
            sandbox.wait_for(lambda call, status=status: call.status is status, number)  # type: ignore[misc]
        before = [stands(sandbox, number) for number in (TALKS, BUSY, RINGS)]
    assert [stands(sandbox, number) for number in (TALKS, BUSY, RINGS)] == before
    assert sandbox.do_jobs() == []
    assert (sandbox.call(BUSY).end_reason, sandbox.desk(BUSY).status) == (EndReason.BUSY, AgentStatus.READY)
    bound = {sandbox.call(number).phone: sandbox.call(number).carrier_call_id for number in range(3)}
    assert {call["to"]: call["sid"] for call in sandbox.placed()} == bound
    assert len(sandbox.placed()) == 3


def test_row_07_a_worker_frozen_until_its_call_was_given_up_rings_nobody_for_long(sandbox: Sandbox) -> None:
    with placing(sandbox, RINGS, holds="requests"):
        sandbox.wait_for(lambda call: call.status is CallStatus.SENT, RINGS)
        for seconds in (11, LONG + 61):
            sandbox.settle(seconds)
        assert sandbox.call(RINGS).end_reason is EndReason.LOST
        before = stands(sandbox, RINGS)
    ended = list[str]()
    sandbox.until(lambda: ended.extend(sandbox.do_jobs()) or not list(sandbox.house.telephony.list_live()))
    assert set(ended) == {"end_carrier_call"}
    assert stands(sandbox, RINGS) == before
    assert (sandbox.case(RINGS).status, sandbox.desk(RINGS).status) == (CaseStatus.WAITING, AgentStatus.READY)
    sandbox.place(RINGS)
    assert [call["status"] for call in sandbox.placed()] == ["canceled"]


def test_row_07_a_refusal_that_comes_late_gives_back_a_call_that_upkeep_could_not_find(sandbox: Sandbox) -> None:
    sandbox.faults(throttled=1.0)
    with placing(sandbox, RINGS, holds="answers"):
        sandbox.wait_for(lambda call: call.status is CallStatus.SENT, RINGS)
        sandbox.settle(11)
        assert sandbox.call(RINGS).status is CallStatus.UNKNOWN
    assert sandbox.call(RINGS).end_reason is EndReason.NOT_SENT
    assert (sandbox.case(RINGS).status, sandbox.case(RINGS).attempts) == (CaseStatus.WAITING, 0)
    assert sandbox.desk(RINGS).status is AgentStatus.READY
    assert CallEvent.ACCEPT not in {move for (move,) in stands(sandbox, RINGS)[-1]}  # type: ignore[attr-defined]
