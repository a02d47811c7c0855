"""The demo's people open the demo and nothing else."""

import click
import pytest
from redis import Redis

from campaigns.set_up.set_up_floor import set_up_floor
from campaigns.store.session import Database
from campaigns.users.set_password import set_password
from config import Settings
from tests.given_floor import NOW
from workers.demo.people import ADMIN, DEMO_PASSWORD, OFFICER, SUPERVISOR, agent_sign_in, demo_floor
from workers.demo.strangers import refuse_demo_people


def test_pages_that_others_reach_do_not_start_on_the_demos_people(
    db: Database, redis: Redis, database_url: str, redis_url: str
) -> None:
    settings = Settings(database_url=database_url, redis_url=redis_url, secret_key="k" * 40)
    refuse_demo_people(settings)
    people = set_up_floor(db, demo_floor(1), DEMO_PASSWORD, now=NOW).people
    with pytest.raises(click.ClickException, match="everybody knows their password"):
        refuse_demo_people(settings)
    for sign_in in (ADMIN, OFFICER, SUPERVISOR, agent_sign_in(1)):
        set_password(db, people[sign_in], "walnut-trees-in-october", people[ADMIN], now=NOW)
    refuse_demo_people(settings)
