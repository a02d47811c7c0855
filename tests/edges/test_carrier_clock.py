"""What cannot be undone waits until the carrier says that it is the day which this machine takes it for."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from redis import Redis

from campaigns.house import House
from campaigns.store.session import Database
from config import Settings
from tests.given_house import given_house
from workers.carrier_clock import day_is_sure, seconds_apart

DAY = 86400.0


class Tells(BaseHTTPRequestHandler):
    """Answers with a clock that is so many seconds from ours."""

    apart = 0.0

    def do_GET(self) -> None:
        self.send_response(404)
        self.end_headers()

    def date_time_string(self, timestamp: float | None = None) -> str:
        return super().date_time_string(time.time() + self.apart)  # noqa: TID251 - a clock is told

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def carrier() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Tells)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def house_of(carrier: HTTPServer, db: Database, redis: Redis) -> House:
    address = f"http://127.0.0.1:{carrier.server_address[1]}"
    return given_house(db, redis, Settings("unused", "unused", "s" * 32, carrier_base_url=address))


@pytest.mark.parametrize(("apart", "sure"), [(0.0, True), (-1.5 * DAY, False), (30 * DAY, False)])
def test_a_day_is_sure_where_the_carriers_clock_agrees(
    db: Database, redis: Redis, carrier: HTTPServer, monkeypatch: pytest.MonkeyPatch, apart: float, sure: bool
) -> None:
    monkeypatch.setattr(Tells, "apart", apart)
    house = house_of(carrier, db, redis)
    assert seconds_apart(house) == pytest.approx(abs(apart), abs=60)
    assert day_is_sure(house) is sure


def test_without_the_carrier_no_day_is_sure(db: Database, redis: Redis, carrier: HTTPServer) -> None:
    house = house_of(carrier, db, redis)
    carrier.shutdown()
    carrier.server_close()
    assert seconds_apart(house) is None
    assert not day_is_sure(house)
