"""The account of abandoned calls: how much risk the next call may carry so that the day ends under its cap.

Every live answer earns a share of an abandoned call and every abandoned call spends one; the account steers the risk
(the adaptive rule of Gibbs and Candes 2021 in integrated form), so that the cap holds even where the forecast errs.
"""

from dataclasses import dataclass
from math import exp, log
from typing import Final

AIM: Final = 0.96  # of the cap, less
KEPT: Final = (
    0.0003  # of the answers, for a floor that empties while phones ring: the stricter the cap, the more it weighs
)
AIM_LEAST: Final = 0.5  # of the cap
MOST_RISK: Final = 8.0  # times the aim
STEER_MINUTES: Final = 10.0  # the account is measured in the abandons of so many minutes
FEWEST: Final = 10.0  # abandoned calls; on small floors the risk stays steadier so
DRIFT_SECONDS: Final = 3600.0
CAREFUL: Final = 0.07  # of the cap: the risk that calls carry where the day has no spare left,
CAREFUL_LEAST: Final = 0.0012  # and at least this much
RESERVED: Final = 0.3  # of the answers that ringing calls will bring: they find nobody where a floor goes home
SPARE_NONE: Final = -1.5  # abandoned calls: with room for no more than these calls carry only that risk,
SPARE_ENOUGH: Final = 4.0  # with room for these all that the account allows, and between by degrees
GUARD_SECONDS: Final = 2400.0  # answers of so long to come may stand for the day's,
RELIED_ON: Final = 0.8  # of these,
PAID_BACK: Final = 0.1  # less so many for each that has come: from the middle of a day on nothing is borrowed


@dataclass(frozen=True)
class Budget:
    """The account, and how fast answers come."""

    cap: float  # of the live answers
    tokens: float = 0.0
    base: float = 0.0  # log of the risk over the aim at an even account
    answers_per_second: float | None = None

    @property
    def aim(self) -> float:
        """Return the share of answers that the account lets be abandoned: 0.95 of a cap of 3 %, 0.93 of one of 1 %."""
        return max(AIM * self.cap - KEPT, AIM_LEAST * self.cap)

    def learn(self, answers: int, abandoned: int, seconds: float, signed_in: int) -> "Budget":
        """Let so many seconds pass, in which so many people answered and were abandoned."""
        rate = signed_in / 190.0 if self.answers_per_second is None else self.answers_per_second
        rate += (answers / max(seconds, 1e-3) - rate) * min(seconds / 900.0, 1.0)
        unit = self._unit(rate)
        tokens = self.tokens + self.aim * answers - abandoned
        tokens = min(max(tokens, -3 * unit), 1.5 * unit)
        base = self.base + tokens / unit * min(seconds / DRIFT_SECONDS, 1.0)
        return Budget(self.cap, tokens, min(max(base, -2.0), 1.5), rate)

    def _unit(self, rate: float) -> float:
        return max(self.aim * rate * STEER_MINUTES * 60, FEWEST)

    def risk(self, answered: int, abandoned: int, seconds_left: float, ringing: float = 0.0) -> float:
        """Return the risk that the next call may carry, by the account; next to none where the day has no spare left.

        Between much spare and none it falls by degrees, and slowly: talk grows with the logarithm of the risk, so a floor
        that by turns dares all and nothing talks less for the same abandoned calls. Where it fell from all to nothing
        within two of them, 20 agents at a cap of 1 % were busy .8416 of their time (20 days of tests/pacing), now .8453.
        `ringing`: answers that the calls which ring already will bring.
        """
        unit = self._unit(self.answers_per_second or 0.0)
        steered = min(exp(log(self.aim) + self.base + self.tokens / unit), MOST_RISK * self.aim)
        careful = min(max(CAREFUL * self.cap, CAREFUL_LEAST), steered)
        spare = self.cap * self._answers(answered, seconds_left) - abandoned - RESERVED * ringing
        eased = min(max((spare - SPARE_NONE) / (SPARE_ENOUGH - SPARE_NONE), 0.0), 1.0)
        between: float = careful * (steered / careful) ** eased
        return between

    def at_the_cap(self, answered: int, abandoned: int, seconds_left: float, cap: float | None = None) -> bool:
        """Say whether the day's facts put it over its cap, even with the answers that are soon to come.

        `cap`: of the day, where the account aims lower.
        """
        return abandoned > (cap or self.cap) * self._answers(answered, seconds_left)

    def left_of_cap(self, answered: int, abandoned: int, seconds_left: float) -> float:
        """Return how many calls the day may still abandon, with the answers that it can rely on until its end."""
        to_come = RELIED_ON * (self.answers_per_second or 0.0) * max(seconds_left, 0.0)
        return self.cap * (answered + to_come) - abandoned

    def _answers(self, answered: int, seconds_left: float) -> float:
        """Return the day's live answers, with those that are soon to come as far as they can be relied on.

        A day borrows from them only while it is young: its agents may all go home at any moment.
        """
        seconds = min(max(seconds_left, 0.0), GUARD_SECONDS)
        return answered + max(RELIED_ON * (self.answers_per_second or 0.0) * seconds - PAID_BACK * answered, 0.0)
