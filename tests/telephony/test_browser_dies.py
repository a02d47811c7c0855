"""An agent's browser dies in a talk: the call lives on, over real sockets, with the hooks and the sandbox carrier."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from redis import Redis

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession
from config import Settings
from tests.given_floor import NOW
from tests.telephony.given_sandbox import Sandbox, house_of, running
from workers.embedded.ports import free_port


class Talk:
    """An agent who hears through her browser, and a person on the line with her."""

    def __init__(self, sandbox: Sandbox, log: Path) -> None:
        self.sandbox, self.log = sandbox, log
        self.desk_id = sandbox.desk().id
        self.browser_of(self.desk_id)
        sandbox.place()
        sandbox.wait_for(lambda call: call.status is CallStatus.TALKING)
        self.sandbox.until(lambda: len(self.room()) == 2)
        self.line = str(sandbox.call().carrier_call_id)

    def browser_of(self, desk_id: UUID) -> None:
        """A browser calls in and stays in its agent's room."""
        with self.sandbox.db.transaction(EVERYTHING) as session:
            session.get_one(AgentSession, desk_id).leg = "browser"
        token = self.sandbox.house.telephony.agent_credential(desk_id)
        self.sandbox.network.post("/sandbox/browsers", json={"token": token}).raise_for_status()
        self.sandbox.until(lambda: self.desk(desk_id).leg_call_id is not None)

    def browser_dies(self) -> None:
        self.sandbox.house.telephony.end_call(str(self.desk().leg_call_id))
        self.sandbox.until(lambda: self.desk().leg_call_id is None)

    def desk(self, desk_id: UUID | None = None) -> AgentSession:
        with self.sandbox.db.transaction(EVERYTHING) as session:
            return session.get_one(AgentSession, desk_id or self.desk_id)

    def room(self, desk_id: UUID | None = None) -> dict[str, list[str]]:
        """Who is in an agent's room, and who hears each of them."""
        rooms = self.sandbox.network.get("/sandbox/state").json()["rooms"]
        name = self.desk(desk_id).room
        return next((room["heard_by"] for room in rooms if room["name"] == name), {})

    def heard_on_hold(self) -> list[str]:
        facts = [json.loads(line) for line in self.log.read_text().splitlines()]
        return [fact["verb"] for fact in facts if fact["fact"] == "played_on_hold"]


@pytest.fixture
def talk(database_url: str, redis_url: str, db: Database, redis: Redis, tmp_path: Path) -> Iterator[Talk]:
    ports: dict[str, Any] = {
        "hooks_base_url": f"http://127.0.0.1:{free_port()}",
        "carrier_base_url": f"http://127.0.0.1:{free_port()}",
    }
    settings = Settings(database_url, redis_url, "x" * 32, **ports, calls_per_second=100, clock_speed=20)
    house, log = house_of(settings, db, redis), tmp_path / "carrier.log"
    with ExitStack() as open_:
        sandbox = Sandbox(house, open_.enter_context(running(house, log=log)), calls=1)
        yield Talk(sandbox, log)


def test_row_22_she_hears_that_she_is_waited_for_and_her_agent_comes_back_into_the_same_call(talk: Talk) -> None:
    talk.browser_dies()
    assert talk.sandbox.do_jobs() == ["hold_line"]
    talk.sandbox.until(talk.heard_on_hold)
    assert talk.heard_on_hold()[0] == "Say"
    assert talk.room() == {talk.line: []}
    talk.browser_of(talk.desk_id)
    assert talk.sandbox.do_jobs() == ["hold_line"]
    leg = str(talk.desk().leg_call_id)
    talk.sandbox.until(lambda: talk.room() == {talk.line: [leg], leg: [talk.line]})
    talk.sandbox.settle(61)
    assert talk.sandbox.do_jobs() == []
    assert (talk.desk().status, talk.sandbox.call().status) == (AgentStatus.ON_CALL, CallStatus.TALKING)


def test_row_22_within_20_seconds_another_agent_has_her_in_his_room(talk: Talk) -> None:
    with talk.sandbox.db.transaction(EVERYTHING) as session:
        other = talk.sandbox.floor.desk(session, "bilal", AgentStatus.READY).id
    talk.browser_of(other)
    talk.browser_dies()
    talk.sandbox.settle(21)
    assert talk.sandbox.do_jobs() == ["hold_line", "move_to_agent"]
    leg = str(talk.desk(other).leg_call_id)
    talk.sandbox.until(lambda: talk.room(other) == {talk.line: [leg], leg: [talk.line]})
    assert (talk.desk(other).status, talk.desk(other).call_id) == (AgentStatus.ON_CALL, talk.sandbox.call().id)
    assert (talk.desk().status, talk.desk().call_id) == (AgentStatus.PAUSED, None)


def test_row_22_where_nobody_is_free_she_is_told_and_is_first_in_the_queue(talk: Talk) -> None:
    talk.browser_dies()
    talk.sandbox.settle(21)
    with talk.sandbox.db.transaction(EVERYTHING) as session:  # nothing is heard of her page any more
        session.get_one(AgentSession, talk.desk_id).heard_at = NOW - timedelta(seconds=9)
    assert talk.sandbox.do_jobs() == ["hold_line", "end_kindly"]
    talk.sandbox.quiet()
    talk.sandbox.wait_for(lambda call: call.status is CallStatus.ENDED)
    assert talk.sandbox.call().outcome is Outcome.CUT_OFF
    assert (talk.sandbox.case().status, talk.sandbox.case().priority) == (CaseStatus.CALLBACK, 0)
