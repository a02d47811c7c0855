"""Real PostgreSQL and Valkey for every test that needs them: one database and one Valkey per xdist worker."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import closing
from copy import copy
from pathlib import Path

import pytest
from filelock import FileLock
from redis import Redis
from sqlalchemy import Connection, create_engine, text

from campaigns.store.bells import RedisBells
from campaigns.store.migrate import migrate
from campaigns.store.session import Database
from campaigns.store.tables import Table
from workers.embedded import Postgres, free_port, run_folder, valkey_command, wait_for_valkey

PROJECT = Path(__file__).parent.parent
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "autovacuum=off")
USED = text(
    "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r' AND pg_relation_size(oid) > 0"
    " AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'"
)
LARGE = 2**21  # bytes of a table with its indexes


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


@pytest.fixture(scope="session")
def house_database(database_url: str, redis_url: str) -> Iterator[Database]:
    """One for all tests of a worker: what its engine has learnt of our statements, every test would learn again."""
    with closing(Redis.from_url(redis_url)) as client:
        yield Database(database_url, RedisBells(client))


@pytest.fixture
def db(house_database: Database, redis: Redis) -> Iterator[Database]:
    """A database with empty tables; what a test commits is gone before the next one, and so are its connections."""
    database = copy(house_database)
    with database.engine.begin() as connection:
        make_empty(connection)
    yield database
    database.close()


def make_empty(connection: Connection) -> None:
    """Empty every table once nobody writes any more: row by row where all are small, a tenth of the work of TRUNCATE."""
    tables = ", ".join(table.name for table in Table.metadata.sorted_tables)
    connection.execute(text(f"LOCK TABLE {tables} IN EXCLUSIVE MODE"))
    used = connection.execute(USED).all()
    if any(size > LARGE for _, size in used):
        connection.execute(text(f"TRUNCATE {tables} CASCADE"))
    elif used:  # no foreign key is looked up, no trigger runs
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(";".join(f"DELETE FROM {name}" for name, _ in used)))  # noqa: S608 - our own tables
