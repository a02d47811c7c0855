"""How campaigns share the lines of one carrier: none starves, and a campaign with twice the share gets twice the lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from uuid import UUID


@dataclass(frozen=True)
class Wish:
    """A campaign that dials: its share, its live calls, and for how many more it has agents."""

    campaign_id: UUID
    share: int
    live: int
    more: int


def fair_rooms(wishes: Sequence[Wish], lines: int) -> dict[UUID, int]:
    """Return how many new calls each campaign may place of the free lines, one after the other to the worst off.

    Lines that one does not want go to the others. A talk is not ended for the sake of fairness.
    """
    free = max(0, lines - sum(wish.live for wish in wishes))
    rooms = {wish.campaign_id: 0 for wish in wishes}
    line = [(wish.live / wish.share, place) for place, wish in enumerate(wishes) if wish.more > 0]
    heapify(line)
    while free and line:
        _, place = heappop(line)
        wish = wishes[place]
        rooms[wish.campaign_id] += 1
        free -= 1
        if rooms[wish.campaign_id] < wish.more:
            heappush(line, ((wish.live + rooms[wish.campaign_id]) / wish.share, place))
    return rooms
