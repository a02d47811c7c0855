"""What a run of a seed does: which process dies, when, how long it stays away, how the floor dials."""

from dataclasses import dataclass
from random import Random
from typing import Final

from campaigns.rules.campaign_states import DialMode

POSTGRES: Final = "postgresql"
PROCESSES: Final = ("dialler", "worker-1", "worker-2", "web", "hooks", "live", "upkeep", "valkey", POSTGRES)
MODES: Final = (DialMode.PROGRESSIVE, DialMode.PREDICTIVE)


@dataclass(frozen=True)
class Plan:
    """One run; times in wall seconds."""

    seed: int
    victim: str
    after: float  # the first robots have sat down
    away: float  # of PostgreSQL; the others are started again by who keeps them running
    mode: DialMode

    def __str__(self) -> str:
        """Name it so that whoever reads it can repeat it."""
        return f"seed {self.seed}: {self.victim} killed after {self.after:.2f} s, {self.mode.value}"


def plan_of(seed: int) -> Plan:
    """Return the plan of a seed. Nine seeds in a row kill each process once."""
    dice = Random(seed)
    victim = PROCESSES[seed % len(PROCESSES)]
    return Plan(seed, victim, dice.uniform(1.0, 7.0), dice.uniform(0.1, 1.5), dice.choice(MODES))
