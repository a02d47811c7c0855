"""The account: where each row of each list ended. Exactly one ending per row, so totals add up to the file."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from campaigns.rules.accounts.response_rates import Rate, contact_rate_1, outcome_that_counts, response_rate_1
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.outcomes import OUTCOMES, Effect, Outcome
from campaigns.rules.verdicts import Reason, Verdict


class Ending(StrEnum):
    """Where a row stands in the account."""

    REJECTED = "rejected"  # detail: the reason
    IGNORED = "ignored"  # not a person's row; detail: the reason
    SAME_PERSON = "same_person"  # her case was opened from another row
    EXCLUDED = "excluded"  # could be called and is not; detail: why
    WAITING_FOR_APPROVAL = "waiting_for_approval"
    NOT_OPENED = "not_opened"  # approved and yet without a case: should never stand, and is not hidden
    WITHDRAWN = "withdrawn"
    REACHED = "reached"  # detail: the outcome
    UNREACHABLE = "unreachable"  # detail: how often she was called
    CLOSED = "closed"  # ended without reaching her; detail: the outcome
    WAITING = "waiting"
    CALLBACK = "callback"
    IN_CALL = "in_call"  # being called at this moment


@dataclass(frozen=True)
class CaseFacts:
    """What decides the ending of a person with a case."""

    status: CaseStatus
    outcome: Outcome | None  # the last one
    dials: int  # calls that left for her, and for others on her phone where nobody answered
    tried: frozenset[Outcome] = frozenset()  # outcomes of all her calls
    reached: bool = False  # she herself was spoken to

    @property
    def counted_as(self) -> Outcome:
        """Return the outcome by which she counts in the rates."""
        return outcome_that_counts(self.outcome, self.tried)


@dataclass(frozen=True)
class RowFacts:
    """What decides the ending of a row.

    `own_case`: the case was opened from this very row. `drawn`: it is called, because it is in the list's sample or
    because everybody is.
    """

    list_status: ListStatus
    verdict: Verdict
    reason: Reason | None = None
    case: CaseFacts | None = None
    own_case: bool = True
    drawn: bool = True


@dataclass(frozen=True, order=True)
class Ended:
    """The one ending of a row."""

    ending: Ending
    detail: str = ""


NOT_DRAWN: Final = "not_drawn"  # the detail of a row outside the sample
DUPLICATES: Final = frozenset({Reason.DUPLICATE_IN_FILE, Reason.DUPLICATE_IN_CAMPAIGN})
_OPEN: Final = {
    CaseStatus.WAITING: Ending.WAITING,
    CaseStatus.CALLBACK: Ending.CALLBACK,
    CaseStatus.CLAIMED: Ending.IN_CALL,
    CaseStatus.IN_CALL: Ending.IN_CALL,
}
_WITHOUT_CASE: Final = {
    ListStatus.WITHDRAWN: Ending.WITHDRAWN,
    ListStatus.APPROVED: Ending.NOT_OPENED,
    ListStatus.REPLACED: Ending.NOT_OPENED,
}


def ending_of(row: RowFacts) -> Ended:
    """Return where a row ended."""
    if row.verdict is not Verdict.ACCEPTED:
        return _ending_without_person(row)
    if row.case is None:
        return _ending_without_case(row)
    if row.own_case:
        return _ending_of_case(row.case, withdrawn=row.list_status is ListStatus.WITHDRAWN)
    return Ended(Ending.WITHDRAWN if row.list_status is ListStatus.WITHDRAWN else Ending.SAME_PERSON)


def _ending_without_case(row: RowFacts) -> Ended:
    if row.list_status in (ListStatus.APPROVED, ListStatus.REPLACED) and not row.drawn:
        return Ended(Ending.EXCLUDED, NOT_DRAWN)
    return Ended(_WITHOUT_CASE.get(row.list_status, Ending.WAITING_FOR_APPROVAL))


def _ending_without_person(row: RowFacts) -> Ended:
    if row.list_status is ListStatus.WITHDRAWN:
        return Ended(Ending.WITHDRAWN)
    if row.reason in DUPLICATES:
        return Ended(Ending.SAME_PERSON)
    ending = Ending.IGNORED if row.verdict is Verdict.IGNORED else Ending.REJECTED
    return Ended(ending, row.reason or "")


def _ending_of_case(case: CaseFacts, *, withdrawn: bool) -> Ended:
    if case.status is not CaseStatus.CLOSED:
        ending = _OPEN[case.status]
        return Ended(Ending.WITHDRAWN if withdrawn and ending is not Ending.IN_CALL else ending)
    outcome = case.counted_as
    if outcome is Outcome.WITHDRAWN:
        return Ended(Ending.WITHDRAWN)
    if case.reached and OUTCOMES[outcome].reached:
        return Ended(Ending.REACHED, outcome)
    if OUTCOMES[outcome].effect is Effect.CLOSE:
        return Ended(Ending.CLOSED, outcome)
    return Ended(Ending.UNREACHABLE, str(case.dials))


@dataclass(frozen=True)
class Tally:
    """Rows by ending, and people by the outcome that counts."""

    rows: int
    ended: Mapping[Ended, int]
    people: Mapping[Outcome, int]

    @property
    def endings(self) -> dict[Ending, int]:
        """Return rows by ending, every ending named, details added up."""
        found = dict.fromkeys(Ending, 0)
        for ended, number in self.ended.items():
            found[ended.ending] += number
        return found

    @property
    def persons(self) -> int:
        """Return how many people have a case."""
        return sum(self.people.values())

    @property
    def rr1(self) -> Rate:
        """Return AAPOR response rate 1."""
        return response_rate_1(self.people)

    @property
    def con1(self) -> Rate:
        """Return AAPOR contact rate 1."""
        return contact_rate_1(self.people)


def tally(rows: Iterable[tuple[RowFacts, int]]) -> Tally:
    """Count rows, given as facts and how many rows have just these facts."""
    total, ended, people = 0, Counter[Ended](), Counter[Outcome]()
    for facts, number in rows:
        total += number
        ended[ending_of(facts)] += number
        if facts.case is not None and facts.own_case:
            people[facts.case.counted_as] += number
    return Tally(total, ended, people)
