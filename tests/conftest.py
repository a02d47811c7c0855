"""Real PostgreSQL and Valkey for every test that needs them: one database and one Valkey per xdist worker."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from redis import Redis
from sqlalchemy import create_engine, text

from campaigns.store.bells import RedisBells
from campaigns.store.migrate import migrate
from campaigns.store.session import Database
from campaigns.store.tables import Table
from workers.embedded import Postgres, free_port, run_folder, valkey_command, wait_for_valkey

PROJECT = Path(__file__).parent.parent
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


@pytest.fixture(scope="session")
def postgres() -> Postgres:
    """One server for the whole run and for later runs; each worker has a database of its own in it."""
    folder = run_folder(PROJECT) / "tests"
    folder.mkdir(parents=True, exist_ok=True)
    server = Postgres(folder, FAST)
    with FileLock(str(folder) + ".lock"):
        server.start()
    return server


@pytest.fixture(scope="session")
def database_url(postgres: Postgres, worker_id: str) -> str:
    """A database built by the real migrations."""
    name = f"raabta_{os.environ.get('RAABTA_TEST_DATABASE', worker_id)}"
    admin = create_engine(postgres.url("postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    migrate(postgres.url(name))
    return postgres.url(name)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A Valkey of this worker's own, stopped at the end."""
    port = free_port()
    server = subprocess.Popen(valkey_command(run_folder(PROJECT) / f"valkey-{port}", port), stdout=subprocess.DEVNULL)
    url = f"redis://127.0.0.1:{port}/0"
    wait_for_valkey(url)
    yield url
    server.terminate()
    server.wait()


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    """An empty Valkey."""
    client = Redis.from_url(redis_url)
    client.flushall()
    yield client
    client.close()


@pytest.fixture
def db(database_url: str, redis: Redis) -> Iterator[Database]:
    """A database with empty tables; what a test commits is gone before the next one."""
    database = Database(database_url, RedisBells(redis))
    with database.engine.begin() as connection:
        tables = ", ".join(table.name for table in Table.metadata.sorted_tables)
        connection.execute(text(f"TRUNCATE {tables} CASCADE"))
    yield database
    database.close()
