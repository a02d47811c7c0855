"""Pages and the event stream read the sign-in cookie just as Flask does, though the stream never loads Flask."""

import subprocess
import sys
from datetime import timedelta

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf

from agent_ui.cookies import COOKIE, CookieReader
from agent_ui.sessions import Sessions
from agent_ui.tokens import Tokens
from config import Settings

KEY = "k" * 40
SAID = {"user": "0b9d", "mark": "1234", "language": "ur", "_permanent": True, "csrf_token": "abc"}


@pytest.fixture
def reader() -> CookieReader:
    return CookieReader(Settings("postgresql://", "redis://", KEY))


def signed(key: str) -> str:
    app = Flask("raabta", static_folder=None)
    app.secret_key = key
    return str(SecureCookieSessionInterface().get_signing_serializer(app).dumps(SAID))


def test_a_cookie_that_flask_has_signed_is_read(reader: CookieReader) -> None:
    assert reader.read(signed(KEY)) == SAID


@pytest.mark.parametrize("cookie", [None, "", "forged", signed("x" * 40), signed(KEY)[:-1]])
def test_a_missing_forged_or_cut_cookie_says_nothing(reader: CookieReader, cookie: str | None) -> None:
    assert reader.read(cookie) == {}


def pages() -> Flask:
    app = Flask("raabta", static_folder=None)
    app.config.from_mapping(SECRET_KEY=KEY, SESSION_COOKIE_NAME=COOKIE)
    app.session_interface = Sessions(app)
    return app


def said_to(app: Flask, cookie: str | None) -> dict[str, object]:
    with app.test_request_context(headers={"Cookie": f"{COOKIE}={cookie}"} if cookie else {}) as asked:
        said = dict(asked.session)
        asked.session.setdefault("_flashes", []).append("written on this page only")
        return said


def test_pages_read_a_cookie_as_often_as_it_comes_until_its_shift_is_over() -> None:
    app, cookie = pages(), signed(KEY)
    assert [said_to(app, cookie) for _ in range(3)] == [SAID] * 3
    app.permanent_session_lifetime = timedelta(seconds=-1)
    assert said_to(app, cookie) == {}


@pytest.mark.parametrize("cookie", [None, "", "forged", signed("x" * 40), signed(KEY)[:-1]])
def test_a_missing_forged_or_cut_cookie_says_nothing_to_pages_either(cookie: str | None) -> None:
    app = pages()
    assert said_to(app, signed(KEY)) == SAID
    assert [said_to(app, cookie) for _ in range(2)] == [{}, {}]


def test_the_token_of_a_script_counts_in_its_own_session_only_however_often_it_was_true() -> None:
    app = Flask("raabta", static_folder=None)
    app.config.from_mapping(SECRET_KEY=KEY, WTF_CSRF_TIME_LIMIT=None)
    Tokens().init_app(app)
    app.add_url_rule("/token", view_func=generate_csrf)
    app.add_url_rule("/done", view_func=lambda: "done", methods=["POST"])
    hers, his = app.test_client(), app.test_client()
    token, other = hers.get("/token").text, his.get("/token").text

    def answered(browser: FlaskClient, shown: str, where: str = "http://localhost/", **headers: str) -> int:
        return browser.post("/done", base_url=where, json={}, headers={"X-CSRFToken": shown, **headers}).status_code

    assert [answered(hers, shown) for shown in (token, token, other, "", token[:-1], token)] == [
        200,
        200,
        400,
        400,
        400,
        200,
    ]
    assert [answered(his, shown) for shown in (token, other)] == [400, 200]
    elsewhere = {"Referer": "https://elsewhere/"}
    assert answered(hers, token, "https://localhost/", **elsewhere) == 400
    assert answered(hers, token, "https://localhost/", Referer="https://localhost/desk/") == 200


def test_the_event_stream_loads_neither_flask_nor_the_queue_nor_a_carrier() -> None:
    loads = "import sys, agent_ui.live; print([name for name in ('flask', 'rq', 'twilio') if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
