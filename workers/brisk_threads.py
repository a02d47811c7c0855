"""gunicorn's threaded worker, whose threads wait for requests themselves.

Its own main thread hands each request over to another and takes it back: a fourth of what pages and webhooks cost, and
two changes of thread that an answer waits for. Seen from outside all stays as gunicorn has it: its limits, its timeouts,
its signs of life, and how it stops.
"""

import errno
import logging
import time
from collections.abc import Callable
from select import EPOLLIN, EPOLLONESHOT, epoll
from selectors import EVENT_READ
from socket import socket
from threading import Lock, Thread
from typing import Any, Final

from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, TConn, ThreadWorker

ONCE: Final = EPOLLIN | EPOLLONESHOT  # told to one thread, and not again until that one has done with it
NOBODY_THERE: Final = (errno.EAGAIN, errno.ECONNABORTED)
LOOK: Final = 1.0  # seconds between the main thread's looks for those who have been silent too long
LAST_LOOKS: Final = 0.05  # seconds; whoever stops the server waits for it
STUMBLED: Final = 0.1  # seconds to rest after what nobody has foreseen: it may go on, and fill the log

log = logging.getLogger(__name__)


class BriskThreads(ThreadWorker):  # type: ignore[misc] # gunicorn publishes no types
    """Its threads share one poll; a connection, or a door, belongs to the thread that was told of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Be made by gunicorn."""
        super().__init__(*args, **kwargs)
        self.keepalived_conns: dict[int, TConn] = {}  # the silent ones, by descriptor: who takes one out owns it
        self._counting = Lock()  # how many there are, and so whether more are let in
        self._shut = set[socket]()  # doors that nobody is told of now

    def run(self) -> None:
        """Serve until told to stop; then answer whoever has asked, within the time of grace."""
        self._told = epoll()
        self.poller.register(self.method_queue.fileno(), EVENT_READ, self.method_queue.run_callbacks)  # of signals
        self._doors = {door.fileno(): door for door in self.sockets}
        for door in self.sockets:
            door.setblocking(False)  # noqa: FBT003 - so a socket is asked
            self._told.register(door, ONCE)
        for _ in range(self.cfg.threads):
            Thread(target=self._serve, daemon=True).start()
        while self.alive and self.is_parent_alive():
            self._look(LOOK)
        self._stop()

    def _stop(self) -> None:
        """Let nobody in any more; who was promised that his line stays has a moment to ask on it."""
        with self._counting:
            self.alive = False
            for door in self.sockets:
                self._told.unregister(door)
        grace = time.monotonic() + self.cfg.graceful_timeout
        linger = min(grace, time.monotonic() + STOP_KEEPALIVE_LINGER)
        while self.nr_conns > 0 and time.monotonic() < grace:
            self._look(LAST_LOOKS, all_from=linger)
        for door in self.sockets:
            door.close()

    def _look(self, seconds: float, *, all_from: float = float("inf")) -> None:
        """Give a sign of life, wait for a signal, and hang up on those whose time is over; on all from a moment on."""
        self.notify()
        self.wait_for_and_dispatch_events(seconds)
        now = time.monotonic()
        for descriptor, conn in self.keepalived_conns.copy().items():
            if min(conn.timeout, all_from) <= now and self.keepalived_conns.pop(descriptor, None) is conn:
                self._close(conn)

    def _serve(self) -> None:
        while True:
            try:
                for descriptor, _ in self._told.poll(maxevents=1):
                    self._take(descriptor)
            except Exception:
                log.exception("thread_stumbled")
                time.sleep(STUMBLED)

    def _take(self, descriptor: int) -> None:
        if door := self._doors.get(descriptor):
            self._let_in(door)
        elif conn := self.keepalived_conns.pop(descriptor, None):
            self._answer(conn)

    def _let_in(self, door: socket) -> None:
        """Let one in, who is waited for as if he had asked before; the door stays shut while there are too many."""
        try:
            client, address = door.accept()
        except OSError as error:
            if error.errno not in NOBODY_THERE:
                raise
            return
        else:
            self._count(1)
            conn = TConn(self.cfg, client, address, door.getsockname())
            conn.data_ready = True  # once he is answered: no thread waits for him alone
            self._wait_for(conn, self._told.register)
        finally:
            self._shut.add(door)
            self._open_doors()

    def _answer(self, conn: TConn) -> None:
        try:
            stays = self.handle(conn)
            while stays and conn.parser.unreader.buf.getvalue():  # read along with the last: nobody would be told of it
                stays = self.handle(conn)
            if stays:
                self._wait_for(conn, self._told.modify)
        except Exception:
            self._close(conn)
            raise
        if not stays:
            self._close(conn, gracefully=True)

    def _wait_for(self, conn: TConn, tell: Callable[[int, int], None]) -> None:
        descriptor = conn.sock.fileno()
        conn.set_timeout()
        self.keepalived_conns[descriptor] = conn  # first: another thread may be told at once
        tell(descriptor, ONCE)

    def _close(self, conn: TConn, *, gracefully: bool = False) -> None:
        try:
            conn.close(graceful=gracefully)
        finally:
            self._count(-1)
            self._open_doors()

    def _count(self, one: int) -> None:
        with self._counting:
            self.nr_conns += one

    def _open_doors(self) -> None:
        with self._counting:
            while self.alive and self._shut and self.nr_conns < self.worker_connections:
                self._told.modify(self._shut.pop(), ONCE)
