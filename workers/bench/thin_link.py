"""A thin link on this machine: what goes through it is held back as bytes on a real one are, below HTTP.

All connections share its two directions; each begins with one way there and back, as TCP's greeting does. Browsers'
own throttling works on whole requests, and misses greetings and service workers. TCP's slow start is left out.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

SLICE: Final = 1460  # bytes of a packet; connections take turns by them


@dataclass(frozen=True)
class Speed:
    """How thin it is; None: not at all."""

    down: float  # kbit a second
    up: float
    round_trip: float  # seconds


EDGE: Final = Speed(240, 200, 0.84)  # the usual figures of a 2G EDGE link


@dataclass
class Direction:
    """One way of the link."""

    free_at: float = 0.0
    bytes: int = 0

    def leaves(self, size: int, kbits: float, *, now: float) -> float:
        """Return when so many bytes have left, behind all that wait already."""
        self.free_at = max(self.free_at, now) + size * 8 / (kbits * 1000)
        return self.free_at


@dataclass
class ThinLink:
    """Listens on ports and passes on to others; its speed may be changed at any time."""

    ways: dict[int, int]  # from the port that the browser knows to the one on which we listen
    speed: Speed | None = None
    down: Direction = field(default_factory=Direction)
    up: Direction = field(default_factory=Direction)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _thread: threading.Thread | None = None

    def __enter__(self) -> "ThinLink":
        """Listen."""
        for outer, inner in self.ways.items():
            serving = asyncio.start_server(self._to(inner), "127.0.0.1", outer)
            self._loop.run_until_complete(serving)
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Let go, of open connections too."""
        asyncio.run_coroutine_threadsafe(_end_all(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        if self._thread:
            self._thread.join(5)
        self._loop.close()

    def _to(self, port: int) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
        async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if self.speed:
                await asyncio.sleep(self.speed.round_trip)
            server_reader, server_writer = await asyncio.open_connection("127.0.0.1", port)
            ways = (self._carry(reader, server_writer, self.up), self._carry(server_reader, writer, self.down))
            await asyncio.gather(*ways, return_exceptions=True)

        return connect

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: Direction) -> None:
        arrivals: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        passing = asyncio.create_task(_arrive(arrivals, writer))
        while data := await reader.read(SLICE):
            way.bytes += len(data)
            at = self._loop.time()
            if self.speed:
                kbits = self.speed.down if way is self.down else self.speed.up
                left = way.leaves(len(data), kbits, now=at)
                arrivals.put_nowait((left + self.speed.round_trip / 2, data))
                await asyncio.sleep(max(0.0, left - at))  # the sender's buffer is full until then
            else:
                arrivals.put_nowait((at, data))
        arrivals.put_nowait((0.0, b""))
        await passing


async def _end_all() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


async def _arrive(arrivals: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
    loop = asyncio.get_running_loop()
    while True:
        at, data = await arrivals.get()
        if not data:
            break
        await asyncio.sleep(max(0.0, at - loop.time()))
        writer.write(data)
        await writer.drain()
    writer.close()
