"""Every row of every list ends in exactly one place, and the totals add up to the rows of the file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.accounts.account import CaseFacts, Ended, Ending, RowFacts, ending_of, tally
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.outcomes import OUTCOMES, Outcome
from campaigns.rules.verdicts import Reason, Verdict

CASES = st.builds(
    CaseFacts,
    st.sampled_from(CaseStatus),
    st.none() | st.sampled_from(Outcome),
    st.integers(0, 9),
    st.frozensets(st.sampled_from(Outcome)),
    st.booleans(),
)
ROWS = st.builds(
    RowFacts,
    st.sampled_from(ListStatus),
    st.sampled_from(Verdict),
    st.none() | st.sampled_from(Reason),
    st.none() | CASES,
    st.booleans(),
    st.booleans(),
)


def person(status: CaseStatus, outcome: Outcome | None = None, dials: int = 0, *tried: Outcome) -> RowFacts:
    """An accepted row of an approved list with its case."""
    spoken_to = any(OUTCOMES[one].reached for one in (outcome, *tried) if one)
    case = CaseFacts(status, outcome, dials, frozenset(tried), reached=spoken_to)
    return RowFacts(ListStatus.APPROVED, Verdict.ACCEPTED, None, case)


@pytest.mark.parametrize(
    ("row", "ended"),
    [
        (
            RowFacts(ListStatus.APPROVED, Verdict.REJECTED, Reason.PHONE_ROUNDED),
            Ended(Ending.REJECTED, "phone_rounded"),
        ),
        (RowFacts(ListStatus.REVIEW, Verdict.IGNORED, Reason.NOT_A_RECORD), Ended(Ending.IGNORED, "not_a_record")),
        (RowFacts(ListStatus.APPROVED, Verdict.REJECTED, Reason.DUPLICATE_IN_FILE), Ended(Ending.SAME_PERSON)),
        (RowFacts(ListStatus.REVIEW, Verdict.ACCEPTED), Ended(Ending.WAITING_FOR_APPROVAL)),
        (RowFacts(ListStatus.WITHDRAWN, Verdict.ACCEPTED), Ended(Ending.WITHDRAWN)),
        (RowFacts(ListStatus.WITHDRAWN, Verdict.REJECTED, Reason.PHONE_MISSING), Ended(Ending.WITHDRAWN)),
        (RowFacts(ListStatus.APPROVED, Verdict.ACCEPTED), Ended(Ending.NOT_OPENED)),
        (RowFacts(ListStatus.APPROVED, Verdict.ACCEPTED, drawn=False), Ended(Ending.EXCLUDED, "not_drawn")),
        (RowFacts(ListStatus.REPLACED, Verdict.ACCEPTED, drawn=False), Ended(Ending.EXCLUDED, "not_drawn")),
        (RowFacts(ListStatus.REVIEW, Verdict.ACCEPTED, drawn=False), Ended(Ending.WAITING_FOR_APPROVAL)),
        (RowFacts(ListStatus.WITHDRAWN, Verdict.ACCEPTED, drawn=False), Ended(Ending.WITHDRAWN)),
        (
            RowFacts(ListStatus.APPROVED, Verdict.REJECTED, Reason.PHONE_MISSING, drawn=False),
            Ended(Ending.REJECTED, "phone_missing"),
        ),
        (person(CaseStatus.WAITING), Ended(Ending.WAITING)),
        (person(CaseStatus.CALLBACK, Outcome.CALL_LATER, 1), Ended(Ending.CALLBACK)),
        (person(CaseStatus.CLAIMED), Ended(Ending.IN_CALL)),
        (person(CaseStatus.CLOSED, Outcome.COMPLETED, 2), Ended(Ending.REACHED, "completed")),
        (person(CaseStatus.CLOSED, Outcome.REFUSED, 1), Ended(Ending.REACHED, "refused")),
        (person(CaseStatus.CLOSED, Outcome.WRONG_NUMBER, 1), Ended(Ending.CLOSED, "wrong_number")),
        (person(CaseStatus.CLOSED, Outcome.NOT_CALLED), Ended(Ending.CLOSED, "not_called")),
        (person(CaseStatus.CLOSED, Outcome.NO_ANSWER, 4, Outcome.BUSY), Ended(Ending.UNREACHABLE, "4")),
        (person(CaseStatus.CLOSED, Outcome.NO_ANSWER, 4, Outcome.CUT_OFF), Ended(Ending.REACHED, "cut_off")),
        (person(CaseStatus.CLOSED, Outcome.NOT_AVAILABLE, 4, Outcome.CALL_LATER), Ended(Ending.REACHED, "call_later")),
        (person(CaseStatus.CLOSED, Outcome.WITHDRAWN), Ended(Ending.WITHDRAWN)),
    ],
)
def test_a_row_ends_where_its_facts_say(row: RowFacts, ended: Ended) -> None:
    assert ending_of(row) == ended


def test_a_person_reached_before_her_list_was_withdrawn_stays_reached() -> None:
    case = CaseFacts(CaseStatus.CLOSED, Outcome.COMPLETED, 1, reached=True)
    assert ending_of(RowFacts(ListStatus.WITHDRAWN, Verdict.ACCEPTED, None, case)).ending is Ending.REACHED


def test_somebody_whose_housemate_forbade_the_number_was_not_reached_herself() -> None:
    row = RowFacts(ListStatus.APPROVED, Verdict.ACCEPTED, None, CaseFacts(CaseStatus.CLOSED, Outcome.OPT_OUT, 0))
    assert ending_of(row) == Ended(Ending.CLOSED, "opt_out")


def test_a_person_not_yet_called_goes_with_her_withdrawn_list() -> None:
    case = CaseFacts(CaseStatus.WAITING, None, 0)
    assert ending_of(RowFacts(ListStatus.WITHDRAWN, Verdict.ACCEPTED, None, case)).ending is Ending.WITHDRAWN


def test_a_second_row_of_a_person_is_told_and_not_counted_as_a_person() -> None:
    case = CaseFacts(CaseStatus.CLOSED, Outcome.COMPLETED, 1)
    first = RowFacts(ListStatus.APPROVED, Verdict.ACCEPTED, None, case)
    second = RowFacts(ListStatus.APPROVED, Verdict.ACCEPTED, None, case, own_case=False)
    counted = tally([(first, 1), (second, 1)])
    assert counted.endings[Ending.SAME_PERSON] == 1
    assert (counted.rows, counted.persons) == (2, 1)


@given(st.lists(st.tuples(ROWS, st.integers(1, 50))))
def test_any_mix_of_rows_and_cases_balances(rows: list[tuple[RowFacts, int]]) -> None:
    counted = tally(rows)
    total = sum(number for _, number in rows)
    assert counted.rows == total == sum(counted.ended.values()) == sum(counted.endings.values())
    assert counted.persons <= total
    assert counted.rr1.part <= counted.con1.part <= counted.con1.whole <= counted.persons


@given(st.lists(ROWS))
def test_counting_in_groups_is_counting_row_by_row(rows: list[RowFacts]) -> None:
    grouped = {row: rows.count(row) for row in rows}
    assert tally(grouped.items()) == tally((row, 1) for row in rows)
