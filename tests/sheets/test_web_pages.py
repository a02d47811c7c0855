"""A web page that a portal calls a workbook is read table by table, as a spreadsheet would show it, and as it comes."""

import resource

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml.etree import HTMLParser

from campaigns.rules.lists.encodings import TextEncoding
from campaigns.sheets.open_sheet import SheetKind, UnreadableFile, first_rows, is_workbook, open_again, open_sheet
from campaigns.sheets.rows_expected import rows_expected
from campaigns.sheets.web_tables import WebTables
from tests.sheets.given_files import PEOPLE

HEAD = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv="Content-Type"'
    ' content="text/html; charset=utf-8"><style>td {mso-number-format:"\\@"}</style><script>if (a < b) {}</script></head>'
    "<!--[if gte mso 9]><xml><x:Name>Sheet1</x:Name></xml><![endif]--><body>"
)


def table(rows) -> str:
    return "<table border=1>" + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)


def given_page(path, *tables: str, encoding="utf-8"):
    path.write_bytes((HEAD + "</table>\n".join(tables) + "</table></body></html>").encode(encoding))
    return path


def opened(path, **how):
    return open_sheet(path, max_bytes=10**9, **how)


def rows_of(*tables: str, tmp_path) -> list[list[object]]:
    return [cells for _, cells in opened(given_page(tmp_path / "page.xls", *tables)).rows()]


def test_a_table_named_xls_is_a_sheet(tmp_path) -> None:
    sheet = opened(path := given_page(tmp_path / "beneficiaries.xls", table(PEOPLE)))
    assert (sheet.kind, sheet.name, sheet.encoding) == (SheetKind.WEB_PAGE, "Table 1", TextEncoding.UTF_8)
    people = [
        (1, ["S.No", "Name", "Mobile"]),
        (2, ["1", "Raja Begum", "9419012345"]),
        (3, ["2", "غلام محمد", "9906112233"]),
    ]
    assert list(sheet.rows()) == people
    assert first_rows(sheet, 3) == people
    assert rows_expected(path, sheet) == 3
    assert is_workbook(path)
    again = open_again(path, sheet="Table 1", encoding=sheet.encoding, max_bytes=10**9)
    assert list(again.rows()) == people


def test_of_several_tables_the_one_with_phones_is_read_and_the_others_are_offered(tmp_path) -> None:
    tables = table([["Department", "Welfare"]]), table([[""]]), table(PEOPLE)
    sheet = opened(path := given_page(tmp_path / "page.xls", *tables))
    assert (sheet.name, sheet.names) == ("Table 3", ("Table 1", "Table 3"))
    assert [(each.name, each.rows) for each in sheet.offered] == [("Table 1", 1), ("Table 3", 3)]
    assert [cells for _, cells in opened(path, sheet="Table 1").rows()] == [["Department", "Welfare"]]


def test_a_table_within_a_cell_is_a_sheet_of_its_own(tmp_path) -> None:
    layout = f"<table><tr><td>Welfare{table(PEOPLE)}</table> Bandipora"
    sheet = opened(given_page(tmp_path / "page.xls", layout))
    assert (sheet.name, len(list(sheet.rows()))) == ("Table 2", 3)
    assert [cells for _, cells in opened(tmp_path / "page.xls", sheet="Table 1").rows()] == [["Welfare Bandipora"]]


def test_cells_spread_over_several_stand_in_the_first_of_them(tmp_path) -> None:
    heading = "<tr><th rowspan=2>Name<th colspan=2>Phones<th rowspan=2>Block<tr><th>Own<th>Neighbour"
    people = "<tr><td>Raja<td>9419012345<td><td rowspan=0>Hajin<tr><td>Sara<td>9906112233<td>&nbsp;<tr><td>Zooni"
    assert rows_of(f"<table>{heading}{people}", tmp_path=tmp_path) == [
        ["Name", "Phones", None, "Block"],
        [None, "Own", "Neighbour"],
        ["Raja", "9419012345", None, "Hajin"],
        ["Sara", "9906112233"],
        ["Zooni"],
    ]


def test_marks_that_the_page_forgot_to_close_lose_no_row(tmp_path) -> None:
    assert rows_of("<table><tr><td>Name<td>Mobile<tr><td><b>Raja<td>9419012345<tr><td>Sara", tmp_path=tmp_path) == [
        ["Name", "Mobile"],
        ["Raja", "9419012345"],
        ["Sara"],
    ]
    path = tmp_path / "rows.xls"
    path.write_text("<tr><td>Name<td>Mobile</tr>\n<tr><td>Raja<td>9419012345</tr>")
    assert [cells for _, cells in opened(path).rows()] == [["Name", "Mobile"], ["Raja", "9419012345"]]


