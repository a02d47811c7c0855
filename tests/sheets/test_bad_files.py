"""Files that try a reader: far too wide, far too long, with formulas, macros and links to elsewhere; and any bytes at all."""

import re
import resource
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyxlsbwriter import XlsbWriter

from campaigns.rules.lists.encodings import TextEncoding
from campaigns.sheets.open_sheet import UnreadableFile, open_sheet
from campaigns.sheets.zip_apart import MOST_HERE
from tests.sheets.given_files import given_ods, given_text, given_workbook, given_zip
from tests.sheets.test_choices import given_sheets

MEGABYTE = 1 << 20


def rows_of(path, **how):
    return list(open_sheet(path, max_bytes=10**8, **how).rows())


def refusal(path) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as raised:
        rows_of(path)
    return raised.value


@pytest.mark.parametrize("given_file", [given_text, given_workbook, given_ods])
@pytest.mark.parametrize("width", [10_000, 16_384])
def test_thousands_of_equal_headings_are_too_many_columns(tmp_path, given_file, width) -> None:
    refused = refusal(given_file(tmp_path / "wide", [["Name"] * width, ["Raja"] * width]))
    assert refused.because == "too_many_columns"
    assert f"{width} columns" in refused.hint


def test_a_workbook_whose_zip_claims_to_be_newer_than_any_is_damaged(tmp_path) -> None:
    path = given_ods(tmp_path / "people.ods", [["Name", "Mobile"], ["Raja", "9419012345"]])
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 6] = 64  # of its directory: the version that is needed to unpack it, by ten
    path.write_bytes(content)
    assert refusal(path).because == "corrupt"


def test_a_large_workbook_is_looked_at_by_a_process_of_its_own_with_the_same_end(tmp_path) -> None:
    path = given_workbook(tmp_path / "large.xlsx")
    with zipfile.ZipFile(path) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    small = rows_of(path)
    members["docProps/beside.xml"] = "<a>" + " " * MOST_HERE + "</a>"
    given_zip(path, members)
    assert rows_of(path) == small
    far = b'<row r="9"><c r="ZZ9"><v>9419012345</v></c></row></sheetData>'
    name = "xl/worksheets/sheet1.xml"
    members[name] = bytes(members[name]).replace(b"</sheetData>", far)
    refused = refusal(given_zip(path, members))
    assert (refused.because, refused.row) == ("too_many_columns", 9)


@pytest.mark.parametrize("quoted", [False, True])
def test_a_cell_of_a_megabyte_is_named_by_row_and_column(tmp_path, quoted) -> None:
    path = tmp_path / "long.csv"
    mark = '"' if quoted else ""
    path.write_text(f"Name,Mobile\nRaja,{mark}{'x' * MEGABYTE}{mark}\n")
    refused = refusal(path)
    assert refused.because == "cell_too_long"
    assert "row 2, column B" in refused.hint


def test_a_cell_of_a_megabyte_in_a_workbook_is_named_by_row_and_column(tmp_path) -> None:
    refused = refusal(given_ods(tmp_path / "long.ods", [["Name", "Mobile"], ["x" * MEGABYTE, "9419012345"]]))
    assert refused.because == "cell_too_long"
    assert "row 2, column A" in refused.hint


def test_of_a_formula_only_its_last_value_is_read(tmp_path) -> None:
    path = tmp_path / "formulas.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Name", "Mobile"])
        sheet.write_formula(1, 0, '=HYPERLINK("http://127.0.0.1/steal","Raja")', value="Raja")
        sheet.write_formula(1, 1, "='[http://127.0.0.1/other.xlsx]Sheet1'!A1", value=9419012345)
    assert rows_of(path)[1] == (2, ["Raja", 9419012345.0])


