"""Carrier time for asyncio: reads the clock, sleeps and sets timers in carrier seconds."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from campaigns.rules.clock import Clock


@dataclass(frozen=True)
class Pace:
    """What the network's durations run by."""

    clock: Clock

    def now(self) -> datetime:
        """Return carrier time."""
        return self.clock.at(time.time())

    async def sleep(self, seconds: float) -> None:
        """Wait so many carrier seconds."""
        await asyncio.sleep(self._wall(seconds))

    def later(self, seconds: float, action: Callable[[], None]) -> asyncio.TimerHandle:
        """Do something after so many carrier seconds, unless the handle is cancelled."""
        return asyncio.get_running_loop().call_later(self._wall(seconds), action)

    def _wall(self, seconds: float) -> float:
        return self.clock.wall_seconds(timedelta(seconds=max(0.0, seconds)))
