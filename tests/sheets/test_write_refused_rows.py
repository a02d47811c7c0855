"""The refused rows go back to the office as a workbook that it can mend and send again."""

from campaigns.sheets.open_sheet import open_sheet
from campaigns.sheets.write_refused_rows import RefusedHeadings, RefusedRow, write_refused_rows

HEADINGS = RefusedHeadings("Row", "What is wrong", "How to mend it", ["Name", "Mobile"])


def test_refused_rows_carry_their_number_the_reason_and_the_cells_as_they_came(tmp_path) -> None:
    path = tmp_path / "refused.xlsx"
    rows = [
        RefusedRow(7, "Rounded.", "Write it whole.", ["راجہ", "9.4E+09"]),
        RefusedRow(9, "No phone.", "Write one.", ["Zoona", ""]),
    ]
    assert write_refused_rows(path, HEADINGS, rows, right_to_left=True) == 2
    assert list(open_sheet(path, max_bytes=10**6).rows()) == [
        (1, ["Row", "What is wrong", "How to mend it", "Name", "Mobile"]),
        (2, [7.0, "Rounded.", "Write it whole.", "راجہ", "9.4E+09"]),
        (3, [9.0, "No phone.", "Write one.", "Zoona"]),
    ]


def test_nothing_in_the_workbook_is_run_as_a_formula(tmp_path) -> None:
    path = tmp_path / "refused.xlsx"
    write_refused_rows(path, HEADINGS, [RefusedRow(2, "x", "y", ["=HYPERLINK(1)", "+91 94190 1234"])])
    (_, cells) = list(open_sheet(path, max_bytes=10**6).rows())[1]
    assert cells[3:] == ["'=HYPERLINK(1)", "+91 94190 1234"]


def test_no_refused_row_is_a_workbook_with_headings_alone(tmp_path) -> None:
    path = tmp_path / "refused.xlsx"
    assert write_refused_rows(path, RefusedHeadings("Row", "Wrong", "Mend", []), []) == 0
    assert len(list(open_sheet(path, max_bytes=10**6).rows())) == 1
