"""The tiers of a campaign: how many people of an area ended where, counted as its account counts them."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final, NamedTuple, TypeVar

from campaigns.rules.accounts.account import CaseFacts, Ended, Ending, RowFacts, Tally, ending_of
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.verdicts import Verdict

REFUSED: Final = frozenset({Outcome.REFUSED, Outcome.OPT_OUT})
WAITING: Final = (Ending.WAITING, Ending.CALLBACK, Ending.IN_CALL)
Where = TypeVar("Where", bound=Hashable)


class CountedCases(NamedTuple):
    """So many cases of whom just this is true."""

    status: CaseStatus
    outcome: Outcome | None  # the last one
    said_most: Outcome | None  # of all her calls
    reached: bool
    withdrawn: bool  # the list by which she is called was withdrawn
    number: int


@cache
def stand_of(
    status: CaseStatus,
    outcome: Outcome | None,
    said_most: Outcome | None,
    *,
    reached: bool,
    withdrawn: bool,
) -> tuple[Ending, Outcome]:
    """Return where such a case ends, and by which outcome its person counts: a few hundred ways in all."""
    case = CaseFacts(status, outcome, 0, frozenset({said_most} if said_most else ()), reached=reached)
    listed = ListStatus.WITHDRAWN if withdrawn else ListStatus.APPROVED
    return ending_of(RowFacts(listed, Verdict.ACCEPTED, case=case)).ending, case.counted_as


@dataclass(frozen=True)
class TierNumbers:
    """The people of an area: each stands in one ending, and counts by one outcome in the rates."""

    people: Counter[Outcome]
    ended: Counter[tuple[Ending, Outcome]]

    @cached_property
    def tally(self) -> Tally:
        """Return the same as the account has it."""
        endings = Counter[Ended]()
        for (ending, _), number in self.ended.items():
            endings[Ended(ending)] += number
        return Tally(self.persons, endings, self.people)

    @property
    def persons(self) -> int:
        """Return how many people have a case."""
        return sum(self.people.values())

    @property
    def called_for(self) -> int:
        """Return how many of them are to be called, or were: nobody's list was withdrawn."""
        return self.persons - self.number(Ending.WITHDRAWN)

    @property
    def reached(self) -> int:
        """Return how many were reached, whatever they said."""
        return self.number(Ending.REACHED)

    @property
    def refused(self) -> int:
        """Return how many of those reached refused to answer or to be called again."""
        return sum(self.ended[Ending.REACHED, outcome] for outcome in REFUSED)

    @property
    def waiting(self) -> int:
        """Return how many are still to be called, promised a call, or in one."""
        return sum(self.number(ending) for ending in WAITING)

    @property
    def unreachable(self) -> int:
        """Return how many were called as often as the rules allow."""
        return self.number(Ending.UNREACHABLE)

    @property
    def closed(self) -> int:
        """Return how many ended without being reached for another reason: wrong number, no such number."""
        return self.number(Ending.CLOSED)

    @property
    def withdrawn(self) -> int:
        """Return how many are not called any more because their list was withdrawn."""
        return self.number(Ending.WITHDRAWN)

    def number(self, ending: Ending) -> int:
        """Return how many people ended so."""
        return self._by_ending[ending]

    @cached_property
    def _by_ending(self) -> Counter[Ending]:
        found = Counter[Ending]()
        for (ending, _), number in self.ended.items():
            found[ending] += number
        return found

    def reasons(self, *endings: Ending) -> list[tuple[Outcome, int]]:
        """Return by which outcomes the people of some endings count, the most frequent first."""
        found = Counter[Outcome]()
        for (ending, outcome), number in self.ended.items():
            if ending in endings:
                found[outcome] += number
        return [pair for pair in found.most_common() if pair[1]]


def together(tiers: Iterable[TierNumbers]) -> TierNumbers:
    """Add tiers up."""
    people, ended = Counter[Outcome](), Counter[tuple[Ending, Outcome]]()
    for one in tiers:
        people.update(one.people)
        ended.update(one.ended)
    return TierNumbers(people, ended)


def count_tier(cases: Iterable[CountedCases]) -> TierNumbers:
    """Add cases up."""
    people, ended = Counter[Outcome](), Counter[tuple[Ending, Outcome]]()
    for some in cases:
        stand = stand_of(*some[:3], reached=some.reached, withdrawn=some.withdrawn)
        people[stand[1]] += some.number
        ended[stand] += some.number
    return TierNumbers(people, ended)


def count_tiers(cases: Iterable[tuple[Where, CountedCases]]) -> dict[Where, TierNumbers]:
    """Add cases up by place, or by whatever else stands beside them."""
    found: dict[Where, list[CountedCases]] = defaultdict(list)
    for where, some in cases:
        found[where].append(some)
    return {where: count_tier(here) for where, here in found.items()}
