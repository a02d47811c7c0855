"""Any file an office sends is read as it stands, or refused with one clear sentence."""

import datetime as dt
import random
import re
import zipfile

import pytest
import xlsxwriter
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from campaigns.sheets.compound_files import named_inpage
from campaigns.sheets.open_sheet import SheetKind, UnreadableFile, first_rows, open_sheet
from tests.sheets.given_files import (
    PEOPLE,
    given_compound,
    given_locked_workbook,
    given_ods,
    given_text,
    given_workbook,
    given_zip,
)

MEGABYTE = 1 << 20


def opened(path, **how):
    return open_sheet(path, **({"max_bytes": 50 * MEGABYTE} | how))


def refusal(path, **how) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as raised:
        for _ in opened(path, **how).rows():
            pass
    hint = raised.value.hint
    assert hint.endswith(".")
    assert len(re.findall(r"\. [A-Z]", hint)) == 0, "one sentence"
    assert str(raised.value) == hint
    return raised.value


def rows_or_refusal(path):
    try:
        return list(opened(path).rows())
    except UnreadableFile as refused:
        return refused.hint


def as_words(sheet):
    return [(number, ["" if cell is None else f"{cell:.0f}" if isinstance(cell, float) else str(cell) for cell in cells])
            for number, cells in sheet.rows()]  # fmt: skip


WORDS = [(number, [str(cell) for cell in row]) for number, row in enumerate(PEOPLE, start=1)]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "^", "~"], ids=repr)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=repr)
def test_text_is_read_whatever_its_delimiter_and_encoding(tmp_path, delimiter, encoding, newline) -> None:
    rows = PEOPLE + [[count, name, 9419000000 + count] for count, name in enumerate(["کمال", "زینب", "احمد بٹ"] * 20)]
    if encoding == "cp1256":
        rows = [[str(cell).replace("ی", "ي").replace("ٹ", "ت") for cell in row] for row in rows]
    sheet = opened(given_text(tmp_path / "list.csv", rows, delimiter=delimiter, encoding=encoding, newline=newline))
    assert sheet.kind is SheetKind.TEXT
    assert sheet.delimiter == delimiter
    assert as_words(sheet) == [(number, [str(cell) for cell in row]) for number, row in enumerate(rows, start=1)]


def test_commas_in_titles_and_addresses_are_not_what_stands_between_the_columns(tmp_path) -> None:
    titles = [["List, of widows, of Sumbal, Bandipora"]] * 3
    people = [["Name", "Mobile", "Village"], *[["Raja Begum", f"94190123{n}", "Ajas, Lane 2"] for n in range(10, 14)]]
    assert opened(given_text(tmp_path / "list.csv", titles + people, delimiter=";")).delimiter == ";"


def test_windows_latin_letters_are_read(tmp_path) -> None:
    rows = [["Name", "Mobile"], ["José Müller-Peña", "9419012345"], ["André Çelik", "9906112233"]]
    sheet = opened(given_text(tmp_path / "list.csv", rows, encoding="cp1252"))
    assert as_words(sheet)[1][1][0] == "José Müller-Peña"


def test_a_file_pasted_together_from_two_encodings_keeps_its_urdu_names(tmp_path) -> None:
    path = given_text(tmp_path / "list.csv")
    path.write_bytes(path.read_bytes() + "3,زینب,9906112234\n".encode() + b"4,Jos\xe9,9906112235\n")
    assert as_words(opened(path))[3][1][1] == "زینب"
    assert len(as_words(opened(path))) == 5


