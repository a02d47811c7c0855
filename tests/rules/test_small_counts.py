"""Small counts of people are hidden, and what is shown beside them never gives them away."""

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.rules.reports.small_counts import FEWEST, hidden_cells, is_small, with_sums

SMALL_TABLES = st.integers(1, 2).flatmap(
    lambda columns: st.lists(st.lists(st.integers(0, 8), min_size=columns, max_size=columns), min_size=1, max_size=3)
)


def readings(shown: list[list[int | str]], most: int) -> list[list[list[int]]]:
    """Every table that agrees with what a reader sees: "<5" is 1 to 4, "hidden" is 5 and more."""
    inner = [line[:-1] for line in shown[:-1]]
    ranges = [_range(cell, most) for line in inner for cell in line]
    width, found = len(inner[0]), []
    for numbers in product(*ranges):
        table = with_sums([numbers[at : at + width] for at in range(0, len(numbers), width)])
        pairs = ((said, real) for lines in zip(shown, table, strict=True) for said, real in zip(*lines, strict=True))
        if all(_agrees(said, real) for said, real in pairs):
            found.append(table)
    return found


def _range(said: int | str, most: int) -> Sequence[int]:
    if isinstance(said, int):
        return [said]
    return range(1, FEWEST) if said == "<5" else range(FEWEST, most + 1)


def _agrees(said: int | str, real: int) -> bool:
    return is_small(real) if said == "<5" else real >= FEWEST if said == "hidden" else said == real


def test_one_to_four_people_are_few_and_five_are_not() -> None:
    assert [is_small(number) for number in range(7)] == [False, True, True, True, True, False, False]


@settings(max_examples=150, deadline=None)
@given(SMALL_TABLES)
def test_no_small_count_can_be_computed_back(inner: list[list[int]]) -> None:
    table = with_sums(inner)
    hidden = hidden_cells(table)
    shown: list[list[int | str]] = [
        [
            ("<5" if is_small(number) else "hidden") if (row, column) in hidden else number
            for column, number in enumerate(line)
        ]
        for row, line in enumerate(table)
    ]
    everything_hidden = all(
        (row, column) in hidden or number == 0 for row, line in enumerate(table) for column, number in enumerate(line)
    )
    found = readings(shown, most=12)
    for row, line in enumerate(table):
        for column, number in enumerate(line):
            if is_small(number) and not everything_hidden:
                assert (row, column) in hidden
                assert len({reading[row][column] for reading in found}) > 1


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ([[40, 60], [70, 30]], 0),
        ([[40, 0], [70, 30]], 0),
        ([[3, 60], [70, 30]], 4),
        ([[3, 60, 9], [70, 30, 40]], 4),
        ([[3, 7, 60], [80, 20, 30], [2, 50, 40]], 4),
    ],
)
def test_as_little_is_hidden_as_will_do(inner: list[list[int]], expected: int) -> None:
    assert len(hidden_cells(with_sums(inner))) == expected


def test_what_another_table_hides_stays_hidden() -> None:
    assert (2, 0) in hidden_cells(with_sums([[40, 60], [70, 30]]), hidden={(2, 0)})
