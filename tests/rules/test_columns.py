"""Columns are guessed from headings in three languages and from what stands below them."""

import json

import pytest

from campaigns.rules.lists.column_doubts import Doubt, column_doubts
from campaigns.rules.lists.columns import ColumnMap, guess_columns, problems
from campaigns.rules.lists.headings import Heading, heading_of, is_second_phone

PEOPLE = [["1", "Ghulam Mohammad", "9419012345"], ["2", "Raja Begum", "9906112233"], ["3", "Zoona Bibi", "NA"]]


def sheet(*rows):
    return list(enumerate(rows, start=1))


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("S.No", Heading.SERIAL), ("क्र.सं.", Heading.SERIAL), ("سیریل نمبر", Heading.SERIAL),
        ("Name of Beneficiary", Heading.NAME), ("beneficiary_name", Heading.NAME), ("Name & Parentage", Heading.NAME),
        ("Head of family", Heading.NAME), ("लाभार्थी का नाम", Heading.NAME), ("نام", Heading.NAME), ("مستفيد کا نام", Heading.NAME),
        ("Father/Husband Name", Heading.RELATIVE_NAME), ("S/o", Heading.RELATIVE_NAME), ("पिता/पति का नाम", Heading.RELATIVE_NAME),
        ("والد کا نام", Heading.RELATIVE_NAME), ("ولدیت", Heading.RELATIVE_NAME),
        ("Mobile No.", Heading.PHONE), ("Contact No", Heading.PHONE), ("Father's Mobile", Heading.PHONE), ("Ph. No", Heading.PHONE),
        ("Aadhaar linked mobile", Heading.PHONE), ("मोबाइल नंबर", Heading.PHONE), ("मो० नं०", Heading.PHONE), ("फ़ोन", Heading.PHONE),
        ("موبائل نمبر", Heading.PHONE), ("رابطہ نمبر", Heading.PHONE), ("Landline", Heading.PHONE), ("लैंडलाइन", Heading.PHONE),
        ("Aadhaar No", Heading.IDENTITY), ("आधार संख्या", Heading.IDENTITY), ("شناختی کارڈ نمبر", Heading.IDENTITY), ("CNIC", Heading.IDENTITY),
        ("Sanction No", Heading.SCHEME_PERSON_ID), ("Job Card No", Heading.SCHEME_PERSON_ID), ("पंजीकरण संख्या", Heading.SCHEME_PERSON_ID),
        ("منظوری نمبر", Heading.SCHEME_PERSON_ID), ("مستفید نمبر", Heading.SCHEME_PERSON_ID), ("लाभार्थी क्रमांक", Heading.SCHEME_PERSON_ID),
        ("Block Name", Heading.BLOCK), ("تحصیل", Heading.BLOCK), ("प्रखंड", Heading.BLOCK),
        ("Distt.", Heading.DISTRICT), ("ज़िला", Heading.DISTRICT), ("ضلع", Heading.DISTRICT),
        ("Division", Heading.DIVISION), ("Name of Division", Heading.DIVISION), ("संभाग", Heading.DIVISION), ("मंडल का नाम", Heading.DIVISION),
        ("ڈویژن", Heading.DIVISION), ("Sub-Division", None), ("Forest Division", None), ("District/Division", Heading.DISTRICT),
        ("Village/Ward", Heading.VILLAGE), ("गाँव", Heading.VILLAGE), ("گاؤں", Heading.VILLAGE), ("Contact Address", Heading.VILLAGE),
        ("State", Heading.STATE), ("صوبہ", Heading.STATE), ("Mother tongue", Heading.LANGUAGE), ("زبان", Heading.LANGUAGE),
        ("Sex", Heading.GENDER), ("जन्म तिथि", Heading.BIRTH_YEAR), ("DOB", Heading.BIRTH_YEAR), ("عمر", Heading.AGE), ("Age", Heading.AGE),
        ("Bank A/c No", Heading.OTHER), ("Nominee Name", Heading.OTHER), ("Mobile Verified", Heading.OTHER),
        ("Contact Person", None), ("Scheme", None), ("", None), ("1", None), ("a word " * 30, None),
    ],
)  # fmt: skip
def test_a_heading_is_known_in_english_hindi_and_urdu(heading, meaning) -> None:
    assert heading_of(heading) is meaning


