"""The least that an event stream can be: an app that knows nobody and sends an empty event to all who are there."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
EMPTY: Final = b"event: changed\ndata: 1\n\n"
_open: set[Send] = set()


async def app(scope: Message, receive: Receive, send: Send) -> None:
    """GET keeps a stream open; POST sends one event to every open stream."""
    if scope["type"] != "http":
        return
    if scope["method"] == "POST":
        for stream in list(_open):
            await stream({"type": "http.response.body", "body": EMPTY, "more_body": True})
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
    await send({"type": "http.response.body", "body": EMPTY, "more_body": True})
    _open.add(send)
    try:
        while (await receive())["type"] != "http.disconnect":
            await asyncio.sleep(0)
    finally:
        _open.discard(send)
