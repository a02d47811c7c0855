"""All outcome rates of AAPOR's Standard Definitions, counted over people; formulas stand beside the figures.

The American Association for Public Opinion Research, Standard Definitions: Final Dispositions of Case Codes and
Outcome Rates for Surveys: response rates 1 to 6, contact rates 1 to 3, cooperation rates 1 to 4, refusal rates 1 to 3.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from campaigns.rules.accounts.response_rates import Disposition, people_by_class
from campaigns.rules.outcomes import Outcome

_D = Disposition
_I, _IP = (_D.INTERVIEW,), (_D.INTERVIEW, _D.PARTIAL)
_R, _IPR = (_D.REFUSAL,), (*_IP, _D.REFUSAL)
_SPOKEN_TO: Final = (*_IPR, _D.OTHER)
_ELIGIBLE: Final = (*_SPOKEN_TO, _D.NON_CONTACT)
_UNKNOWN: Final = (_D.UNKNOWN_HOUSEHOLD, _D.UNKNOWN_OTHER)

# Name, formula, those above the line, those below it, and how much of the unknown stands below: all, e of it, or none.
_RATES: Final = (
    ("RR1", "I / ((I + P) + (R + NC + O) + (UH + UO))", _I, _ELIGIBLE, "all"),
    ("RR2", "(I + P) / ((I + P) + (R + NC + O) + (UH + UO))", _IP, _ELIGIBLE, "all"),
    ("RR3", "I / ((I + P) + (R + NC + O) + e(UH + UO))", _I, _ELIGIBLE, "e"),
    ("RR4", "(I + P) / ((I + P) + (R + NC + O) + e(UH + UO))", _IP, _ELIGIBLE, "e"),
    ("RR5", "I / ((I + P) + (R + NC + O))", _I, _ELIGIBLE, "none"),
    ("RR6", "(I + P) / ((I + P) + (R + NC + O))", _IP, _ELIGIBLE, "none"),
    ("CON1", "((I + P) + R + O) / ((I + P) + R + O + NC + (UH + UO))", _SPOKEN_TO, _ELIGIBLE, "all"),
    ("CON2", "((I + P) + R + O) / ((I + P) + R + O + NC + e(UH + UO))", _SPOKEN_TO, _ELIGIBLE, "e"),
    ("CON3", "((I + P) + R + O) / ((I + P) + R + O + NC)", _SPOKEN_TO, _ELIGIBLE, "none"),
    ("COOP1", "I / ((I + P) + R + O)", _I, _SPOKEN_TO, "none"),
    ("COOP2", "(I + P) / ((I + P) + R + O)", _IP, _SPOKEN_TO, "none"),
    ("COOP3", "I / ((I + P) + R)", _I, _IPR, "none"),
    ("COOP4", "(I + P) / ((I + P) + R)", _IP, _IPR, "none"),
    ("REF1", "R / ((I + P) + (R + NC + O) + (UH + UO))", _R, _ELIGIBLE, "all"),
    ("REF2", "R / ((I + P) + (R + NC + O) + e(UH + UO))", _R, _ELIGIBLE, "e"),
    ("REF3", "R / ((I + P) + (R + NC + O))", _R, _ELIGIBLE, "none"),
)


@dataclass(frozen=True)
class OutcomeRate:
    """One rate with its formula and both its counts; `whole` is no whole number where it holds e of the unknown."""

    name: str
    formula: str
    part: int
    whole: float

    @property
    def share(self) -> float | None:
        """Return part / whole, or None where there is nobody."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class OutcomeRates:
    """The rates of some people, the classes behind them, and e with the counts from which it was estimated."""

    rates: tuple[OutcomeRate, ...]
    classes: Mapping[Disposition, int]
    eligible: int
    not_eligible: int

    @property
    def e(self) -> float:
        """Return the share of the unknown who are taken to be eligible: that of those of whom it is known.

        This is AAPOR's proportional allocation (CASRO's). Where nothing is known yet, all are taken to be: so RR3
        begins as RR1. People whose list was withdrawn say nothing of it, since nobody looked whether they are.
        """
        known = self.eligible + self.not_eligible
        return self.eligible / known if known else 1.0

    def rate(self, name: str) -> OutcomeRate:
        """Return one rate by its name."""
        return next(rate for rate in self.rates if rate.name == name)


def outcome_rates(people: Mapping[Outcome, int]) -> OutcomeRates:
    """Return all rates of people counted by the outcome that counts."""
    classes = people_by_class(people)
    return rates_of_classes(classes, not_eligible=classes[_D.NOT_ELIGIBLE] - people.get(Outcome.WITHDRAWN, 0))


def rates_of_classes(classes: Mapping[Disposition, int], *, not_eligible: int) -> OutcomeRates:
    """Return all rates of people by class; `not_eligible`: of how many it was found out, by which e is estimated."""
    eligible = _sum(classes, _ELIGIBLE)
    known, unknown = eligible + not_eligible, _sum(classes, _UNKNOWN)
    of_unknown = {"all": float(unknown), "none": 0.0, "e": unknown * (eligible / known if known else 1.0)}
    rates = tuple(
        OutcomeRate(name, formula, _sum(classes, above), _sum(classes, below) + of_unknown[part])
        for name, formula, above, below, part in _RATES
    )
    return OutcomeRates(rates, classes, eligible, not_eligible)


def _sum(classes: Mapping[Disposition, int], which: tuple[Disposition, ...]) -> int:
    return sum(classes[one] for one in which)
