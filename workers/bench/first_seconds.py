"""The first seconds after people answered: who found an agent ready, who waited for one, who found nobody.

In predictive mode more phones ring than agents are free, so that no agent idles. Somebody who answers while all of them
talk waits up to two seconds for the first who becomes free (rules/carrier/answering.py). How many these are is the work of
pacing; how soon the others stand on a screen is the work of the machine. Both are told apart by the carrier's own log.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from workers.carrier.log import CarrierCall, facts

WAITS: Final = "Pause"  # verbs of the documents that the carrier plays
IS_TOLD: Final = "Say"


@dataclass(frozen=True)
class FirstSeconds:
    """Milliseconds from each answer until the call stood on an agent's screen, and how many found nobody."""

    agent_ready: Sequence[float]
    waited: Sequence[float]
    found_nobody: int

    def told(self) -> dict[str, Any]:
        """Return the figures: of all, of those who found an agent ready, and of those who waited for one."""
        return {
            "to_screen": percentiles([*self.agent_ready, *self.waited]),
            "to_screen_agent_ready": percentiles(self.agent_ready),
            "to_screen_waited": percentiles(self.waited),
            "found_nobody": self.found_nobody,
        }


def first_seconds(log: Path, calls: Collection[CarrierCall], seen: Mapping[str, datetime]) -> FirstSeconds:
    """Return what the carrier's log tells of these calls. `seen`: when each stood on a screen, by the carrier's id."""
    played: dict[str, set[str]] = {call.sid: set() for call in calls}
    for fact in facts(log):
        if fact["fact"] == "played" and fact["call"] in played:
            played[fact["call"]].add(fact["verb"])
    took = {
        call.sid: (seen[call.sid] - call.answered_at).total_seconds() * 1000
        for call in calls
        if call.answered_at and call.sid in seen
    }
    return FirstSeconds(
        agent_ready=[after for sid, after in took.items() if WAITS not in played[sid]],
        waited=[after for sid, after in took.items() if WAITS in played[sid]],
        found_nobody=sum(not call.rooms and IS_TOLD in played[call.sid] for call in calls),
    )


def percentiles(milliseconds: Sequence[float]) -> dict[str, float]:
    """Return how many there are, the middle one, and within what 95 of 100 lie."""
    ordered = sorted(milliseconds)
    if not ordered:
        return {"number": 0, "p50_ms": 0.0, "p95_ms": 0.0}
    half, most = (ordered[min(round(len(ordered) * share), len(ordered) - 1)] for share in (0.5, 0.95))
    return {"number": len(ordered), "p50_ms": round(half, 1), "p95_ms": round(most, 1)}
