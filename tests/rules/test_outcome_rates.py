"""Every rate of AAPOR's book, by the book: figures were computed by hand from its formulas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.accounts.outcome_rates import outcome_rates, rates_of_classes
from campaigns.rules.accounts.response_rates import Disposition, contact_rate_1, response_rate_1
from campaigns.rules.outcomes import Outcome

# I 400, R 60 + 20 cut off, O 30 (died 10, language 20), NC 90, unknown 300, not eligible 100, and 50 withdrawn.
PEOPLE = {
    Outcome.COMPLETED: 400, Outcome.REFUSED: 60, Outcome.CUT_OFF: 20, Outcome.DIED: 10, Outcome.OTHER_LANGUAGE: 20,
    Outcome.NOT_AVAILABLE: 90, Outcome.NO_ANSWER: 200, Outcome.BUSY: 100, Outcome.WRONG_NUMBER: 70,
    Outcome.INVALID_NUMBER: 30, Outcome.WITHDRAWN: 50,
}  # fmt: skip
# Every class of the book, those too that no outcome of ours falls into: 650 are eligible, e is 650 / 780 = 5 / 6.
CLASSES = {
    Disposition.INTERVIEW: 400, Disposition.PARTIAL: 50, Disposition.REFUSAL: 80, Disposition.OTHER: 30,
    Disposition.NON_CONTACT: 90, Disposition.UNKNOWN_HOUSEHOLD: 200, Disposition.UNKNOWN_OTHER: 100,
    Disposition.NOT_ELIGIBLE: 130,
}  # fmt: skip
COUNTS = st.dictionaries(st.sampled_from(list(Outcome)), st.integers(0, 1000))


@pytest.mark.parametrize(
    ("name", "part", "whole"),
    [
        ("RR1", 400, 950), ("RR2", 450, 950), ("RR3", 400, 900), ("RR4", 450, 900), ("RR5", 400, 650), ("RR6", 450, 650),
        ("CON1", 560, 950), ("CON2", 560, 900), ("CON3", 560, 650),
        ("COOP1", 400, 560), ("COOP2", 450, 560), ("COOP3", 400, 530), ("COOP4", 450, 530),
        ("REF1", 80, 950), ("REF2", 80, 900), ("REF3", 80, 650),
    ],
)  # fmt: skip
def test_each_rate_is_that_of_the_book(name: str, part: int, whole: float) -> None:
    rate = rates_of_classes(CLASSES, not_eligible=130).rate(name)
    assert [rate.part, rate.whole] == pytest.approx([part, whole])


def test_people_count_by_the_class_of_their_outcome() -> None:
    rates = outcome_rates(PEOPLE)
    found = {one.name: (one.part, one.whole) for one in rates.rates}
    assert (found["RR1"], found["RR5"], found["CON3"]) == ((400, 900), (400, 600), (510, 600))
    assert (found["COOP1"], found["COOP3"], found["REF3"]) == ((400, 510), (400, 480), (80, 600))
    assert found["RR3"][1] == pytest.approx(600 + 300 * 6 / 7)


def test_e_is_the_share_of_the_eligible_among_those_of_whom_it_is_known() -> None:
    found = outcome_rates(PEOPLE)
    assert (found.eligible, found.not_eligible) == (600, 100)
    assert found.e == pytest.approx(6 / 7)
    assert outcome_rates({Outcome.NO_ANSWER: 5}).e == 1


@given(COUNTS)
def test_rates_keep_their_order_and_agree_with_the_account(people: dict[Outcome, int]) -> None:
    found = outcome_rates(people)
    assert (found.rate("RR1").part, found.rate("RR1").whole) == (
        response_rate_1(people).part,
        response_rate_1(people).whole,
    )
    assert found.rate("CON1").part == contact_rate_1(people).part
    for first, second, third in (("RR1", "RR3", "RR5"), ("CON1", "CON2", "CON3"), ("REF1", "REF2", "REF3")):
        shares = [found.rate(name).share for name in (first, second, third)]
        known = [share for share in shares if share is not None]
        assert known == sorted(known)
        assert all(0 <= share <= 1 for share in known)


def test_of_nobody_there_is_no_rate() -> None:
    assert {rate.share for rate in outcome_rates({}).rates} == {None}
