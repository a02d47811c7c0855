"""What an officer may choose about a file: its sheet and its encoding; and what is found where nobody chose."""

from itertools import islice

import pytest
import xlsxwriter

from campaigns.rules.lists.encodings import TextEncoding
from campaigns.sheets.lost_letters import lost_letters
from campaigns.sheets.open_sheet import UnreadableFile, is_workbook, open_again, open_sheet
from campaigns.sheets.sheet import OfferedSheet, first_rows
from tests.sheets.given_files import given_text

NAMES = [["Name", "Mobile"], ["غلام محمد", "9419012345"], ["José", "9906112233"]]
SUMMARY = [["Block", "People"], ["Hajin", 120], ["Sumbal", 87]]
PEOPLE = [["Name", "Mobile"], ["Raja Begum", 9419012345]]


def given_sheets(path, sheets, hidden=()):
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if name in hidden:
                sheet.hide()
    return path


def opened(path, **how):
    return open_sheet(path, max_bytes=10**8, **how)


def test_the_sheet_with_phone_numbers_is_read_and_not_the_summary_before_it(tmp_path) -> None:
    path = given_sheets(tmp_path / "l.xlsx", {"Cover": [], "Summary": SUMMARY, "People": PEOPLE, "More": PEOPLE})
    sheet = opened(path)
    assert sheet.name == "People"
    assert sheet.offered == (OfferedSheet("Summary", 3), OfferedSheet("People", 2), OfferedSheet("More", 2))


def test_where_no_sheet_has_phone_numbers_the_first_with_anything_is_shown(tmp_path) -> None:
    assert opened(given_sheets(tmp_path / "l.xlsx", {"Cover": [], "A": SUMMARY, "B": SUMMARY})).name == "A"


def test_a_hidden_sheet_is_never_the_one_that_is_found(tmp_path) -> None:
    path = given_sheets(tmp_path / "l.xlsx", {"Shown": SUMMARY, "Old": PEOPLE}, hidden=("Old",))
    sheet = opened(path)
    assert (sheet.name, sheet.hidden, [each.name for each in sheet.offered]) == ("Shown", ("Old",), ["Shown"])
    assert opened(path, sheet="Old").name == "Old"


@pytest.mark.parametrize("name", ["list.xls", "list.ods", "list.csv", "list"])
def test_a_workbook_is_told_by_what_it_holds_and_not_by_its_name(tmp_path, name) -> None:
    path = given_sheets(tmp_path / "l.xlsx", {"People": PEOPLE}).rename(tmp_path / name)
    assert [cells for _, cells in opened(path).rows()] == [["Name", "Mobile"], ["Raja Begum", 9419012345]]
    assert is_workbook(path)
    assert not is_workbook(given_text(tmp_path / "text.xlsx", NAMES))


@pytest.mark.parametrize("village", ["", "x" * 700], ids=["short", "long"])
def test_first_rows_are_those_that_are_read_also_where_a_workbook_is_not_read_again(tmp_path, village) -> None:
    rows = [["List of widows"], [], *PEOPLE, *[["Ali", 9906112233, village]] * 300]
    sheet = opened(given_sheets(tmp_path / "l.xlsx", {"People": rows}))
    assert first_rows(sheet, 200) == list(islice(sheet.rows(), 200))
    assert bool(sheet.seen) is not bool(village)  # a cell is told in short, and then the row is not seen whole


def test_a_sheet_called_like_a_command_is_a_sheet(tmp_path) -> None:
    path = given_sheets(tmp_path / "l.xlsx", {"sheets": SUMMARY, "names": PEOPLE})
    assert len(list(opened(path, sheet="names").rows())) == 2


def test_what_was_chosen_once_is_read_again_as_it_was(tmp_path) -> None:
    book = opened(given_sheets(tmp_path / "l.xlsx", {"Summary": SUMMARY, "People": PEOPLE}))
    text = opened(given_text(tmp_path / "l.csv", NAMES))
    for first, name in ((book, "l.xlsx"), (text, "l.csv")):
        again = open_again(tmp_path / name, sheet=first.name, encoding=first.encoding, max_bytes=10**8)
        assert (again.kind, list(again.rows())) == (first.kind, list(first.rows()))


@pytest.mark.parametrize("encoding", list(TextEncoding))
def test_the_encoding_that_was_chosen_is_the_one_that_is_read(tmp_path, encoding) -> None:
    rows = [["Name", "Mobile"], ["José" if encoding is TextEncoding.WINDOWS_1252 else "غلام محمد", "9419012345"]]
    sheet = opened(given_text(tmp_path / "l.csv", rows, encoding=encoding), encoding=encoding)
    assert sheet.encoding is encoding
    assert [cells for _, cells in sheet.rows()] == rows


def test_a_wrong_encoding_is_seen_in_the_names(tmp_path) -> None:
    path = given_text(tmp_path / "l.csv", NAMES)
    assert opened(path).encoding is TextEncoding.UTF_8
    (_, cells) = list(opened(path, encoding=TextEncoding.WINDOWS_1252).rows())[1]
    assert cells[0] != "غلام محمد"


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_read_in_its_own_order(tmp_path, order) -> None:
    path = given_text(tmp_path / "l.csv", PEOPLE * 20, encoding=order)
    assert [cells[0] for _, cells in opened(path, encoding=TextEncoding.UTF_16).rows()][:2] == ["Name", "Raja Begum"]


def test_a_row_in_another_encoding_is_named(tmp_path) -> None:
    path = given_text(tmp_path / "l.csv", NAMES)
    assert lost_letters(path, opened(path)) == ()
    path.write_bytes(path.read_bytes() + b'"Zoona\nBegum",9906112234\n9906112235,Jos\xe9\nJos\xe9,9906112236\n')
    assert lost_letters(path, opened(path)) == ((6, 1), (7, 0))
    path.write_bytes(path.read_bytes() * 4)
    assert len(lost_letters(path, opened(path))) == 5


@pytest.mark.parametrize("encoding", [None, TextEncoding.UTF_8, TextEncoding.WINDOWS_1256])
def test_a_nul_byte_is_named_by_its_row_whatever_was_chosen(tmp_path, encoding) -> None:
    path = tmp_path / "l.csv"
    path.write_bytes(b"Name,Mobile\r\nJos\xe9,9419012345\r\nRa\0ja,9419012345\r\n")
    with pytest.raises(UnreadableFile, match="Row 3, column A holds NUL bytes"):
        opened(path, encoding=encoding)
