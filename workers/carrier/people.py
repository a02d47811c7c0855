"""The people behind the numbers: who they are and what a dial finds, the same for the same seed, number and attempt.

Shares and delays follow domain.md section 6: about 50 % answer the first call and 76 % one of the first three; most
answers come after 6 to 10 or 18 to 22 seconds of ringing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from typing import Final, TypeVar

from workers.carrier.faults import draw


class Kind(StrEnum):
    """What sort of person a number leads to."""

    ORDINARY = "ordinary"
    NEVER_ANSWERS = "never_answers"
    SWITCHED_OFF = "switched_off"
    UNALLOCATED = "unallocated"
    MACHINE = "machine"
    BUSY_OFTEN = "busy_often"
    REJECTS = "rejects"
    HANGS_UP_AT_ONCE = "hangs_up_at_once"
    AGENT = "agent"  # an agent's own phone


class Finds(StrEnum):
    """What one dial finds."""

    ANSWER = "answer"
    SILENCE = "silence"  # rings until the caller gives up
    BUSY = "busy"
    REJECTION = "rejection"
    SWITCHED_OFF = "switched_off"
    UNALLOCATED = "unallocated"
    CONGESTION = "congestion"  # no line to her network is free; only on request, nobody is drawn so


@dataclass(frozen=True)
class DialPlan:
    """How one dial goes, in carrier seconds."""

    finds: Finds
    set_up: float  # until it rings, or until the network knows that it cannot
    rings: float = 0.0  # until she answers or rejects
    stays: float | None = None  # after the answer until she hangs up; None: until the other side does
    alone: float = 240.0  # how long she stays alone in a room
    machine: bool = False
    agent: bool = False


# Kind, its share of all numbers, and the chance that one dial is answered (None: drawn for each person).
SHARES: Final[Sequence[tuple[Kind, float, float | None]]] = (
    (Kind.ORDINARY, 0.72, None),
    (Kind.HANGS_UP_AT_ONCE, 0.03, None),
    (Kind.MACHINE, 0.03, 1.0),
    (Kind.BUSY_OFTEN, 0.06, 0.30),
    (Kind.SWITCHED_OFF, 0.07, 0.12),
    (Kind.NEVER_ANSWERS, 0.04, 0.0),
    (Kind.UNALLOCATED, 0.03, 0.0),
    (Kind.REJECTS, 0.02, 0.0),
)
CHANCES: Final = {kind: chance for kind, _, chance in SHARES}
BY_HOUR: Final = ((7, 0.35), (9, 0.8), (10, 0.95), (13, 1.05), (16, 0.9), (18, 1.0), (21, 1.1), (24, 0.4))
ZONES: Final = {"+92": timedelta(hours=5)}  # elsewhere Indian time
INDIA: Final = timedelta(hours=5, minutes=30)
MISSES: Final = {
    Kind.BUSY_OFTEN: ((Finds.BUSY, 0.9), (Finds.SILENCE, 0.1)),
    Kind.SWITCHED_OFF: ((Finds.SWITCHED_OFF, 0.95), (Finds.SILENCE, 0.05)),
    Kind.UNALLOCATED: ((Finds.UNALLOCATED, 1.0),),
    Kind.REJECTS: ((Finds.REJECTION, 0.9), (Finds.SILENCE, 0.1)),
    Kind.NEVER_ANSWERS: ((Finds.SILENCE, 1.0),),
}
USUAL_MISSES: Final = ((Finds.SILENCE, 0.78), (Finds.BUSY, 0.10), (Finds.SWITCHED_OFF, 0.09), (Finds.REJECTION, 0.03))

_Thing = TypeVar("_Thing")


@dataclass(frozen=True)
class People:
    """Everyone who can be reached, drawn from one seed."""

    seed: int
    agent_phones: tuple[str, ...]
    lone_seconds: float

    def kind(self, number: str) -> Kind:
        """Return who is behind a number."""
        if number.startswith(self.agent_phones) or ":" in number:  # client:… and sip:… are agents too
            return Kind.AGENT
        return _pick(draw(self.seed, number), [(kind, share) for kind, share, _ in SHARES])

    def plan_dial(self, number: str, attempt: int, at: datetime) -> DialPlan:
        """Return what the nth dial of a number finds at a moment."""
        kind = self.kind(number)
        if kind is Kind.AGENT:
            return DialPlan(Finds.ANSWER, set_up=0.2, rings=0.8, agent=True)
        return plan_for(kind, draw(self.seed, number, attempt), self.chance(number, kind, at), self.lone_seconds)

    def chance(self, number: str, kind: Kind, at: datetime) -> float:
        """Return how likely a dial is answered: the person's own readiness, moved by the hour and her habits."""
        fixed = CHANCES[kind]
        if fixed is not None:
            return fixed
        hour = (at + next((zone for code, zone in ZONES.items() if number.startswith(code)), INDIA)).hour
        part, factor = next((part, factor) for part, (until, factor) in enumerate(BY_HOUR) if hour < until)
        habit = draw(self.seed, number, "habit", part).uniform(0.8, 1.2)
        return min(0.97, draw(self.seed, number, "readiness").betavariate(3, 2) * factor * habit)


def plan_for(kind: Kind, dice: Random, chance: float, lone_seconds: float) -> DialPlan:
    """Return a dial of a person of some kind who answers with some chance."""
    finds = Finds.ANSWER if dice.random() < chance else _pick(dice, MISSES.get(kind, USUAL_MISSES))
    if finds is not Finds.ANSWER:
        return DialPlan(finds, set_up=dice.uniform(1, 4), rings=dice.uniform(3, 9))
    return DialPlan(
        finds,
        set_up=dice.uniform(1, 3),
        rings=_ringing(dice),
        stays=_stay(kind, dice),
        alone=lone_seconds * dice.uniform(0.5, 1.5),
        machine=kind is Kind.MACHINE,
    )


def _ringing(dice: Random) -> float:
    low, high = _pick(dice, (((6.0, 10.0), 0.5), ((18.0, 22.0), 0.3), ((3.0, 24.0), 0.2)))
    return dice.uniform(low, high)


def _stay(kind: Kind, dice: Random) -> float | None:
    if kind is Kind.HANGS_UP_AT_ONCE:
        return dice.uniform(1, 4)
    if kind is Kind.MACHINE:
        return dice.uniform(25, 60)
    early = dice.random()
    if early < 0.04:
        return dice.uniform(2, 10)
    return dice.uniform(20, 180) if early < 0.12 else None


def _pick(dice: Random, shares: Sequence[tuple[_Thing, float]]) -> _Thing:
    return dice.choices([thing for thing, _ in shares], [share for _, share in shares])[0]
