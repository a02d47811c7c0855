"""Calls over real sockets: our hooks and the sandbox carrier, each listening on a port of its own."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
import uvicorn
from redis import Redis
from sqlalchemy import select
from werkzeug.serving import make_server

from agent_ui.hooks_app import create_hooks_app
from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.calls.leave_message import leave_message
from campaigns.calls.place_call import place_call
from campaigns.house import House
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus, EndReason
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.carrier.machines import MachinePlan
from campaigns.rules.outcomes import Outcome
from campaigns.store.bells import CHANNEL
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Call, Campaign, CarrierEvent
from campaigns.telephony.twilio_calls import TwilioCalls
from config import Settings
from tests.given_floor import NOW, given_areas, given_floor
from workers.carrier.app import carrier_app
from workers.carrier.options import carrier_options
from workers.embedded.ports import free_port

PHONE = "+919419000077"


class HouseAtNoon(House):
    """A house whose clock stands still, so that its agents stay heard and calling hours never end."""

    def now(self):
        return NOW


@contextmanager
def listening(serve: Callable[[], None], stop: Callable[[], None]) -> Iterator[None]:
    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield
    finally:
        stop()
        thread.join(60)


@pytest.fixture
def house(database_url: str, redis_url: str, db: Database, redis: Redis) -> Iterator[House]:
    """Hooks and the sandbox carrier on loopback sockets, with nothing of either left out."""
    settings = Settings(
        database_url=database_url,
        redis_url=redis_url,
        secret_key="x" * 32,
        hooks_base_url=f"http://127.0.0.1:{free_port()}",
        carrier_base_url=f"http://127.0.0.1:{free_port()}",
        calls_per_second=100,
        clock_speed=20,
    )
    house = HouseAtNoon(settings, db, redis, TwilioCalls(settings))
    hooks = make_server(
        "127.0.0.1", port_of(settings.hooks_base_url), create_hooks_app(settings, built=house), threaded=True
    )
    carrier = uvicorn.Server(
        uvicorn.Config(
            carrier_app(carrier_options(settings)), port=port_of(settings.carrier_base_url), log_level="error"
        )
    )
    with (
        listening(hooks.serve_forever, hooks.shutdown),
        listening(carrier.run, lambda: setattr(carrier, "should_exit", True)),
        httpx.Client(transport=httpx.HTTPTransport(retries=20), base_url=settings.carrier_base_url) as network,
    ):
        network.post(f"/sandbox/people/{PHONE}", json={"finds": "answer", "rings": 1}).raise_for_status()
        yield house
    hooks.server_close()


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2])


@pytest.fixture
def intended(db: Database) -> Call:
    """A call that is to be placed now, with an agent reserved for it."""
    seed_calling_hours(db)
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        case = floor.person(session, floor.list(session), phone=PHONE)
        agent = floor.desk(session, "asma", AgentStatus.RESERVED)
        call = floor.call(
            session, case, None, status=CallStatus.INTENDED, agent_session_id=agent.id, at=NOW, phone=PHONE
        )
        call.carrier_call_id = call.sent_at = None
        agent.call_id = call.id
    return call


class Told:
    """Waits for messages that something changed, and looks at the call after each."""

    def __init__(self, redis: Redis, db: Database, call_id: UUID) -> None:
        self.db, self.call_id = db, call_id
        self.changes = redis.pubsub()
        self.changes.psubscribe(CHANNEL + "*")

    def wait_for(self, status: CallStatus) -> Call:
        for _ in range(300):
            with self.db.transaction(EVERYTHING) as session:
                call = session.get_one(Call, self.call_id)
            if call.status is status:
                return call
            self.changes.get_message(timeout=0.5)
        raise AssertionError(f"{call.status}, not {status}")


def test_a_call_is_placed_answered_joined_and_ended_over_real_sockets(
    house: House, intended: Call, db: Database, redis: Redis
) -> None:
    told = Told(redis, db, intended.id)
    place_call(db, intended.id, telephony=house.telephony, now=house.now)
    talking = told.wait_for(CallStatus.TALKING)
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(AgentSession, intended.agent_session_id).status is AgentStatus.ON_CALL
    assert talking.carrier_call_id is not None
    assert [live.carrier_call_id for live in house.telephony.list_live()] == [talking.carrier_call_id]
    house.telephony.end_call(talking.carrier_call_id)
    ended = told.wait_for(CallStatus.ENDED)
    assert ended.end_reason is EndReason.COMPLETED
    with db.transaction(EVERYTHING) as session:
        kinds = session.scalars(select(CarrierEvent.kind).where(CarrierEvent.call_id == intended.id)).all()
        assert session.get_one(AgentSession, intended.agent_session_id).status is AgentStatus.WRAP_UP
    assert {"ring", "answer", "end"} <= set(kinds)
    assert list(house.telephony.list_live()) == []


def test_a_call_that_was_placed_is_found_by_its_number(
    house: House, intended: Call, db: Database, redis: Redis
) -> None:
    told = Told(redis, db, intended.id)
    place_call(db, intended.id, telephony=house.telephony, now=house.now)
    talking = told.wait_for(CallStatus.TALKING)
    found = house.telephony.find_attempt(PHONE, house.settings.clock.at(0))
    assert [call.carrier_call_id for call in found] == [talking.carrier_call_id]
    assert house.telephony.get_call(found[0].carrier_call_id).status is CallStatus.ANSWERED


def test_row_21_a_machine_that_the_carrier_hears_is_hung_up_on_over_real_sockets(
    house: House, intended: Call, db: Database, redis: Redis
) -> None:
    told = Told(redis, db, intended.id)
    with db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, intended.campaign_id).machines = MachinePlan.LEAVE_MESSAGE
    with httpx.Client(base_url=house.settings.carrier_base_url) as network:
        network.post(f"/sandbox/people/{PHONE}", json={"finds": "answer", "rings": 1, "machine": True})
    place_call(db, intended.id, telephony=house.telephony, now=house.now)
    for _ in range(300):
        with db.transaction(EVERYTHING) as session:
            if session.get_one(Call, intended.id).outcome is Outcome.MACHINE:
                break
        told.changes.get_message(timeout=0.5)
    leave_message(db, intended.id, telephony=house.telephony)
    ended = told.wait_for(CallStatus.ENDED)
    assert (ended.outcome, ended.end_reason) == (Outcome.MACHINE, EndReason.COMPLETED)
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(AgentSession, intended.agent_session_id).status is AgentStatus.READY


def test_row_20_a_person_without_an_agent_is_asked_for_once_more_and_hears_the_notice_over_real_sockets(
    house: House, intended: Call, db: Database, redis: Redis
) -> None:
    told = Told(redis, db, intended.id)
    with db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, intended.campaign_id).mode = DialMode.PREDICTIVE
        session.get_one(AgentSession, intended.agent_session_id).status = AgentStatus.PAUSED
        session.get_one(Call, intended.id).agent_session_id = None
    place_call(db, intended.id, telephony=house.telephony, now=house.now)
    told.wait_for(CallStatus.ANSWERED)
    with db.transaction(EVERYTHING) as session:
        session.get_one(Call, intended.id).answered_at = NOW - timedelta(seconds=2)
    ended = told.wait_for(CallStatus.ENDED)
    assert (ended.abandoned, ended.outcome) == (True, Outcome.ABANDONED)
