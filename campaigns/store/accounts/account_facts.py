"""What the tables say of a row of an account, as facts by which rules decide where it ended."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from campaigns.rules.accounts.account import CaseFacts, RowFacts
from campaigns.rules.accounts.drawn_account import Attempt
from campaigns.rules.call_states import Direction
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.verdicts import Reason, Verdict

# When, who rang, does it count in the rates, outcome, end of the phone, who picked up.
Told = tuple[str, str, bool, str | None, str, str | None]
STILL_OPEN: Final = "in_call"  # the result of a dial whose end is not known yet


class Said(NamedTuple):
    """What decides the ending of a row, as the tables hold it: a tuple, because millions pass by and many are equal."""

    verdict: str
    reason: str | None
    case_status: str | None  # None: nobody is called for this row
    outcome: str | None
    reached: bool | None
    own_case: bool | None  # the case was opened from this very row
    drawn: bool


def calls_of(
    calls: Sequence[Told], shared: Sequence[Told] = ()
) -> tuple[tuple[Attempt, ...], tuple[Attempt, ...], frozenset[str]]:
    """Part the calls of a person into our dials and hers to us, with the outcomes that count for her.

    `shared`: calls to her phone for another of the house, of which nobody answered any. They are attempts on her.
    """
    dials: list[Attempt] = []
    calls_in: list[Attempt] = []
    tried: set[str] = set()
    for at, direction, counts, outcome, phone_end, answered_by in (*calls, *shared):
        into = calls_in if direction == Direction.IN else dials
        into.append(Attempt(datetime.fromisoformat(at), outcome or STILL_OPEN, phone_end, answered_by))
        if counts and outcome:
            tried.add(outcome)
    if shared:
        dials.sort()
    return tuple(dials), tuple(calls_in), frozenset(tried)


def facts_of(status: ListStatus, said: Said, dials: int, results: Iterable[str | None]) -> RowFacts:
    """Return what decides the ending of such a row."""
    hers = None
    if said.case_status is not None:
        last, tried = Outcome(said.outcome) if said.outcome else None, frozenset(Outcome(one) for one in results if one)
        hers = CaseFacts(CaseStatus(said.case_status), last, dials, tried, reached=bool(said.reached))
    why = Reason(said.reason) if said.reason else None
    return RowFacts(status, Verdict(said.verdict), why, hers, own_case=bool(said.own_case), drawn=said.drawn)
