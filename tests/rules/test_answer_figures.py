"""Answers are told as shares of the people for whom their givers speak: options, numbers in bands, days by month."""

from statistics import median, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.reports.answer_figures import Asked, GivenAnswer, Question, questions_of
from campaigns.rules.reports.number_bands import MOST_BANDS, Band, bands_of, rounded
from campaigns.rules.reports.number_figures import NumberFigures, WeighedNumber, number_figures
from campaigns.rules.scripts.script import StepKind

NUMBERS = st.lists(st.floats(-1e15, 1e15).map(rounded) | st.integers(-1000, 1000).map(float), min_size=1, max_size=40)


def asked_one(kind: StepKind, *given: tuple[str, float]) -> Question:
    """One person gave each answer, and speaks for so many."""
    weights = [weight for _, weight in given]
    asked = Asked(len(given), sum(weights), sum(weight**2 for weight in weights))
    answers = [GivenAnswer("days", value, 1, weight, weight**2) for value, weight in given]
    (question,) = questions_of(answers, {"days": asked}, {"never asked": kind, "days": kind})
    return question


def told(*numbers: float) -> NumberFigures:
    figures = number_figures([WeighedNumber(number, 1, 1.0, 1.0) for number in numbers])
    assert figures
    return figures


@given(NUMBERS)
def test_every_number_stands_in_exactly_one_of_few_bands(numbers: list[float]) -> None:
    bands = bands_of(numbers)
    assert len(bands) <= MOST_BANDS + 1
    for number in numbers:
        assert sum(number in band for band in bands) == 1


def test_bands_have_round_edges_and_say_whether_their_upper_one_belongs_to_them() -> None:
    assert bands_of([3, 5]) == [Band(3, 3, True), Band(4, 4, True), Band(5, 5, True)]
    assert bands_of([12, 47, 96])[:2] == [Band(0, 19, True), Band(20, 39, True)]
    assert bands_of([0.3, 0.5])[0] == Band(0.3, 0.35, False)


@given(st.lists(st.floats(-1e6, 1e6).map(rounded), min_size=5, max_size=40))
def test_where_everybody_speaks_for_one_the_median_is_the_usual_one(numbers: list[float]) -> None:
    assert told(*numbers).median == pytest.approx(median(numbers))


def test_who_speaks_for_more_people_weighs_more() -> None:
    question = asked_one(StepKind.NUMBER, ("10", 6), ("2", 1), ("2", 1), ("3", 1), ("1", 1))
    assert question.figures
    assert (question.figures.least, question.figures.most) == (1, 10)
    assert (question.figures.quarter, question.figures.median, question.figures.three_quarters) == (2, 10, 10)
    assert question.figures.mean == pytest.approx(6.8)
    assert question.figures.interval is None  # ten people's worth of answers come from two and a half
    assert question.answers[-1].band is not None
    assert 10 in question.answers[-1].band
    assert sum(one.share for one in question.answers) == pytest.approx(1)


def test_the_mean_has_an_interval_where_enough_people_tell_of_it() -> None:
    numbers = [float(at % 10) for at in range(30)]
    figures = told(*numbers)
    assert figures.interval
    reach = 2.0452 * stdev(numbers) / 30**0.5  # Student's t, 29 degrees of freedom
    assert figures.interval.high - figures.mean == pytest.approx(reach, rel=1e-3)
    assert told(*numbers[:29]).interval is None


def test_numbers_of_fewer_than_five_people_are_kept_back() -> None:
    question = asked_one(StepKind.NUMBER, *[("7", 1.0)] * 4)
    assert question.too_few
    assert (question.asked, question.answers, question.figures) == (4, (), None)


def test_days_are_told_by_month_and_those_of_many_years_by_year() -> None:
    months = asked_one(StepKind.DATE, ("2026-10", 3), ("2026-09", 1))
    assert [(one.value, one.share) for one in months.answers] == [("2026-09", 0.25), ("2026-10", 0.75)]
    years = asked_one(StepKind.DATE, *((f"{2020 + at // 12}-{at % 12 + 1:02}", 1.0) for at in range(48)))
    assert [(one.value, one.people) for one in years.answers] == [(str(2020 + at), 12) for at in range(4)]


def test_what_was_written_in_words_is_only_counted() -> None:
    (question,) = questions_of([], {"why": Asked(3, 3.0, 3.0)}, {"why": StepKind.TEXT})
    assert (question.asked, question.answers, question.figures, question.too_few) == (3, (), None, False)
