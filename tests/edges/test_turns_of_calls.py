"""Workers keep to the carrier's rate together, without waiting for it each, and a Redis that forgets makes no burst."""

import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import takewhile
from pathlib import Path
from uuid import UUID

import pytest
from redis import Redis
from rq import Queue
from rq.job import Job
from rq.serializers import JSONSerializer
from sqlalchemy import select

from campaigns.calls.hand_out_calls import Limits, hand_out_calls
from campaigns.house import House
from campaigns.rules.call_states import CallStatus
from campaigns.store.bells import RedisBells
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Call
from campaigns.telephony.call_turns import LEASE
from config import Settings
from tests.flows.phones import Phones
from tests.given_floor import NOW, given_a_desk_for_each
from workers import dialler, jobs, turns
from workers.embedded.ports import free_port
from workers.embedded.valkey import valkey_command, wait_for_valkey

PEOPLE = 9
RATE = 5.0  # calls in a wall second: a machine that stands still for a moment is not taken for a wrong one
QUICK = 1000.0  # calls in a wall second: no worker comes to the next so fast
EARLY = 0.05  # seconds by which a turn may come early
PATIENCE = 120.0  # wall seconds; only a failure waits so long
LIMITS = Limits("sandbox", 100, timedelta(hours=1))


class StillClock(House):
    """A house whose clock stands at noon."""

    def now(self):  # type: ignore[no-untyped-def]
        return NOW


@pytest.fixture
def house(db: Database, redis: Redis, database_url: str, redis_url: str) -> House:
    """Nine calls are intended, each with its agent."""
    settings = Settings(database_url, redis_url, "s" * 32, calls_per_second=RATE)
    house = StillClock(settings, db, redis, Phones())  # type: ignore[arg-type]
    floor = given_a_desk_for_each(db, PEOPLE)
    assert len(hand_out_calls(db, floor.campaign.id, LIMITS, now=NOW)) == PEOPLE
    jobs.open_with(house)
    return house


def work(house: House, until: int) -> list[Job]:
    """One worker: takes jobs until so many calls have been dialled; returns those that it took."""
    done = list[Job]()
    queue = Queue("dial", connection=house.redis, serializer=JSONSerializer)
    deadline = time.monotonic() + PATIENCE
    while len(house.telephony.dialled) < until and time.monotonic() < deadline:  # type: ignore[attr-defined]
        taken = Queue.dequeue_any([queue], None, connection=house.redis, serializer=JSONSerializer)
        if taken:
            taken[0].perform()
            done.append(taken[0])
        else:
            threading.Event().wait(0.01)
    return done


def work_together(house: House, until: int) -> list[float]:
    """Four workers; returns when each turn was taken, by Redis's clock: the dial leaves when the machine comes to it."""
    with house.redis.monitor() as told:
        with ThreadPoolExecutor(4) as workers:
            list(workers.map(lambda _: work(house, until), range(4)))
        house.redis.echo("over")
        happened = takewhile(lambda one: one["command"] != "ECHO over", told.listen())
        taken = f"SET {key(house, 'account')} "
        return [
            one["time"] for one in happened if one["command"].startswith(taken) and not one["command"].endswith("NX")
        ]


@contextmanager
def valkey_on(port: int, folder: Path) -> Iterator[None]:
    """Run a Valkey that is lost at the end, with all that it remembers."""
    server = subprocess.Popen(valkey_command(folder / "valkey", port), stdout=subprocess.DEVNULL)
    try:
        wait_for_valkey(f"redis://127.0.0.1:{port}/0")
        yield
    finally:
        server.kill()
        server.wait()


def key(house: House, part: str) -> str:
    return f"raabta:turns:{house.settings.twilio_account_sid}:{part}"


def intended(db: Database) -> list[UUID]:
    with db.transaction(EVERYTHING) as session:
        return list(session.scalars(select(Call.id).where(Call.status == CallStatus.INTENDED)))


def test_four_workers_keep_to_the_rate_and_lose_none_of_it(house: House) -> None:
    taken = work_together(house, PEOPLE)
    assert len(house.telephony.dialled) == PEOPLE  # type: ignore[attr-defined]
    assert len(taken) == PEOPLE, "no turn is taken without a dial"
    for first, fifth in zip(taken, taken[4:], strict=False):
        assert fifth - first > 4 / RATE - EARLY


def test_a_worker_does_not_wait_for_a_turn_for_which_another_waits(house: House) -> None:
    first, second, third = intended(house.db)[:3]
    assert list(turns.take_turns(house, [first])) == [[first]]  # after the lease
    house.redis.set(key(house, "keeper"), str(second))
    assert not list(turns.take_turns(house, [third]))
    assert house.redis.zrange(key(house, "line"), 0, -1) == [str(third).encode()]


def test_row_31_a_redis_that_forgets_everything_makes_no_burst_and_no_second_dial(house: House) -> None:
    work_together(house, 3)
    house.redis.flushall()
    seconds, millionths = house.redis.time()
    for call_id in intended(house.db):
        house.db.bells.enqueue("dial", "place_call", str(call_id))
    after = work_together(house, PEOPLE)
    assert after[0] - (seconds + millionths / 1e6) > LEASE - EARLY
    for first, fourth in zip(after, after[3:], strict=False):
        assert fourth - first > 3 / RATE - EARLY
    dialled = [wish.attempt_id for wish in house.telephony.dialled]  # type: ignore[attr-defined]
    assert len(dialled) == len(set(dialled)) == PEOPLE


def test_row_31_after_a_loss_of_redis_the_line_is_called_as_fast_as_turns_come_and_nobody_twice(
    house: House, tmp_path: Path
) -> None:
    port = free_port()
    own = f"redis://127.0.0.1:{port}/0"
    with valkey_on(port, tmp_path), closing(Redis.from_url(own)) as lost:
        lost.set("something", "is there")
    with valkey_on(port, tmp_path), closing(Redis.from_url(own)) as back:
        assert back.dbsize() == 0, "it has forgotten everything"
        quick = replace(house.settings, redis_url=own, calls_per_second=QUICK)
        there = StillClock(quick, Database(quick.database_url, RedisBells(back)), back, house.telephony)
        jobs.open_with(there)
        for call_id in intended(house.db):  # as upkeep does
            there.db.bells.enqueue("dial", "place_call", str(call_id))
        with ThreadPoolExecutor(4) as workers:
            rung = [job for done in workers.map(lambda _: work(there, PEOPLE), range(4)) for job in done]
        there.close()
    dialled = [wish.attempt_id for wish in there.telephony.dialled]  # type: ignore[attr-defined]
    assert len(dialled) == len(set(dialled)) == PEOPLE
    assert max(len(job.args) for job in rung) > 1, "turns come faster than a worker: it takes several along"


def test_a_call_left_in_the_line_is_rung_by_the_dialler(house: House) -> None:
    first, second, *_ = intended(house.db)
    assert list(turns.take_turns(house, [first])) == [[first]]
    house.redis.zadd(key(house, "line"), {str(second): 1})
    house.redis.delete("rq:queue:dial")
    dialler.tick(house)
    assert house.redis.llen("rq:queue:dial") == 1
