"""A supervisor rehearses her campaign on a page, and reads the forecast of the morning on her floor."""

from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis

from agent_ui.app import create_app
from agent_ui.rehearsal.rehearsal_words import ASSUMED, SPENT
from agent_ui.rehearsal.sentences import WHY
from campaigns.rehearsal.rehearse_campaign import rehearse_campaign
from campaigns.rules.rehearsal import words as rehearsal_words
from campaigns.rules.rehearsal.assumptions import Assumptions
from campaigns.rules.rehearsal.limits import Limit
from campaigns.rules.rehearsal.sources import stated
from campaigns.rules.rehearsal.tally import Spent
from campaigns.rules.rehearsal_states import RehearsalKind, RehearsalStatus
from campaigns.rules.roles import Role
from campaigns.store.rehearsal.rehearsals import rehearsals_of
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Rehearsal
from config import Settings
from tests.edges.test_sign_in import HASH, sign_in, token
from tests.flows.given_rehearsal import CARRIER, PLAN, a_campaign_of
from tests.given_floor import NOW, Floor, given_floor
from tests.given_house import given_monday

FORM = {"agents": "3", "days": "20", "mode": "progressive", "begins": "10:00", "ends": "18:00"}


@pytest.fixture
def app(database_url: str, redis_url: str, db: Database, redis: Redis) -> Flask:
    settings = Settings(database_url=database_url, redis_url=redis_url, secret_key="k" * 40)
    return create_app(settings, built=given_monday(db, redis, settings))


@pytest.fixture
def floor(db: Database) -> Floor:
    floor = a_campaign_of(db, 40)
    with db.transaction(EVERYTHING) as session:
        floor.user(session, "gulshan", Role.SUPERVISOR, password_hash=HASH)
    return floor


@pytest.fixture
def browser(app: Flask, floor: Floor) -> FlaskClient:
    browser = app.test_client()
    sign_in(browser, "gulshan")
    return browser


def page_of(floor: Floor) -> str:
    return f"/rehearsal/{floor.campaign.id}"


def ask(browser: FlaskClient, floor: Floor, **fields: str) -> object:
    csrf = token(browser.get(page_of(floor)).text)
    return browser.post(page_of(floor), data=FORM | fields | {"csrf_token": csrf})


def the_rehearsal(db: Database, floor: Floor) -> Rehearsal:
    with db.transaction(EVERYTHING) as session:
        (one,) = rehearsals_of(session, floor.campaign.id)
    return one


def test_a_supervisor_asks_waits_and_reads_what_it_says(browser: FlaskClient, floor: Floor, db: Database) -> None:
    asked = ask(browser, floor)
    one = the_rehearsal(db, floor)
    assert asked.location == f"{page_of(floor)}/{one.id}/progress"
    waits = browser.get(asked.location)
    assert "Waiting for its turn." in waits.text
    assert browser.get(f"{page_of(floor)}/{one.id}").location == asked.location
    rehearse_campaign(db, one.id, CARRIER, now=lambda: NOW)
    assert browser.get(asked.location).location == f"{page_of(floor)}/{one.id}"
    page = browser.get(f"{page_of(floor)}/{one.id}").text
    for words in (
        "Finished on",
        "Pattan",
        "Sopore",
        "People reached each day",
        "assumed:",
        "tariff of 1 November 2026",
        "INR",
    ):
        assert words in page
    assert "Finished on" in browser.get(page_of(floor)).text


def test_a_page_of_a_rehearsal_in_urdu_runs_from_right_to_left(
    browser: FlaskClient, floor: Floor, db: Database
) -> None:
    ask(browser, floor)
    one = the_rehearsal(db, floor)
    rehearse_campaign(db, one.id, CARRIER, now=lambda: NOW)
    csrf = token(browser.get(page_of(floor)).text)
    browser.post("/language", data={"language": "ur", "csrf_token": csrf, "next": "/floor/"})
    page = browser.get(f"{page_of(floor)}/{one.id}").text
    assert 'dir="rtl"' in page
    assert "ہر روز جن افراد سے بات ہوئی" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"agents": "0"}, "without any, nobody is called"),
        ({"agents": "many"}, "without any, nobody is called"),
        ({"days": "0"}, "Rehearse 1 to 180 days."),
        ({"begins": "18:00", "ends": "10:00"}, "must end after it begins"),
    ],
)
def test_a_floor_that_calls_nobody_is_refused_beside_the_form(
    browser: FlaskClient, floor: Floor, fields: dict[str, str], words: str
) -> None:
    answer = ask(browser, floor, **fields)
    assert answer.status_code == 422
    assert words in answer.text


def test_a_campaign_without_an_approved_list_says_so_on_the_page(
    db: Database, browser: FlaskClient, floor: Floor
) -> None:
    with db.transaction(EVERYTHING) as session:
        other = given_floor(session, "housing", floor.operator.id)
    ask(browser, other)
    one = the_rehearsal(db, other)
    rehearse_campaign(db, one.id, CARRIER, now=lambda: NOW)
    assert "no list yet" in browser.get(f"{page_of(other)}/{one.id}").text


def test_the_floor_says_each_morning_when_the_campaign_will_be_finished(
    db: Database, browser: FlaskClient, floor: Floor
) -> None:
    assert "At this pace" not in browser.get(f"/floor/{floor.campaign.id}").text
    forecast_id = a_forecast(db, floor)
    page = browser.get(f"/floor/{floor.campaign.id}").text
    assert "At this pace finished on" in page
    assert f"{page_of(floor)}/{forecast_id}" in page
    assert "At this pace finished on" in browser.get(page_of(floor)).text


def test_a_stranger_sees_no_rehearsal(db: Database, app: Flask, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        given_floor(session, "housing").user(session, "stranger", Role.SUPERVISOR, password_hash=HASH)
    forecast_id = a_forecast(db, floor)
    browser = app.test_client()
    sign_in(browser, "stranger")
    for address in (page_of(floor), f"{page_of(floor)}/{forecast_id}", f"{page_of(floor)}/{forecast_id}/progress"):
        assert browser.get(address).status_code == 404


def a_forecast(db: Database, floor: Floor) -> UUID:
    with db.transaction(EVERYTHING) as session:
        one = Rehearsal(
            id=uuid4(), department_id=floor.department.id, campaign_id=floor.campaign.id, kind=RehearsalKind.MORNING,
            status=RehearsalStatus.WAITING, plan=PLAN.as_json(), asked_at=NOW, forecast_on=NOW.date(), tries=0,
            share_done=0.0,
        )  # fmt: skip
        session.add(one)
    rehearse_campaign(db, one.id, CARRIER, now=lambda: NOW)
    return one.id


def test_every_limit_every_use_of_time_and_every_assumption_has_its_words() -> None:
    assert set(WHY) == set(rehearsal_words.WHY) == set(Limit)
    assert set(SPENT) == set(Spent)
    assert {row["name"] for row in stated(Assumptions())} == set(ASSUMED)


def test_the_terminal_and_the_page_say_the_same(app: Flask) -> None:
    with app.test_request_context():
        for limit, (why, change) in rehearsal_words.WHY.items():
            assert (str(WHY[limit][0]), str(WHY[limit][1])) == (why, change)