def test_words_are_apart_and_nothing_but_the_text_of_a_cell_is_read(tmp_path) -> None:
    cells = "<td>Raja<br>Begum<td> 94190\n 12345 <td>A &amp; B &#2352;<td><script>alert('x')</script><img src='http://127.0.0.1/x'>"
    assert rows_of(f"<table><tr>{cells}<td>!", tmp_path=tmp_path) == [
        ["Raja Begum", "94190 12345", "A & B र", None, "!"]
    ]


def test_a_number_that_is_shown_rounded_is_taken_whole_where_it_stands_beside(tmp_path) -> None:
    cells = ["9.41901E+09", "9.41901E+09", "########", "01-01-1970", "12"]
    beside = ["x:num='9419012345'", "x:num", "x:num=9906112233", "x:num=25569", "x:num='=1+1'"]
    row = "".join(f"<td {mark}>{text}" for mark, text in zip(beside, cells, strict=True))
    assert rows_of(f"<table><tr>{row}", tmp_path=tmp_path) == [
        [9419012345, "9.41901E+09", 9906112233, "01-01-1970", "12"]
    ]


@pytest.mark.parametrize(
    ("encoding", "says"), [("utf-8-sig", "windows-1252"), ("utf-16", "utf-16"), ("cp1256", "windows-1256")]
)
def test_urdu_names_are_read_in_whatever_encoding_the_page_is(tmp_path, encoding, says) -> None:
    path = given_page(tmp_path / "page.xls", table([["نام", "موبائل"], ["غلام محمد", "9419012345"]]))
    path.write_bytes(path.read_text(encoding="utf-8").replace("charset=utf-8", f"charset={says}").encode(encoding))
    assert list(opened(path).rows())[1] == (2, ["غلام محمد", "9419012345"])


def test_the_officer_may_choose_another_encoding(tmp_path) -> None:
    path = given_page(tmp_path / "page.xls", table([["Name"], ["Žižka"]]), encoding="cp1252")
    assert [cells for _, cells in opened(path, encoding=TextEncoding.WINDOWS_1252).rows()] == [["Name"], ["Žižka"]]


@pytest.mark.parametrize(
    ("cells", "because"),
    [("<td>x" * 10_000, "too_many_columns"), ("<td>" + "x" * (1 << 20), "cell_too_long"), ("<td colspan=9999>x<td>y", "too_many_columns")],
    ids=["wide", "long", "spread"],
)  # fmt: skip
def test_a_table_that_is_too_wide_or_too_long_is_refused_with_its_place(tmp_path, cells, because) -> None:
    path = given_page(tmp_path / "page.xls", f"<table><tr><td>Name<td>Mobile<tr>{cells}")
    with pytest.raises(UnreadableFile) as refused:
        list(opened(path).rows())
    assert (refused.value.because, refused.value.row) == (because, 2)


def test_a_page_nested_without_end_fills_nobody_s_memory(tmp_path) -> None:
    path = tmp_path / "page.xls"
    path.write_text("<html>" + "<div><font>" * 200_000 + "<table><tr><td rowspan=99999999>" + "<p>" * 500_000 + "x")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert [cells for _, cells in opened(path).rows()] == [["x"]]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000, "KiB"


MARKS = st.sampled_from(
    [
        "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th>", "<td colspan=3>", "<td rowspan=2>", "<td rowspan=0>",
        "<br>", "<p>", "<!--", "-->", "x", "9", "&", "&#0;", "<script>", "</script>", "</td", "<td colspan=x9>",
    ]
)  # fmt: skip


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(marks=st.lists(MARKS, max_size=40))
def test_whatever_marks_a_page_has_no_text_of_a_cell_is_lost(marks) -> None:
    tables = WebTables()
    parser = HTMLParser(target=tables, encoding="utf-8", no_network=True, huge_tree=True)
    parser.feed(f"<html>{''.join(marks)}<table><tr><td>Raja</table>".encode())
    parser.close()
    is_seen = "<!--" not in marks and "<script>" not in marks and "</td" not in marks
    assert not is_seen or any("Raja" in str(cells) for _, cells in tables.taken())
