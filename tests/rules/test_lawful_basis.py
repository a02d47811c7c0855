"""What a lawful basis lacks is said field by field, with how to mend it."""

from dataclasses import replace
from datetime import date

import pytest

from campaigns.rules.carrier.notices import USE_OF_DATA, notice_to_begin_from
from campaigns.rules.lists.lawful_basis import LawfulBasis, basis_gaps

TODAY = date(2026, 11, 23)
WHOLE = LawfulBasis(
    "SWD/Pen/12-2026", date(2026, 10, 1), "To check the pension.", date(2027, 12, 31), {"ur": "اطلاع", "en": "Notice"}
)
LANGUAGES = ("ur", "en")


def gaps(basis: LawfulBasis) -> list[tuple[str, str]]:
    return [(gap.field, gap.because) for gap in basis_gaps(basis, LANGUAGES, today=TODAY)]


def test_a_whole_basis_lacks_nothing() -> None:
    assert gaps(WHOLE) == []
    assert gaps(replace(WHOLE, order_date=TODAY)) == []


def test_a_basis_of_which_nothing_is_written_lacks_every_field() -> None:
    nothing = LawfulBasis("", None, "", None, {})
    assert [field for field, _ in gaps(nothing)] == [
        "order_number",
        "order_date",
        "purpose",
        "keep_until",
        "notice-ur",
        "notice-en",
    ]
    assert all(gap.hint.endswith(".") for gap in basis_gaps(nothing, LANGUAGES, today=TODAY))


@pytest.mark.parametrize(
    ("basis", "gap"),
    [
        (replace(WHOLE, order_number="  "), ("order_number", "order_number_missing")),
        (replace(WHOLE, order_number="x" * 301), ("order_number", "basis_too_long")),
        (replace(WHOLE, order_date=date(2026, 11, 24)), ("order_date", "order_date_wrong")),
        (replace(WHOLE, order_date=date(202, 10, 1)), ("order_date", "order_date_wrong")),
        (replace(WHOLE, purpose="\n"), ("purpose", "purpose_missing")),
        (replace(WHOLE, keep_until=TODAY), ("keep_until", "keep_until_over")),
        (replace(WHOLE, notices={"ur": "اطلاع"}), ("notice-en", "notice_missing")),
        (replace(WHOLE, notices={"ur": "اطلاع", "en": " "}), ("notice-en", "notice_missing")),
        (replace(WHOLE, notices={"ur": "ا" * 1_501, "en": "Notice"}), ("notice-ur", "notice_too_long")),
    ],
)
def test_each_field_has_a_sentence_of_its_own(basis: LawfulBasis, gap: tuple[str, str]) -> None:
    assert gaps(basis) == [gap]


@pytest.mark.parametrize("language", sorted(USE_OF_DATA))
def test_a_notice_to_begin_from_names_the_department_and_whom_to_ask(language: str) -> None:
    notice = notice_to_begin_from(language, department="Welfare", scheme="Pension", number="+911942501234")
    assert all(word in notice for word in ("Welfare", "Pension", " 01942501234"))
    assert not basis_gaps(replace(WHOLE, notices={language: notice}), [language], today=TODAY)


def test_a_language_without_a_notice_to_begin_from_is_left_for_the_department() -> None:
    assert notice_to_begin_from("ks", department="Welfare", scheme="Pension", number="+911942501234") == ""
