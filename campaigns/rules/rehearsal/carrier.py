"""The carrier of a rehearsal: when a call that is handed over leaves, and how many more it takes."""

from typing import Final

from campaigns.rules.rehearsal.world import CarrierRoom

HANDED_WITHIN: Final = 0.5  # seconds from a free agent to the request: the dialler's look and the queue of jobs


class CarrierTurns:
    """Calls leave one after the other at the carrier's rate; few may wait for their turn."""

    def __init__(self, room: CarrierRoom) -> None:
        self._room, self._next = room, 0.0

    @property
    def seconds_each(self) -> float:
        """Return how far two calls are apart at least."""
        return 1 / self._room.per_second

    def room(self, now: float, live: int) -> int:
        """Return how many more calls it takes beside those that live."""
        waiting = max(0.0, self._next - now) * self._room.per_second
        return min(int(self._room.waiting - waiting), self._room.lines - live)

    def turn(self, now: float) -> float:
        """Return when a call that is handed over now leaves."""
        leaves = max(now + HANDED_WITHIN, self._next)
        self._next = leaves + self.seconds_each
        return leaves
