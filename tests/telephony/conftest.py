"""The official SDK against a small Twilio on a real socket."""

import threading
from collections.abc import Iterator

import pytest

from campaigns.telephony.twilio_calls import TwilioCalls
from config import Settings
from tests.telephony.fake_twilio import Exchange, FakeTwilio


@pytest.fixture
def settings() -> Settings:
    """Settings of a process that needs neither database nor queue."""
    return Settings(database_url="", redis_url="", secret_key="x" * 32, hooks_base_url="https://hooks.example.org")


@pytest.fixture
def twilio() -> Iterator[Exchange]:
    """A Twilio that listens."""
    exchange = Exchange(FakeTwilio())
    thread = threading.Thread(target=exchange.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield exchange
    exchange.twilio.closing.set()
    exchange.shutdown()
    exchange.server_close()
    thread.join()


@pytest.fixture
def phones(twilio: Exchange, settings: Settings) -> Iterator[TwilioCalls]:
    """Our side, impatient: half a second instead of ten."""
    calls = TwilioCalls(settings_for(settings, f"http://127.0.0.1:{twilio.server_port}"))
    calls.client.http_client.timeout = (0.5, 0.5)
    yield calls
    calls.client.http_client.session.close()


def settings_for(settings: Settings, carrier: str) -> Settings:
    """Return the settings with another carrier address."""
    return Settings(**{**settings.__dict__, "carrier_base_url": carrier})
