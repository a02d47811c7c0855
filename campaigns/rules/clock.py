"""The clock: carrier time may run faster than the wall in demo, rehearsal and tests."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

EPOCH = datetime.fromtimestamp(0, UTC)
Now = Callable[[], datetime]


@dataclass(frozen=True)
class Clock:
    """Maps wall time (seconds since 1970, handed in) to Raabta time: UTC, aware.

    `origin` is the wall second at which Raabta's time was `start`; `speed` is carrier seconds per wall second.
    """

    origin: float = 0.0
    start: datetime = EPOCH
    speed: float = 1.0

    def at(self, wall: float) -> datetime:
        """Return Raabta's time at a wall second."""
        return self.start + timedelta(seconds=(wall - self.origin) * self.speed)

    def wall_seconds(self, span: timedelta) -> float:
        """Return how many wall seconds a span of Raabta's time takes."""
        return span.total_seconds() / self.speed
