"""A centre with its pages, and an agent's open desk, for every test that asks as a browser does."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from campaigns.store.migrate import migrate
from campaigns.store.session import Database
from tests.conftest import FAST
from tests.edges.test_desk import Desk
from tests.given_centre import Centre, from_now_on
from workers.embedded.folders import servers_folder
from workers.embedded.postgres import Postgres


@pytest.fixture
def centre(db: Database, redis: Redis, database_url: str, redis_url: str) -> Centre:
    return Centre(db, redis, from_now_on(database_url, redis_url))


@pytest.fixture
def desk(centre: Centre) -> Desk:
    desk = Desk(centre.app)
    assert desk.open(centre.floor.campaign.id) == 302
    return desk


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Postgres]:
    """A server of a test's own, which it may stop."""
    own = Postgres(servers_folder(tmp_path / "away"), FAST)
    own.start()
    own.create("raabta")
    migrate(own.url("raabta"))
    yield own
    own.stop()
    shutil.rmtree(own.folder, ignore_errors=True)
