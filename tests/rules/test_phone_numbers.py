"""A phone cell as offices fill it."""

import datetime as dt

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.lettering import latin_digits
from campaigns.rules.lists.dialled_digits import COUNTRY_CODES, PhoneProblem, plain_mobile, read_digits
from campaigns.rules.lists.phone_cell import Phone
from campaigns.rules.lists.phone_numbers import read_phone_cell, read_phone_cells
from campaigns.rules.lists.placeholders import is_placeholder, without_placeholders

ONE = "+919419012345"
TWO = "+919906112233"

HELPLINES = {
    phonenumbers.PhoneNumberType.TOLL_FREE,
    phonenumbers.PhoneNumberType.PREMIUM_RATE,
    phonenumbers.PhoneNumberType.SHARED_COST,
    phonenumbers.PhoneNumberType.UAN,
}


def numbers(cell, region="IN"):
    return [phone.number for phone in read_phone_cell(cell, region).phones]


def problems(cell, region="IN"):
    return set(read_phone_cell(cell, region).problems)


@pytest.mark.parametrize(
    "cell",
    [
        "9419012345", "94190 12345", "94190-12345", "94190.12345", "(94190) 12345", "09419012345", "919419012345",
        "+919419012345", "+91-94190-12345", "0091 94190 12345", "+91 (0) 94190 12345", "'9419012345",
        "Mob: 9419012345", "tel:+91-9419012345", "9419012345.0", "9,419,012,345", "9419012345.", "\u200e+91 94190 12345",
        "۹۴۱۹۰۱۲۳۴۵", "٩٤١٩٠١٢٣٤٥", "९४१९०१२३४५", "9419012345, NA", "9419012345 / 9419012345",
        9419012345, 9419012345.0, 919419012345.0, "9.419012345E+09", "9419012345 x", "x9419012345",
    ],
    ids=repr,
)  # fmt: skip
def test_every_way_of_writing_one_number_reads_as_that_number(cell) -> None:
    assert numbers(cell) == [ONE]


@pytest.mark.parametrize(
    "cell",
    [
        "94190 12345 / 9906112233", "9419012345,9906112233", "9419012345;9906112233", "9419012345 9906112233",
        "94190 12345 99061 12233", "9419012345\n9906112233", "9419012345-9906112233", "9419012345 and 9906112233",
        "9419012345 & 9906112233", "1) 9419012345 2) 9906112233", "9419012345 | 9906112233", "9419012345، 9906112233",
        "9419012345 या 9906112233", "9419012345 اور 9906112233", "+91 94190 12345 +91 99061 12233",
    ],
    ids=repr,
)  # fmt: skip
def test_several_numbers_of_a_cell_stay_in_the_order_written(cell) -> None:
    assert numbers(cell) == [ONE, TWO]


def test_the_words_beside_a_number_are_its_note() -> None:
    assert read_phone_cell("94190 12345 / 9906112233 (son)", "IN").phones == (Phone(ONE), Phone(TWO, "son"))
    assert read_phone_cell("wife 9419012345, son: 9906112233", "IN").phones == (Phone(ONE, "wife"), Phone(TWO, "son"))
    assert read_phone_cell("9419012345, neighbour", "IN").phones == (Phone(ONE, "neighbour"),)
    assert read_phone_cell("9906112233 (2)", "IN").phones == (Phone(TWO),)


@pytest.mark.parametrize(
    "cell",
    [
        None, "", "  ", "NA", "N/A", "n.a.", "nil", "NIL.", "none", "not available", "Not Available", "-", "--", "0", 0,
        0.0, "0.0", "xxx", "XXXXXXXXXX", "no phone", "No Mobile No.", "#N/A", "NA / nil", "NA (switched off)", "no number available", "(nil)", "0/0", "नहीं", "फोन नहीं है", "उपलब्ध नहीं",
        "کوئی نہیں", "نہیں", "دستیاب نہیں", "نہيں", "۰",
    ],
    ids=repr,
)  # fmt: skip
def test_a_cell_that_says_nothing_is_there_holds_nothing(cell) -> None:
    read = read_phone_cell(cell, "IN")
    assert not read.phones
    assert not read.problems


