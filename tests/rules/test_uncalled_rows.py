"""Rows that nobody is called for: told in full to the department, and so to others that none of them is found out."""

from itertools import product

import pytest

from campaigns.rules.accounts.uncalled_rows import about


@pytest.mark.parametrize(
    ("number", "told"), [(0, None), (4, None), (19, None), (20, 20), (24, 20), (25, 30), (1_003, 1_000)]
)
def test_few_rows_are_not_told_and_many_to_the_nearest_ten(number: int, told: int | None) -> None:
    assert about(number) == told


def test_no_small_number_can_be_computed_from_sums_and_neighbours() -> None:
    """Whatever is shown of three areas and their sum: a number that may be under five may be four others as well."""
    told: dict[tuple[int | None, ...], set[int]] = {}
    for small, beside, third in product(range(20), range(50), range(50)):
        told.setdefault((about(beside), about(third), about(small + beside + third)), set()).add(small)
    assert min(len(numbers) for numbers in told.values() if min(numbers) < 5) >= 5
