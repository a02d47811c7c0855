"""Who gets in, who stays out, and how fast somebody is out again."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis
from sqlalchemy import select

from agent_ui.app import create_app
from agent_ui.limits import limiter
from campaigns.house import open_house
from campaigns.rules.roles import Role
from campaigns.shared.passwords import hash_password
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AccessTrace, Centre, Department, Operator, User
from campaigns.users.let_user_sign_in import let_user_sign_in
from config import Settings
from tests.given_centre import HASH, PASSWORD
from tests.given_house import given_house

__all__ = ["HASH", "PASSWORD"]  # of everybody who signs in

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


@pytest.fixture
def settings(database_url: str, redis_url: str) -> Settings:
    return Settings(database_url=database_url, redis_url=redis_url, secret_key="k" * 40)


@pytest.fixture
def app(settings: Settings, db: Database, redis: Redis) -> Flask:
    return create_app(settings, built=given_house(db, redis, settings))


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return app.test_client()


def given_user(db: Database, sign_in: str = "shazia", role: Role = Role.AGENT, **more: object) -> User:
    with db.transaction(EVERYTHING) as session:
        person = User(
            **{"sign_in": sign_in, "password_hash": HASH, "name": "Shazia Mir", "role": role, "created_at": NOW} | more
        )
        session.add(person)
    return person


def token(page: str) -> str:
    found = re.search(r'name="csrf-token" content="([^"]+)"', page)
    assert found
    return found[1]


def sign_in(browser: FlaskClient, sign_in: str = "shazia", password: str = PASSWORD, **more: str) -> object:
    csrf = token(browser.get("/sign-in").text)
    return browser.post("/sign-in", data={"sign_in": sign_in, "password": password, "csrf_token": csrf} | more)


@pytest.mark.parametrize(
    ("role", "path"),
    [(Role.AGENT, "/desk/"), (Role.SUPERVISOR, "/floor/"), (Role.OFFICER, "/lists/"), (Role.ADMIN, "/admin/")],
)
def test_everybody_comes_to_the_page_of_her_work(db: Database, browser: FlaskClient, role: Role, path: str) -> None:
    given_user(db, role=role)
    answer = sign_in(browser, " Shazia ")
    assert (answer.status_code, answer.location) == (302, path)
    assert browser.get("/").location == path


def test_a_wrong_password_and_an_unknown_id_read_alike(db: Database, browser: FlaskClient) -> None:
    given_user(db)
    wrong, unknown = sign_in(browser, password="not her password"), sign_in(browser, "nobody")
    assert wrong.status_code == unknown.status_code == 422
    assert "ID or password is not right." in wrong.text
    assert wrong.text.count("ID or password") == unknown.text.count("ID or password")


@pytest.mark.parametrize("written", ["", "\0", "x" * 5000, "' OR 1=1 --", "شازیہ"])
def test_nonsense_as_an_id_is_refused_in_words(browser: FlaskClient, written: str) -> None:
    assert sign_in(browser, written, "\0").status_code == 422


def test_a_sign_in_leaves_a_trace_and_so_does_a_refused_one(db: Database, browser: FlaskClient) -> None:
    given_user(db)
    sign_in(browser, password="not her password")
    sign_in(browser)
    with db.transaction(EVERYTHING) as session:
        actions = set(session.scalars(select(AccessTrace.action)))
    assert actions == {"signed_in", "sign_in_refused"}


def test_a_deactivated_agent_is_out_at_her_next_click(db: Database, browser: FlaskClient) -> None:
    given_user(db, role=Role.ADMIN)
    sign_in(browser)
    assert browser.get("/admin/").status_code == 200
    with db.transaction(EVERYTHING) as session:
        session.scalars(select(User)).one().active = False
    assert browser.get("/admin/").location == "/sign-in?next=/admin/"
    assert sign_in(browser).status_code == 422


def test_a_new_password_ends_older_sessions(db: Database, browser: FlaskClient) -> None:
    given_user(db, role=Role.ADMIN)
    sign_in(browser)
    with db.transaction(EVERYTHING) as session:
        session.scalars(select(User)).one().password_hash = hash_password("another long password")
    assert browser.get("/admin/").status_code == 302


def test_an_agent_does_not_open_the_administrators_page(db: Database, browser: FlaskClient) -> None:
    given_user(db)
    sign_in(browser)
    answer = browser.get("/admin/")
    assert answer.status_code == 403
    assert "This page is not for you" in answer.text


def test_a_script_without_sign_in_gets_json(browser: FlaskClient) -> None:
    answer = browser.get("/admin/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["because"]) == (401, "http_401")


def test_a_form_from_another_site_changes_nothing(db: Database, browser: FlaskClient) -> None:
    given_user(db)
    answer = browser.post("/sign-in", data={"sign_in": "shazia", "password": PASSWORD})
    assert answer.status_code == 400
    assert "Nothing was saved." in answer.text


def test_signing_in_renews_the_session(db: Database, browser: FlaskClient) -> None:
    given_user(db)
    browser.get("/sign-in")
    with browser.session_transaction() as before:
        old = dict(before)
    sign_in(browser)
    with browser.session_transaction() as after:
        assert after["csrf_token" if "csrf_token" in after else "user"] != old.get("csrf_token")


def test_signing_out_ends_the_session(db: Database, browser: FlaskClient) -> None:
    given_user(db, role=Role.ADMIN)
    sign_in(browser)
    browser.post("/sign-out", data={"csrf_token": token(browser.get("/admin/").text)})
    assert browser.get("/admin/").status_code == 302


def test_ten_wrong_passwords_close_the_door_for_a_while_but_not_for_colleagues(
    db: Database, browser: FlaskClient
) -> None:
    given_user(db)
    given_user(db, "rakesh", role=Role.SUPERVISOR)
    statuses = [sign_in(browser, password="guess").status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    assert sign_in(browser).status_code == 429
    assert sign_in(browser, "rakesh").status_code == 302


def test_sign_in_works_and_is_still_limited_while_redis_is_away(db: Database, settings: Settings) -> None:
    away = replace(settings, redis_url="redis://127.0.0.1:1/0")
    app = create_app(away, built=open_house(away))
    given_user(db)
    browser = app.test_client()
    statuses = [sign_in(browser, password="guess").status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    given_user(db, "rakesh", role=Role.SUPERVISOR)
    assert sign_in(browser, "rakesh").status_code == 302
    app.extensions["house"].close()
    limiter._storage_dead = False  # one limiter serves every app of this process, and the next one's Redis is there


@pytest.mark.parametrize("away", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_led_away_after_sign_in(db: Database, browser: FlaskClient, away: str) -> None:
    given_user(db)
    assert sign_in(browser, next=away).location == "/desk/"


def test_the_page_she_wanted_follows_the_sign_in(db: Database, browser: FlaskClient) -> None:
    given_user(db, role=Role.OFFICER)
    assert sign_in(browser, next="/lists/7?part=2").location == "/lists/7?part=2"


def test_the_chosen_language_stays_with_her(db: Database, app: Flask, browser: FlaskClient) -> None:
    given_user(db, role=Role.ADMIN)
    csrf = token(browser.get("/sign-in").text)
    browser.post("/language", data={"language": "ur", "csrf_token": csrf, "next": "/sign-in"})
    page = browser.get("/sign-in").text
    assert 'lang="ur" dir="rtl"' in page
    sign_in(browser)
    csrf = token(browser.get("/admin/").text)
    browser.post("/language", data={"language": "ur", "csrf_token": csrf})
    elsewhere = app.test_client()
    sign_in(elsewhere)
    assert 'dir="rtl"' in elsewhere.get("/admin/").text


def test_a_language_that_only_agents_pages_have_is_read_by_agents(db: Database, app: Flask) -> None:
    pages = {}
    for name, role, path in (("shazia", Role.AGENT, "/desk/start"), ("gulshan", Role.SUPERVISOR, "/floor/")):
        given_user(db, name, role)
        browser = app.test_client()
        csrf = token(browser.get("/sign-in").text)
        browser.post("/language", data={"language": "ks", "csrf_token": csrf, "next": "/sign-in"})
        assert 'lang="ks" dir="rtl"' in browser.get("/sign-in").text
        sign_in(browser, name)
        pages[role] = browser.get(path).text
    assert 'lang="ks" dir="rtl"' in pages[Role.AGENT]
    assert 'lang="en" dir="ltr"' in pages[Role.SUPERVISOR]  # the floor is not in Kashmiri, so none of it is
    assert 'value="ks"' not in pages[Role.SUPERVISOR]


def test_the_language_can_be_changed_beside_a_form_that_was_refused(db: Database, browser: FlaskClient) -> None:
    given_user(db, "admin", role=Role.ADMIN)
    sign_in(browser, "admin")
    refused = browser.post("/admin/people", data={"csrf_token": token(browser.get("/admin/").text)}).text
    wish = {"language": "ur", "csrf_token": token(refused), "next": "/admin/people"}
    assert browser.post("/language", data=wish).location == "/"


def test_a_new_password_from_the_administrator_replaces_the_old_one(
    db: Database, app: Flask, browser: FlaskClient
) -> None:
    given_user(db, "admin", role=Role.ADMIN)
    agent = given_user(db)
    sign_in(browser, "admin")
    path, csrf = f"/admin/people/{agent.id}/password", {"csrf_token": token(browser.get("/admin/").text)}
    assert browser.post(path, data=csrf | {"new_password": "short"}).status_code == 422
    assert browser.post(path, data=csrf | {"new_password": "saffron-fields"}).status_code == 302
    assert sign_in(app.test_client()).status_code == 422
    assert sign_in(app.test_client(), password="saffron-fields").status_code == 302


def test_a_supervisor_gives_a_new_password_to_an_agent_of_her_company_and_to_nobody_else(
    db: Database, app: Flask, browser: FlaskClient
) -> None:
    with db.transaction(EVERYTHING) as session:
        ours, other = Operator(name="Wular Connect"), Operator(name="Dal Voice")
        session.add_all([ours, other])
        session.flush()
        of_ours, of_other = {"operator_id": ours.id}, {"operator_id": other.id}
    agent, stranger = given_user(db, **of_ours), given_user(db, "parveena", name="Parveena", **of_other)
    colleague = given_user(db, "gulshan", Role.SUPERVISOR, **of_ours)
    supervisor = given_user(db, "haleema", Role.SUPERVISOR, name="Haleema Shah", **of_ours)
    sign_in(browser, "haleema")
    page = browser.get("/agents/").text
    assert ("shazia" in page, "parveena" in page, "gulshan" in page) == (True, False, False)
    wish = {"csrf_token": token(page), "new_password": "saffron-fields"}
    for somebody in (stranger, colleague, supervisor):
        assert browser.post(f"/agents/{somebody.id}/password", data=wish).status_code == 404
    assert browser.post(f"/agents/{agent.id}/password", data=wish).status_code == 302
    with db.transaction(EVERYTHING) as session:
        traces = session.scalars(select(AccessTrace).where(AccessTrace.action == "password_set")).all()
        assert [(trace.user_id, trace.subject) for trace in traces] == [(supervisor.id, {"user": str(agent.id)})]
    hers = app.test_client()
    sign_in(hers, "shazia", "saffron-fields")
    assert hers.get("/agents/").status_code == 403


def test_an_administrator_enters_the_telephone_on_a_desk(db: Database, browser: FlaskClient) -> None:
    admin = given_user(db, "admin", role=Role.ADMIN)
    agent = given_user(db)
    sign_in(browser, "admin")
    csrf = {"csrf_token": token(browser.get("/admin/").text)}
    path = f"/admin/people/{agent.id}/desk-phone"
    assert browser.post(path, data=csrf | {"desk_phone": "0194 2345678"}).status_code == 302
    assert "5678" in browser.get("/admin/").text
    assert "2345678" not in browser.get("/admin/").text
    refused = browser.post(path, data=csrf | {"desk_phone": "12"})
    assert (refused.status_code, "with + and its country code" in refused.text) == (422, True)
    assert browser.post(path.replace(str(agent.id), str(admin.id)), data=csrf).status_code == 422  # sits at no desk
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(User, agent.id).desk_phone == "+911942345678"
    browser.post(path, data=csrf | {"desk_phone": ""})
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(User, agent.id).desk_phone is None


def test_an_administrator_says_which_languages_an_agent_speaks(db: Database, browser: FlaskClient) -> None:
    given_user(db, "admin", role=Role.ADMIN)
    agent = given_user(db)
    sign_in(browser, "admin")
    csrf = {"csrf_token": token(browser.get("/admin/").text)}
    path = f"/admin/people/{agent.id}/languages"
    saved = browser.post(path, data=csrf | {"languages": ["ks", "hi", "xx"]}, follow_redirects=True)
    assert "The languages hold when she goes ready" in saved.text
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(User, agent.id).languages == ["ks", "hi"]
        trace = session.scalars(select(AccessTrace).where(AccessTrace.action == "languages_set")).one()
        assert trace.subject["after"] == ["ks", "hi"]
    browser.post(path, data=csrf)
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(User, agent.id).languages == []
    assert browser.post(path.replace(str(agent.id), str(uuid4())), data=csrf).status_code == 422


def test_an_administrator_adds_an_agent_who_signs_in(db: Database, app: Flask, browser: FlaskClient) -> None:
    given_user(db, "admin", role=Role.ADMIN)
    with db.transaction(EVERYTHING) as session:
        operator = Operator(name="Jhelum Voices")
        session.add(operator)
        session.flush()
        centre = Centre(operator_id=operator.id, name="Bandipora")
        session.add(centre)
    sign_in(browser, "admin")
    form = {"name": "Mehak Jan", "sign_in": "Mehak", "password": "saffron-fields", "role": "agent"}
    csrf = {"csrf_token": token(browser.get("/admin/").text)}
    without_centre = browser.post("/admin/people", data=form | csrf)
    assert without_centre.status_code == 422
    assert "need a centre" in without_centre.text
    wish = form | csrf | {"centre_id": str(centre.id), "languages": ["ks", "ur"]}
    assert browser.post("/admin/people", data=wish).status_code == 302
    assert browser.post("/admin/people", data=wish).status_code == 422
    assert sign_in(app.test_client(), "mehak", "saffron-fields").status_code == 302
    with db.transaction(EVERYTHING) as session:
        mehak = session.scalars(select(User).where(User.sign_in == "mehak")).one()
    assert (mehak.operator_id, mehak.languages) == (operator.id, ["ks", "ur"])


def test_an_administrator_closes_a_sign_in_but_not_her_own(db: Database, browser: FlaskClient) -> None:
    admin = given_user(db, "admin", role=Role.ADMIN)
    agent = given_user(db)
    sign_in(browser, "admin")
    csrf = {"csrf_token": token(browser.get("/admin/").text)}
    assert browser.post(f"/admin/people/{agent.id}/close", data=csrf).status_code == 302
    assert browser.post(f"/admin/people/{admin.id}/close", data=csrf).status_code == 409
    with db.transaction(EVERYTHING) as session:
        assert dict(session.execute(select(User.sign_in, User.active)).all()) == {"admin": True, "shazia": False}


def test_an_officer_belongs_to_a_department(db: Database, browser: FlaskClient) -> None:
    given_user(db, "admin", role=Role.ADMIN)
    with db.transaction(EVERYTHING) as session:
        department = Department(slug="swd", name="Social Welfare Department", region="IN")
        session.add(department)
    sign_in(browser, "admin")
    form = {"name": "Anju Devi", "sign_in": "anju", "password": "saffron-fields", "role": "officer"}
    form |= {"csrf_token": token(browser.get("/admin/").text), "department_id": str(department.id)}
    assert browser.post("/admin/people", data=form).status_code == 302


def a_file_of(content: bytes) -> dict[str, object]:
    """A form with one file, as a browser sends it."""
    head = b'--cut\r\nContent-Disposition: form-data; name="file"; filename="people.csv"\r\n\r\n'
    return {"content_type": "multipart/form-data; boundary=cut", "data": head + content + b"\r\n--cut--\r\n"}


def test_strangers_and_agents_cannot_fill_the_disk_or_the_memory(db: Database, app: Flask) -> None:
    big = b"x" * 2_000_000
    form = a_file_of(big)
    stranger, shazia = app.test_client(), app.test_client()
    given_user(db)
    sign_in(shazia)
    for browser in (stranger, shazia):
        assert browser.post("/sign-in", **form).status_code == 413
        assert browser.post("/desk/answer", json={"step": big.decode()}).status_code in (400, 413)
        csrf = {"X-CSRFToken": token(browser.get("/sign-in", follow_redirects=True).text)}
        assert browser.post("/desk/answer", json={"step": big.decode()}, headers=csrf).status_code in (401, 413)


def test_an_officer_may_send_a_large_file(db: Database, app: Flask) -> None:
    given_user(db, "anju", role=Role.OFFICER)
    browser = app.test_client()
    sign_in(browser, "anju")
    csrf = token(browser.get("/lists/").text)
    answer = browser.post(
        f"/lists/campaigns/{uuid4()}/upload", headers={"X-CSRFToken": csrf}, **a_file_of(b"x" * 2_000_000)
    )
    assert answer.status_code == 404  # the campaign, not the size


@pytest.mark.parametrize(
    "easy", ["1234567890", "aaaaaaaaaaaa", "Password123", "shazia-2026", "Raabta@123", "0123456789"]
)
def test_a_password_that_is_guessed_first_is_refused(db: Database, browser: FlaskClient, easy: str) -> None:
    given_user(db, "admin", role=Role.ADMIN)
    agent = given_user(db)
    sign_in(browser, "admin")
    wish = {"csrf_token": token(browser.get("/admin/").text), "new_password": easy}
    answer = browser.post(f"/admin/people/{agent.id}/password", data=wish)
    assert answer.status_code == 422
    assert "easily guessed" in answer.text


def test_two_administrators_who_close_each_other_leave_one(db: Database) -> None:
    one, two = given_user(db, "one", role=Role.ADMIN), given_user(db, "two", role=Role.ADMIN)
    together = Barrier(2)

    def close(whom: User, by: User) -> None:
        together.wait()
        let_user_sign_in(db, whom.id, by.id, allowed=False, now=NOW)

    threads = [Thread(target=close, args=pair) for pair in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with db.transaction(EVERYTHING) as session:
        assert sorted(session.scalars(select(User.active))) == [False, True]


def test_somebody_who_guesses_ids_leaves_a_trace_and_learns_nothing_from_the_time(
    db: Database, browser: FlaskClient
) -> None:
    sign_in(browser, "nobody")
    sign_in(browser, "not an id at all")
    with db.transaction(EVERYTHING) as session:
        traces = session.execute(select(AccessTrace.action, AccessTrace.user_id, AccessTrace.subject)).all()
    assert traces == [("sign_in_refused", None, {})] * 2
