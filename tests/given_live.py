"""A running event stream for tests, and waiting for what comes true."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn

from agent_ui.live import create_live_app
from agent_ui.live_exchange import Exchange
from config import Settings
from workers.embedded.ports import free_port


@dataclass
class Live:
    """The running server."""

    address: str
    exchange: Exchange


@contextmanager
def running(settings: Settings, port: int | None = None) -> Iterator[Live]:
    """Run the event stream on a port until the block ends."""
    app = create_live_app(settings)
    port = port or free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until(lambda: server.started)
        yield Live(f"http://127.0.0.1:{port}", app.state.exchange)
    finally:
        server.should_exit = True
        thread.join(60)


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until a condition holds; looks 100 times a second."""
    waiting = threading.Event()
    for _ in range(int(seconds * 100)):
        if true():
            return
        waiting.wait(0.01)
    raise AssertionError("did not come true in time")
