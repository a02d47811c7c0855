"""Every row of a list gets exactly one verdict, with the reason that mends it."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.lists.beneficiary_list import RowJudge, judge_rows
from campaigns.rules.lists.cells import as_text, is_blank, is_formula_text, neutralised
from campaigns.rules.lists.column_doubts import Doubt, with_doubted_fonts
from campaigns.rules.lists.columns import ColumnMap, guess_columns
from campaigns.rules.lists.hints import REASON_HINTS, WARNING_HINTS
from campaigns.rules.lists.phone_cell import Phone
from campaigns.rules.verdicts import Reason, Verdict, Warn

HEADER = ["S.No", "Name", "Father/Husband Name", "Mobile", "Alt Mobile", "Aadhaar", "Village", "Remarks"]
COLUMNS = guess_columns([(1, HEADER)])


def judged(*rows, columns=COLUMNS, region="IN"):
    return list(judge_rows(enumerate([HEADER, *rows], start=1), columns, region))[1:]


def person(name="Raja Begum", phone="9419012345", alt="", aadhaar="", remarks="", serial=1):
    return [serial, name, "Abdul Aziz", phone, alt, aadhaar, "Hajin", remarks]


def reason_of(row, **how):
    return judged(row, **how)[0].reason


def test_a_person_with_a_name_and_a_phone_is_accepted() -> None:
    (row,) = judged(person())
    assert (row.row, row.verdict, row.reason) == (2, Verdict.ACCEPTED, None)
    assert (row.name, row.phones) == ("Raja Begum", (Phone("+919419012345"),))
    assert (row.fields.relative_name, row.fields.village) == ("Abdul Aziz", "Hajin")
    assert row.cells[0] == "1"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (person(name=""), Reason.NAME_MISSING),
        (person(name="N.A."), Reason.NAME_MISSING),
        (person(name="", phone=""), Reason.NAME_MISSING),
        (person(name="नहीं", phone="9.4E+09"), Reason.NAME_MISSING),
        (person(phone=""), Reason.PHONE_MISSING),
        (person(phone="-", alt="nil"), Reason.PHONE_MISSING),
        (person(phone=0), Reason.PHONE_MISSING),
        (person(phone="9.41901E+09"), Reason.PHONE_ROUNDED),
        (person(phone=9.41901e9), Reason.PHONE_ROUNDED),
        (person(phone="9999999999"), Reason.PHONE_DUMMY),
        (person(phone="9419XXXX21"), Reason.PHONE_INVALID),
        (person(phone="94190"), Reason.PHONE_INVALID),
        (person(phone="1600123456"), Reason.PHONE_OWN_SERIES),
        (person(phone="1401234567"), Reason.PHONE_OWN_SERIES),
        (person(phone="1800 180 1551"), Reason.PHONE_OWN_SERIES),
        (person(phone="112"), Reason.PHONE_OWN_SERIES),
        (person(phone="1600123456", alt="94190"), Reason.PHONE_INVALID),
        (person(phone="94190", alt="9999999999"), Reason.PHONE_DUMMY),
        (person(phone="9999999999", alt="9.4E+09"), Reason.PHONE_ROUNDED),
    ],
    ids=str,
)
def test_a_row_that_cannot_be_called_says_the_first_reason_of_the_table(row, reason) -> None:
    (found,) = judged(row)
    assert (found.verdict, found.reason) == (Verdict.REJECTED, reason)
    assert found.reason not in found.other_reasons


def test_the_other_reasons_are_kept_as_details() -> None:
    (row,) = judged(person(name="", phone="9999999999", alt="94190"))
    assert row.other_reasons == (Reason.PHONE_DUMMY, Reason.PHONE_INVALID)
    (row,) = judged(person(phone="1600123456", alt="94190"))
    assert row.other_reasons == (Reason.PHONE_OWN_SERIES,)


@pytest.mark.parametrize(
    "row",
    [
        [], [None, "", "  "], ["\u200f", "\xa0"], HEADER, ["Sr.", "Name of person", "Father", "Phone No"],
        ["1", "2", "3", "4", "5", "6", "7", "8"], ["", "(1)", "(2)", "(3)"][1:],
        ["", "Total", "", "250"], ["Total: 18,204"], ["Grand Total", "", "", 250], ["", "कुल योग", "", "25"], ["", "کل تعداد", "", "25"],
        ["", "میزان"], ["", "योग", "", "3"], ["", "Hajin Total", "", 3], ["", "B/F", "", 250], ["", "Carried over", "", 250], ["", "Total beneficiaries in Hajin", "", 12],
        ["", "", "", "", "", "", "Signature of BDO"], ["", "", "", "", "", "", "Tehsil Social Welfare Officer"],
        ["Prepared by", "", "", "Checked by", "", "", "Approved by"], ["", "Sd/-"], ["Date: 12-03-2025"], ["", "Note: verified"],
        ["", "हस्ताक्षर"], ["", "دستخط"], ["", "Block Development Officer"], ["Block Sumbal"], ["Page 3"], ["-----", "---", "..."],
        ["", "Tehsil Social Welfare Officer", "", "", "", "", "District Social Welfare Officer"],
        ["Tehsildar Hajin", "", "", "", "", "", "District Social Welfare Officer"],
        ["", "This is a computer generated list"], ["Total", "3"], ["", "Total", "3"], ["कुल", "250", "", "12"],
    ],
    ids=str,
)  # fmt: skip
def test_what_is_about_the_list_and_not_about_a_person_is_ignored(row) -> None:
    (found,) = judged(row)
    assert (found.verdict, found.reason) == (Verdict.IGNORED, Reason.NOT_A_RECORD)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (person(phone="", remarks="Verified by BDO"), Reason.PHONE_MISSING),
        (person(name="", remarks="Signature not verified"), Reason.NAME_MISSING),
        (person(name="", phone="", remarks="Total 3 dependants"), Reason.NAME_MISSING),
        (["7"], Reason.NAME_MISSING),
        (["", "", "", "94190"], Reason.NAME_MISSING),
        (["", "Raja Begum"], Reason.PHONE_MISSING),
        (["", "Gh Nabi Patwari", "Ab Rashid Patwari"], Reason.PHONE_MISSING),
        (["", "Gh Nabi Patwari", "", "", "", "", "Hajin"], Reason.PHONE_MISSING),
        (["12", "-", "", "94190", "", "", "Ajas", "Verified by Ali"], Reason.NAME_MISSING),
    ],
    ids=str,
)
def test_a_person_is_not_lost_because_her_row_is_poor(row, reason) -> None:
    assert reason_of(row) is reason


def test_a_row_with_a_phone_is_never_ignored() -> None:
    (row,) = judged(["", "Total", "", "9419012345"])
    assert row.verdict is Verdict.ACCEPTED


def test_everything_down_to_the_heading_is_no_record() -> None:
    rows = [["Department"], [], HEADER, person()]
    columns = guess_columns(list(enumerate(rows, start=1)))
    verdicts = [row.verdict for row in judge_rows(enumerate(rows, start=1), columns, "IN")]
    assert verdicts == [Verdict.IGNORED] * 3 + [Verdict.ACCEPTED]


def test_a_list_without_heading_loses_no_row() -> None:
    rows = [["Raja", "9419012345"], ["Zoona", "9906112233"]]
    columns = ColumnMap(name=0, phones=(1,))
    assert [row.verdict for row in judge_rows(enumerate(rows, 1), columns, "IN")] == [Verdict.ACCEPTED] * 2


def test_identity_numbers_are_cut_from_every_cell_and_said_so() -> None:
    (row,) = judged(person(aadhaar="9999 4105 7058", remarks="CNIC 17301-1234567-1"))
    assert row.cells[5] == "XXXXXXXX7058"
    assert "17301" not in row.cells[7]
    assert row.warnings == (Warn.IDENTITY_NUMBER_CUT,)


def test_a_sign_that_nobody_sees_hides_no_identity_number_and_is_not_kept() -> None:
    (row,) = judged(person(name="Raja\0 Begum", remarks="card 2341\0 2341 2346"))
    assert (row.verdict, row.name) == (Verdict.ACCEPTED, "Raja Begum")
    assert row.cells[-1] == "card XXXXXXXX2346"
    assert Warn.IDENTITY_NUMBER_CUT in row.warnings


def test_an_aadhaar_in_the_phone_column_is_no_phone_and_is_cut() -> None:
    (row,) = judged(person(phone="999941057058"))
    assert (row.reason, row.cells[3]) == (Reason.PHONE_INVALID, "XXXXXXXX7058")


def test_warnings_stand_beside_the_verdict() -> None:
    (row,) = judged(person(name="=HYPERLINK(1)", phone="9419012345 / 9906"))
    assert row.warnings == (Warn.PHONE_EXTRA_DROPPED, Warn.FORMULA_TEXT)
    assert row.verdict is Verdict.ACCEPTED


def test_phones_of_several_columns_are_joined_in_their_order_without_repeats() -> None:
    (row,) = judged(person(phone="9419012345 (son)", alt="9906112233 / 9419012345"))
    assert row.phones == (Phone("+919419012345", "son"), Phone("+919906112233"))


def test_the_person_s_fields_are_read_in_three_languages() -> None:
    header = [
        "Name",
        "Mobile",
        "Gender",
        "Language",
        "DOB",
        "Age",
        "Sanction No",
        "Category",
        "State",
        "District",
        "Block",
    ]
    columns = guess_columns([(1, header)])
    columns = ColumnMap.from_json(columns.as_json() | {"extra": [7, 12]})
    rows = [
        (1, header),
        (
            2,
            [
                "राम",
                "9419012345",
                "महिला",
                "कश्मीरी",
                dt.date(1950, 3, 1),
                75.0,
                17.0,
                "OBC",
                "J&K",
                "Bandipora",
                "Sumbal",
            ],
        ),
        (3, ["Ali", "9419012345", "robot", "Klingon", "01-01-1970", "about 60", "", "NA", "", "", "", "", "more"]),
    ]
    _, first, second = (row.fields for row in judge_rows(rows, columns, "IN"))
    assert (first.gender, first.language, first.birth_year, first.age) == ("female", "ks", 1950, 75)
    assert (first.scheme_person_id, first.extra, first.state) == ("17", {"Category": "OBC"}, "J&K")
    assert (first.district, first.block) == ("Bandipora", "Sumbal")
    assert (second.gender, second.language, second.birth_year, second.age) == ("robot", "Klingon", None, None)
    assert second.extra == {"column 13": "more"}


def test_an_identity_number_of_which_four_digits_are_left_is_nobody_s_scheme_id() -> None:
    columns = ColumnMap(header_row=1, name=0, phones=(1,), scheme_person_id=2)
    ids = [
        "999970157643",
        "9999 7015 7643",
        "XXXX-XXXX-7643",
        "xxxxxxxx7643",
        "********7643",
        "JK/XII/7643",
        "NA",
        "FXXX12",
    ]
    rows = [(number, ["Ali", "9419012345", each]) for number, each in enumerate(ids, start=2)]
    found = [row.fields.scheme_person_id for row in judge_rows(rows, columns, "IN")]
    assert found == [None] * 5 + ["JK/XII/7643", None, "FXXX12"]


def test_a_year_or_an_age_that_nobody_has_is_left_out() -> None:
    columns = ColumnMap(header_row=1, name=0, phones=(1,), birth_year=2, age=3)
    (row,) = list(judge_rows([(2, ["Ali", "9419012345", "unknown year", "0"])], columns, "IN"))
    assert (row.fields.birth_year, row.fields.age) == (None, None)


def test_a_list_of_pakistan_reads_its_own_numbers() -> None:
    assert reason_of(person(phone="0301-1234567"), region="PK") is None
    assert reason_of(person(phone="9419012345"), region="PK") is Reason.PHONE_INVALID


def test_every_reason_has_one_sentence() -> None:
    hints = REASON_HINTS | WARNING_HINTS
    assert set(hints) == {*Reason, *Warn}
    assert all(hint.endswith(".") and hint.count(". ") == 0 for hint in hints.values())


CELLS = st.one_of(
    st.none(), st.text(max_size=20), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(),
    st.sampled_from(["9419012345", "9.4E+09", "Total", "Signature", "Name", "Mobile", "NA", "9999 4105 7058", *HEADER]),
)  # fmt: skip


@given(st.lists(st.lists(CELLS, max_size=10), max_size=30))
def test_every_row_gets_exactly_one_verdict_and_none_is_lost_or_moved(rows) -> None:
    numbered = list(enumerate(rows, start=1))
    for columns in (COLUMNS, guess_columns(numbered), ColumnMap()):
        found = list(judge_rows(iter(numbered), columns, "IN"))
        assert [row.row for row in found] == [number for number, _ in numbered]
        for row, cells in zip(found, rows, strict=True):
            assert (row.reason is None) == (row.verdict is Verdict.ACCEPTED)
            assert (row.verdict is Verdict.IGNORED) == (row.reason is Reason.NOT_A_RECORD)
            assert row.verdict is not Verdict.ACCEPTED or (row.name and row.phones)
            assert len(row.cells) == len(cells)
            assert not any("999941057058" in cell.replace(" ", "") for cell in row.cells)


@given(st.lists(st.lists(CELLS, max_size=10), max_size=30), st.integers(1, 30))
def test_a_row_gets_the_same_verdict_whatever_rows_are_judged_beside_it(rows, first) -> None:
    numbered = list(enumerate(rows, start=1))
    for columns in (COLUMNS, guess_columns(numbered)):
        together = RowJudge(columns, "IN").judge_any(numbered)
        apart = RowJudge(columns, "IN")
        assert together == apart.judge_any(numbered[:first]) + apart.judge_any(numbered[first:])
        alone = RowJudge(columns, "IN")
        assert together == [judged for row in numbered for judged in alone.judge_any([row])]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""), (9419000001.0, "9419000001"), (1.5, "1.5"), (True, "TRUE"), (False, "FALSE"), (7, "7"), (1e20, "1e+20"),
        (dt.date(1950, 3, 1), "01-03-1950"), (dt.datetime(1950, 3, 1), "01-03-1950"),  # noqa: DTZ001 - cells have no zone
        (dt.datetime(1950, 3, 1, 9, 30), "01-03-1950 09:30"),  # noqa: DTZ001 - cells have no zone
    ],
    ids=str,
)  # fmt: skip
def test_a_cell_is_shown_as_a_person_sees_it(cell, text) -> None:
    assert as_text(cell) == text


def test_only_text_that_a_spreadsheet_would_run_is_a_formula() -> None:
    assert is_formula_text("=1+1")
    assert is_formula_text("@SUM(1)")
    assert is_formula_text("+cmd|' /C calc'!A0")
    assert not is_formula_text("+91 94190 12345")
    assert not is_formula_text("-")
    assert not is_formula_text(-5)
    assert neutralised("=1+1") == "'=1+1"
    assert neutralised("+91 94190 12345") == "+91 94190 12345"
    assert is_blank(" \u200f ")
    assert not is_blank(0)


def test_rows_of_a_column_in_a_doubted_old_font_say_so_and_others_do_not() -> None:
    columns = ColumnMap(name=0, phones=(1,), extra=(2,))
    rows = [(1, ["jke yky", "9419012345", "x"]), (2, [""])]
    for doubts, warnings in (({0: [Doubt.OLD_FONT]}, (Warn.LEGACY_FONT,)), ({3: [Doubt.OLD_FONT]}, ()), ({}, ())):
        person, blank = judge_rows(rows, with_doubted_fonts(columns, doubts), "IN")
        assert (person.warnings, blank.warnings) == (warnings, ())
    decoded = replace(columns, old_font=(0,))
    assert with_doubted_fonts(decoded, {0: [Doubt.OLD_FONT]}) == decoded
