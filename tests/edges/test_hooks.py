"""The webhooks of the carrier, signed as it signs them: what is answered, taken in once, or refused."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from redis import Redis
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from agent_ui.hooks_app import create_hooks_app
from campaigns.house import House
from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.call_states import CallStatus, EndReason
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Call, CarrierEvent
from campaigns.telephony.twilio_calls import TwilioCalls
from config import Settings
from tests.given_floor import NOW, given_areas, given_floor

HOOKS = "https://hooks.example.org"


class HouseAtNoon(House):
    """A house whose clock stands still, so that its agents stay heard."""

    def now(self):
        return NOW


class Carrier:
    """Sends webhooks as the carrier does: signed for the address that it was given."""

    def __init__(self, client: FlaskClient, settings: Settings) -> None:
        self.client = client
        self.validator = RequestValidator(settings.twilio_auth_token)

    def sends(self, path: str, *, signed_for: str | None = None, **form: str) -> TestResponse:
        """Send one webhook; `signed_for` another path makes it a replay."""
        signature = self.validator.compute_signature(HOOKS + (signed_for or path), form)
        return self.client.post(path, data=form, headers={"X-Twilio-Signature": signature})


@pytest.fixture
def settings(database_url: str, redis_url: str) -> Settings:
    return Settings(database_url=database_url, redis_url=redis_url, secret_key="x" * 32, hooks_base_url=HOOKS)


@pytest.fixture
def client(settings: Settings, db: Database, redis: Redis) -> FlaskClient:
    house = HouseAtNoon(settings, db, redis, TwilioCalls(settings))
    return create_hooks_app(settings, built=house).test_client()


@pytest.fixture
def carrier(client: FlaskClient, settings: Settings) -> Carrier:
    return Carrier(client, settings)


@pytest.fixture
def ringing(db: Database) -> Call:
    """A call that rings, with an agent reserved for it."""
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        case = floor.person(session, floor.list(session))
        agent = floor.desk(session, "asma", AgentStatus.RESERVED)
        call = floor.call(session, case, None, status=CallStatus.RINGING, agent_session_id=agent.id)
        agent.call_id = call.id
    return call


def told(call: Call, status: str = "in-progress", **more: str) -> dict[str, str]:
    return {"CallSid": str(call.carrier_call_id), "CallStatus": status, "SequenceNumber": "2", **more}


def now_stands(db: Database, kind: Any, id_: UUID) -> Any:
    with db.transaction(EVERYTHING) as session:
        return session.get_one(kind, id_)


def events(db: Database) -> int:
    with db.transaction(EVERYTHING) as session:
        return session.query(CarrierEvent).count()


def test_an_answered_person_joins_the_room_of_her_agent(carrier: Carrier, ringing: Call, db: Database) -> None:
    answer = carrier.sends(f"/hooks/calls/{ringing.id}/answer", **told(ringing))
    assert answer.status_code == 200
    assert answer.mimetype == "text/xml"
    assert f">desk-{ringing.agent_session_id}</Conference>" in answer.text
    assert now_stands(db, Call, ringing.id).status is CallStatus.TALKING
    assert now_stands(db, AgentSession, ringing.agent_session_id).status is AgentStatus.ON_CALL


def test_a_doubled_request_for_the_answer_gets_the_same_answer(carrier: Carrier, ringing: Call, db: Database) -> None:
    first, second = (carrier.sends(f"/hooks/calls/{ringing.id}/answer", **told(ringing)) for _ in range(2))
    assert first.text == second.text
    assert events(db) == 1


def test_a_person_who_finds_no_agent_hears_a_notice(carrier: Carrier, ringing: Call, db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        session.get_one(AgentSession, ringing.agent_session_id).status = AgentStatus.PAUSED
    asks_again = carrier.sends(f"/hooks/calls/{ringing.id}/answer", **told(ringing))
    assert f'<Redirect method="POST">{HOOKS}/hooks/calls/{ringing.id}/answer' in asks_again.text
    with db.transaction(EVERYTHING) as session:
        session.get_one(Call, ringing.id).answered_at = NOW - timedelta(seconds=2)
    answer = carrier.sends(f"/hooks/calls/{ringing.id}/answer", **told(ringing))
    assert "<Say" in answer.text
    assert "<Hangup" in answer.text


def test_a_second_call_of_the_carrier_for_one_dial_is_put_into_no_room(
    carrier: Carrier, ringing: Call, db: Database
) -> None:
    for _ in range(2):
        heard = carrier.sends(f"/hooks/calls/{ringing.id}/answer", **told(ringing, CallSid="CAsecond"))
        assert "<Say" in heard.text
        assert "<Conference" not in heard.text
    assert now_stands(db, Call, ringing.id).status is CallStatus.RINGING


def test_the_end_of_a_call_is_taken_in(carrier: Carrier, ringing: Call, db: Database) -> None:
    assert carrier.sends(f"/hooks/calls/{ringing.id}/status", **told(ringing, "busy")).status_code == 204
    call = now_stands(db, Call, ringing.id)
    assert (call.status, call.end_reason) == (CallStatus.ENDED, EndReason.BUSY)


def test_the_same_webhook_sent_again_counts_once(carrier: Carrier, ringing: Call, db: Database) -> None:
    for _ in range(3):
        assert carrier.sends(f"/hooks/calls/{ringing.id}/status", **told(ringing, "busy")).status_code == 204
    assert events(db) == 1


def forged(client: FlaskClient, carrier: Carrier, call: Call) -> Iterator[TestResponse]:
    path, form = f"/hooks/calls/{call.id}/status", told(call, "completed")
    genuine = carrier.validator.compute_signature(HOOKS + path, form)
    yield client.post(path, data=form)
    yield client.post(path, data=form, headers={"X-Twilio-Signature": "made up"})
    yield client.post(path, data={**form, "CallStatus": "busy"}, headers={"X-Twilio-Signature": genuine})
    yield client.post(path + "?more=1", data=form, headers={"X-Twilio-Signature": genuine})
    yield client.post(f"/hooks/calls/{call.id}/answer", data=form, headers={"X-Twilio-Signature": genuine})
    yield client.post(f"/hooks/calls/{uuid4()}/status", data=form, headers={"X-Twilio-Signature": genuine})
    empty = carrier.validator.compute_signature(HOOKS + path, {})
    yield client.post(path, json=form, headers={"X-Twilio-Signature": empty})
    yield client.post(path, data=b"CallStatus=completed", headers={"X-Twilio-Signature": empty})
    for route in (f"/hooks/agents/{uuid4()}/answer", f"/hooks/agents/{uuid4()}/status"):
        yield client.post(route, data=form)
    for route in ("/hooks/agent-browser", "/hooks/agent-browser/status"):
        yield client.post(route, data=form)


def test_row_06_what_the_carrier_did_not_sign_for_this_address_is_refused_and_changes_nothing(
    client: FlaskClient, carrier: Carrier, ringing: Call, db: Database
) -> None:
    assert {answer.status_code for answer in forged(client, carrier, ringing)} == {403}
    assert now_stands(db, Call, ringing.id).status is CallStatus.RINGING
    assert events(db) == 0


def test_a_webhook_for_a_call_that_is_not_ours_is_not_found_and_not_kept(
    carrier: Carrier, ringing: Call, db: Database
) -> None:
    for path in (f"/hooks/calls/{uuid4()}/status", f"/hooks/calls/{uuid4()}/answer", f"/hooks/agents/{uuid4()}/answer"):
        assert carrier.sends(path, **told(ringing)).status_code == 404
    assert events(db) == 0


def test_an_endless_body_is_refused(carrier: Carrier, ringing: Call) -> None:
    answer = carrier.sends(f"/hooks/calls/{ringing.id}/status", **told(ringing, Caller="x" * 70_000))
    assert answer.status_code == 413


def test_a_word_that_nobody_knows_is_seen_and_does_not_come_back(
    carrier: Carrier, ringing: Call, db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    assert carrier.sends(f"/hooks/calls/{ringing.id}/status", **told(ringing, "teleported")).status_code == 204
    seen = {record.getMessage(): vars(record) for record in caplog.records}
    assert seen["carrier_word_unknown"]["word"] == "teleported"
    assert seen["webhook_not_understood"]["call_id"] == str(ringing.id)
    assert now_stands(db, Call, ringing.id).status is CallStatus.RINGING


def test_row_32_without_the_database_the_carrier_is_asked_to_come_again_and_hears_the_fallback(
    settings: Settings, redis: Redis
) -> None:
    nowhere = replace(settings, database_url="postgresql+psycopg://nobody@127.0.0.1:1/none")
    client = create_hooks_app(nowhere).test_client()
    carrier = Carrier(client, nowhere)
    answer = carrier.sends(f"/hooks/calls/{uuid4()}/answer", CallSid="CA1", CallStatus="in-progress")
    assert (answer.status_code, answer.data) == (503, b"")
    for spoken in (client.get("/hooks/fallback"), client.post("/hooks/fallback")):
        assert "<Say" in spoken.text


def test_an_agents_phone_is_parked_in_her_room_until_it_hangs_up(carrier: Carrier, db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        agent = given_floor(session).desk(session, "asma", AgentStatus.READY)
    path = f"/hooks/agents/{agent.id}"
    answer = carrier.sends(f"{path}/answer", CallSid="CA9", CallStatus="in-progress")
    assert f">{agent.room}</Conference>" in answer.text
    assert now_stands(db, AgentSession, agent.id).leg_call_id == "CA9"
    assert carrier.sends(f"{path}/status", CallSid="CA9", CallStatus="completed").status_code == 204
    paused = now_stands(db, AgentSession, agent.id)
    assert (paused.leg_call_id, paused.pause_reason) == (None, PauseReason.LINK_DOWN)


def test_an_agents_browser_is_parked_in_the_room_of_its_token(carrier: Carrier, db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        agent = given_floor(session).desk(session, "asma", AgentStatus.PAUSED)
    form = {"CallSid": "CA9", "CallStatus": "ringing", "From": f"client:{agent.id.hex}"}
    assert f">{agent.room}</Conference>" in carrier.sends("/hooks/agent-browser", **form).text
    assert now_stands(db, AgentSession, agent.id).leg_call_id == "CA9"
    left = {**form, "CallStatus": "completed"}
    assert carrier.sends("/hooks/agent-browser/status", **left).status_code == 204
    assert now_stands(db, AgentSession, agent.id).leg_call_id is None


def test_a_browser_that_names_no_agent_is_parked_nowhere(carrier: Carrier, redis: Redis) -> None:
    form = {"CallSid": "CA9", "CallStatus": "ringing", "From": "client:mallory"}
    assert carrier.sends("/hooks/agent-browser", **form).status_code == 404