@pytest.mark.parametrize(
    "cell",
    ["9.41901E+09", "9.41901e+09", "9,41901E+09", "9.41901E9", "9.4E+09", "9.19419E+11", "٩٫٤١٩٠١E+٠٩", 9.41901e9,
     9419010000, "9419010000.0", 94190123459906112233.0, "son 9.41901E+09"],
    ids=repr,
)  # fmt: skip
def test_a_rounded_number_is_never_repaired(cell) -> None:
    assert not numbers(cell)
    assert PhoneProblem.ROUNDED in problems(cell)


@pytest.mark.parametrize(
    "cell",
    ["9999999999", "0000000000", "1234567890", "0123456789", "9876543210", "0987654321", "+91 9999999999",
     "919876543210", 9999999999.0, "99999", "12345678", "۹۹۹۹۹۹۹۹۹۹", "Mob 9999999999"],
    ids=repr,
)  # fmt: skip
def test_a_number_typed_to_fill_the_cell_is_a_dummy(cell) -> None:
    assert not numbers(cell)
    assert PhoneProblem.DUMMY in problems(cell)


@pytest.mark.parametrize(
    "cell",
    ["9419XXXX21", "94190*****", "9419 XXXX 21", "xxxxxx2345", "941901234", "94190123456", "94190 123456", "switched off",
     "+1 202 555 0123", "923011234567", "+92 301 1234567", "941901234O", "01-01-1970", "2452345", "9419012345.5",
     "-9419012345", -9419012345, 9419012345.5, float("nan"), float("inf"), True, dt.date(1970, 1, 1), 1, "9419012345 6",
     "94190123459906112233", "123456789012345678901234567890", "5555 44", "1", "ask", "98765"],
    ids=repr,
)  # fmt: skip
def test_what_is_no_number_of_the_region_is_invalid(cell) -> None:
    assert not numbers(cell)
    assert problems(cell) == {PhoneProblem.INVALID}


@pytest.mark.parametrize(
    "cell", ["1401234567", "1600123456", "1601123456", "18001801551", "18601234567", "112", "1098", "155260"]
)
def test_a_number_that_only_callers_or_helplines_use_is_known_as_such(cell) -> None:
    assert not numbers(cell)
    assert problems(cell) == {PhoneProblem.OWN_SERIES}


def test_a_broken_second_number_is_dropped_and_said_so() -> None:
    for cell in ("94190 12345 / 9906", "94190 12345 9906", "9419012345 / 9.9E+09", "9419012345 / 9906XXXX33"):
        read = read_phone_cell(cell, "IN")
        assert [phone.number for phone in read.phones] == [ONE]
        assert read.dropped
    assert not read_phone_cell("9419012345 (age 61)", "IN").dropped


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("03011234567", "+923011234567"), ("0301-1234567", "+923011234567"), ("923011234567", "+923011234567"),
        ("0092 301 1234567", "+923011234567"), (3011234567.0, "+923011234567"), ("۰۳۰۱۱۲۳۴۵۶۷", "+923011234567"),
        ("091-5272727", "+92915272727"), ("(091) 5272727", "+92915272727"), ("+92 91 5272727", "+92915272727"),
        ("0923-611111", "+92923611111"),
    ],
)  # fmt: skip
def test_mobiles_and_landlines_of_peshawar_read_under_pakistan(cell, number) -> None:
    assert numbers(cell, "PK") == [number]


def test_landlines_of_kashmir_read_with_their_code_alone() -> None:
    assert numbers("0194-2452345") == ["+911942452345"]
    assert numbers("(0194) 2452345") == ["+911942452345"]


def test_the_other_country_and_its_short_codes_are_not_the_list_s_own() -> None:
    assert problems("9419012345", "PK") == {PhoneProblem.INVALID}
    assert problems("8171", "PK") == {PhoneProblem.OWN_SERIES}
    assert problems("0800-26477", "PK") == {PhoneProblem.OWN_SERIES}


