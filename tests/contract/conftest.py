"""A sandbox carrier on a real loopback socket, called by Twilio's SDK, telling a real listener."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
import uvicorn
from openapi_core import OpenAPI
from twilio.rest import Client

from campaigns.rules.clock import Clock
from tests.contract.hooks_listener import HooksListener
from tests.contract.twilio_document import DOCUMENT, CheckedHttpClient, read_document
from workers.carrier.app import carrier_app
from workers.carrier.log import CarrierCall, read_log
from workers.carrier.options import CarrierOptions

PROJECT = Path(__file__).parents[2]
ACCOUNT_SID = "AC" + "0" * 32
AUTH_TOKEN = "a-token-of-no-value"
API_SECRET = "another-secret-of-no-value-for-browsers"
SPEED = 100.0  # carrier seconds per wall second
NOON = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)  # in Kashmir
CALLER = "+911942455000"
PERSON = "+919419012345"


@dataclass
class RunningCarrier:
    """A carrier in a thread, and the SDK's client of it."""

    options: CarrierOptions
    document: OpenAPI
    hooks: HooksListener
    _started: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Listen on a free port."""
        config = uvicorn.Config(
            carrier_app(self.options), port=0, access_log=False, log_level="warning", timeout_graceful_shutdown=1
        )
        self._server = _Server(config, self._started)
        self._thread = threading.Thread(target=self._server.run)
        self._thread.start()
        assert self._started.wait(120)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.http = CheckedHttpClient(self.url, self.document)
        self.client = Client(ACCOUNT_SID, AUTH_TOKEN, http_client=self.http)

    def stop(self) -> None:
        """End it as SIGTERM does."""
        self.http.session.close()
        self._server.should_exit = True
        self._thread.join(120)
        assert not self._thread.is_alive()

    def wait_until_quiet(self) -> None:
        """Wait until every call has ended and all that is told of it has left."""
        requests.get(f"{self.url}/sandbox/quiet", timeout=120).raise_for_status()

    def place(self, to: str = PERSON, **wish: Any) -> Any:
        """Place a call whose every step is told."""
        usual = {
            "url": f"{self.hooks.url}/answer",
            "status_callback": f"{self.hooks.url}/status",
            "status_callback_event": ["initiated", "ringing", "answered", "completed"],
            "timeout": 30,
        }
        return self.client.calls.create(to=to, from_=CALLER, **(usual | wish))

    def control(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """Do something to the network."""
        response = requests.post(f"{self.url}/sandbox/{path}", json=body or {}, timeout=120)
        response.raise_for_status()
        return response.json()

    def force(self, number: str = PERSON, **plan: Any) -> None:
        """Say what every dial of a number finds."""
        self.control(f"people/{number}", plan)

    def log(self) -> list[CarrierCall]:
        """Read its own log."""
        assert self.options.log is not None
        return read_log(self.options.log)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, started: threading.Event) -> None:
        super().__init__(config)
        self._listening = started

    async def startup(self, *args: Any, **kwargs: Any) -> None:
        await super().startup(*args, **kwargs)
        self._listening.set()


@pytest.fixture(scope="session")
def document() -> OpenAPI:
    """Twilio's own OpenAPI document."""
    if not (PROJECT / DOCUMENT).exists():
        pytest.fail("Twilio's OpenAPI document is not installed: run `make setup` (npm puts it into node_modules).")
    return read_document(PROJECT)


@pytest.fixture
def hooks() -> Iterator[HooksListener]:
    """The customer's side."""
    listener = HooksListener()
    yield listener
    listener.close()


@pytest.fixture
def start_carrier(document: OpenAPI, hooks: HooksListener, tmp_path: Path) -> Iterator[Callable[..., RunningCarrier]]:
    """Starts carriers with options; all are stopped at the end."""
    running: list[RunningCarrier] = []

    def start(**wish: Any) -> RunningCarrier:
        speed = wish.pop("speed", SPEED)
        usual: dict[str, Any] = {
            "clock": Clock(time.time(), NOON, speed),  # noqa: TID251 - the carrier's day begins with the test
            "calls_per_second": 1000.0,
            "seed": 7,
            "api_secret": API_SECRET,
            "application": f"{hooks.url}/browser",
            "callers": f"{hooks.url}/calls-in",
            "log": tmp_path / "carrier.jsonl",
        }
        carrier = RunningCarrier(CarrierOptions(ACCOUNT_SID, AUTH_TOKEN, **(usual | wish)), document, hooks)
        carrier.start()
        running.append(carrier)
        return carrier

    yield start
    for carrier in running:
        carrier.stop()


@pytest.fixture
def slow_carrier(start_carrier: Callable[..., RunningCarrier]) -> RunningCarrier:
    """A carrier as slow as life: what rings in it rings on while a test looks, however busy the machine is."""
    return start_carrier(speed=1.0)


@pytest.fixture
def carrier(start_carrier: Callable[..., RunningCarrier]) -> RunningCarrier:
    """A carrier without faults, a hundred times faster than life."""
    return start_carrier()
