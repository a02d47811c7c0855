"""A small Twilio of our own on a real socket: keeps the calls it is given, and fails as it is told to."""

import json
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

CREATED = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
Fault = Callable[["Line"], None]


@dataclass
class FakeTwilio:
    """What stands behind the socket: the requests that came, the calls, and the fault that comes next."""

    requests: list[tuple[str, str, dict[str, list[str]]]] = field(default_factory=list)
    calls: dict[str, dict[str, Any]] = field(default_factory=dict)
    fault: Fault | None = None
    closing: threading.Event = field(default_factory=threading.Event)

    def create(self, form: dict[str, list[str]]) -> dict[str, Any]:
        """Take a call."""
        return self.add(form["To"][0], status="queued")

    def add(self, to: str, *, status: str, created: datetime = CREATED) -> dict[str, Any]:
        """Put a call into the carrier's book."""
        sid = f"CA{len(self.calls):032x}"
        self.calls[sid] = {
            "sid": sid,
            "to": to,
            "status": status,
            "date_created": format_datetime(created),
            "start_time": None,
            "end_time": None,
            "queue_time": "1500",
        }
        return self.calls[sid]

    def book(self, query: dict[str, list[str]]) -> dict[str, Any]:
        """List calls by number or status."""
        wanted = {"To": "to", "Status": "status"}
        found = [
            call
            for call in reversed(self.calls.values())
            if all(call[wanted[name]] == value[0] for name, value in query.items() if name in wanted)
        ]
        return {"calls": found, "page": 0, "page_size": 50, "next_page_uri": None}


class Line(BaseHTTPRequestHandler):
    """One request on the socket."""

    twilio: FakeTwilio
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode(), keep_blank_values=True)
        self.twilio.requests.append(("POST", self.path, form))
        if self.twilio.fault:
            self.twilio.fault(self)
        elif (sid := self._sid()) is None:
            self.send(201, self.twilio.create(form))
        elif sid not in self.twilio.calls:
            self.send(404, {"code": 20404, "message": "not found", "status": 404})
        elif self.twilio.calls[sid]["status"] == "completed":
            self.send(400, {"code": 21220, "message": "Call is not in-progress", "status": 400})
        else:
            self.twilio.calls[sid]["status"] = form["Status"][0]
            self.send(200, self.twilio.calls[sid])

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.twilio.requests.append(("GET", self.path, {}))
        if self.twilio.fault:
            self.twilio.fault(self)
        elif (sid := self._sid()) is None:
            self.send(200, self.twilio.book(parse_qs(parts.query)))
        elif sid in self.twilio.calls:
            self.send(200, self.twilio.calls[sid])
        else:
            self.send(404, {"code": 20404, "message": "not found", "status": 404})

    def send(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        """Answer; a string goes out as it is."""
        raw = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(raw)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""

    def _sid(self) -> str | None:
        last = urlsplit(self.path).path.rpartition("/")[2].removesuffix(".json")
        return None if last == "Calls" else last


class Exchange(ThreadingHTTPServer):
    """The socket; closing it lets hung requests go."""

    daemon_threads = True

    def __init__(self, twilio: FakeTwilio) -> None:
        super().__init__(("127.0.0.1", 0), type("LineOfThis", (Line,), {"twilio": twilio}))
        self.twilio = twilio

    def handle_error(self, *_: Any) -> None:
        """A caller that hung up is what some tests are about."""


def answers(status: int, body: Any, headers: dict[str, str] | None = None) -> Fault:
    """Refuse with a status, a body and headers."""
    return lambda line: line.send(status, body, headers)


def refuses(status: int, code: int) -> Fault:
    """Refuse in Twilio's own shape."""
    return answers(status, {"code": code, "message": "no", "status": status})


def hangs(line: Line) -> None:
    """Read the request and say nothing."""
    line.twilio.closing.wait(120)
    line.close_connection = True


def resets(line: Line) -> None:
    """Cut the line after the request has been read."""
    line.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.connection.close()
    line.close_connection = True


def breaks_off(line: Line) -> None:
    """Send half an answer."""
    line.send_response(201)
    line.send_header("Content-Length", "500")
    line.end_headers()
    line.wfile.write(b'{"sid": "CA')
    line.close_connection = True
