"""Response rates by AAPOR's formulas, counted over people and never over dials.

The American Association for Public Opinion Research, Standard Definitions: Final Dispositions of Case Codes and
Outcome Rates for Surveys. A person still open counts with what is known of her now.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from campaigns.rules.outcomes import OUTCOMES, Effect, Outcome


class Disposition(StrEnum):
    """AAPOR's classes of cases, by their letters in the formulas; what says most about a person stands first.

    When several tries ended differently, a refusal outranks a later "no answer".
    """

    INTERVIEW = "I"
    PARTIAL = "P"
    REFUSAL = "R"  # refusals and break-offs
    OTHER = "O"
    NON_CONTACT = "NC"
    UNKNOWN_HOUSEHOLD = "UH"
    UNKNOWN_OTHER = "UO"
    NOT_ELIGIBLE = "NE"


# First match decides: the classes of the final disposition codes, by the beginning of the code.
_CLASSES: Final = (
    ("1.1", Disposition.INTERVIEW),
    ("1.2", Disposition.PARTIAL),
    ("2.1", Disposition.REFUSAL),
    ("2.2", Disposition.NON_CONTACT),
    ("2.3", Disposition.OTHER),
    ("3.1", Disposition.UNKNOWN_HOUSEHOLD),
    ("3", Disposition.UNKNOWN_OTHER),
    ("4", Disposition.NOT_ELIGIBLE),
)
_ORDER: Final = {disposition: place for place, disposition in enumerate(Disposition)}


@dataclass(frozen=True)
class Rate:
    """A share with both its counts, so that a reader can check it; no share of nothing."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        """Return part / whole, or None where there is nobody."""
        return self.part / self.whole if self.whole else None


def disposition_of(outcome: Outcome) -> Disposition:
    """Return the AAPOR class of an outcome."""
    code = OUTCOMES[outcome].aapor
    return next(disposition for beginning, disposition in _CLASSES if code.startswith(beginning))


def outcome_that_counts(last: Outcome | None, tried: Set[Outcome]) -> Outcome:
    """Return the outcome by which a person is counted, of her last one and those of all her calls."""
    if last is None:
        return Outcome.NOT_CALLED
    if OUTCOMES[last].effect is Effect.CLOSE:
        return last
    candidates = [last, *sorted(tried - {last})]  # of equals the one in which she was spoken to, then the last one
    return min(candidates, key=lambda outcome: (_ORDER[disposition_of(outcome)], not OUTCOMES[outcome].reached))


def says_most() -> list[Outcome]:
    """Return all outcomes, the one that says most about a person first: of those of her calls only that can count."""
    return sorted(Outcome, key=lambda one: (_ORDER[disposition_of(one)], not OUTCOMES[one].reached, one))


def response_rate_1(people: Mapping[Outcome, int]) -> Rate:
    """RR1 = I / ((I + P) + (R + NC + O) + (UH + UO)): complete interviews of all who may be eligible."""
    count = people_by_class(people)
    return Rate(count[Disposition.INTERVIEW], _perhaps_eligible(count))


def contact_rate_1(people: Mapping[Outcome, int]) -> Rate:
    """CON1 = ((I + P) + R + O) / ((I + P) + R + O + NC + (UH + UO)): people spoken to of all who may be eligible."""
    count = people_by_class(people)
    spoken_to = (Disposition.INTERVIEW, Disposition.PARTIAL, Disposition.REFUSAL, Disposition.OTHER)
    return Rate(sum(count[disposition] for disposition in spoken_to), _perhaps_eligible(count))


def people_by_class(people: Mapping[Outcome, int]) -> dict[Disposition, int]:
    """Count people by AAPOR's classes."""
    count = dict.fromkeys(Disposition, 0)
    for outcome, number in people.items():
        count[disposition_of(outcome)] += number
    return count


def _perhaps_eligible(count: Mapping[Disposition, int]) -> int:
    return sum(number for disposition, number in count.items() if disposition is not Disposition.NOT_ELIGIBLE)
