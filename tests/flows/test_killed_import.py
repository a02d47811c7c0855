"""An import whose process is killed in the midst of a list starts over: every row is there exactly once."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from redis import Redis
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer
from sqlalchemy import select

from campaigns.house import House
from campaigns.lists.ring_waiting_imports import ring_waiting_imports
from campaigns.rules.list_states import ListStatus
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import BeneficiaryList, ListRow
from tests.flows.phones import Phones
from tests.given_centre import from_now_on
from tests.given_floor import Floor, given_floor
from tests.given_gate import LONG, ROWS, Gate, gate_within_lists
from tests.given_list import kept, mapped, upload
from workers import jobs

PROJECT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "workers.main", "import-list")
BASIS = ("--order", "SWD/2026/7", "--order-date", "2026-10-01")
WORKER = (sys.executable, "-m", "workers.rq_worker", "ingest", "reports")


@pytest.fixture
def floor(areas: None, db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        return given_floor(session)


@pytest.fixture
def gate(db: Database) -> Iterator[Gate]:
    with gate_within_lists(db) as gate:
        yield gate


@contextmanager
def process(database_url: str, redis_url: str, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A real process of the house, gone at the end of the block."""
    settings = {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "SECRET_KEY": "k" * 40}
    with subprocess.Popen(command, cwd=PROJECT, env={**os.environ, **settings}, start_new_session=True) as running:
        try:
            yield running
        finally:
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGKILL)


def kill(running: subprocess.Popen[bytes]) -> None:
    os.killpg(running.pid, signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL


def work_off(db: Database, redis: Redis, database_url: str, redis_url: str) -> None:
    """The next worker takes what stands in the queue."""
    jobs.open_with(House(from_now_on(database_url, redis_url), db, redis, Phones()))
    queue = Queue("ingest", connection=redis, serializer=JSONSerializer)
    SimpleWorker([queue], connection=redis, serializer=JSONSerializer).work(burst=True, logging_level="WARNING")


def every_row_is_there_once(db: Database, list_id: UUID) -> None:
    with db.transaction(EVERYTHING) as session:
        rows = session.scalars(select(ListRow.row).where(ListRow.list_id == list_id).order_by(ListRow.row)).all()
    assert rows == list(range(1, ROWS + 1))
    done = kept(db, list_id)
    assert (done.status, done.rows_total) == (ListStatus.REVIEW, ROWS)
    assert done.accepted + done.rejected + done.ignored == ROWS


def test_a_killed_command_leaves_the_list_to_the_next_worker(
    db: Database, floor: Floor, gate: Gate, redis: Redis, database_url: str, redis_url: str, tmp_path: Path
) -> None:
    file = upload(tmp_path, LONG).path
    command = (*COMMAND, str(file), "--campaign", floor.campaign.slug, *BASIS)
    with process(database_url, redis_url, *command) as importing:
        gate.reached()
        kill(importing)
    gate.open()
    with db.transaction(EVERYTHING) as session:
        list_id = session.scalars(select(BeneficiaryList.id)).one()
    assert kept(db, list_id).status is ListStatus.IMPORTING
    redis.flushall()  # the bell is lost, too
    ring_waiting_imports(db)
    work_off(db, redis, database_url, redis_url)
    every_row_is_there_once(db, list_id)


def test_a_killed_worker_is_followed_by_another_that_starts_over(
    db: Database, floor: Floor, gate: Gate, redis: Redis, database_url: str, redis_url: str, tmp_path: Path
) -> None:
    list_id = mapped(db, floor, upload(tmp_path, LONG))
    with process(database_url, redis_url, *WORKER) as worker:
        gate.reached()
        kill(worker)
    ring_waiting_imports(db)
    gate.open()
    work_off(db, redis, database_url, redis_url)
    every_row_is_there_once(db, list_id)
    ring_waiting_imports(db)  # nothing waits any more
    assert Queue("ingest", connection=redis, serializer=JSONSerializer).count == 0