def broken_xls(path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("People")
    sheet.row(0).set_cell_text(0, "Name")
    sheet.row(1).set_cell_error(0, 0x2A)
    sheet.row(1).set_cell_number(1, 9419012345)
    sheet.row(2).set_cell_text(0, "Zoona")
    sheet.row(2).set_cell_error(1, 0x17)
    book.save(str(path))
    return path


def broken_xlsb(path) -> Path:
    with XlsbWriter(str(path)) as book:
        book.add_sheet("People")
        book.write_sheet([["Name", None], [0.123, 9419012345], ["Zoona", 0.123]])
    with zipfile.ZipFile(path) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    sheet = members["xl/worksheets/sheet1.bin"]
    number, place = struct.pack("<d", 0.123), struct.pack("<II", 0, 0)
    for code, column in (b"\x2a", 0), (b"\x17", 1):
        at = place.replace(b"\0", bytes([column]), 1)
        sheet = sheet.replace(b"\x05\x10" + at + number, b"\x0b\x0a" + at + code + b"\0", 1)
    return given_zip(path, members | {"xl/worksheets/sheet1.bin": sheet})


def broken_ods(path) -> Path:
    given_ods(path, [["Name", ""], ["@", 9419012345], ["Zoona", "@"]])
    with zipfile.ZipFile(path) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    content = members["content.xml"].decode()
    for shown in "#N/A", "#REF!":
        broken = f'office:value-type="float" office:value="0" table:formula="of:=A9"><text:p>{shown}<'
        content = content.replace('office:value-type="string"><text:p>@<', broken, 1)
    return given_zip(path, members | {"content.xml": content})


def broken_xlsx(path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("People")
        sheet.write_string(0, 0, "Name")
        sheet.write_formula(1, 0, "=A9", value="#N/A")
        sheet.write_number(1, 1, 9419012345)
        sheet.write_string(2, 0, "Zoona")
        sheet.write_formula(2, 1, "=A9", value="#REF!")
    return path


@pytest.mark.parametrize("given_broken", [broken_xlsx, broken_xls, broken_xlsb, broken_ods])
def test_a_broken_formula_shows_what_its_spreadsheet_shows(tmp_path, given_broken) -> None:
    assert rows_of(given_broken(tmp_path / "list"))[1:] == [(2, ["#N/A", 9419012345.0]), (3, ["Zoona", "#REF!"])]


def test_a_formula_whose_value_was_never_written_is_not_taken_for_a_blank_cell(tmp_path) -> None:
    with zipfile.ZipFile(broken_xlsx(tmp_path / "list")) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"].decode()
    never = sheet.replace(' t="e"', "").replace("<v>#N/A</v>", "<v/>").replace("<v>#REF!</v>", "<v></v>")
    unreckoned = given_zip(tmp_path / "other", members | {"xl/worksheets/sheet1.xml": never})
    assert rows_of(unreckoned)[1:] == [(2, ["#EMPTY!", 9419012345.0]), (3, ["Zoona", "#EMPTY!"])]
    blank = never.replace("<c r=", '<c t="str" r=')
    assert rows_of(given_zip(unreckoned, members | {"xl/worksheets/sheet1.xml": blank}))[2] == (3, ["Zoona"])
    with zipfile.ZipFile(given_ods(unreckoned, [["Name", ""], ["@", 9419012345], ["Zoona", "@"]])) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    content = members["content.xml"].decode()
    never = content.replace('office:value-type="string"><text:p>@</text:p>', 'table:formula="of:=A9">')
    assert rows_of(given_zip(unreckoned, members | {"content.xml": never}))[1:] == [
        (2, ["#EMPTY!", 9419012345.0]),
        (3, ["Zoona", "#EMPTY!"]),
    ]
    blank = content.replace('"string"><text:p>@</text:p>', '"string" table:formula="of:=A9">')
    assert rows_of(given_zip(unreckoned, members | {"content.xml": blank}))[2] == (3, ["Zoona"])


def test_macros_and_external_links_of_a_workbook_are_left_alone(tmp_path) -> None:
    with zipfile.ZipFile(given_workbook(tmp_path / "plain.xlsx")) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    members |= {
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 not run",
        "xl/externalLinks/externalLink1.xml": "<externalLink/>",
    }
    assert rows_of(given_zip(tmp_path / "l.xlsm", members)) == rows_of(tmp_path / "plain.xlsx")


LINES = st.lists(st.text(alphabet='aA1,;\t|"\n\r\0 ٠کé�=', max_size=40), max_size=8).map("\n".join)
ENCODED = st.tuples(LINES, st.sampled_from(["utf-8", "utf-16", "utf-16-le", "cp1256"])).map(
    lambda made: made[0].encode(made[1], errors="ignore")
)
FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def rows_or_one_sentence(path, **how) -> None:
    hint, numbers = "Rows.", []
    try:
        numbers = [number for number, _ in rows_of(path, **how)]
    except UnreadableFile as refused:
        hint = refused.hint
    assert hint.endswith(".")
    assert len(re.findall(r"\. [A-Z]", hint)) == 0, "one sentence"
    assert numbers == sorted(set(numbers))


@FUZZ
@given(content=st.one_of(st.binary(), ENCODED), encoding=st.sampled_from([None, *TextEncoding]))
def test_any_bytes_read_as_any_text_are_rows_or_one_sentence(tmp_path, content, encoding) -> None:
    path = tmp_path / "bytes.csv"
    path.write_bytes(content)
    rows_or_one_sentence(path, encoding=encoding)


PARTS = st.sampled_from(
    [
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml", "xl/workbook.bin", "mimetype", "content.xml", "../outside.xml",
    ]
)  # fmt: skip
XML = st.text(alphabet="<>/=\"' crwv:t019AZ", max_size=60).map(lambda text: f"<worksheet>{text}</worksheet>")


@settings(FUZZ, max_examples=25)
@given(parts=st.dictionaries(PARTS, st.one_of(XML, st.binary(max_size=80)), max_size=6), cut=st.integers(0, 400))
def test_any_zip_whole_or_cut_short_is_rows_or_one_sentence(tmp_path, parts, cut) -> None:
    path = given_zip(tmp_path / "any.xlsx", parts)
    content = path.read_bytes()
    path.write_bytes(content[: max(len(content) - cut, 4)])
    rows_or_one_sentence(path)
    assert not (tmp_path.parent / "outside.xml").exists()


@settings(FUZZ, max_examples=25)
@given(at=st.integers(0, 10_000), bits=st.binary(min_size=1, max_size=8), part=st.integers(0, 20))
def test_a_workbook_with_a_scrambled_part_is_rows_or_one_sentence(tmp_path, at, bits, part) -> None:
    with zipfile.ZipFile(given_workbook(tmp_path / "whole.xlsx")) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    name = sorted(members)[part % len(members)]
    content = bytearray(members[name])
    at %= max(len(content), 1)
    content[at : at + len(bits)] = bits
    rows_or_one_sentence(given_zip(tmp_path / "scrambled.xlsx", members | {name: bytes(content)}))


def test_one_long_text_in_thousands_of_cells_fills_nobody_s_memory(tmp_path) -> None:
    path = tmp_path / "same.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Name", "Mobile", *(f"Remark {at}" for at in range(40))])
    for row in range(1, 200):
        sheet.write_row(row, 0, ["Fata Begum", "9419012345", *(["x" * 30_000] * 40)])
    book.close()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    opened = open_sheet(path, max_bytes=1 << 30)
    assert sum(1 for _ in opened.rows()) == 200
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000, "KiB; the texts are 240 MB"


def test_a_workbook_of_a_hundred_sheets_is_looked_into_no_further_than_need_be(tmp_path) -> None:
    sheets = {f"Cover {at}": [["Pension"]] for at in range(100)}
    opened = open_sheet(given_sheets(tmp_path / "l.xlsx", sheets), max_bytes=1 << 30)
    assert (opened.name, len(opened.names), len(opened.offered)) == ("Cover 0", 100, 40)
