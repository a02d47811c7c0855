"""What a campaign's own calls say beside what is assumed: each assumption counts as so many calls, and gives way slowly."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import exp, log, sqrt
from typing import Final

from campaigns.rules.outcomes import Outcome
from campaigns.rules.rehearsal.assumptions import HOURS, Assumptions, Duration, Measured, NumberKind
from campaigns.rules.rehearsal.luck import Luck

# How many calls an assumption is worth, so that ten calls do not swing it.
WORTH_DIALS: Final = 200
WORTH_HOUR: Final = 100
WORTH_TALKS: Final = 100
WORTH_DURATION: Final = 50
LEAST_LEVEL, MOST_LEVEL = 0.2, 1.9


@dataclass(frozen=True)
class Lasted:
    """Durations that were measured: how many, and mean and variance of their logarithms."""

    count: int = 0
    mean_log: float = 0.0
    variance: float = 0.0


@dataclass(frozen=True)
class CallsSeen:
    """What a campaign's calls came to. By dial: the nth call to a number, of people who had not answered before."""

    by_dial: Mapping[int, tuple[int, int]] = field(default_factory=dict)  # calls, of these answered
    by_hour: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    misses: Mapping[Outcome, int] = field(default_factory=dict)
    dead: int = 0  # numbers that do not exist, of those dialled first
    talks: Mapping[Outcome, int] = field(default_factory=dict)
    interview: Lasted = Lasted()
    other_talk: Lasted = Lasted()
    wrap_up: Lasted = Lasted()

    @property
    def dials(self) -> int:
        """Return how many calls stand behind the shares of answers."""
        return sum(calls for calls, _ in self.by_dial.values())


def calibrated(assumed: Assumptions, seen: CallsSeen) -> Assumptions:
    """Return the assumptions after what was seen."""
    talks = sum(seen.talks.values())
    assumed = replace(assumed, kinds=_kinds(assumed, seen))
    return replace(
        assumed,
        level=_level(assumed, seen),
        by_hour=_by_hour(assumed, seen),
        talks={
            outcome: (WORTH_TALKS * share + seen.talks.get(outcome, 0)) / (WORTH_TALKS + talks)
            for outcome, share in assumed.talks.items()
        },
        interview=_lasts(assumed.interview, seen.interview),
        other_talk=_lasts(assumed.other_talk, seen.other_talk),
        wrap_up=_lasts(assumed.wrap_up, seen.wrap_up),
        measured=Measured(seen.dials, talks, seen.wrap_up.count),
    )


def drawn(known: Assumptions, luck: Luck) -> Assumptions:
    """Return assumptions that may be true as well: each off by as much as so many calls leave open."""
    share = known.answered_at(1)
    off = sqrt((1 - share) / (share * (WORTH_DIALS + known.measured.answers)))
    level = min(max(known.level * exp(off * luck.bell()), LEAST_LEVEL), MOST_LEVEL)
    return replace(
        known,
        level=level,
        interview=_off(known.interview, known.measured.talks, luck),
        other_talk=_off(known.other_talk, known.measured.talks, luck),
        wrap_up=_off(known.wrap_up, known.measured.wrap_ups, luck),
    )


def _off(known: Duration, count: int, luck: Luck) -> Duration:
    return replace(known, mean=known.mean * exp(known.spread / sqrt(WORTH_DURATION + count) * luck.bell()))


def _level(assumed: Assumptions, seen: CallsSeen) -> float:
    worth = WORTH_DIALS * assumed.answered_at(1)
    expected = sum(calls * assumed.answered_at(dial) for dial, (calls, _) in seen.by_dial.items())
    answered = sum(answers for _, answers in seen.by_dial.values())
    return min(max((worth + answered) / (worth + expected), LEAST_LEVEL), MOST_LEVEL)


def _by_hour(assumed: Assumptions, seen: CallsSeen) -> tuple[float, ...]:
    """Each hour beside all hours: what the level says already is left out."""
    calls = sum(calls for calls, _ in seen.by_hour.values())
    if not calls:
        return assumed.by_hour
    usual = max(sum(answers for _, answers in seen.by_hour.values()) / calls, 0.01)
    told = []
    for hour in range(HOURS):
        dials, answers = seen.by_hour.get(hour, (0, 0))
        worth = WORTH_HOUR * usual
        told.append((worth * assumed.by_hour[hour] + answers) / (worth + dials * usual))
    return tuple(told)


def _kinds(assumed: Assumptions, seen: CallsSeen) -> tuple[NumberKind, ...]:
    first = seen.by_dial.get(1, (0, 0))[0]
    missed = sum(seen.misses.values())
    kinds = []
    for kind in assumed.kinds:
        if kind.name == "dead":
            kinds.append(replace(kind, share=(WORTH_DIALS * kind.share + seen.dead) / (WORTH_DIALS + first)))
        elif kind.answers and missed:
            weights = [
                (outcome, (WORTH_TALKS * share + seen.misses.get(outcome, 0)) / (WORTH_TALKS + missed))
                for outcome, share in kind.misses
            ]
            whole = sum(share for _, share in weights)
            kinds.append(replace(kind, misses=tuple((outcome, share / whole) for outcome, share in weights)))
        else:
            kinds.append(kind)
    whole = sum(kind.share for kind in kinds)
    return tuple(replace(kind, share=kind.share / whole) for kind in kinds)


def _lasts(assumed: Duration, seen: Lasted) -> Duration:
    """Return a duration after what was measured, in logarithms, in which both laws are normal."""
    middle = log(assumed.mean) - assumed.spread**2 / 2
    calls = WORTH_DURATION + seen.count
    mean_log = (WORTH_DURATION * middle + seen.count * seen.mean_log) / calls
    spread = sqrt((WORTH_DURATION * assumed.spread**2 + seen.count * seen.variance) / calls)
    spread = min(max(spread, 0.1), 1.5)
    return Duration(exp(mean_log + spread**2 / 2), spread)