@given(
    st.integers(9419000000, 9419999999), st.sampled_from(["{}", "+91 {}", "0{}", "0091-{}", "91{}"]), st.integers(0, 3)
)
def test_a_mobile_survives_any_spelling_and_script(number: int, spelling: str, script: int) -> None:
    zero = "0٠۰०"[script]
    text = "".join(chr(ord(zero) + int(c)) if c.isdigit() else c for c in spelling.format(number))
    assert numbers(text) == [f"+91{number}"]


@given(st.one_of(st.text(), st.floats(), st.integers(), st.from_regex(r"[0-9 +\-()/xX.,eE]{0,40}")))
def test_whatever_a_cell_holds_it_is_read_and_says_the_same_each_time(cell) -> None:
    read = read_phone_cell(cell, "IN")
    assert read == read_phone_cell(cell, "IN")
    assert all(phone.number.startswith("+91") and phone.number[1:].isdecimal() for phone in read.phones)


@given(st.text())
def test_digits_of_any_script_become_latin_letter_for_letter(text: str) -> None:
    assert len(latin_digits(text)) == len(text)


@given(
    st.sampled_from(["IN", "PK"]),
    st.one_of(
        st.integers(10**8, 10**11),
        st.from_regex(r"(1800|186|900|111|122|30|194|1951|21|42|91|92111)[0-9]{5,8}", fullmatch=True).map(int),
    ),
)
def test_a_number_is_taken_where_the_world_s_numbering_plans_take_it(region: str, number: int) -> None:
    national = phonenumbers.PhoneNumber(country_code=int(COUNTRY_CODES[region]), national_number=number)
    read = read_digits(str(number), region)
    if not isinstance(read, PhoneProblem):
        taken = phonenumbers.parse(read)
        assert phonenumbers.is_valid_number_for_region(taken, region)
        assert phonenumbers.number_type(taken) not in HELPLINES
    elif read is PhoneProblem.INVALID:
        assert not phonenumbers.is_valid_number_for_region(national, region)


@given(
    st.sampled_from(["IN", "PK"]),
    st.one_of(
        st.from_regex(r"(\+9[12][ -]?|0)?[0-9]{3,5}[ -]?[0-9]{5,7}", fullmatch=True),
        st.from_regex(r"[03]?3[0-9]{9}|0?[6-9][0-9]{9}", fullmatch=True),
        st.sampled_from(["9876543210", "09876543210", "+91 9999999999", "+92-3333333333", "0 9419012345"]),
    ),
)
def test_a_number_in_a_usual_spelling_is_taken_at_a_glance_just_as_at_a_closer_look(region, text) -> None:
    glance = plain_mobile(text, region)
    assert glance is None or glance == read_digits(text, region)


CELLS = st.one_of(
    st.text(max_size=20),
    st.floats(),
    st.integers(),
    st.none(),
    st.booleans(),
    st.dates(),
    st.from_regex(r"(\+9[12][ -]?|0)?[36-9][0-9]{9}", fullmatch=True),
    st.from_regex(r"[0-9 +\-()/xX.,eE\n\r]{0,24}", fullmatch=True),
    st.sampled_from(
        ["9419012345\n9906112233", "9999999999", "NA", "٩٤١٩٠١٢٣٤٥", "9419012345\x85", "9419012345\u2028", ""]
    ),
)


@given(st.sampled_from(["IN", "PK"]), st.lists(CELLS, max_size=12))
def test_a_column_is_read_just_as_each_of_its_cells(region: str, cells) -> None:
    assert read_phone_cells(cells, region) == [read_phone_cell(cell, region) for cell in cells]


WORDS = [
    "NA",
    "n/a",
    "nil",
    "No phone",
    "nobody",
    "xxx",
    "Xavier",
    "0",
    "0.0",
    "-",
    "#REF!",
    "#N/A",
    "Err:502",
    "Raja",
    "नहीं",
    "ندارد",
]
ONE_LINE = st.text(st.characters(exclude_characters="\n"), max_size=12)


@given(
    st.lists(
        st.one_of(ONE_LINE, st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)),
        min_size=1,
        max_size=12,
    )
)
def test_placeholders_of_a_column_are_those_of_its_cells(texts: list[str]) -> None:
    assert without_placeholders(texts) == [None if is_placeholder(text) else text for text in texts]
