"""In which part of the day a person most likely answers, learned from her campaign, district, block, village and herself.

The share of answered calls of each part is smoothed level by level: what a level has seen counts beside the level
above it as if that had been so many calls (`TRUST`), the mean of a Beta distribution. With no history at all every part
has the same share, and the fixed order of parts decides; a block that answers differently is believed after some
dozens of calls; and what she did herself weighs most. The method is empirical Bayes for shares (Efron and Morris, 1975;
beta-binomial); the weights are our own judgement, which `raabta rehearse` measures. That learned hours lift pick-up has
been shown for Kilkari (arxiv.org/html/2507.16356v1, domain.md section 6).

Counted are first calls to a number only. Those who are rung again are the ones who did not answer, and the parts chosen
for them would look worse than they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from campaigns.rules.calling.day_parts import DayPart, Opening
from campaigns.rules.lettering import folded
from campaigns.rules.outcomes import Outcome

FIRST_SHARE: Final = 0.5  # answered at the first attempt (Kilkari, domain.md section 6)
WAIT_COSTS: Final = 0.02  # a share so much higher is worth a day's wait
LEAST_LIKELY: Final = 0.25  # in times the usual: a few calls say no more of anybody,
MOST_LIKELY: Final = 2.5  # nor the other way
UNINFORMATIVE: Final = frozenset({Outcome.TECHNICAL, Outcome.WRONG_NUMBER, Outcome.INVALID_NUMBER, Outcome.LOST})
NOT_HER: Final = frozenset({Outcome.MACHINE, Outcome.NOT_AVAILABLE})


class Level(StrEnum):
    """Whose answers are looked at, the widest first."""

    CAMPAIGN = "campaign"
    DISTRICT = "district"
    BLOCK = "block"
    VILLAGE = "village"
    PERSON = "person"


# How many calls the level above counts for: her own one call says more of her than one call says of a block. Of 8, 15
# and 30 for villages 15 was best where villages of 50 to 150 people have hours of their own (test_learned_hours_gain).
TRUST: Final = {Level.CAMPAIGN: 60.0, Level.DISTRICT: 40.0, Level.BLOCK: 25.0, Level.VILLAGE: 15.0, Level.PERSON: 3.0}
OVERALL_TRUST: Final = 20.0
SPEAKS_FROM: Final = {  # calls in a part
    Level.CAMPAIGN: 1,
    Level.DISTRICT: 20,
    Level.BLOCK: 20,
    Level.VILLAGE: 10,
    Level.PERSON: 1,
}


@dataclass(frozen=True)
class Tally:
    """Calls that rang, and those of them at which she, or the people of a place, could be talked with."""

    calls: int = 0
    answers: int = 0


Tallies = Mapping[DayPart, Tally]
Answering = Mapping[Level, Tallies]  # what is known, level by level; a level may be missing


@dataclass(frozen=True)
class Chosen:
    """The part chosen and why: its share beside the share of all parts, and how many calls of which level say so."""

    opening: Opening
    level: Level
    share: float
    usual: float
    calls: int


def village_key(block_id: str | None, village: str | None) -> str | None:
    """Return by what a village is known, however it is written; None: a name alone recurs in other blocks."""
    name = folded(village or "").strip()
    return f"{block_id} {name}" if block_id and name else None


def counts_as(outcome: Outcome, *, answered: bool) -> Tally | None:
    """Return what a first call adds to the tallies; None: it says nothing of when she answers.

    Somebody else's voice, and a machine's, is no answer of hers; a call that the network swallowed rang nowhere.
    """
    if outcome in UNINFORMATIVE:
        return None
    return Tally(1, int(answered and outcome not in NOT_HER))


def answer_shares(answering: Answering) -> dict[DayPart, float]:
    """Return the share of calls that she is likely to answer in each part of the day."""
    overall = _whole(answering.get(Level.CAMPAIGN, {}).values())
    usual = _smoothed(overall, FIRST_SHARE, OVERALL_TRUST)
    shares = dict.fromkeys(DayPart, usual)
    for level in Level:
        tallies = answering.get(level, {})
        for part, tally in tallies.items():
            shares[part] = _smoothed(tally, shares[part], TRUST[level])
    return shares


def times_as_likely(answering: Answering, part: DayPart) -> float:
    """Return how likely she is to answer in this part of the day, in times what is usual in her campaign.

    Her own calls count whenever they were made: that she did not pick up says more of her number than of the hour.
    """
    usual = _smoothed(_whole(answering.get(Level.CAMPAIGN, {}).values()), FIRST_SHARE, OVERALL_TRUST)
    around: Answering = {level: tallies for level, tallies in answering.items() if level is not Level.PERSON}
    own = _whole(answering.get(Level.PERSON, {}).values())
    share = _smoothed(own, answer_shares(around)[part], TRUST[Level.PERSON])
    return min(max(share / usual, LEAST_LIKELY), MOST_LIKELY)


def best_opening(answering: Answering, offered: Sequence[Opening]) -> Chosen | None:
    """Return the opening with the best share; a later one must be better by what the wait costs. None: none offered."""
    if not offered:
        return None
    shares = answer_shares(answering)
    first = offered[0].at

    def worth(opening: Opening) -> float:
        days = (opening.at - first).total_seconds() / 86_400
        return shares[opening.part] - WAIT_COSTS * days

    best = max(offered, key=worth)  # of equals the first
    level, calls = _speaks(answering, best.part)
    return Chosen(best, level, shares[best.part], _usual(shares, offered), calls)


def _speaks(answering: Answering, part: DayPart) -> tuple[Level, int]:
    """Return the closest level with calls enough in a part to be named as the reason."""
    for level in reversed(Level):
        calls = answering.get(level, {}).get(part, Tally()).calls
        if calls >= SPEAKS_FROM[level]:
            return level, calls
    return Level.CAMPAIGN, 0


def _usual(shares: Mapping[DayPart, float], offered: Sequence[Opening]) -> float:
    """Return the share of the parts that were to choose from."""
    parts = {opening.part for opening in offered}
    return sum(shares[part] for part in parts) / len(parts)


def _whole(tallies: Iterable[Tally]) -> Tally:
    kept = list(tallies)
    return Tally(sum(tally.calls for tally in kept), sum(tally.answers for tally in kept))


def _smoothed(seen: Tally, before: float, trust: float) -> float:
    return (seen.answers + trust * before) / (seen.calls + trust)
