"""A worker killed at the worst moments: what it had not sent is sent once, what it had sent is found and never sent again."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from redis import Redis

from campaigns.rules.call_states import CallStatus
from campaigns.store.session import Database
from config import Settings
from tests.given_floor import NOW
from tests.telephony.given_sandbox import PATIENCE, Sandbox, house_of, running
from workers.embedded.ports import free_port

WORKER = """
import sys
from campaigns.house import open_house
from config import read_settings
from workers import jobs
jobs.open_with(open_house(read_settings()))
jobs.place_call(sys.argv[1])
"""
KEEPERS = "raabta:turns:*:keeper"  # who waits for a turn: a short-lived word in Redis


@pytest.fixture
def sandbox(database_url: str, redis_url: str, db: Database, redis: Redis) -> Iterator[Sandbox]:
    """A carrier as slow as life, and one call to a phone that nobody answers."""
    settings = Settings(
        database_url,
        redis_url,
        "x" * 32,
        hooks_base_url=f"http://127.0.0.1:{free_port()}",
        carrier_base_url=f"http://127.0.0.1:{free_port()}",
        clock_origin=time.time(),  # noqa: TID251 - the worker's clock goes on from noon
        clock_start=NOW,
    )
    house = house_of(settings, db, redis)
    with running(house, clock=settings.clock) as network:
        sandbox = Sandbox(house, network, 1)
        sandbox.everybody_finds(finds="silence")
        yield sandbox


def worker(sandbox: Sandbox) -> "subprocess.Popen[bytes]":
    settings = sandbox.house.settings
    named = ("database_url", "redis_url", "secret_key", "hooks_base_url", "carrier_base_url", "clock_origin")
    environment = {name.upper(): str(getattr(settings, name)) for name in named}
    environment["CLOCK_START"] = NOW.isoformat()
    command = [sys.executable, "-c", WORKER, str(sandbox.calls[0])]
    return subprocess.Popen(command, env=os.environ | environment)


def kill_when(process: "subprocess.Popen[bytes]", holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "the moment did not come"
        threading.Event().wait(0.02)
    process.kill()
    process.wait(PATIENCE)


def test_row_08_a_worker_killed_while_it_waits_for_its_turn_has_sent_nothing(sandbox: Sandbox) -> None:
    process = worker(sandbox)
    kill_when(process, lambda: bool(sandbox.house.redis.keys(KEEPERS)))
    assert sandbox.call().status is CallStatus.INTENDED
    assert sandbox.placed() == []
    sandbox.settle(11)
    for keeper in sandbox.house.redis.keys(KEEPERS):  # which nobody renews any more
        sandbox.house.redis.delete(keeper)
    assert sandbox.do_jobs() == ["place_call"]
    assert len(sandbox.placed()) == 1


def test_row_09_a_worker_killed_after_the_request_left_is_not_followed_by_a_second_one(sandbox: Sandbox) -> None:
    sandbox.faults(held=1.0, lost=1.0)
    process = worker(sandbox)
    kill_when(process, lambda: bool(sandbox.placed()))
    assert sandbox.call().status is CallStatus.SENT
    assert sandbox.call().carrier_call_id is None
    sandbox.place()  # the job comes again
    sent = sandbox.call().sent_at
    assert sent is not None
    late = (sent - NOW).total_seconds()  # a loaded machine takes its time to start the worker
    sandbox.settle(late + 15)
    sandbox.settle(late + 18)
    assert [placed["sid"] for placed in sandbox.placed()] == [sandbox.call().carrier_call_id]
