"""Rates are counted over people by AAPOR's formulas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.accounts.response_rates import (
    Disposition,
    contact_rate_1,
    disposition_of,
    outcome_that_counts,
    response_rate_1,
)
from campaigns.rules.outcomes import Outcome

PEOPLE = st.dictionaries(st.sampled_from(Outcome), st.integers(0, 10_000))


def test_the_worked_example_adds_up_by_hand() -> None:
    """40 interviews, 10 refusals, 5 break-offs, 15 never available, 2 died, 20 no answer, 8 invalid numbers."""
    people = {
        Outcome.COMPLETED: 40,
        Outcome.REFUSED: 10,
        Outcome.CUT_OFF: 5,
        Outcome.NOT_AVAILABLE: 15,
        Outcome.DIED: 2,
        Outcome.NO_ANSWER: 20,
        Outcome.INVALID_NUMBER: 8,
    }
    assert (response_rate_1(people).part, response_rate_1(people).whole) == (40, 92)
    assert (contact_rate_1(people).part, contact_rate_1(people).whole) == (57, 92)


def test_nobody_to_be_called_has_no_rate() -> None:
    assert response_rate_1({}).share is None
    assert response_rate_1({Outcome.INVALID_NUMBER: 3}).share is None


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_one_class(outcome: Outcome) -> None:
    assert disposition_of(outcome) in Disposition


def test_a_person_never_called_is_of_unknown_eligibility() -> None:
    assert disposition_of(outcome_that_counts(None, frozenset())) is Disposition.UNKNOWN_HOUSEHOLD


def test_a_break_off_outranks_a_later_no_answer() -> None:
    tried = frozenset({Outcome.CUT_OFF, Outcome.NO_ANSWER, Outcome.BUSY})
    assert outcome_that_counts(Outcome.NO_ANSWER, tried) is Outcome.CUT_OFF


def test_of_equal_outcomes_the_last_one_counts() -> None:
    assert outcome_that_counts(Outcome.BUSY, frozenset({Outcome.NO_ANSWER, Outcome.BUSY})) is Outcome.BUSY


def test_a_dead_number_does_not_hide_that_another_number_only_rang() -> None:
    tried = frozenset({Outcome.INVALID_NUMBER, Outcome.NO_ANSWER})
    assert outcome_that_counts(Outcome.NO_ANSWER, tried) is Outcome.NO_ANSWER


def test_what_closed_the_case_stands() -> None:
    assert outcome_that_counts(Outcome.COMPLETED, frozenset({Outcome.CUT_OFF})) is Outcome.COMPLETED


@given(PEOPLE)
def test_nobody_is_interviewed_without_being_reached(people: dict[Outcome, int]) -> None:
    rr1, con1 = response_rate_1(people), contact_rate_1(people)
    assert 0 <= rr1.part <= con1.part <= con1.whole == rr1.whole <= sum(people.values())
