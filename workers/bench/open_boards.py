"""Open floor pages as a browser has them: told by their stream, each asks for what changed, twice a second at most."""

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import Final

import httpx

from workers.bench.open_streams import OpenStream

AT_MOST: Final = 0.5  # seconds between two looks, as static/floor.js has it
CARD: Final = re.compile(r'id="agent-([0-9a-f-]{36})" class="person-card state-(\w+)"')


@dataclass
class Board:
    """One supervisor's page; `shown` is each agent's status as it stands there, and since when."""

    stream: OpenStream
    address: str
    shown: dict[str, tuple[str, float]] = field(default_factory=dict)
    asked: int = 0
    unchanged: int = 0

    async def keep(self, client: httpx.AsyncClient) -> None:
        """Look whenever the stream has said something since the last look began."""
        mark, seen = "", 0
        while True:
            if len(self.stream.came) == seen:
                await asyncio.sleep(0.01)
                continue
            seen, began = len(self.stream.came), time.monotonic()
            headers = {"Cookie": self.stream.cookie} | ({"If-None-Match": mark} if mark else {})
            answer = await client.get(self.address, headers=headers)
            self.asked += 1
            if answer.status_code == httpx.codes.NOT_MODIFIED:
                self.unchanged += 1
            else:
                answer.raise_for_status()
                mark = answer.headers["etag"]
                self._take(answer.text)
            await asyncio.sleep(max(AT_MOST - (time.monotonic() - began), 0))

    def _take(self, page: str) -> None:
        now = time.monotonic()
        for desk, status in CARD.findall(page):
            if self.shown.get(desk, ("", 0.0))[0] != status:
                self.shown[desk] = (status, now)
