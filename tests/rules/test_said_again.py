"""Of a long list only the rows that share a phone or a scheme id are compared with each other; none of them is missed."""

from array import array

from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.lists.said_again import rows_said_again
from campaigns.rules.lists.sayings import KIND, note_sayings

NUMBERS = st.lists(st.sampled_from([f"+91941900000{digit}" for digit in range(10)]), max_size=2, unique=True)
PEOPLE = st.dictionaries(st.integers(1, 1 << 31), NUMBERS | st.just(["सं/१"]), max_size=12)


@given(people=PEOPLE)
def test_every_row_that_says_what_another_says_is_found(people: dict[int, list[str]]) -> None:
    sayings = array(KIND)
    for row, said in people.items():
        note_sayings(sayings, [(row, text) for text in said])
    assert rows_said_again(sayings) == sorted(
        row
        for row, said in people.items()
        if any(text in other for text in said for number, other in people.items() if number != row)
    )


def test_a_row_is_told_once_though_all_it_says_is_said_again() -> None:
    sayings = array(KIND)
    for row in (7, 3):
        note_sayings(sayings, [(row, text) for text in ("+919419000001", "+919419000002", "P-1")])
    assert rows_said_again(sayings) == [3, 7]
