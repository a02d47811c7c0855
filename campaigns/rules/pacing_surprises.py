"""What a floor could lose at once: to a sudden rise of answers, or to agents who all leave while phones ring.

The forecast follows the day's answers, but of the latest calls nothing is known until the first of them are answered.
Where few answer, many phones must ring for each talk; when another block of the list, or a network that comes back, then
has most of them answered, more people find nobody within seconds than the day may abandon in hours. No forecast sees
that coming, so the day must be able to bear it: as many calls may be young as would, were they answered like the
likeliest, cost no more than what is left of the day's cap, with what it will still earn and less what chance may add.
Where a third answers and hours are left, that hardly binds; late in the day, where few answer, or after a silence it is
what keeps the cap: of 20 agents at a cap of 1 % for whom 5 and 80 % answer by turns of an hour (tests/pacing), 95 of 100
days stay under about 1.03 times the cap instead of 2.5, and where all phones are silent for an hour, under 0.91 instead
of 2 (20 days each). The price is talk where few ever answer: 2 points at 10 % with 50 agents and a cap of 3 %.

At a cold start nothing at all is known, not even how long people take to a phone: where half of them come after some 18
seconds instead of 10, calls that ring on look like lost ones, more are placed, and then all are answered. So until a call
for each agent has been seen through every call that rings counts as a young one, and no more may be lost than soon comes
in: a whole day's abandoned calls are not spent in its first minute.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np

from campaigns.rules.pacing_calls import Ringing, answers_to_come
from campaigns.rules.pacing_laws import RINGS
from campaigns.rules.pacing_learning import Learned

RISEN: Final = 0.85  # of the dials that may suddenly be answered
UNTOLD: Final = 1.5  # times the usual seconds to an answer: nothing is known yet of calls that are younger
BY_CHANCE: Final = 1.5  # standard deviations that more than expected may find nobody
FIRST_CALLS: Final = 20  # seen through before small floors know anything


@dataclass(frozen=True)
class Coming:
    """Answers that the ringing calls will still bring."""

    usual: float
    risen: float  # were the young calls answered as the likeliest are

    def __add__(self, other: "Coming") -> "Coming":
        return Coming(self.usual + other.usual, self.risen + other.risen)


def is_cold(learned: Learned, agents: int) -> bool:
    """Say whether fewer calls have been answered or ended since the cold start than tell anything to so many agents."""
    return learned.calls_known < max(FIRST_CALLS, agents)


def coming(ringing: Ringing, learned: Learned, share: float = 1.0, *, cold: bool = False) -> Coming:
    """Return what ringing calls, or a share of them, will bring; `cold`: how long they take to be answered is not known."""
    usual = answers_to_come(ringing, learned, learned.answer_rate.share)
    risen = answers_to_come(ringing, learned, risen_rate(learned))
    half = int(np.searchsorted(-learned.forecast.answer_left, -0.5))
    young = np.minimum(ringing.seconds, RINGS - 1) <= int(UNTOLD * half)
    most = risen_rate(learned) * len(ringing) if cold else float(np.where(young, risen, usual).sum())
    return Coming(share * float(usual.sum()), share * most)


def risen_rate(learned: Learned) -> float:
    """Return the share of dials that may suddenly be answered."""
    return max(RISEN, learned.answer_rate.share)


def most_calls(rings: Coming, free_soon: float, left_of_cap: float, learned: Learned) -> int:
    """Return how many new calls a sudden rise leaves room for, with these agents free and this left of the day's cap."""
    left = max(left_of_cap, 0.0)
    borne = max(left - BY_CHANCE * sqrt(left), 0.0)
    return max(int((borne + free_soon - rings.risen) / risen_rate(learned)), 0)