def test_the_heading_is_found_under_title_rows() -> None:
    columns = guess_columns(
        sheet(["Social Welfare Department"], [], ["List of beneficiaries"], ["S.No", "Name", "Mobile"], *PEOPLE)
    )
    assert (columns.header_row, columns.name, columns.phones) == (4, 1, (2,))
    assert problems(columns) == []


def test_a_heading_over_two_rows_with_merged_cells_reads_as_one() -> None:
    columns = guess_columns(
        sheet(
            ["S.No", "Name", "Contact", None, "Address", None],
            [None, None, "Mobile", "Alternate", "Village", "Block"],
            ["1", "Ghulam", "9419012345", "9906112233", "Hajin", "Sumbal"],
        )
    )
    assert (columns.header_row, columns.name, columns.phones) == (2, 1, (2, 3))
    assert (columns.village, columns.block) == (4, 5)
    assert columns.labels[3] == "Contact Alternate"


def test_a_heading_whose_lower_row_says_more_is_found_from_either_row() -> None:
    columns = guess_columns(
        sheet(
            ["Person", None, None, "Place", None],
            ["Name", "Father", "Mobile", "Village", "Block"],
            ["Ghulam", "Aziz", "9419012345", "Hajin", "Sumbal"],
        )
    )
    assert (columns.header_row, columns.name, columns.relative_name, columns.phones) == (2, 0, 1, (2,))
    columns = guess_columns(
        sheet(
            ["Sr", "Name", "Remarks", "Place", None, None],
            [None, None, None, "Mobile", "Village", "Block"],
            ["1", "Ghulam", "", "9419012345", "Hajin", "Sumbal"],
        )
    )
    assert (columns.header_row, columns.phones) == (2, (3,))


def test_a_title_is_no_heading_and_gives_no_column_its_meaning() -> None:
    columns = guess_columns(sheet(["List of beneficiaries"], ["Nr", "Wer", "Wohin"], *PEOPLE))
    assert (columns.header_row, columns.phones) == (2, (2,))
    columns = guess_columns(
        sheet(["District: Bandipora", None, None, "Block: Sumbal"], ["S.No", "Name", "Mobile", "Photo"], *PEOPLE)
    )
    assert (columns.header_row, columns.district, columns.block) == (2, None, None)


def test_a_year_among_the_headings_does_not_hide_them() -> None:
    columns = guess_columns(sheet(["Name", "Mobile", 2024], ["Ghulam", "9419012345", 1]))
    assert columns.header_row == 1


def test_a_list_of_numbers_alone_has_its_heading_too() -> None:
    assert guess_columns(sheet(["Mobile"], ["9419012345"])).header_row == 1
    assert guess_columns(sheet(["Photo of beneficiary", 9419012345])).header_row is None


def test_the_person_s_own_phone_is_dialled_before_the_alternative() -> None:
    columns = guess_columns(sheet(["Name", "Alt Mobile", "Mobile"], ["Ghulam", "9906112233", "9419012345"]))
    assert columns.phones == (2, 1)
    assert is_second_phone("متبادل نمبر")
    assert is_second_phone("Mobile 2")
    assert is_second_phone("Land line No.")  # who has both is carrying the other


def test_a_sheet_without_heading_is_read_from_its_content() -> None:
    columns = guess_columns(sheet(*PEOPLE))
    assert (columns.header_row, columns.name, columns.phones) == (None, 1, (2,))


def test_headings_in_words_of_their_own_are_still_headings() -> None:
    columns = guess_columns(sheet(["Nr", "Wer", "Wohin"], *PEOPLE))
    assert (columns.header_row, columns.name, columns.phones) == (1, 1, (2,))
    columns = guess_columns(sheet([None, None, "NA"], *PEOPLE))
    assert columns.header_row is None


def test_a_column_whose_heading_means_something_else_is_no_phone_column() -> None:
    columns = guess_columns(sheet(["Name", "Account No"], ["Ghulam", "9419012345"]))
    assert columns.phones == ()
    assert [problem.because for problem in problems(columns)] == ["no_phone_column"]
    assert problems(columns)[0].hint.endswith(".")


