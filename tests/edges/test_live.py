"""The event stream on real sockets: who hears what, and what happens when Redis goes away."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import select, update

from agent_ui.app import create_app
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.roles import Role
from campaigns.store.bells import CHANNEL
from campaigns.store.session import EVERYTHING, Database, tell
from campaigns.store.tables import AgentSession, Campaign, Department, Operator, Scheme, User
from config import Settings
from tests.given_centre import HASH, PASSWORD
from tests.given_house import given_house
from tests.given_live import Live, running, until
from workers.embedded.ports import free_port
from workers.embedded.valkey import valkey_command, wait_for_valkey

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
PAGES = "http://127.0.0.1:8000"


@dataclass
class Floor:
    """One department's campaign with an agent at her desk."""

    department: Department
    campaign: Campaign
    desk: AgentSession


@pytest.fixture
def settings(database_url: str, redis_url: str) -> Settings:
    return Settings(database_url=database_url, redis_url=redis_url, secret_key="k" * 40, public_base_url=PAGES)


@pytest.fixture
def floor(db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        department = Department(slug="swd", name="Social Welfare Department", region="IN")
        operator = Operator(name="Jhelum Voices")
        session.add_all([department, operator])
        session.flush()
        scheme = Scheme(department_id=department.id, name="Old-age pension")
        session.add(scheme)
        session.flush()
        campaign = Campaign(
            department_id=department.id,
            scheme_id=scheme.id,
            operator_id=operator.id,
            slug="pension",
            name="Old-age pension check",
            region="IN",
            zone="Asia/Kolkata",
            caller_id="+911600000000",
            purpose="pension check",
            lawful_basis="state function",
            retention_end=date(2027, 11, 23),
            created_at=NOW,
        )
        people = {
            "shazia": User(role=Role.AGENT, operator_id=operator.id),
            "farooq": User(role=Role.SUPERVISOR, operator_id=operator.id),
            "anju": User(role=Role.OFFICER, department_id=department.id),
            "stranger": User(role=Role.SUPERVISOR),
        }
        for sign_in, person in people.items():
            person.sign_in, person.password_hash, person.name, person.created_at = sign_in, HASH, sign_in, NOW
        session.add_all([campaign, *people.values()])
        session.flush()
        desk = AgentSession(
            user_id=people["shazia"].id,
            campaign_id=campaign.id,
            department_id=department.id,
            since=NOW,
            leg="none",
            started_at=NOW,
            heard_at=NOW,
        )
        session.add(desk)
    return Floor(department, campaign, desk)


@pytest.fixture
def live(settings: Settings) -> Iterator[Live]:
    with running(settings) as server:
        yield server


@pytest.fixture
def pages(settings: Settings, db: Database, redis: Redis) -> Flask:
    return create_app(settings, built=given_house(db, redis, settings))


def cookie_of(pages: Flask, sign_in: str) -> dict[str, str]:
    """Sign in as a person does and return her cookie."""
    browser = pages.test_client()
    csrf = re.search(r'name="csrf-token" content="([^"]+)"', browser.get("/sign-in").text)
    form = {"sign_in": sign_in, "password": PASSWORD, "csrf_token": csrf[1]}
    assert browser.post("/sign-in", data=form).status_code == 302
    return {"raabta": browser.get_cookie("raabta").value}


@contextmanager
def listening(address: str, cookies: dict[str, str]) -> Iterator[Iterator[str]]:
    """Open a stream and give its lines."""
    with (
        httpx.Client(cookies=cookies, timeout=120) as client,
        client.stream("GET", address, headers={"Origin": PAGES}) as answer,
    ):
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["x-accel-buffering"] == "no"
        assert answer.headers["access-control-allow-origin"] == PAGES
        yield answer.iter_lines()


def next_event(lines: Iterator[str]) -> tuple[str, str]:
    """Return the next event and its data."""
    event = ""
    for line in lines:
        if line.startswith("event: "):
            event = line.removeprefix("event: ")
        if line.startswith("data: "):
            return event, line.removeprefix("data: ")
    return "end", ""


def test_an_agent_hears_of_her_desk_at_once_and_at_each_change(
    db: Database, floor: Floor, live: Live, pages: Flask
) -> None:
    with listening(live.address + "/live/desk", cookie_of(pages, "shazia")) as lines:
        _, first = next_event(lines)
        with db.transaction(EVERYTHING) as session:
            tell(session, f"agent:{uuid4()}")
            tell(session, f"agent:{floor.desk.id}")
        event, second = next_event(lines)
    assert event == "changed"
    assert int(second) == int(first) + 1


@pytest.mark.parametrize("name", ["farooq", "anju"])
def test_a_supervisor_and_an_officer_hear_of_their_campaign(
    db: Database, floor: Floor, live: Live, pages: Flask, name: str
) -> None:
    with listening(f"{live.address}/live/floor/{floor.campaign.id}", cookie_of(pages, name)) as lines:
        next_event(lines)
        with db.transaction(EVERYTHING) as session:
            tell(session, f"floor:{floor.campaign.id}")
        assert next_event(lines)[0] == "changed"


def test_one_stream_tells_of_all_that_a_browser_shows_by_name_and_leaves_out_what_is_not_hers(
    db: Database, floor: Floor, live: Live, pages: Flask
) -> None:
    mine, strange = f"floor/{floor.campaign.id}", f"floor/{uuid4()}"
    address = f"{live.address}/live/of?topic={mine}&topic={strange}&topic=desk&topic=list/42&topic={mine}"
    with listening(address, cookie_of(pages, "farooq")) as lines:
        assert next_event(lines)[1].endswith(f" {mine}")
        with db.transaction(EVERYTHING) as session:
            tell(session, strange.replace("/", ":"))
            tell(session, f"agent:{floor.desk.id}")
            tell(session, f"floor:{floor.campaign.id}")
        event, said = next_event(lines)
    assert (event, said.split(" ")[1]) == ("changed", mine)


def test_nobody_hears_what_is_not_hers(floor: Floor, live: Live, pages: Flask) -> None:
    def status(path: str, cookies: dict[str, str]) -> int:
        return httpx.get(live.address + path, cookies=cookies).status_code

    campaign = f"/live/floor/{floor.campaign.id}"
    assert status("/live/desk", {}) == 401
    assert status("/live/desk", {"raabta": "forged"}) == 401
    assert status(campaign, cookie_of(pages, "stranger")) == 403
    assert status(campaign, cookie_of(pages, "shazia")) == 403
    assert status(f"/live/floor/{uuid4()}", cookie_of(pages, "farooq")) == 403
    assert status(f"/live/list/{uuid4()}", cookie_of(pages, "anju")) == 403
    assert status("/live/desk", cookie_of(pages, "farooq")) == 403
    assert status("/live/floor/42", cookie_of(pages, "farooq")) == 404
    assert status(f"/live/of?topic=floor/{uuid4()}&topic=desk", cookie_of(pages, "farooq")) == 403
    assert status("/live/of", cookie_of(pages, "farooq")) == 403
    assert status("/live/of?topic=desk", {}) == 401


def test_only_our_own_pages_may_read_the_stream(floor: Floor, live: Live, pages: Flask) -> None:
    answer = httpx.get(live.address + "/live/desk", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answer.headers


def test_a_deactivated_agent_opens_no_stream(db: Database, floor: Floor, live: Live, pages: Flask) -> None:
    cookies = cookie_of(pages, "shazia")
    with db.transaction(EVERYTHING) as session:
        session.execute(update(User).values(active=False))
    assert httpx.get(live.address + "/live/desk", cookies=cookies).status_code == 401


def test_an_agent_who_left_her_desk_has_no_stream(db: Database, floor: Floor, live: Live, pages: Flask) -> None:
    cookies = cookie_of(pages, "shazia")
    with db.transaction(EVERYTHING) as session:
        session.scalars(select(AgentSession)).one().status = AgentStatus.SIGNED_OUT
    assert httpx.get(live.address + "/live/desk", cookies=cookies).status_code == 403


def test_the_third_stream_of_a_person_replaces_her_first(floor: Floor, live: Live, pages: Flask) -> None:
    cookies, address = cookie_of(pages, "shazia"), live.address + "/live/desk"
    with listening(address, cookies) as first, listening(address, cookies) as second:
        assert [next_event(first)[0], next_event(second)[0]] == ["changed", "changed"]
        with listening(address, cookies) as third:
            assert next_event(third)[0] == "changed"
            assert [next_event(first)[0], next_event(first)[0]] == ["replaced", "end"]


def test_a_closed_browser_leaves_nothing_behind(floor: Floor, live: Live, pages: Flask) -> None:
    with listening(live.address + "/live/desk", cookie_of(pages, "shazia")) as lines:
        next_event(lines)
        assert len(live.exchange) == 1
    until(lambda: len(live.exchange) == 0)


def test_many_changes_at_once_are_told_as_few(
    db: Database, floor: Floor, live: Live, pages: Flask, redis: Redis
) -> None:
    with listening(live.address + "/live/desk", cookie_of(pages, "shazia")) as lines:
        _, first = next_event(lines)
        for _ in range(200):
            redis.publish(f"{CHANNEL}agent:{floor.desk.id}", "")
        next_event(lines)
        redis.publish(f"{CHANNEL}agent:{floor.desk.id}", "")
        _, last = next_event(lines)
    assert int(last) - int(first) <= 20


def test_after_a_loss_of_redis_everybody_is_told_to_look_again(
    db: Database, floor: Floor, settings: Settings, pages: Flask, tmp_path: Path
) -> None:
    port = free_port()
    own = f"redis://127.0.0.1:{port}/0"

    def start() -> subprocess.Popen[bytes]:
        server = subprocess.Popen(valkey_command(tmp_path / "valkey", port), stdout=subprocess.DEVNULL)
        wait_for_valkey(own)
        return server

    valkey = start()
    try:
        with (
            running(replace(settings, redis_url=own)) as live,
            listening(live.address + "/live/desk", cookie_of(pages, "shazia")) as lines,
        ):
            next_event(lines)
            valkey.kill()
            valkey.wait()
            valkey = start()
            assert next_event(lines)[0] == "changed"
            with Redis.from_url(own) as redis:
                redis.publish(f"{CHANNEL}agent:{floor.desk.id}", "")
            assert next_event(lines)[0] == "changed"
    finally:
        valkey.kill()
        valkey.wait()
