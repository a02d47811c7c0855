"""Waits until something has changed at the desk: told by the event stream, or looked for every few seconds."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from random import Random
from typing import Final

from aiohttp import ClientError, ClientSession, ClientTimeout

PULSE: Final = 10.0  # wall seconds, as at the page: the stream may lose a message
LISTEN_AGAIN: Final = 5.0
SILENCE: Final = 60.0  # the stream says every 20 s that it is there
PATIENCE: Final = ClientTimeout(None, sock_connect=5, sock_read=SILENCE)


@dataclass
class News:
    """The event stream of one desk; while it is away the robot looks more often."""

    client: ClientSession
    live_url: str
    dice: Random
    stop: asyncio.Event
    look_every: float  # wall seconds, while there is no stream
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    streaming: bool = False
    _listener: asyncio.Task[None] | None = None

    async def wait(self) -> bool:
        """Return when the desk may have changed, or it is time to show that it is there: whether it is the former."""
        if self._listener is None:
            self._listener = asyncio.get_running_loop().create_task(self._listen())
        seconds = (PULSE if self.streaming else self.look_every) * self.dice.uniform(0.8, 1.2)
        rings = asyncio.ensure_future(self.bell.wait())
        stops = asyncio.ensure_future(self.stop.wait())
        await asyncio.wait({rings, stops}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        rings.cancel()
        stops.cancel()
        return self.heard()

    def heard(self) -> bool:
        """Tell whether the desk may have changed since it was looked at; without a stream it always may."""
        rang = self.bell.is_set() or not self.streaming
        self.bell.clear()
        return rang

    async def close(self) -> None:
        """Stop listening."""
        if self._listener:
            self._listener.cancel()
            with suppress(asyncio.CancelledError):
                await self._listener

    async def _listen(self) -> None:
        url = f"{self.live_url}/live/desk"
        while True:
            with suppress(ClientError, TimeoutError):
                async with self.client.get(url, timeout=PATIENCE, allow_redirects=False) as response:
                    self.streaming = response.status == HTTPStatus.OK
                    async for line in response.content:
                        if line.rstrip() == b"event: changed":
                            self.bell.set()
            self.streaming = False
            await asyncio.sleep(LISTEN_AGAIN * self.dice.uniform(0.7, 1.3))
