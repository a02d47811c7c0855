"""A talk in progress between an agent and a person, over real sockets, for supervisors to listen to."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from redis import Redis

from campaigns.floor.begin_listening import ListeningWish, begin_listening
from campaigns.floor.change_listening import change_listening
from campaigns.rules.call_states import CallStatus
from campaigns.rules.floor.supervision import Supervision
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Listening, User
from campaigns.telephony.port import PlaceAgentLeg
from config import Settings
from tests.given_floor import NOW
from tests.telephony.given_sandbox import Sandbox, house_of, running
from workers.embedded.ports import free_port

AGENTS_PHONE, OWN_PHONE, OTHER_PHONE = "+911945550101", "+911945550102", "+911945550103"
LISTEN, WHISPER, JOIN = Supervision


@dataclass
class Talk:
    """An agent on a call with a person, her own leg in her room, and a supervisor of her floor."""

    sandbox: Sandbox
    supervisor: User
    stranger: User

    @property
    def db(self) -> Database:
        return self.sandbox.db

    def begin(self, mode: Supervision = LISTEN, leg: str = "phone", by: User | None = None) -> UUID | Refusal:
        wish = ListeningWish(self.sandbox.desk().id, mode, leg)
        return begin_listening(self.db, (by or self.supervisor).id, wish, now=NOW)

    def joins(self, leg: str = "phone") -> UUID:
        """Let the supervisor come in."""
        listening = self.begin(leg=leg)
        assert isinstance(listening, UUID)
        if leg == "phone":
            assert self.sandbox.do_jobs() == ["ring_listener_leg"]
        else:
            token = self.sandbox.house.telephony.listener_credential(listening)
            self.sandbox.network.post("/sandbox/browsers", json={"token": token}).raise_for_status()
        self.sandbox.until(lambda: len(self.room()) == 3)
        return listening

    def change(self, listening: UUID, mode: Supervision, seconds: float = 0) -> Refusal | None:
        """Ask at a moment; the carrier takes a second."""
        telephony = self.sandbox.house.telephony
        clock = (NOW + timedelta(seconds=seconds + taken) for taken in count())
        return change_listening(self.db, listening, self.supervisor.id, mode, telephony=telephony, clock=clock.__next__)

    def room(self) -> dict[str, list[str]]:
        """Who is in the agent's room, and who hears each of them, as the carrier says."""
        rooms = self.sandbox.network.get("/sandbox/state").json()["rooms"]
        name = self.sandbox.desk().room
        return next((room["heard_by"] for room in rooms if room["name"] == name), {})

    def hears_supervisor(self, listening: UUID) -> set[str]:
        names = {self.sandbox.desk().leg_call_id: "agent", self.sandbox.call().carrier_call_id: "person"}
        return {names[sid] for sid in self.room()[str(self.listening(listening).leg_call_id)]}

    def listening(self, listening: UUID) -> Listening:
        with self.db.transaction(EVERYTHING) as session:
            return session.get_one(Listening, listening)


@pytest.fixture
def talk(database_url: str, redis_url: str, db: Database, redis: Redis) -> Iterator[Talk]:
    ports: dict[str, Any] = {
        "hooks_base_url": f"http://127.0.0.1:{free_port()}",
        "carrier_base_url": f"http://127.0.0.1:{free_port()}",
    }
    settings = Settings(database_url, redis_url, "x" * 32, **ports, calls_per_second=100, clock_speed=20)
    house = house_of(settings, db, redis)
    with ExitStack() as open_:
        sandbox = Sandbox(house, open_.enter_context(running(house)), calls=1)
        with db.transaction(EVERYTHING) as session:
            hers = session.get_one(AgentSession, sandbox.desk().id)
            hers.leg = "phone"
            supervisor = sandbox.floor.user(session, "gulshan", Role.SUPERVISOR, desk_phone=OWN_PHONE)
            stranger = sandbox.floor.user(session, "nadia", Role.SUPERVISOR, desk_phone=OTHER_PHONE)
            stranger.operator_id = None
        house.telephony.place_agent_leg(PlaceAgentLeg(hers.id, AGENTS_PHONE, "+911140000000"))
        talk = Talk(sandbox, supervisor, stranger)
        talk.sandbox.until(lambda: sandbox.desk().leg_call_id is not None)
        sandbox.place()
        sandbox.wait_for(lambda call: call.status is CallStatus.TALKING)
        talk.sandbox.until(lambda: len(talk.room()) == 2)
        yield talk