def test_a_list_without_names_says_so() -> None:
    columns = guess_columns(sheet(["Mobile", "S.No"], ["9419012345", 1]))
    assert [problem.because for problem in problems(columns)] == ["no_name_column"]


def test_pakistan_s_mobiles_are_found_by_content() -> None:
    columns = guess_columns(sheet(["Gul Khan", "0301-1234567"], ["Gul Bibi", 3451234567]), "PK")
    assert (columns.header_row, columns.name, columns.phones) == (None, 0, (1,))


def test_an_empty_sheet_has_no_columns() -> None:
    assert guess_columns([]) == ColumnMap()


def test_the_map_survives_json() -> None:
    columns = guess_columns(
        sheet(["S.No", "Name", "Mobile", "Aadhaar", "Village"], [1, "G", "9419012345", "", "Hajin"])
    )
    assert ColumnMap.from_json(json.loads(json.dumps(columns.as_json()))) == columns
    assert ColumnMap.from_json({"name": 1, "long_gone": 3}) == ColumnMap(name=1)


def test_people_who_begin_far_below_are_found() -> None:
    columns = guess_columns(sheet(*[[]] * 45, *PEOPLE))
    assert (columns.header_row, columns.phones) == (None, (2,))


def test_one_known_word_among_many_is_no_heading() -> None:
    columns = guess_columns(sheet(["Name", "Aziz", "Hajin"], ["S.No", "Name", "Mobile"], *PEOPLE))
    assert columns.header_row == 2


def test_a_heading_repeated_with_more_words_hides_nobody_above_it() -> None:
    rows = [
        (1, ["", "Person", "", "Contact"]),
        (2, ["", "Name", "Father", "Mobile", "District"]),
        (3, ["1", "Fata Begum", "Rashid", "9419012345", "Bandipora"]),
        (4, ["S.No", "Name", "Father", "Mobile", "District"]),
        (5, ["2", "Raja Begum", "Nabi", "9906112233", "Kupwara"]),
    ]
    assert guess_columns(rows).header_row == 2


def test_a_number_in_the_letterhead_does_not_end_the_search_for_the_heading() -> None:
    rows = [
        (1, ["Social Welfare", "Mobile: 9419000000"]),
        (2, ["S.No", "Name", "Father", "Mobile", "District"]),
        (3, ["1", "Fata Begum", "Rashid", "9419012345", "Bandipora"]),
    ]
    assert guess_columns(rows).header_row == 2


def test_a_heading_is_found_however_many_blank_rows_stand_above_it() -> None:
    assert guess_columns(sheet(*[[]] * 100, ["S.No", "Name", "Mobile"], *PEOPLE)).header_row == 101


def test_a_first_person_whose_phone_is_a_word_is_no_heading_and_no_identity_number_is_kept_as_one() -> None:
    people = [["Zoona", "999970157643", "switched off"], *[["Raja", "999970157643", f"941901234{n}"] for n in range(4)]]
    found = guess_columns(sheet(*people))
    assert (found.header_row, found.phones, found.labels) == (None, (2,), ())
    over_two_rows = [["List", "uid 9999 7015 7643", "", ""], ["", "", "Name", "Mobile"], ["", "", "Ali", "9419012345"]]
    assert "7015" not in str(guess_columns(sheet(*over_two_rows)))


def test_of_two_tables_side_by_side_nobody_takes_the_number_of_her_neighbour() -> None:
    heads = ["Name", "Mobile", "", "Name", "Mobile"]
    two = sheet(heads, *([name, phone, "", "Sara Bano", "7006123450"] for _, name, phone in PEOPLE))
    columns = guess_columns(two)
    assert (columns.name, columns.phones) == (0, (1,))
    assert column_doubts(two, columns, "IN") == {0: [Doubt.SECOND_TABLE]}
    one = guess_columns(sheet(["Name", "Mobile", "Mobile"], *([name, phone, "NA"] for _, name, phone in PEOPLE)))
    assert one.phones == (1, 2)
