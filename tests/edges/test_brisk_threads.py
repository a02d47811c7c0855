"""Threads that wait for requests themselves: nobody who asks is forgotten, and a stop cuts nobody off."""

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

PATIENCE = 30.0  # seconds; nothing here takes one of them
# It says which path was asked for: /long once somebody asks for /now, who waits until it has been.
APP = """
import threading

now, begun = threading.Event(), threading.Event()

def app(environ, begin):
    path = environ["PATH_INFO"]
    if path == "/long":
        begun.set()
        now.wait(30)
    elif path == "/now":
        begun.wait(30)
        now.set()
    begin("200 OK", [("Content-Length", str(len(path)))])
    return [path.encode()]
"""


class Caller:
    """A client that keeps its line."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.line = socket.create_connection(address, timeout=PATIENCE)
        self.heard = self.line.makefile("rb")

    def asks(self, *paths: str) -> None:
        self.line.sendall(b"".join(f"GET {path} HTTP/1.1\r\nHost: here\r\n\r\n".encode() for path in paths))

    def hears(self) -> str:
        """Return the next answer; empty once the line is closed."""
        length = 0
        for line in iter(self.heard.readline, b"\r\n"):
            if not line:
                return ""
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return self.heard.read(length).decode()

    def close(self) -> None:
        self.heard.close()
        self.line.close()


class Server:
    """gunicorn with one process and two threads."""

    def __init__(self, folder: Path, *options: str) -> None:
        (folder / "brisk_app.py").write_text(APP)
        self._callers = ExitStack()
        with socket.create_server(("127.0.0.1", 0)) as door:
            self.address = door.getsockname()
            app = ("brisk_app:app", "--chdir", str(folder), "--bind", f"fd://{door.fileno()}", "--no-control-socket")
            threads = ("--worker-class", "workers.brisk_threads.BriskThreads", "--threads", "2")
            self.process = subprocess.Popen(
                (sys.executable, "-m", "gunicorn", *app, *threads, *options),
                pass_fds=[door.fileno()],
                stderr=subprocess.DEVNULL,
            )

    def caller(self) -> Caller:
        return self._callers.enter_context(closing(Caller(self.address)))

    def close(self) -> None:
        self._callers.close()
        self.process.kill()
        self.process.wait(PATIENCE)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    with ExitStack() as running:
        yield lambda *options: running.enter_context(closing(Server(tmp_path, *options)))


def test_more_callers_than_threads_keep_their_lines_and_all_are_answered(server: Callable[..., Server]) -> None:
    running = server()
    callers = [running.caller() for _ in range(9)]
    for turn in range(3):
        for number, caller in enumerate(callers):
            caller.asks(f"/{turn}/{number}")
        assert [caller.hears() for caller in callers] == [f"/{turn}/{number}" for number in range(9)]


def test_who_asks_twice_in_one_breath_is_answered_twice(server: Callable[..., Server]) -> None:
    caller = server().caller()
    caller.asks("/first", "/second", "/third")
    assert [caller.hears() for _ in range(3)] == ["/first", "/second", "/third"]


def test_who_finds_the_house_full_is_let_in_when_somebody_leaves(server: Callable[..., Server]) -> None:
    full = server("--worker-connections", "3")
    first, *others = [full.caller() for _ in range(4)]
    for caller in (first, *others):
        caller.asks("/here")
    answered = [caller.hears() for caller in (first, *others[:-1])]
    first.close()
    assert [*answered, others[-1].hears()] == ["/here"] * 4


def test_who_stays_silent_is_hung_up_on(server: Callable[..., Server]) -> None:
    brief = server("--keep-alive", "1")
    silent, once = brief.caller(), brief.caller()
    once.asks("/once")
    assert [once.hears(), once.hears(), silent.hears()] == ["/once", "", ""]


def test_a_stop_lets_every_request_that_is_under_way_be_answered(server: Callable[..., Server]) -> None:
    stopping = server()
    waits, asks = stopping.caller(), stopping.caller()
    asks.asks("/before")
    assert asks.hears() == "/before"
    waits.asks("/long")
    stopping.process.terminate()
    asks.asks("/now")
    assert [asks.hears(), waits.hears(), waits.hears()] == ["/now", "/long", ""]
    assert stopping.process.wait(PATIENCE) == 0
