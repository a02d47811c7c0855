"""Pages and the event stream read the sign-in cookie just as Flask does, though the stream never loads Flask."""

import subprocess
import sys
from datetime import timedelta

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from agent_ui.cookies import COOKIE, CookieReader
from agent_ui.sessions import Sessions
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


def test_the_event_stream_loads_neither_flask_nor_the_queue_nor_a_carrier() -> None:
    loads = "import sys, agent_ui.live; print([name for name in ('flask', 'rq', 'twilio') if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
