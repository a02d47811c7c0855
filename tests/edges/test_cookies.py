"""The event stream reads the sign-in cookie just as Flask does, though it never loads Flask."""

import subprocess
import sys

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from agent_ui.cookies import CookieReader
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


def test_the_event_stream_loads_neither_flask_nor_the_queue_nor_a_carrier() -> None:
    loads = "import sys, agent_ui.live; print([name for name in ('flask', 'rq', 'twilio') if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
