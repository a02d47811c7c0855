"""Real PostgreSQL and Valkey for every test that needs them: one database and one Valkey per xdist worker."""

import gc
import os
import subprocess
from collections.abc import Iterator
from contextlib import closing
from copy import copy
from itertools import chain, count
from pathlib import Path
from types import CodeType
from typing import Any, ClassVar

import pytest
from filelock import FileLock
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from redis import Redis
from sqlalchemy import Connection, NullPool, create_engine, text
from werkzeug.routing import Rule

from campaigns.set_up.load_areas import load_areas
from campaigns.store.bells import RedisBells
from campaigns.store.migrate import migrate
from campaigns.store.session import Database
from campaigns.store.tables import Table
from workers.embedded.folders import run_folder
from workers.embedded.ports import free_port
from workers.embedded.postgres import Postgres
from workers.embedded.valkey import valkey_command, wait_for_valkey


class CompiledOnce(BytecodeCache):
    """Templates as compiled for the first app of a worker: nearly every test builds an app of its own."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code
        self.known[bucket.key, bucket.checksum] = bucket.code


class KnownRule(Rule):
    """An address that is built by the code which was compiled for it in the first app of a worker."""

    known: ClassVar[dict[object, Any]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Any:
        of = (self.rule, repr(self.defaults), tuple(self._trace), append_unknown)
        if of not in self.known:
            self.known[of] = super()._compile_builder(append_unknown)
        return self.known[of]


Flask.jinja_options = {"bytecode_cache": CompiledOnce()}
Flask.url_rule_class = KnownRule

PROJECT = Path(__file__).parent.parent
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "autovacuum=off")
USED = text(
    "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r' AND pg_relation_size(oid) > 0"
    " AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'"
)
HOLD = text("SELECT pg_try_advisory_lock(hashtext(:name))")
LARGE = 2**23  # bytes of a table with its indexes
SHIPPED = ("areas", "area_aliases", "areas_once")
FINGERPRINT = text("SELECT " + ", ".join(f"(SELECT sum(hashtext(t::text)) FROM {table} t)" for table in SHIPPED))  # noqa: S608


def pytest_collection_finish() -> None:
    """Thousands of collected tests live to the end: no look for garbage needs to go through them again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that are given more time than others: at the end, one worker would wait for the other's."""
    items.sort(key=lambda item: item.get_closest_marker("timeout") is None)


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
def database_url(postgres: Postgres, worker_id: str) -> Iterator[str]:
    """A database built by the real migrations."""
    with closing(
        create_engine(postgres.url("postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool).connect()
    ) as admin:
        name = free_name(admin, f"raabta_{os.environ.get('RAABTA_TEST_DATABASE', worker_id)}")
        admin.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        admin.execute(text(f"CREATE DATABASE {name}"))
        migrate(postgres.url(name))
        yield postgres.url(name)


def free_name(admin: Connection, wished: str) -> str:
    """Return a name under which nobody else tests, held until this connection ends: who empties tables here empties none of hers."""
    names = chain([wished], (f"{wished}_{number}" for number in count(2)))
    return next(name for name in names if admin.scalar(HOLD, {"name": name}))


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Valkey of this worker's own, stopped at the end."""
    port = free_port()
    server = subprocess.Popen(valkey_command(tmp_path_factory.mktemp("valkey"), port), stdout=subprocess.DEVNULL)
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


@pytest.fixture(scope="session")
def shipped_areas(house_database: Database) -> object:
    """What the tables of areas look like as we ship them; left in place, so that the first test finds them."""
    with house_database.engine.begin() as connection:
        make_empty(connection)
    load_areas(house_database)
    with house_database.engine.begin() as connection:
        return connection.execute(FINGERPRINT).one()


@pytest.fixture
def db(request: pytest.FixtureRequest, house_database: Database, redis: Redis) -> Iterator[Database]:
    """A database with empty tables; what a test commits is gone before the next one, and so are its connections."""
    shipped = request.getfixturevalue("shipped_areas") if "areas" in request.fixturenames else None
    database = copy(house_database)
    with database.engine.begin() as connection:
        kept = shipped is not None and connection.execute(FINGERPRINT).one() == shipped
        make_empty(connection, *(SHIPPED if kept else ()))
    if shipped is not None and not kept:
        load_areas(database)
    yield database
    database.close()


@pytest.fixture
def areas(db: Database) -> None:
    """All shipped areas stand in the database; they stay for the next test that asks for them, if nobody changed them."""


def make_empty(connection: Connection, *but: str) -> None:
    """Empty every table once nobody writes any more: row by row where all are small, a tenth of the work of TRUNCATE."""
    tables = [table.name for table in Table.metadata.sorted_tables if table.name not in but]
    connection.execute(text(f"LOCK TABLE {', '.join(tables)} IN EXCLUSIVE MODE"))
    used = [(name, size) for name, size in connection.execute(USED) if name not in but]
    if any(size > LARGE for _, size in used):
        connection.execute(text(f"TRUNCATE {', '.join(tables)} CASCADE"))
    elif used:  # no foreign key is looked up, no trigger runs
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(";".join(f"DELETE FROM {name}" for name, _ in used)))  # noqa: S608 - our own tables
