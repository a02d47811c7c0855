"""Many open event streams in one process: each on a socket of its own, read as a browser reads it."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

CONNECTS_AT_ONCE: Final = 20
BEGINS: Final = b"event: changed"


@dataclass
class OpenStream:
    """One stream, and when each of its events came."""

    path: str
    cookie: str
    came: list[float] = field(default_factory=list)

    async def read(self, port: int, gate: asyncio.Semaphore) -> None:
        """Read until the other side ends it."""
        async with gate:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"GET {self.path} HTTP/1.1\r\nHost: bench\r\nCookie: {self.cookie}\r\n\r\n".encode())
            status = await reader.readline()
            if b" 200 " not in status:
                raise ConnectionError(status.decode())
            await self._next(reader)
        try:
            while True:
                await self._next(reader)
        finally:
            writer.close()

    async def _next(self, reader: asyncio.StreamReader) -> None:
        while not (line := await reader.readline()).startswith(BEGINS):
            if not line:
                raise ConnectionError("the stream has ended")
        self.came.append(time.monotonic())


async def opened(streams: Sequence[OpenStream], port: int) -> list[asyncio.Task[None]]:
    """Open all and return when each has said its first word."""
    gate = asyncio.Semaphore(CONNECTS_AT_ONCE)
    tasks = [asyncio.create_task(stream.read(port, gate)) for stream in streams]
    while not all(stream.came for stream in streams):
        broken = next((task for task in tasks if task.done()), None)
        if broken is not None:
            await broken
        await asyncio.sleep(0.05)
    return tasks


async def closed(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Close all."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