def test_rows_are_counted_by_the_line_on_which_they_begin(tmp_path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('Name,Mobile\n"Raja\nBegum",9419012345\n\nZoona,9906112233\n')
    assert [number for number, _ in opened(path).rows()] == [1, 2, 4, 5]
    assert as_words(opened(path))[1][1] == ["Raja\nBegum", "9419012345"]


def test_a_quotation_mark_that_never_closes_swallows_nobody(tmp_path) -> None:
    lines = ["Name,Mobile", "Raja,9419012345", '"Zoona,9906112233', *[f"P{n},94190{n:05}" for n in range(100)]]
    for last in (10, len(lines)):
        path = tmp_path / f"list{last}.csv"
        path.write_text("\n".join(lines[:last]))
        refused = refusal(path)
        assert refused.because == "quote_never_closed"
        assert "row 3" in refused.hint


def test_a_cell_of_a_megabyte_is_named_by_its_row(tmp_path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Name,Mobile\nRaja," + "9" * MEGABYTE + "\n")
    assert "row 2" in refusal(path).hint


def test_a_workbook_is_read_by_cell_type_with_blank_rows_and_columns_in_their_place(tmp_path) -> None:
    sheet = opened(given_workbook(tmp_path / "list.xlsx", at=(2, 1)))
    assert (sheet.kind, sheet.name, sheet.encoding) == (SheetKind.XLSX, "People", None)
    assert list(sheet.rows())[:4] == [
        (1, []), (2, []), (3, [None, "S.No", "Name", "Mobile"]), (4, [None, 1.0, "Raja Begum", 9419012345.0]),
    ]  # fmt: skip
    assert list(sheet.rows()) == list(sheet.rows())


def test_dates_and_truths_of_a_workbook_stay_what_they_are(tmp_path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Born", "Alive", "Asked at"])
        page.write_datetime(1, 0, dt.datetime(1950, 3, 1), book.add_format({"num_format": "dd/mm/yyyy"}))  # noqa: DTZ001 - a cell has no zone
        page.write_boolean(1, 1, True)
        page.write_datetime(1, 2, dt.time(9, 30), book.add_format({"num_format": "hh:mm"}))
    assert list(opened(path).rows())[1] == (2, [dt.date(1950, 3, 1), True, "09:30:00"])


def test_hidden_sheets_are_named_and_not_read_unless_chosen(tmp_path) -> None:
    path = given_workbook(tmp_path / "list.xlsx", hidden=("Old",), empty=("Cover",))
    sheet = opened(path)
    assert (sheet.names, sheet.hidden, sheet.name) == (("Cover", "People"), ("Old",), "People")
    assert as_words(opened(path, sheet="Old")) == [(1, ["secret"])]
    assert refusal(path, sheet="Nowhere").because == "no_such_sheet"


def test_an_opendocument_sheet_is_read(tmp_path) -> None:
    sheet = opened(given_ods(tmp_path / "list.ods"))
    assert sheet.kind is SheetKind.ODS
    assert as_words(sheet) == WORDS


def test_the_first_rows_are_enough_to_guess_from(tmp_path) -> None:
    sheet = opened(given_text(tmp_path / "list.csv"))
    assert [number for number, _ in first_rows(sheet, 2)] == [1, 2]
    assert len(first_rows(sheet, 100)) == 3


@pytest.mark.parametrize(
    ("content", "because"),
    [
        (b"", "empty"), (b"\n\n , \n", "empty"), (b"%PDF-1.7 ...", "pdf"), (b"\x89PNG\r\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"), (b"<html><table>", "no_table"), (b"\xef\xbb\xbf<?xml version", "web_page"),
        (b"{\\rtf1", "text_document"), (b"Rar!\x1a", "packed"), (b"\x1f\x8b\x08", "packed"), (b"PK\x05\x06" + b"\0" * 18, "wrong_kind"),
        (b"BM\x00\x00\x00\x00", "picture"), (b"Name,Mobile\nRa\0ja,9419012345\n", "nul_bytes"),
        (b"PK\x03\x04 and then nothing", "cut_off"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "corrupt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99 + "InPage Arabic Document".encode("utf-16-le"), "inpage"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99 + b"InPage Arabic Document", "inpage"),
        (given_compound("InPage100", b"\x04\x81\x04\x82"), "inpage"), (given_compound("InPage300"), "inpage"), (given_compound("WordDocument"), "text_document"),
        (b"\x04\x81\x04\xa9 \x04\x9b\x04\x82\r" * 3, "inpage"), (("Name\n" + "\x04\x81\x04‚" * 5).encode(), "inpage"), (("Name\n" + "\x04\x81\x04‚" * 5).encode("utf-16"), "inpage"),
        (b"<div>\n <TABLE border=1>", "no_table"), (b"<!doctype html><p>Your session has ended", "no_table"), (b"<?xml version='1.0'?><Workbook><Table>", "web_page"),
        ("\ufeff<html><table>".encode("utf-16-le"), "no_table"), (b'[{"name": "Raja"}]', "wrong_kind"), (b"BEGIN:VCARD\n", "wrong_kind"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n--x\nContent-Type: text/html\n", "web_page"),
        (random.Random(3).randbytes(3_000), "not_a_workbook"), (b"\0" * 3_000, "not_a_workbook"),
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_no_sheet_is_refused_with_one_sentence(tmp_path, content, because) -> None:
    path = tmp_path / "upload"
    path.write_bytes(content)
    assert refusal(path).because == because


def test_an_old_workbook_that_speaks_of_inpage_is_still_a_workbook(tmp_path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("People")
    for number, row in enumerate([["Name", "Mobile"], ["InPage فاطمہ", "9419012345"]]):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    book.save(str(tmp_path / "list.xls"))
    assert len(list(opened(tmp_path / "list.xls").rows())) == 2


def test_a_spoiled_file_that_is_called_inp_says_how_to_get_at_its_text() -> None:
    spoiled = UnreadableFile("not_a_workbook", "It is damaged.")
    assert named_inpage(spoiled, "List.INP").because == "inpage"
    assert named_inpage(spoiled, "list.xls") is spoiled


def test_a_heading_that_begins_like_a_picture_is_still_a_heading(tmp_path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("BM name,Mobile\nRaja,9419012345\n")
    assert len(list(opened(path).rows())) == 2


def test_a_heading_in_angle_brackets_is_still_a_heading(tmp_path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("<Name>,<Mobile>\nRaja,9419012345\n")
    assert len(list(opened(path).rows())) == 2


def test_a_locked_workbook_asks_for_the_password_to_be_removed(tmp_path) -> None:
    assert refusal(given_locked_workbook(tmp_path / "list.xlsx")).because == "password"
    assert refusal(given_ods(tmp_path / "list.ods", encrypted=True)).because == "password"


def test_a_zip_with_a_locked_member_asks_for_the_password_to_be_removed(tmp_path) -> None:
    path = given_zip(tmp_path / "list.zip", {"list.csv": "Name"})
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert refusal(path).because == "password"


def test_a_workbook_cut_short_or_scrambled_is_damaged(tmp_path) -> None:
    whole = given_workbook(tmp_path / "whole.xlsx").read_bytes()
    for because, content in {
        "cut_off": whole[: len(whole) // 2],
        "corrupt": whole[:900] + b"\xff" * 60 + whole[960:],
    }.items():
        path = tmp_path / because
        path.write_bytes(content)
        assert refusal(path).because == because


def test_no_damage_at_all_ends_in_anything_but_a_sentence(tmp_path) -> None:
    whole = given_workbook(tmp_path / "whole.xlsx").read_bytes()
    chance = random.Random(7)
    for _ in range(20):
        path = tmp_path / "damaged"
        broken = bytearray(whole)
        for _ in range(5):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        path.write_bytes(broken)
        assert rows_or_refusal(path)


@given(st.one_of(st.binary(), st.text().map(str.encode), st.text(alphabet='a1,;\t|"\n\r ٠ک').map(str.encode)))
def test_whatever_the_bytes_there_are_rows_or_one_sentence(tmp_path_factory, content) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes"
    path.write_bytes(content)
    assert rows_or_refusal(path)


def test_a_workbook_that_lies_about_its_size_ends_its_reader_and_not_us(tmp_path) -> None:
    whole = given_workbook(tmp_path / "whole.xlsx")
    with zipfile.ZipFile(whole) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    strings = "xl/sharedStrings.xml"
    members[strings] = re.sub(rb'uniqueCount="\d+"', b'uniqueCount="54294967295"', members[strings])
    assert refusal(given_zip(tmp_path / "liar.xlsx", members)).because == "corrupt"


def test_a_zip_that_is_no_workbook_says_what_it_is(tmp_path) -> None:
    assert "Word document" in refusal(given_zip(tmp_path / "a.docx", {"word/document.xml": "<w/>"})).hint
    assert (
        "OpenDocument text"
        in refusal(given_zip(tmp_path / "a.odt", {"mimetype": "application/vnd.oasis.opendocument.text"})).hint
    )
    assert "zip archive" in refusal(given_zip(tmp_path / "b.zip", {"list.csv": "Name,Mobile"})).hint
    assert refusal(given_zip(tmp_path / "c.xlsx", {"xl/workbook.xml": "<nothing/>"})).because == "corrupt"


def test_a_zip_bomb_is_not_unpacked(tmp_path) -> None:
    bomb = {"xl/workbook.xml": "<w/>", "xl/worksheets/sheet1.xml": b"\0" * (80 * MEGABYTE)}
    assert refusal(given_zip(tmp_path / "bomb.xlsx", bomb)).because == "zip_bomb"


def test_a_zip_whose_directory_lies_about_its_sizes_is_damaged(tmp_path) -> None:
    path = given_zip(tmp_path / "liar.xlsx", {"xl/workbook.xml": b"<w/>" + b" " * 5000})
    content = path.read_bytes()
    path.write_bytes(content.replace((5004).to_bytes(4, "little"), (4).to_bytes(4, "little")))
    assert refusal(path).because == "corrupt"


def test_a_file_above_the_limit_is_refused_unread(tmp_path) -> None:
    path = tmp_path / "list.csv"
    with path.open("wb") as file:
        file.truncate(300 * MEGABYTE)
    refused = refusal(path)
    assert refused.because == "too_big"
    assert "300 MB" in refused.hint


def test_two_hundred_columns_are_too_many_in_text_and_workbook(tmp_path) -> None:
    wide = [[f"Column {n}" for n in range(200)]]
    for path in (
        given_text(tmp_path / "w.csv", wide),
        given_workbook(tmp_path / "w.xlsx", wide),
        given_ods(tmp_path / "w.ods", wide),
    ):
        refused = refusal(path)
        assert refused.because == "too_many_columns"
        assert "200 columns" in refused.hint


def test_empty_columns_to_the_right_do_not_count(tmp_path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Name,Mobile" + "," * 500 + "\nRaja,9419012345\n")
    assert as_words(opened(path))[0][1] == ["Name", "Mobile"]


def test_one_stray_cell_far_away_does_not_fill_the_memory(tmp_path) -> None:
    far = given_workbook(tmp_path / "far.xlsx", [["Name", *[""] * 39, "x"]], at=(1_048_570, 0))
    assert refusal(far).because == "too_many_cells"
    assert refusal(given_ods(tmp_path / "far.ods", repeated=16_000)).because == "too_many_columns"


def test_a_workbook_without_a_visible_row_is_empty(tmp_path) -> None:
    assert refusal(given_workbook(tmp_path / "list.xlsx", [])).because == "empty"
    assert refusal(given_workbook(tmp_path / "blank.xlsx", [[" "]])).because == "empty"
