"""PostgreSQL goes away under the dialler, upkeep and a worker, and comes back: each waits and goes on by itself."""

import logging
import threading
from collections.abc import Iterator

import pytest
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer

from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.desk.go_ready import go_ready
from campaigns.house import House
from campaigns.rules.agent_states import AgentStatus
from campaigns.store.bells import RedisBells
from campaigns.store.leader import Leadership
from campaigns.store.session import EVERYTHING, Database
from config import Settings
from tests.flows.phones import Phones
from tests.given_floor import NOW, given_areas, given_floor
from workers import dialler, jobs, upkeep
from workers.embedded.postgres import Postgres
from workers.rq_worker import Worker

PATIENCE = 120.0  # wall seconds; only a failure waits so long


class Noon(House):
    """A house whose clock stands at noon."""

    def now(self):  # type: ignore[no-untyped-def]
        return NOW


class Said(logging.Handler):
    """Notices that something was logged."""

    def __init__(self, *events: str) -> None:
        super().__init__()
        self.heard = {event: threading.Event() for event in events}

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg in self.heard:
            self.heard[record.msg].set()


class NoticedLead(Leadership):
    """Leads, and says once that it does: its first connection is not half made when PostgreSQL goes."""

    def __init__(self, url: str, name: str) -> None:
        super().__init__(url, name)
        self.taken = threading.Event()

    def is_mine(self) -> bool:
        mine = super().is_mine()
        self.taken.set()
        return mine


class NoticedBells(RedisBells):
    """Rings, and says that it rang for a job."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis)
        self.rang = threading.Event()

    def enqueue(self, queue: str, job: str, *ids: str) -> None:
        super().enqueue(queue, job, *ids)
        self.rang.set()


@pytest.fixture
def house(server: Postgres, redis: Redis, redis_url: str) -> Iterator[House]:
    url = server.url("raabta")
    settings = Settings(url, redis_url, "s" * 32, calls_per_second=1000)
    house = Noon(settings, Database(url, NoticedBells(redis)), redis, Phones())
    jobs.open_with(house)
    yield house
    house.db.close()


def test_row_32_dialler_upkeep_and_workers_wait_for_postgresql_and_go_on(server: Postgres, house: House) -> None:
    seed_calling_hours(house.db)
    with house.db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        floor.person(session, floor.list(session))
        desk_id = floor.desk(session, "shazia", AgentStatus.PAUSED).id
    stop = threading.Event()
    said = Said("dialler_without_database", "upkeep_without_database", "job_without_database")
    logging.getLogger().addHandler(said)
    leads = [NoticedLead(house.settings.database_url, name) for name in ("dialler", "upkeep")]
    threads = [
        threading.Thread(target=run, args=(house, lead.is_mine, stop))
        for run, lead in zip((dialler.run, upkeep.run), leads, strict=True)
    ]
    for thread in threads:
        thread.start()
    try:
        for lead in leads:
            assert lead.taken.wait(PATIENCE), lead.key
        server.stop()
        house.db.bells.enqueue("dial", "end_call", str(desk_id))
        _work(house)
        for event, heard in said.heard.items():
            assert heard.wait(PATIENCE), event
        house.db.bells.rang.clear()  # type: ignore[attr-defined]
        server.start()
        assert go_ready(house.db, desk_id, now=NOW) is None
        assert house.db.bells.rang.wait(PATIENCE)  # type: ignore[attr-defined]
        _work(house)
        assert len(house.telephony.dialled) == 1  # type: ignore[attr-defined]
    finally:
        stop.set()
        for thread in threads:
            thread.join(PATIENCE)
        for lead in leads:
            lead.let_go()
        logging.getLogger().removeHandler(said)
    assert not any(thread.is_alive() for thread in threads)


def _work(house: House) -> None:
    """Do every job that waits."""
    queue = Queue("dial", connection=house.redis, serializer=JSONSerializer)
    Worker([queue], connection=house.redis, serializer=JSONSerializer).work(burst=True)
