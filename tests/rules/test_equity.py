"""Groups that are reached less stand out by a rule that a reader can check, and never by chance alone."""

import pytest

from campaigns.rules.accounts.response_rates import Rate
from campaigns.rules.reports.equity import least_reached, reach_of_groups, wilson


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662)],  # Newcombe 1998, table I
)
def test_the_interval_is_that_of_the_books(part: int, whole: int, low: float, high: float) -> None:
    found = wilson(Rate(part, whole), sure=1.959964)
    assert [found.low, found.high] == pytest.approx([low, high], abs=1e-4)


def test_of_nobody_nothing_is_known() -> None:
    assert (wilson(Rate(0, 0)).low, wilson(Rate(0, 0)).high) == (0.0, 1.0)


def test_women_who_are_reached_less_stand_out_and_the_few_of_a_small_block_do_not() -> None:
    whole = Rate(600, 1000)
    groups = reach_of_groups(
        [
            ("gender", "female", Rate(200, 500)),
            ("gender", "male", Rate(400, 500)),
            ("block", "Gurez", Rate(1, 5)),
            ("category", "st", Rate(40, 120)),
        ],
        whole,
    )
    assert [(group.value, group.short) for group in least_reached(groups)] == [("female", 100), ("st", 32)]


def test_where_nobody_was_reached_yet_nobody_is_reached_less() -> None:
    groups = reach_of_groups([("gender", "female", Rate(0, 500))], Rate(0, 1000))
    assert least_reached(groups) == []
