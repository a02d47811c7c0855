"""How many calls to place now, from what the floor shows; pure and deterministic."""

from dataclasses import dataclass

from campaigns.rules.campaign_states import DialMode


@dataclass(frozen=True)
class Floor:
    """What a campaign's floor shows: ready agents have no call, `room` is what the carrier still takes."""

    mode: DialMode
    ready_agents: int
    room: int


def calls_to_place(floor: Floor) -> int:
    """Return how many new calls to place now.

    Preview and progressive place one call per ready agent, so that nobody who answers waits. Predictive has no
    rule of its own yet and falls back to progressive.
    """
    return max(0, min(floor.ready_agents, floor.room))
