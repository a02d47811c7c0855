"""Hooks and the sandbox carrier on loopback sockets, with nothing of either left out, for one call that goes wrong."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import uvicorn
from rq import Queue
from rq.serializers import JSONSerializer
from werkzeug.serving import make_server

from agent_ui.hooks_app import create_hooks_app
from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.calls.place_call import place_call
from campaigns.house import House
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus
from campaigns.rules.carrier.schedule import BELL_LOST
from campaigns.rules.clock import Clock
from campaigns.store.bells import CHANNEL
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Call, Case
from campaigns.telephony.twilio_calls import TwilioCalls
from config import Settings
from tests.given_floor import NOW, Floor, given_areas, given_floor
from tests.given_upkeep import settle_quiet
from workers import jobs
from workers.carrier.app import carrier_app
from workers.carrier.options import carrier_options

PATIENCE = 120.0  # seconds; a loaded machine takes its time
PHONE = "+9194190770{:02d}"


class ClockAtNoon(Clock):
    """A carrier's clock that agrees with such a house; its durations go on at its speed."""

    def at(self, wall: float) -> datetime:
        return NOW


class HouseAtNoon(House):
    """A house whose clock stands still, so that its agents stay heard and calling hours never end."""

    def now(self):  # type: ignore[no-untyped-def]
        return NOW


class Sandbox:
    """A floor whose calls go through a real carrier process; `calls` are intended, each with an agent reserved."""

    def __init__(self, house: House, network: httpx.Client, calls: int) -> None:
        self.house, self.db, self.network = house, house.db, network
        jobs.open_with(house)
        self.changes = house.redis.pubsub()
        self.changes.psubscribe(CHANNEL + "*")
        seed_calling_hours(self.db)
        with self.db.transaction(EVERYTHING) as session:
            given_areas(session)
            self.floor: Floor = given_floor(session)
            self.floor.list(session)
        self.calls = [self.intend(number) for number in range(calls)]

    def intend(self, number: int) -> UUID:
        phone = PHONE.format(number)
        self.finds(phone, finds="answer", rings=1)
        with self.db.transaction(EVERYTHING) as session:
            case = self.floor.person(session, self.floor.lists[0], phone=phone, status="claimed")
            agent = self.floor.desk(session, f"agent{number}", AgentStatus.RESERVED)
            wish: dict[str, Any] = {"status": CallStatus.INTENDED, "agent_session_id": agent.id, "at": NOW}
            call = self.floor.call(session, case, None, phone=phone, **wish)
            call.carrier_call_id = call.sent_at = None
            call.carrier, call.settle_at = self.house.telephony.name, NOW + BELL_LOST
            agent.call_id = call.id
            return call.id

    def finds(self, phone: str, **plan: Any) -> None:
        self.network.post(f"/sandbox/people/{phone}", json=plan).raise_for_status()

    def everybody_finds(self, **plan: Any) -> None:
        for number in range(len(self.calls)):
            self.finds(PHONE.format(number), **plan)

    def faults(self, **rates: float) -> None:
        self.network.put("/sandbox/faults", json=rates).raise_for_status()

    def place(self, number: int = 0) -> None:
        place_call(self.db, self.calls[number], telephony=self.house.telephony, now=self.house.now)

    def settle(self, seconds: float) -> None:
        at = NOW + timedelta(seconds=seconds)
        settle_quiet(self.db, self.house.telephony, at)

    def quiet(self) -> None:
        """Wait until the carrier has no call left and has told all that it tells."""
        self.network.get("/sandbox/quiet", timeout=PATIENCE).raise_for_status()

    def placed(self) -> list[dict[str, Any]]:
        """All calls that the carrier was made to dial."""
        account = self.house.settings.twilio_account_sid
        keys = (account, self.house.settings.twilio_auth_token)
        answer = self.network.get(f"/2010-04-01/Accounts/{account}/Calls.json", auth=keys).raise_for_status()
        found: list[dict[str, Any]] = answer.json()["calls"]
        return found

    def rooms(self) -> dict[str, list[str]]:
        """Who is in each room, as the carrier says."""
        rooms = self.network.get("/sandbox/state").json()["rooms"]
        return {room["name"]: sorted(room["heard_by"]) for room in rooms}

    def wait_for(self, holds: Callable[[Call], bool], number: int = 0) -> Call:
        deadline = time.monotonic() + PATIENCE
        while not holds(call := self.call(number)):
            assert time.monotonic() < deadline, f"{call.status}, {call.end_reason}"
            self.changes.get_message(timeout=0.2)
        return call

    def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds, which is looked at with each change."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < deadline, "did not come true"
            self.changes.get_message(timeout=0.1)

    def do_jobs(self) -> list[str]:
        """Do what waits in the queue, as workers do; returns which jobs."""
        queue, done = Queue("dial", connection=self.house.redis, serializer=JSONSerializer), []
        while taken := Queue.dequeue_any([queue], None, connection=self.house.redis, serializer=JSONSerializer):
            taken[0].perform()
            done.append(taken[0].func_name.rpartition(".")[2])
        return done

    def call(self, number: int = 0) -> Call:
        with self.db.transaction(EVERYTHING) as session:
            return session.get_one(Call, self.calls[number])

    def case(self, number: int = 0) -> Case:
        with self.db.transaction(EVERYTHING) as session:
            return session.get_one(Case, self.call(number).case_id)

    def desk(self, number: int = 0) -> AgentSession:
        with self.db.transaction(EVERYTHING) as session:
            return session.get_one(AgentSession, self.call(number).agent_session_id)


@contextmanager
def running(house: House, **options: Any) -> Iterator[httpx.Client]:
    """The hooks and a carrier with some options of its own, listening; gives the carrier's controls."""
    with listening_hooks(house), running_carrier(house, **options) as network:
        yield network


@contextmanager
def listening_hooks(house: House) -> Iterator[None]:
    """The hooks of a house."""
    app = create_hooks_app(house.settings, built=house)
    hooks = make_server("127.0.0.1", _port(house.settings.hooks_base_url), app, threaded=True)
    with _listening(hooks.serve_forever, hooks.shutdown):
        yield
    hooks.server_close()


@contextmanager
def running_carrier(house: House, **options: Any) -> Iterator[httpx.Client]:
    """A carrier with some options of its own; gives its controls."""
    settings = house.settings
    clock = ClockAtNoon(0.0, NOW, settings.clock_speed)
    app = carrier_app(replace(carrier_options(settings), **({"clock": clock} | options)))
    carrier = uvicorn.Server(uvicorn.Config(app, port=_port(settings.carrier_base_url), log_level="error"))
    with (
        _listening(carrier.run, lambda: setattr(carrier, "should_exit", True)),
        httpx.Client(transport=httpx.HTTPTransport(retries=20), base_url=settings.carrier_base_url) as network,
    ):
        yield network


def house_of(settings: Settings, db: Database, redis: Any) -> House:
    """A house at noon."""
    return HouseAtNoon(settings, db, redis, TwilioCalls(settings))


@contextmanager
def impatient(house: House) -> Iterator[None]:
    """Let the house wait half a second for its carrier instead of ten, until the block ends."""
    telephony: Any = house.telephony
    client = telephony.client.http_client
    usual, client.timeout = client.timeout, (0.5, 0.5)
    yield
    client.timeout = usual


@contextmanager
def _listening(serve: Callable[[], None], stop: Callable[[], None]) -> Iterator[None]:
    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield
    finally:
        stop()
        thread.join(PATIENCE)


def _port(url: str) -> int:
    return int(url.rpartition(":")[2])
