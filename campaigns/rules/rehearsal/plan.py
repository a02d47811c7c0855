"""What is asked of a rehearsal: how many agents, how long, at which hours and in which mode."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, Final

from campaigns.rules.campaign_states import DialMode
from campaigns.rules.refusals import Refusal

MOST_AGENTS: Final = 2_000
MOST_DAYS: Final = 180
MOST_RUNS: Final = 20
# Soft hours of domain.md 1a. Who sits longer gives more hours; the calling rules still hold.
BEGINS: Final = time(10)
ENDS: Final = time(18)


@dataclass(frozen=True)
class RehearsalPlan:
    """The floor that is tried. `runs` beside the first differ in luck and in what is not known, for an honest range."""

    agents: int
    days: int
    mode: DialMode
    begins: time = BEGINS
    ends: time = ENDS
    days_off: tuple[int, ...] = ()  # weekdays on which nobody works, 0 is Monday
    seed: int = 1
    runs: int = 5
    learned_hours: bool | None = None  # ring people when they answer; None: as the campaign does

    def as_json(self) -> dict[str, Any]:
        """Return the plan as it is stored."""
        return {
            "agents": self.agents,
            "days": self.days,
            "mode": self.mode.value,
            "begins": f"{self.begins:%H:%M}",
            "ends": f"{self.ends:%H:%M}",
            "days_off": list(self.days_off),
            "seed": self.seed,
            "runs": self.runs,
            "learned_hours": self.learned_hours,
        }

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> "RehearsalPlan":
        """Return a stored plan."""
        return RehearsalPlan(
            stored["agents"],
            stored["days"],
            DialMode(stored["mode"]),
            time.fromisoformat(stored["begins"]),
            time.fromisoformat(stored["ends"]),
            tuple(stored["days_off"]),
            stored["seed"],
            stored["runs"],
            stored.get("learned_hours"),
        )


def plan_refusal(plan: RehearsalPlan) -> Refusal | None:
    """Return what is wrong with a plan, the first thing first."""
    if not 1 <= plan.agents <= MOST_AGENTS:
        return Refusal("agents_wrong", "Rehearse with 1 to 2,000 agents: without any, nobody is called.")
    if not 1 <= plan.days <= MOST_DAYS:
        return Refusal("days_wrong", "Rehearse 1 to 180 days.")
    if plan.begins >= plan.ends:
        return Refusal("hours_wrong", "The agents' day must end after it begins.")
    if len(set(plan.days_off)) == 7:
        return Refusal("no_day_left", "Leave at least one weekday on which agents work.")
    if not 1 <= plan.runs <= MOST_RUNS:
        return Refusal("runs_wrong", "Ask for 1 to 20 runs.")
    return None
