"""Supervisors see their floor live, and nobody sees a floor that is not hers."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis

from agent_ui.app import create_app
from agent_ui.floor.obstacle_words import WHY
from agent_ui.floor.sentences import NEEDS
from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.campaign_states import CampaignStatus, DialMode
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.floor.agents_in_need import Need
from campaigns.rules.floor.obstacles import Obstacle
from campaigns.rules.outcomes import Outcome
from campaigns.rules.pacing_fallback import Fallback
from campaigns.rules.roles import Role
from campaigns.store.dialling.campaign_paces import note_pace
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Campaign
from config import Settings
from tests.edges.test_sign_in import HASH, sign_in, token
from tests.given_floor import DISTRICT, NOW, PATTAN, SOPORE, STATE, Floor, given_areas, given_floor
from tests.given_house import given_monday


@pytest.fixture
def app(database_url: str, redis_url: str, db: Database, redis: Redis) -> Flask:
    settings = Settings(database_url=database_url, redis_url=redis_url, secret_key="k" * 40)
    return create_app(settings, built=given_monday(db, redis, settings))


@pytest.fixture
def floor(db: Database) -> Floor:
    """A campaign with a supervisor and an officer, three people and four agents."""
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        floor.user(session, "gulshan", Role.SUPERVISOR, password_hash=HASH)
        floor.user(session, "officer", Role.OFFICER, password_hash=HASH)
        people = floor.list(session)
        done = floor.person(session, people, status=CaseStatus.CLOSED, outcome=Outcome.COMPLETED, reached=True)
        floor.call(session, done, Outcome.COMPLETED, answered_at=NOW)
        floor.person(session, people, SOPORE)
        floor.person(session, people, SOPORE, status=CaseStatus.CALLBACK, due_at=NOW - timedelta(minutes=12))
        floor.desk(session, "aamir", AgentStatus.READY)
        floor.desk(session, "shazia", AgentStatus.ON_CALL, minutes=12)
        floor.desk(session, "rakesh", AgentStatus.PAUSED, minutes=40, pause_reason=PauseReason.TEA)
        floor.desk(session, "bilal", AgentStatus.READY, heard_at=NOW - timedelta(minutes=1))
    return floor


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return app.test_client()


def test_a_supervisor_sees_five_numbers_and_who_may_need_her(browser: FlaskClient, floor: Floor) -> None:
    sign_in(browser, "gulshan")
    page = browser.get(f"/floor/{floor.campaign.id}").text
    for text in ("Talked with today", "Answered by a person", "Abandoned calls", "1 / 4", "1 late, oldest 12 min"):
        assert text in page
    need = page[page.index("Agents who may need you") : page.index("Everyone")]
    assert [name in need for name in ("Bilal", "Shazia", "Rakesh", "Aamir")] == [True, True, True, False]
    assert need.index("Bilal") < need.index("Shazia") < need.index("Rakesh")


def test_she_drills_from_state_to_block_by_the_address(browser: FlaskClient, floor: Floor) -> None:
    sign_in(browser, "gulshan")
    for area, below in ((None, STATE), (STATE, DISTRICT), (DISTRICT, SOPORE)):
        page = browser.get(f"/floor/{floor.campaign.id}", query_string={"area": area} if area else {}).text
        assert f"area={below}" in page.replace("%3A", ":").replace("%40", "@")
    block = browser.get(f"/floor/{floor.campaign.id}", query_string={"area": PATTAN}).text
    assert ">Baramulla</bdi></a>" in block
    assert 'aria-current="location">Pattan' in block


def test_an_area_that_does_not_exist_is_no_page(browser: FlaskClient, floor: Floor) -> None:
    sign_in(browser, "gulshan")
    assert browser.get(f"/floor/{floor.campaign.id}?area=district:0").status_code == 404


def test_the_page_says_why_it_is_not_dialling(browser: FlaskClient, floor: Floor) -> None:
    sign_in(browser, "gulshan")
    assert "no calling hours are set" in browser.get(f"/floor/{floor.campaign.id}").text
    assert "no calling hours are set" in browser.get("/floor/").text


@pytest.mark.parametrize(
    ("because", "languages", "says"),
    [
        (Fallback.FEW_AGENTS, [], "fewer than 10 agents are signed in"),
        (Fallback.FEW_AGENTS, ["ks"], "In Kashmiri one call goes out for each free agent"),
        (Fallback.AT_THE_CAP, [], "too many who answered found nobody"),
        (Fallback.CLOSING, [], "calling is about to end"),
        (Fallback.PROMISED, [], "No call goes out ahead: a promised callback"),
        (None, [], None),
    ],
)
def test_the_page_says_why_a_predictive_campaign_calls_one_for_each_agent(
    browser: FlaskClient, floor: Floor, db: Database, because: Fallback | None, languages: list[str], says: str | None
) -> None:
    sign_in(browser, "gulshan")
    with db.transaction(EVERYTHING) as session:
        note_pace(session, floor.campaign, because, languages, at=NOW)
    assert 'data-test="paced"' not in browser.get(f"/floor/{floor.campaign.id}").text
    with db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, floor.campaign.id).mode = DialMode.PREDICTIVE
    page = browser.get(f"/floor/{floor.campaign.id}").text
    assert ('data-test="paced"' in page) is (because is not None)
    assert says is None or says in page


def test_a_part_holds_only_what_changes_and_the_wall_has_no_names(browser: FlaskClient, floor: Floor) -> None:
    sign_in(browser, "gulshan")
    part = browser.get(f"/floor/{floor.campaign.id}?part=1").text
    assert "<html" not in part
    assert 'id="now"' in part
    wall = browser.get(f"/floor/{floor.campaign.id}?wall=1").text
    assert "Talked with today" in wall
    assert "Shazia" not in wall


def test_an_officer_sees_the_numbers_and_no_agent_by_name(browser: FlaskClient, floor: Floor) -> None:
    sign_in(browser, "officer")
    page = browser.get(f"/floor/{floor.campaign.id}").text
    assert "On call / signed in" in page
    assert "Shazia" not in page


def test_a_supervisor_pauses_and_starts_calling(browser: FlaskClient, floor: Floor, db: Database) -> None:
    sign_in(browser, "gulshan")
    address = f"/floor/{floor.campaign.id}"
    for event, status in (("pause", CampaignStatus.PAUSED), ("start", CampaignStatus.RUNNING)):
        csrf = token(browser.get(address).text)
        assert browser.post(f"{address}/move", data={"event": event, "csrf_token": csrf}).status_code == 302
        with db.transaction(EVERYTHING) as session:
            assert session.get_one(Campaign, floor.campaign.id).status is status
    csrf = token(browser.get(address).text)
    late = browser.post(f"{address}/move", data={"event": "start", "csrf_token": csrf})
    assert late.status_code == 409
    assert "That cannot be done now." in late.text
    assert browser.post(f"{address}/move", data={"event": "archive", "csrf_token": csrf}).status_code == 400


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.OFFICER])
def test_a_strangers_floor_does_not_exist(browser: FlaskClient, floor: Floor, db: Database, role: Role) -> None:
    with db.transaction(EVERYTHING) as session:
        given_floor(session, "housing").user(session, "stranger", role, password_hash=HASH)
    sign_in(browser, "stranger")
    assert browser.get(f"/floor/{floor.campaign.id}").status_code == 404
    assert browser.get(f"/reports/{floor.campaign.id}").status_code == 404
    assert "Campaign pension" not in browser.get("/floor/").text
    assert browser.get(f"/floor/{uuid4()}").status_code == 404


def test_an_agent_has_no_floor(browser: FlaskClient, floor: Floor, db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        floor.user(session, "farooq", Role.AGENT, password_hash=HASH)
    sign_in(browser, "farooq")
    assert browser.get("/floor/").status_code == 403


def test_everything_that_can_be_said_has_its_words() -> None:
    assert set(WHY) == set(Obstacle)
    assert set(NEEDS) == set(Need)
