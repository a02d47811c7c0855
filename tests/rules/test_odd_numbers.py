"""What a spreadsheet has made of a phone is named, where counting its digits would mislead."""

import pytest

from campaigns.rules.lists.odd_numbers import Oddity, oddity_of


@pytest.mark.parametrize(
    ("cell", "odd"),
    [
        ("12-03-1965", Oddity.DATE),
        ("1965-03-12", Oddity.DATE),
        ("1/4/65", Oddity.DATE),
        ("12-03-1965 00:00", Oddity.DATE),
        ("-9419012345", Oddity.BELOW_ZERO),
        ("9419012345.5", Oddity.FRACTION),
        ("-94190.5", Oddity.FRACTION),
        ("94190123", None),
        ("94190-1234", None),
        ("9419XXXX21", None),
        ("", None),
    ],
)
def test_a_date_a_fraction_and_a_number_below_zero_are_told_from_a_wrong_count_of_digits(
    cell: str, odd: Oddity | None
) -> None:
    assert oddity_of(cell) is odd
