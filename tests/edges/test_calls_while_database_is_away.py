"""PostgreSQL goes away under calls that ring and talk, and comes back: each is settled, and nobody is rung twice."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from campaigns.calls.place_call import place_call
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus, EndReason
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.store.bells import RedisBells
from campaigns.store.session import Database, DatabaseAway
from campaigns.telephony.port import PlaceCall, Placement
from config import Settings
from tests.telephony.given_sandbox import PATIENCE, PHONE, Sandbox, house_of, running
from workers.carrier.log import facts
from workers.embedded.ports import free_port
from workers.embedded.postgres import Postgres

TALKS, ANSWERS, BUSY = range(3)


class Held:
    """The carrier, to which requests come only once they may."""

    def __init__(self, carrier: Any) -> None:
        self.carrier, self.may_go_on = carrier, threading.Event()

    def place_call(self, wish: PlaceCall) -> Placement:
        assert self.may_go_on.wait(PATIENCE)
        placement: Placement = self.carrier.place_call(wish)
        return placement


@pytest.fixture
def sandbox(server: Postgres, redis: Redis, redis_url: str, tmp_path: Path) -> Iterator[Sandbox]:
    url, (hooks, carrier) = server.url("raabta"), (f"http://127.0.0.1:{free_port()}" for _ in range(2))
    settings = Settings(url, redis_url, "x" * 32, hooks_base_url=hooks, carrier_base_url=carrier, clock_speed=20.0)
    house = house_of(settings, Database(url, RedisBells(redis)), redis)
    with running(house, log=tmp_path / "carrier.log") as network:
        sandbox = Sandbox(house, network, 3)
        sandbox.finds(PHONE.format(TALKS), finds="answer", rings=1, stays=600)
        sandbox.finds(PHONE.format(BUSY), finds="busy")
        yield sandbox
    house.db.close()


def test_row_32_calls_that_went_on_without_the_database_are_settled_when_it_is_back(
    server: Postgres, sandbox: Sandbox, tmp_path: Path
) -> None:
    sandbox.place(TALKS)
    line = sandbox.wait_for(lambda call: call.status is CallStatus.TALKING, TALKS).carrier_call_id
    link, lost, now = Held(sandbox.house.telephony), list[DatabaseAway](), sandbox.house.now

    def work() -> None:
        try:
            place_call(sandbox.db, *sandbox.calls[1:], telephony=link, now=now)  # type: ignore[arg-type]
        except DatabaseAway as away:
            lost.append(away)

    worker = threading.Thread(target=work)
    worker.start()
    for number in (ANSWERS, BUSY):
        sandbox.wait_for(lambda call: call.status is CallStatus.SENT, number)
    server.stop()
    link.may_go_on.set()
    worker.join(PATIENCE)
    assert len(lost) == 1  # what the carrier answered could be told to nobody
    sandbox.house.telephony.end_call(str(line))
    sandbox.quiet()
    told = list(facts(tmp_path / "carrier.log"))
    assert {fact["http"] for fact in told if fact["fact"] == "webhook_sent"} >= {503}
    assert [fact["http"] for fact in told if fact["fact"] == "document_fetched"] == [200, 503, 200]  # then the fallback
    server.start()

    for number in (ANSWERS, BUSY):
        sandbox.place(number)  # a bell that rings again
    for seconds in (11, 61):
        sandbox.settle(seconds)
    calls = [sandbox.call(number) for number in range(3)]
    assert {call.phone: call.carrier_call_id for call in calls} == {one["to"]: one["sid"] for one in sandbox.placed()}
    assert len(sandbox.placed()) == 3
    assert [call.end_reason for call in calls] == [EndReason.COMPLETED, EndReason.COMPLETED, EndReason.BUSY]
    assert [call.outcome for call in calls] == [None, Outcome.ABANDONED, Outcome.BUSY]  # who talked is asked for hers
    assert [call.abandoned for call in calls] == [False, True, False]
    cases = [(sandbox.case(number).status, sandbox.case(number).needs_agent_reserved) for number in range(3)]
    assert cases == [(CaseStatus.IN_CALL, False), (CaseStatus.WAITING, True), (CaseStatus.WAITING, False)]
    desks = [sandbox.desk(number).status for number in range(3)]
    assert desks == [AgentStatus.WRAP_UP, AgentStatus.READY, AgentStatus.READY]
