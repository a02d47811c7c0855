"""A centre with its pages, and an agent's open desk, for every test that asks as a browser does."""

import pytest
from redis import Redis

from campaigns.store.session import Database
from tests.edges.test_desk import Desk
from tests.given_centre import Centre, from_now_on


@pytest.fixture
def centre(db: Database, redis: Redis, database_url: str, redis_url: str) -> Centre:
    return Centre(db, redis, from_now_on(database_url, redis_url))


@pytest.fixture
def desk(centre: Centre) -> Desk:
    desk = Desk(centre.app)
    assert desk.open(centre.floor.campaign.id) == 302
    return desk
