"""What the tables say of a row of an account, as facts by which rules decide where it ended."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

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
# Verdict and reason of a row; status and outcome of its case; reached, its own case, drawn.
Said = tuple[str, str | None, str | None, str | None, bool | None, bool | None, bool]


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


def said_of(columns: Iterable[Any]) -> Said:
    """Return the columns by their order."""
    verdict, reason, case_status, outcome, reached, own_case, drawn = columns
    return verdict, reason, case_status, outcome, reached, own_case, drawn


def facts_of(status: ListStatus, said: Said, dials: int, results: Iterable[str | None]) -> RowFacts:
    """Return what decides the ending of such a row."""
    verdict, reason, case_status, outcome, reached, own_case, drawn = said
    hers = None
    if case_status is not None:
        last, tried = Outcome(outcome) if outcome else None, frozenset(Outcome(one) for one in results if one)
        hers = CaseFacts(CaseStatus(case_status), last, dials, tried, reached=bool(reached))
    why = Reason(reason) if reason else None
    return RowFacts(status, Verdict(verdict), why, hers, own_case=bool(own_case), drawn=drawn)
