"""What came of a rehearsal: per place and per day, and where the agents' time went."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from math import ceil
from typing import Final

from campaigns.rules.outcomes import OUTCOMES, Effect, Outcome

DAY: Final = 86_400.0


class Spent(StrEnum):
    """Where a second of an agent at her desk goes."""

    TALK = "talk"
    WRAP_UP = "wrap_up"
    RINGING = "ringing"  # reserved for a call that rings
    PREVIEW = "preview"  # reads the record before she dials
    CARRIER = "carrier"  # the carrier takes no more calls
    PACING = "pacing"  # the next answer has not come yet, or the abandon cap holds calls back
    NOBODY_DUE = "nobody_due"  # everybody left waits for her next try
    LANGUAGE = "language"  # people are due whose language no free agent speaks
    SHUT = "shut"  # people are due whose place may not be called now
    CLOSED = "closed"  # calling hours do not allow it
    FINISHED = "finished"  # nobody is left
    AWAY = "away"


BUSY: Final = frozenset({Spent.TALK, Spent.WRAP_UP, Spent.PREVIEW})
UNREACHED: Final = frozenset(outcome for outcome, rule in OUTCOMES.items() if rule.effect is Effect.RETRY) | {
    Outcome.INVALID_NUMBER
}


@dataclass
class PlaceTally:
    """One place. People end as reached, unreachable, closed otherwise, or still wait."""

    people: int = 0
    calls: int = 0
    answered: int = 0
    abandoned: int = 0
    minutes: int = 0  # begun minutes of answered calls
    reached: int = 0
    unreachable: int = 0
    otherwise: int = 0
    busy: float = 0.0  # seconds of agents in talks and wrap-ups
    idle: float = 0.0  # seconds of agents who waited for these people
    last_end: float = 0.0  # when the last of them was closed, in seconds since 1970

    @property
    def waiting(self) -> int:
        """Return who still waits."""
        return self.people - self.reached - self.unreachable - self.otherwise

    def close(self, outcome: Outcome, *, reached: bool, at: float) -> None:
        """Count how a person ended."""
        self.last_end = max(self.last_end, at)
        if reached:
            self.reached += 1
        elif outcome in UNREACHED:
            self.unreachable += 1
        else:
            self.otherwise += 1


@dataclass
class DayTally:
    """One local day."""

    calls: int = 0
    answered: int = 0
    abandoned: int = 0
    reached: int = 0
    spent: defaultdict[Spent, float] = field(default_factory=lambda: defaultdict(float))  # seconds


@dataclass
class Tally:
    """All of it."""

    places: list[PlaceTally]
    days: list[DayTally]
    outcomes: Counter[Outcome] = field(default_factory=Counter)  # of closed people
    done_at: list[float] = field(default_factory=list)  # when each person was closed
    exact_seconds: int = 0  # predictive: so many were reckoned second by second

    def note_call(self, place: int, day: int, *, talked: float | None, abandoned: bool = False) -> None:
        """Count a call; `talked`: seconds that an answered call lasted."""
        for tally in (self.places[place], self.days[day]):
            tally.calls += 1
            tally.abandoned += abandoned
            tally.answered += talked is not None
        if talked is not None:
            self.places[place].minutes += max(1, ceil(talked / 60))

    def spend(self, day: int, what: Spent, seconds: float) -> None:
        """Count agents' time."""
        self.days[day].spent[what] += seconds

    @property
    def spent(self) -> dict[Spent, float]:
        """Return where all the agents' time went."""
        return {what: sum(day.spent.get(what, 0.0) for day in self.days) for what in Spent}
