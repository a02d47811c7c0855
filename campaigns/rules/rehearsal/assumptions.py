"""What a rehearsal takes for granted of people and agents, each with its source, until the campaign's own calls tell.

The people behind the numbers are mixed so that half answer the first call and three quarters one of the first three
(Kilkari's call records, domain.md section 6), and about a third are never reached (six phone surveys of 2020, same).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from campaigns.rules.outcomes import Outcome

HOURS: Final = 24


@dataclass(frozen=True)
class Duration:
    """Lognormal: its mean in seconds, and the deviation of the logarithm."""

    mean: float
    spread: float


@dataclass(frozen=True)
class NumberKind:
    """A kind of phone number: its share, how its chance to be answered varies (a beta law), what else a dial finds."""

    name: str
    share: float
    answers: float  # first parameter of the beta law; 0: never
    silences: float  # second
    misses: tuple[tuple[Outcome, float], ...]


_O = Outcome
KINDS: Final = (
    NumberKind(
        "answers", 0.78, 3.0, 2.0, ((_O.NO_ANSWER, 0.78), (_O.BUSY, 0.10), (_O.UNREACHABLE, 0.09), (_O.REJECTED, 0.03))
    ),
    NumberKind("seldom", 0.15, 1.2, 6.8, ((_O.UNREACHABLE, 0.55), (_O.BUSY, 0.25), (_O.NO_ANSWER, 0.20))),
    NumberKind("never", 0.04, 0.0, 1.0, ((_O.NO_ANSWER, 1.0),)),
    NumberKind("dead", 0.03, 0.0, 1.0, ((_O.INVALID_NUMBER, 1.0),)),
)
# Of all numbers answered: interviews, wrong numbers, refusals and cut-offs in the proportion of six phone surveys of
# 2020 (domain.md section 6); who is not at home or asks for another time is our own judgement, one call in ten each.
TALKS: Final = {
    _O.COMPLETED: 0.49,
    _O.CALL_LATER: 0.10,
    _O.WRONG_NUMBER: 0.14,
    _O.NOT_AVAILABLE: 0.10,
    _O.REFUSED: 0.12,
    _O.OTHER_LANGUAGE: 0.01,
    _O.DIED: 0.01,
    _O.CUT_OFF: 0.025,
    _O.OPT_OUT: 0.005,
}
# Late morning and evening are best for farm households (domain.md section 6); the size of it is our own judgement.
BY_HOUR: Final = tuple(
    next(factor for until, factor in ((7, 0.35), (9, 0.8), (10, 0.95), (13, 1.05), (16, 0.9), (18, 1.0), (21, 1.1), (24, 0.4)) if hour < until)
    for hour in range(HOURS)
)  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """How many calls of the campaign stand behind a number; 0: it is assumed."""

    answers: int = 0  # dials
    talks: int = 0
    wrap_ups: int = 0


@dataclass(frozen=True)
class Assumptions:
    """Everything that a rehearsal assumes. Durations of talks and wrap-ups make pacing.md's 150 and 30 seconds."""

    kinds: tuple[NumberKind, ...] = KINDS
    level: float = 1.0  # how much more or less is answered than the kinds say
    by_hour: tuple[float, ...] = BY_HOUR
    habit: float = 0.2  # how far a household's part of the day may lift or lower its answers; our own judgement
    talks: Mapping[Outcome, float] = field(default_factory=lambda: TALKS)
    interview: Duration = Duration(240.0, 0.6)  # domain.md section 7: four minutes
    other_talk: Duration = Duration(60.0, 0.9)
    wrap_up: Duration = Duration(30.0, 0.6)  # pacing.md
    agent_spread: float = 0.15  # agents' own speeds (pacing.md)
    set_up: float = 2.5  # from the request until it rings (pacing.md)
    ring: Duration = Duration(10.0, 0.55)  # until somebody answers (pacing.md)
    look: Duration = Duration(15.0, 0.4)  # in preview mode, before she dials (pacing.md's harness)
    away: float = 0.07  # of an agent's day, on breaks: adherence of 93 % (domain.md section 7)
    break_seconds: float = 600.0
    measured: Measured = Measured()

    def answered_at(self, dial: int) -> float:
        """Return the share answered of those dialled for the nth time, of people who have not answered before."""
        reached = sum(kind.share * _still(kind, dial - 1) * _chance(kind, dial - 1) for kind in self.kinds)
        left = sum(kind.share * _still(kind, dial - 1) for kind in self.kinds)
        return min(0.97, self.level * reached / left)


def _still(kind: NumberKind, misses: int) -> float:
    """Return the share of a kind that misses so many calls in a row."""
    if kind.name == "dead" and misses:
        return 0.0
    left = 1.0
    for miss in range(misses):
        left *= 1 - _chance(kind, miss)
    return left


def _chance(kind: NumberKind, misses: int) -> float:
    """Return the chance that somebody of a kind answers who has missed so many calls."""
    return kind.answers / (kind.answers + kind.silences + misses) if kind.answers else 0.0


def kinds_after(kinds: tuple[NumberKind, ...], misses: int) -> list[tuple[NumberKind, float]]:
    """Return how likely each kind is for a number that has missed so many calls."""
    weights = [kind.share * _still(kind, misses) for kind in kinds]
    return [(kind, weight / sum(weights)) for kind, weight in zip(kinds, weights, strict=True)]
