"""The webhooks of calls in: signed for their very address, answered with documents, and never a word too much."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from campaigns.rules.call_states import CallStatus
from campaigns.rules.carrier.calls_in import Reception
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Call, CallIn
from tests.edges.test_hooks import HOOKS, Carrier, carrier, client, settings  # noqa: F401 - fixtures
from tests.given_floor import Floor, given_areas, given_floor

PATH = "/hooks/calls-in"
HERS, NUMBER = "+919419000077", "+911140000000"
RING = {"CallSid": "CA1", "From": HERS, "To": NUMBER, "CallStatus": "ringing", "Direction": "inbound"}


@pytest.fixture
def floor(db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        floor.person(session, floor.list(session), phone=HERS)
    return floor


def kept(db: Database) -> int:
    with db.transaction(EVERYTHING) as session:
        return session.scalar(select(func.count()).select_from(CallIn)) or 0


@pytest.mark.usefixtures("floor")
def test_a_ring_is_not_picked_up_while_she_may_still_hang_up(carrier: Carrier) -> None:  # noqa: F811
    answer = carrier.sends(PATH, **RING)
    assert answer.mimetype == "text/xml"
    assert answer.text.index("<Pause") < answer.text.index("<Say")  # without calling hours nobody is joined
    assert carrier.sends(f"{PATH}/status", **RING | {"CallStatus": "no-answer"}).status_code == 204


@pytest.mark.usefixtures("floor")
def test_row_06_a_forged_ring_is_refused_and_keeps_nothing(
    client: FlaskClient,  # noqa: F811
    carrier: Carrier,  # noqa: F811
    db: Database,
) -> None:
    genuine = carrier.validator.compute_signature(HOOKS + PATH, RING)
    for form, headers in (
        (RING, {}),
        (RING, {"X-Twilio-Signature": "made up"}),
        (RING | {"From": "+919419000078"}, {"X-Twilio-Signature": genuine}),
    ):
        assert client.post(PATH, data=form, headers=headers).status_code == 403
    assert client.post(f"{PATH}/status", data=RING, headers={"X-Twilio-Signature": genuine}).status_code == 403
    assert kept(db) == 0


@pytest.mark.usefixtures("floor")
def test_row_01_a_doubled_ring_is_one(carrier: Carrier, db: Database) -> None:  # noqa: F811
    first, second = (carrier.sends(PATH, **RING) for _ in range(2))
    assert kept(db) == 1
    assert second.status_code == first.status_code == 200


def test_row_02_an_end_that_comes_before_its_ring_is_a_missed_call(
    carrier: Carrier,  # noqa: F811
    floor: Floor,
    db: Database,
) -> None:
    over = RING | {"CallStatus": "no-answer"}
    assert carrier.sends(f"{PATH}/status", **over).status_code == 204
    assert carrier.sends(PATH, **RING).status_code == 200
    with db.transaction(EVERYTHING) as session:
        line = session.scalars(select(CallIn)).one()
        assert (line.reception, line.campaign_id) == (Reception.PROMISED, floor.campaign.id)
        assert session.scalars(select(Call.status)).all() == [CallStatus.ENDED]


@pytest.mark.usefixtures("db")
def test_a_ring_without_its_id_hears_to_ring_again(carrier: Carrier) -> None:  # noqa: F811
    answer = carrier.sends(PATH, From=HERS, To=NUMBER, CallStatus="ringing")
    assert "<Say" in answer.text
    assert carrier.sends(f"{PATH}/status", From=HERS, To=NUMBER, CallStatus="completed").status_code == 204


def test_row_19_where_nothing_can_be_looked_up_nothing_is_promised(client: FlaskClient) -> None:  # noqa: F811
    answer = client.post(f"{PATH}/fallback")
    assert "<Say" in answer.text
    assert "<Hangup" in answer.text
