"""One event stream on the wire: `changed` with a rising revision, and a comment while nothing happens."""

import asyncio
import random
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from agent_ui.live_exchange import Exchange, Stream

HEARTBEAT_SECONDS: Final = 20.0
LIFE_SECONDS: Final = 900.0  # then the browser comes back and its right is checked again
CALM_SECONDS: Final = 0.2  # changes within it are told as one
RETRY: Final = b"retry: 3000\n\n"
STILL_HERE: Final = b": still here\nevent: alive\ndata: 1\n\n"  # a comment for proxies, an event for live.js
REPLACED: Final = b"event: replaced\ndata: ask by yourself\n\n"  # the client polls instead of coming back


class News(Response):
    """Streams the changes of one topic, or of some, until the browser leaves or the stream has lived its time."""

    media_type = "text/event-stream"

    def __init__(self, exchange: Exchange, person_id: UUID, topics: Mapping[str, str], headers: dict[str, str]) -> None:
        super().__init__(headers=headers)
        del self.headers["content-length"]
        self.exchange = exchange
        self.person_id = person_id
        self.topics = topics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Tell until one side ends it."""
        stream = self.exchange.open(self.person_id, self.topics)
        telling = asyncio.create_task(self._tell(stream, send))
        leaving = asyncio.create_task(_browser_left(receive))
        try:
            await asyncio.wait((telling, leaving), return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.exchange.close(stream)
            telling.cancel()
            leaving.cancel()
            await asyncio.gather(telling, leaving, return_exceptions=True)

    async def _tell(self, stream: Stream, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        await _send(send, RETRY)
        loop = asyncio.get_running_loop()
        end = loop.time() + LIFE_SECONDS * random.uniform(0.8, 1.2)  # noqa: S311 - not all come back at once
        while loop.time() < end:
            try:
                await asyncio.wait_for(stream.bell.wait(), HEARTBEAT_SECONDS)
            except TimeoutError:
                await _send(send, STILL_HERE)
                continue
            stream.bell.clear()
            if stream.replaced:
                await _send(send, REPLACED)
                break
            changed, stream.changed = stream.changed, set()
            for topic in changed:
                revision, name = self.exchange.next_revision(), self.topics[topic]
                said = f"{revision} {name}" if name else str(revision)
                await _send(send, f"id: {revision}\nevent: changed\ndata: {said}\n\n".encode())
            await asyncio.sleep(CALM_SECONDS)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _send(send: Send, chunk: bytes) -> None:
    await send({"type": "http.response.body", "body": chunk, "more_body": True})


async def _browser_left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
