"""Aadhaar and CNIC numbers go, phones stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.lists.identity_numbers import (
    ColumnKind,
    cut_column,
    cut_identity_numbers,
    cut_in_words,
    is_aadhaar,
    passes_verhoeff,
)

OTHER, PHONES, IDENTITY = ColumnKind.OTHER, ColumnKind.PHONES, ColumnKind.IDENTITY


def with_check_digit(eleven: str) -> str:
    return next(eleven + digit for digit in "0123456789" if passes_verhoeff(eleven + digit))


AADHAAR = with_check_digit("23412341234")
LAST = AADHAAR[-4:]


@pytest.mark.parametrize(
    "spelling",
    ["{0}", "{1} {2} {3}", "{1}-{2}-{3}", "Aadhaar: {0}.", "{1}  {2}  {3}", "{0}/{0}"],
)
def test_an_aadhaar_is_cut_to_its_last_four_in_any_column(spelling: str) -> None:
    text = spelling.format(AADHAAR, AADHAAR[:4], AADHAAR[4:8], AADHAAR[8:])
    for kind in ColumnKind:
        cut = cut_identity_numbers(text, kind, "IN")
        assert LAST in cut
        assert AADHAAR[:8] not in cut.replace(" ", "").replace("-", "")
        assert AADHAAR[4:8] not in cut


@pytest.mark.parametrize("before", ["", "House 1234 ", "Ward 3 ", "12, ", "9419012345 "])
@pytest.mark.parametrize("spelling", ["{0}", "{1} {2}-{3}", "{1}.{2}.{3}"])
def test_an_aadhaar_does_not_hide_behind_another_number(before: str, spelling: str) -> None:
    text = before + spelling.format(AADHAAR, AADHAAR[:4], AADHAAR[4:8], AADHAAR[8:])
    assert cut_identity_numbers(text, OTHER, "IN") == before + "XXXXXXXX" + LAST


def test_an_aadhaar_in_urdu_or_hindi_digits_is_cut_too() -> None:
    for zero in "٠۰०":
        written = "".join(chr(ord(zero) + int(digit)) for digit in AADHAAR)
        assert cut_identity_numbers(written, OTHER, "IN") == "XXXXXXXX" + LAST


def test_twelve_digits_whose_check_digit_is_wrong_are_some_other_number() -> None:
    wrong = AADHAAR[:-1] + str((int(AADHAAR[-1]) + 1) % 10)
    assert cut_identity_numbers(wrong, OTHER, "IN") == wrong
    assert cut_identity_numbers(wrong, IDENTITY, "IN") == "XXXXXXXX" + wrong[-4:]
    assert not is_aadhaar(with_check_digit("01234567890"))


@pytest.mark.parametrize("text", ["17301-1234567-1", "CNIC 17301 1234567 1 (KP)"])
def test_a_cnic_is_cut_to_its_last_four_in_both_countries(text: str) -> None:
    for region in ("IN", "PK"):
        cut = cut_identity_numbers(text, PHONES, region)
        assert "XXXXXXXXX5671" in cut
        assert "17301" not in cut


def test_a_bare_cnic_is_cut_where_cnics_are_written_and_no_phone_is_expected() -> None:
    assert cut_identity_numbers("1730112345671", OTHER, "PK") == "XXXXXXXXX5671"
    assert cut_identity_numbers("1730112345671", OTHER, "IN") == "1730112345671"


@given(
    st.integers(6_000_000_000, 9_999_999_999),
    st.sampled_from(["91{}", "+91{}", "+91 {}", "0091{}", "91-{}", "0{}", "{}"]),
)
def test_a_phone_in_a_phone_column_is_never_cut(number: int, spelling: str) -> None:
    text = spelling.format(number)
    assert cut_identity_numbers(text, PHONES, "IN") == text


@given(st.integers(3_000_000_000, 3_499_999_999), st.sampled_from(["92{}", "+92{}", "0092{}", "0{}"]))
def test_a_phone_of_pakistan_is_never_cut(number: int, spelling: str) -> None:
    text = spelling.format(number)
    assert cut_identity_numbers(text, PHONES, "PK") == text


@given(st.text(), st.sampled_from(ColumnKind), st.sampled_from(["IN", "PK"]))
def test_cutting_twice_is_cutting_once(text: str, kind: ColumnKind, region: str) -> None:
    cut = cut_identity_numbers(text, kind, region)
    assert cut_identity_numbers(cut, kind, region) == cut


@given(st.integers(20_000_000_000, 99_999_999_999), st.text(alphabet="abc ,;:/", max_size=5))
def test_no_aadhaar_is_left_in_a_cell_with_words_around_it(eleven: int, words: str) -> None:
    number = with_check_digit(str(eleven))
    assert number not in cut_identity_numbers(words + number + words, OTHER, "IN")


SPACED = f"{AADHAAR[:4]} {AADHAAR[4:8]} {AADHAAR[8:]}"


@pytest.mark.parametrize("number", [AADHAAR, SPACED, "17301-1234567-1", "1730112345671"])
def test_what_somebody_types_is_kept_without_the_identity_number_in_it(number: str) -> None:
    said = cut_in_words(f"She said {number}; ring 9419012345 or her son, +91 94190 12345.")
    assert said.startswith("She said XXXXXXXX")
    assert said.endswith(f"{number[-1]}; ring 9419012345 or her son, +91 94190 12345.")


@pytest.mark.parametrize(
    "words",
    [
        "919419012345", "00919419012345", "+919419012345", "0092 300 1234567", "923001234567", "9419012345 12 7006123450",
        "12 days, 9419012345", "Aadhaar is not seeded; mobile 9419012345", "Aadhaar: mobile no 9419012345",
        "account 0045040100000017", "on 2026-10-31T10:30:00+05:30",
    ],
)  # fmt: skip
def test_phones_and_accounts_in_what_somebody_types_stay_whole(words: str) -> None:
    assert cut_in_words(words) == words


@pytest.mark.parametrize("called", ["Aadhaar no.: ", "aadhar card ", "CNIC#", "شناختی کارڈ نمبر ", "आधार नंबर - "])
def test_a_mistyped_number_that_is_called_an_identity_number_is_cut(called: str) -> None:
    mistyped = AADHAAR[:-1] + str((int(AADHAAR[-1]) + 1) % 10)
    for number in (mistyped, "1730112345671"):
        for kind, region in ((OTHER, "IN"), (ColumnKind.WORDS, "")):
            cut = cut_identity_numbers(called + number, kind, region)
            assert cut == called + "X" * (len(number) - 4) + number[-4:]


CELLS = st.from_regex(r"[0-9]{4}([ -]?)[0-9]{4}\1[0-9]{4}\n?|[A-Z/]{0,4}[0-9 -]{0,16}", fullmatch=True)


@given(st.sampled_from(ColumnKind), st.lists(CELLS, max_size=4))
def test_a_column_is_cut_just_as_each_of_its_cells(kind: ColumnKind, cells: list[str]) -> None:
    assert cut_column(cells, kind, "IN") == [cut_identity_numbers(cell, kind, "IN") for cell in cells]
