"""An agent can recognise a number when the person names it, and cannot copy it."""

from campaigns.rules.lists.retention import sealed_phone
from campaigns.rules.phone_mask import mask_phone


def test_an_indian_mobile_shows_its_first_two_and_last_four_digits() -> None:
    assert mask_phone("+919419012318") == "+91 94••• •2318"


def test_a_pakistani_mobile_is_masked_in_its_own_groups() -> None:
    assert mask_phone("+923001234567") == "+92 30• •••4567"


def test_what_is_no_number_is_hidden_whole() -> None:
    assert mask_phone("abc") == "•••"


def test_of_a_number_that_was_erased_the_last_four_digits_are_left() -> None:
    assert mask_phone(sealed_phone("a key of this house", "+919419012318")) == "•••• 2318"
