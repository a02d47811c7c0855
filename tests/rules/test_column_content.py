"""What stands in a column tells what it holds; where its heading says otherwise the officer is asked."""

import datetime as dt

import pytest

from campaigns.rules.lists.beneficiary_list import judge_rows
from campaigns.rules.lists.column_doubts import Doubt, column_doubts
from campaigns.rules.lists.column_letters import column_index, column_letters
from campaigns.rules.lists.columns import ColumnMap, guess_columns
from campaigns.rules.lists.file_shape import as_remembered, file_shape
from campaigns.rules.lists.headings import Heading, heading_of

NAMES = ["Ghulam Mohammad", "Raja Begum", "Zoona Bibi", "Nazir Dar", "Sara Bano", "Fata Begum"]
PHONES = ["9419012345", "9906112233", "7006123450", "9419012346", "9906112234", "NA"]
BORN = [dt.date(1950, 1, 1), dt.date(1961, 3, 4), dt.date(1949, 5, 6), None, "NA", dt.date(1955, 5, 5)]


def sheet(heads, *columns):
    return list(enumerate([list(heads), *map(list, zip(*columns, strict=True))], start=1))


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (["F", "M", "F", "M", "NA", "F"], "gender"),
        (["महिला", "पुरुष", "महिला", "महिला", "", "महिला"], "gender"),
        (["خاتون", "مرد", "خاتون", "مرد", "", "خاتون"], "gender"),
        (["SC", "ST", "GEN", "OBC", "Gen", "SC"], "category"),
        (["Urdu", "Kashmiri", "Urdu", "Dogri", "Hindi", "Urdu"], "language"),
        ([193502, "193 502", 193502, 193501, "193501", "NA"], "pin_code"),
    ],
)
def test_a_column_without_a_telling_heading_is_guessed_from_its_cells(cells, field) -> None:
    columns = guess_columns(sheet(["Name", "Mobile", "Col3"], NAMES, PHONES, cells))
    assert getattr(columns, field) == 2
    assert (columns.name, columns.phones) == (0, (1,))


@pytest.mark.parametrize(
    "cells",
    [
        ["M", "M", "M", "M", "M", "M"],
        [193501, 193502, 193503, 193504, 193505, 193506],
        ["F", "", "", "", "", "M"],
        ["yes", "no", "yes", "no", "yes", "no"],
        ["UR", "UR", "UR", "UR", "UR", "UR"],
    ],
)
def test_cells_that_could_be_many_things_are_not_guessed(cells) -> None:
    columns = guess_columns(sheet(["Name", "Mobile", "Col3"], NAMES, PHONES, cells))
    guessed = (columns.gender, columns.category, columns.language, columns.pin_code)
    assert guessed == (None, None, None, None)


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("Category", Heading.CATEGORY), ("Caste", Heading.CATEGORY), ("श्रेणी", Heading.CATEGORY), ("زمرہ", Heading.CATEGORY),
        ("PIN", Heading.PIN_CODE), ("Pin Code", Heading.PIN_CODE), ("Pincode", Heading.PIN_CODE), ("पिन कोड", Heading.PIN_CODE),
        ("پن کوڈ", Heading.PIN_CODE), ("Postal code", Heading.PIN_CODE), ("Opinion", None),
    ],
)  # fmt: skip
def test_category_and_pin_code_are_known_by_their_headings(heading, meaning) -> None:
    assert heading_of(heading) is meaning


def test_category_and_pin_code_are_kept_with_the_person() -> None:
    rows = sheet(
        ["Name", "Mobile", "Category", "PIN"], NAMES[:2], PHONES[:2], ["Scheduled Tribe", "Nomad"], ["१९३ ५०२", "12"]
    )
    first, second = list(judge_rows(rows, guess_columns(rows), "IN"))[1:]
    assert (first.fields.category, first.fields.pin_code) == ("st", "193502")
    assert (second.fields.category, second.fields.pin_code) == ("Nomad", None)


def asked(rows, region="IN"):
    return column_doubts(rows, guess_columns(rows, region), region)


def test_a_heading_that_says_name_over_phone_numbers_is_asked() -> None:
    assert asked(sheet(["Name", "Mobile"], PHONES, NAMES)) == {0: [Doubt.NOT_NAMES], 1: [Doubt.NOT_PHONES]}


def test_dates_under_a_phone_heading_are_asked() -> None:
    assert asked(sheet(["Name", "Mobile"], NAMES, BORN)) == {1: [Doubt.NOT_PHONES]}


@pytest.mark.parametrize(
    "cells", [PHONES, ["nil"] * 6, ["9.41901E+09"] * 6, ["94190", "9419012345", "x", "y", "z", "-"], [None] * 6]
)
def test_bad_numbers_under_a_phone_heading_are_for_the_problems_page(cells) -> None:
    assert asked(sheet(["Name", "Mobile"], NAMES, cells)) == {}


def test_a_name_with_its_number_in_one_cell_is_no_doubt() -> None:
    assert asked(sheet(["Name", "Mobile"], [f"{n} {p}" for n, p in zip(NAMES, PHONES, strict=True)], PHONES)) == {}


def test_an_old_font_is_asked_for_the_whole_column() -> None:
    syllables = ["jke", "yky", "lhrk", "nsoh", "deyk", "dqekj"]
    cells = [f"{one} {other}" for one in syllables for other in syllables]
    rows = sheet(["Name", "Mobile"], cells, PHONES * 6)
    assert asked(rows) == {0: [Doubt.OLD_FONT]}
    headed = ["नाम", "Mobile"]
    again = sheet(headed, cells, PHONES * 6)
    assert asked([*again, (len(again) + 1, headed)]) == {0: [Doubt.OLD_FONT]}, (
        "though its heading stands there once more"
    )


def test_a_file_is_known_again_by_its_headings_whatever_stands_above_them() -> None:
    shape = file_shape(("S.No", "Name", "Mobile No.", ""))
    assert shape == file_shape(("s no", " NAME ", "Mobile No"))
    assert shape != file_shape(("S.No", "Mobile No.", "Name"))
    assert file_shape(("", "")) is None
    assert file_shape(()) is None


def test_what_was_confirmed_is_taken_with_this_file_s_own_heading_row() -> None:
    guess = ColumnMap(header_row=5, name=0, phones=(1,), labels=("A", "B"))
    confirmed = ColumnMap(header_row=2, name=1, phones=(0,), extra=(3,), labels=("a", "b"))
    assert as_remembered(guess, confirmed) == ColumnMap(5, name=1, phones=(0,), extra=(3,), labels=("A", "B"))


def test_columns_are_called_by_their_letters() -> None:
    assert [column_letters(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert [column_index(letters) for letters in ("A", "z", "AA", "ZZ", "AAA")] == [0, 25, 26, 701, 702]
    assert [column_index(letters) for letters in ("", "A1", "अ")] == [None, None, None]
