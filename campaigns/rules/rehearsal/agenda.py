"""Virtual time: what happens when, one thing after the other."""

from collections.abc import Callable
from heapq import heappop, heappush

Happens = Callable[[float, int], None]  # when, and to whom


class Agenda:
    """What is still to come."""

    def __init__(self) -> None:
        self._events: list[tuple[float, int, Happens, int]] = []
        self._count = 0

    def at(self, when: float, do: Happens, who: int = 0) -> None:
        """Let something happen at a moment; of equal moments what was said first."""
        self._count += 1
        heappush(self._events, (when, self._count, do, who))

    def play_until(self, ends: float) -> None:
        """Let everything happen that comes before a moment."""
        events = self._events
        while events and events[0][0] < ends:
            now, _, do, who = heappop(events)
            do(now, who)
