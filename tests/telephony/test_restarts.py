"""A new version is put in place in the middle of talks: the processes that end know nothing that the next ones need."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from redis import Redis

from campaigns.house import House
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import EndReason
from campaigns.store.bells import RedisBells
from campaigns.store.session import Database
from config import Settings
from tests.telephony.given_sandbox import Sandbox, house_of, listening_hooks, running_carrier
from tests.telephony.test_failure_modes import ended, talking
from workers.embedded.ports import free_port


@pytest.fixture
def settings(database_url: str, redis_url: str) -> Settings:
    return Settings(
        database_url,
        redis_url,
        "x" * 32,
        hooks_base_url=f"http://127.0.0.1:{free_port()}",
        carrier_base_url=f"http://127.0.0.1:{free_port()}",
        calls_per_second=100,
        clock_speed=20,
    )


@pytest.fixture
def sandbox(settings: Settings, db: Database, redis: Redis) -> Iterator[Sandbox]:
    """A carrier without hooks yet, and one call."""
    house = house_of(settings, db, redis)
    with running_carrier(house) as network:
        yield Sandbox(house, network, 1)


@contextmanager
def new_version(settings: Settings, redis: Redis) -> Iterator[House]:
    """Processes that have just started: hooks, and a house whose database connections are all its own."""
    database = Database(settings.database_url, RedisBells(redis), pool_size=2)
    house = house_of(settings, database, redis)
    with listening_hooks(house):
        yield house
    database.close()


def in_a_talk(sandbox: Sandbox) -> str:
    sandbox.everybody_finds(finds="answer", rings=1)
    sandbox.place()
    line = sandbox.wait_for(talking).carrier_call_id
    assert line is not None
    return line


def test_row_36_a_talk_goes_on_while_the_processes_change_and_the_new_ones_take_its_end(
    sandbox: Sandbox, settings: Settings, redis: Redis
) -> None:
    with new_version(settings, redis):
        line = in_a_talk(sandbox)
    assert [call.carrier_call_id for call in sandbox.house.telephony.list_live()] == [line]
    with new_version(settings, redis) as house:
        house.telephony.end_call(line)
        assert sandbox.wait_for(ended).end_reason is EndReason.COMPLETED
        assert sandbox.desk().status is AgentStatus.WRAP_UP


def test_row_36_an_end_that_nobody_was_there_to_hear_is_asked_for(
    sandbox: Sandbox, settings: Settings, redis: Redis
) -> None:
    with ExitStack() as old:
        old.enter_context(new_version(settings, redis))
        line = in_a_talk(sandbox)
    sandbox.house.telephony.end_call(line)
    sandbox.quiet()
    assert talking(sandbox.call())
    with new_version(settings, redis) as house:
        sandbox.house = house
        sandbox.settle(61)
    assert sandbox.desk().status is AgentStatus.WRAP_UP


def test_row_36_a_person_who_answers_while_the_processes_change_hears_the_fallback_and_is_called_again(
    sandbox: Sandbox, settings: Settings, redis: Redis
) -> None:
    sandbox.everybody_finds(finds="answer", rings=1)
    sandbox.place()  # nobody is there to answer the carrier
    sandbox.quiet()
    with new_version(settings, redis) as house:
        sandbox.house = house
        sandbox.settle(46)
        assert ended(sandbox.call())
    assert sandbox.desk().status is AgentStatus.READY
    assert sandbox.case().closed_at is None
