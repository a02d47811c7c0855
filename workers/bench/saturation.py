"""Places as many calls as workers can, beside empty jobs of RQ that send as much to the same server."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any, Final

import httpx
from rq import Queue, Worker
from rq.serializers import JSONSerializer

from campaigns.house import House, open_house
from campaigns.store.bells import NoBells
from campaigns.store.benches.calls_to_send import end_all_calls, intend_calls
from campaigns.store.benches.long_queue import fill_queue
from campaigns.store.campaigns import lock_campaign
from campaigns.store.session import CALLS_OF_A_JOB, EVERYTHING, PLACE, Database
from campaigns.store.tables import Campaign
from workers.bench import empty_jobs
from workers.bench.office import open_office
from workers.machine import Machine
from workers.processes import Program
from workers.programs import DIALLING, NETWORK, PYTHON, WORKERS, Listening, programs

CROWDS: Final = (1, 2, 4)  # workers at once
EDGE: Final = 10  # of 100 calls, at the beginning and at the end, that are not measured
UNLIMITED: Final = {"CALLS_PER_SECOND": "100000", "CONCURRENT_CALLS": "100000"}
PATIENCE: Final = 120.0  # seconds for the calls of one crowd


@dataclass(frozen=True)
class Plant:
    """What is measured: servers, and a queue with its people."""

    here: Machine
    house: House
    campaign: Campaign
    carrier: httpx.Client

    def placed_a_second(self, workers: int, calls: int) -> float:
        """Let our workers place calls that wait, each with its agent."""
        waiting = intend_calls(
            self.house.db, self.campaign, calls, carrier=self.house.telephony.name, now=self.house.now()
        )
        crowd = [
            one
            for one in programs(["worker"], Listening({}), workers=workers)
            if one.name.removeprefix("worker-").isdigit()
        ]

        def ring() -> None:
            for first in range(0, len(waiting), CALLS_OF_A_JOB):
                self.house.db.bells.enqueue("dial", PLACE, *waiting[first : first + CALLS_OF_A_JOB])

        rate = self._rate(crowd, ring, len(waiting))
        if (sent := end_all_calls(self.house.db, now=self.house.now())) != len(waiting):
            raise ArithmeticError(f"{sent} of {len(waiting)} calls are known as sent")
        return rate

    def emptied_a_second(self, workers: int, calls: int) -> float:
        """Let RQ's own workers send as many requests."""
        command = (PYTHON, "-m", empty_jobs.__name__)
        crowd = [Program(f"empty-{number}", command, WORKERS, DIALLING) for number in range(workers)]
        queue = Queue(empty_jobs.QUEUE, connection=self.house.redis, serializer=JSONSerializer)
        url = f"{self.here.settings.carrier_base_url}/2010-04-01/Accounts/AC0/Calls.json"

        def ring() -> None:
            for _ in range(calls):
                queue.enqueue(empty_jobs.JOB, url, result_ttl=0)

        return self._rate(crowd, ring, calls)

    def _rate(self, crowd: list[Program], ring: Callable[[], None], expected: int) -> float:
        """Return how many requests came a second, the first and the last ones left out."""
        self.carrier.delete("/arrivals").raise_for_status()
        self.here.start(crowd)
        _wait(self.here, lambda: len(Worker.all(connection=self.house.redis)) == len(crowd))
        ring()
        _wait(self.here, lambda: len(self._arrivals()) >= expected)
        self.here.tend(0.5)  # one too many would come now
        self.here.runner.stop([each.name for each in crowd])
        arrived = sorted(self._arrivals())
        if len(arrived) != expected:
            raise ArithmeticError(f"{len(arrived)} requests came instead of {expected}")
        first, last = len(arrived) * EDGE // 100, len(arrived) - 1 - len(arrived) * EDGE // 100
        return (last - first) / (arrived[last] - arrived[first])

    def _arrivals(self) -> list[float]:
        found: list[float] = self.carrier.get("/arrivals").raise_for_status().json()
        return found


def measure_saturation(here: Machine, calls: int, crowds: Sequence[int]) -> list[dict[str, Any]]:
    """Return, for each number of workers, both rates and ours over that of the empty jobs."""
    found = []
    with _plant(here, calls * len(crowds)) as plant:
        for workers in crowds:
            empty = plant.emptied_a_second(workers, calls)
            placed = plant.placed_a_second(workers, calls)
            figures = {"placed_a_second": round(placed, 1), "empty_jobs_a_second": round(empty, 1)}
            found.append({"workers": workers, **figures, "ratio": round(placed / empty, 3)})
    return found


@contextmanager
def _plant(here: Machine, calls: int) -> Iterator[Plant]:
    port = here.home.ports()["carrier"]
    here.start([Program("quiet-carrier", (PYTHON, "-m", "workers.bench.quiet_carrier", str(port)), NETWORK)])
    here.wait_for(port)
    carrier = httpx.Client(base_url=here.settings.carrier_base_url, timeout=30, trust_env=False)
    with closing(open_house(here.settings, pool_size=2)) as house, carrier:
        yield Plant(here, house, _queue(house, 2 * calls), carrier)
    here.runner.stop(["quiet-carrier"])


def _queue(house: House, people: int) -> Campaign:
    with closing(Database(house.settings.database_url, NoBells(), pool_size=2)) as db:
        office = open_office(db)
        with db.transaction(EVERYTHING) as session:
            campaign = lock_campaign(session, office.campaign_id)
        if campaign is None:
            raise LookupError(office.campaign_id)
        fill_queue(db, campaign, people, now=house.now())
    return campaign


def _wait(here: Machine, done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError(f"the reason stands in {here.home.logs}")
        here.tend(0.1)
