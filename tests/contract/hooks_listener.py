"""A customer's side that works: keeps what the carrier tells it and answers with the documents it was given."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, Queue
from typing import Any
from urllib.parse import parse_qsl

PATIENCE = 120.0  # wall seconds that a test waits for a webhook before it fails


@dataclass(frozen=True)
class Told:
    """One webhook as it came."""

    path: str
    form: dict[str, str]
    headers: dict[str, str]

    @property
    def status(self) -> str:
        """Return what it says of the call."""
        return self.form["CallStatus"]


class HooksListener:
    """Listens on loopback; paths without a document are answered 204."""

    def __init__(self) -> None:
        self.documents: dict[str, str | int] = {}  # a document, or an HTTP status to fail with
        self.gates: dict[str, threading.Event] = {}  # paths that are answered only after their gate has opened
        self.told: Queue[Told] = Queue()
        self._kept: list[Told] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def wait_for(self, fits: Callable[[Told], bool]) -> Told:
        """Return the first webhook that fits, heard already or still to come; each is returned once."""
        for told in self._kept:
            if fits(told):
                self._kept.remove(told)
                return told
        while True:
            try:
                told = self.told.get(timeout=PATIENCE)
            except Empty:
                raise AssertionError(f"Never told; heard {[(one.path, one.form) for one in self._kept]}") from None
            if fits(told):
                return told
            self._kept.append(told)

    def wait_for_status(self, status: str, path: str = "/status") -> Told:
        """Return the webhook that tells a call's status."""
        return self.wait_for(lambda told: told.path == path and told.form.get("CallStatus") == status)

    def heard(self) -> list[Told]:
        """Return all that has come and was not waited for."""
        while not self.told.empty():
            self._kept.append(self.told.get_nowait())
        return list(self._kept)

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(listener: HooksListener) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            listener.told.put(Told(self.path, dict(parse_qsl(body, keep_blank_values=True)), dict(self.headers)))
            path = self.path.partition("?")[0]
            if path in listener.gates:
                listener.gates[path].wait(PATIENCE)
            answer = listener.documents.get(path, 204)
            self.send_response(answer if isinstance(answer, int) else 200)
            text = b"" if isinstance(answer, int) else answer.encode()
            self.send_header("Content-Type", "text/xml")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST  # noqa: N815 - the standard library's names

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Handler
