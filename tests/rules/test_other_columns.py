"""Other columns that may hold phones: those that give most come first, and a running number is never offered."""

from campaigns.rules.lists.other_columns import columns_with_phones

SERIAL, NEIGHBOUR, ALTERNATE, REMARKS, FORM = range(5)
COLUMNS = (SERIAL, NEIGHBOUR, ALTERNATE, REMARKS, FORM)
ROWS = [
    (4, ["1", "", "9419012345", "", "9419000001"]),
    (9, ["6", "9906112233", "9419054321", "shop", "9419000006"]),
    (17, ["14", "", "7006123456", "", "9419000014"]),
    (30, ["27", "", "none", "", "9419000027"]),
]


def test_the_column_with_most_phones_comes_first_and_words_and_running_numbers_never() -> None:
    assert columns_with_phones(ROWS, COLUMNS, "IN") == [ALTERNATE, NEIGHBOUR]


def test_phones_in_order_are_no_running_number() -> None:
    rows = [(row, [str(9_419_000_000 + row * 7_301)]) for row in range(2, 60)]
    assert columns_with_phones(rows, [0], "IN") == [0]


def test_one_row_is_enough_to_offer_its_phone() -> None:
    assert columns_with_phones(ROWS[:1], (ALTERNATE,), "IN") == [ALTERNATE]
