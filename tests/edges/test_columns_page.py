"""The columns page: sheet and encoding are chosen there, doubts are asked, old fonts confirmed, columns remembered."""

import io

import pytest
import xlsxwriter

from campaigns.store.session import Database
from campaigns.store.tables import ListRow
from tests.edges import test_lists_pages as pages
from tests.edges.test_lists_pages import Officer, chosen, list_id_of
from tests.given_floor import Floor

app, floor, nadia = pages.app, pages.floor, pages.nadia
PEOPLE = "Name,Mobile,Bank\nFata Begum,9419012345,JK\nRaja,9906112233,SB\nZooni,7006123450,\n"


def given_workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name in ("Summary", "Hajin", "Old"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Name", "Mobile"] if name != "Summary" else ["Block", "People"])
            sheet.write_row(1, 0, [f"Fata of {name}", 9419012345] if name != "Summary" else ["Hajin", 1])
        sheet.hide()
    return out.getvalue()


def test_the_sheet_is_chosen_among_those_of_the_workbook(db: Database, floor: Floor, nadia: Officer) -> None:
    page = nadia.upload(floor.campaign.id, given_workbook(), "people.xlsx")
    assert 'value="Hajin" selected>\u2068Hajin\u2069, 2 rows' in page.text
    assert "\u2068Old\u2069, hidden" in page.text
    assert "Encoding" not in page.text
    assert "Fata of Old" not in page.text
    page = nadia.post(f"/lists/{list_id_of(db)}/reading", sheet="Old")
    assert "Fata of Old" in page.text
    page = nadia.post(f"/lists/{list_id_of(db)}/reading", sheet="Nowhere")
    assert page.status_code == 422
    assert "no sheet named “Nowhere”" in page.text


def test_a_letter_far_below_the_people_is_told_before_all_rows_are_read(floor: Floor, nadia: Officer) -> None:
    said = "Hardly anything stands in the 20,000 rows of this sheet"
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Name", "Mobile"])
        sheet.write_row(1, 0, ["Raja Begum", 9419012345])
        sheet.write(19_999, 0, "x")
    assert said in nadia.upload(floor.campaign.id, out.getvalue(), "stray.xlsx").text
    whole = io.BytesIO()
    with xlsxwriter.Workbook(whole) as book:
        sheet = book.add_worksheet()
        sheet.write_column(0, 0, ["Mobile", *range(9419000001, 9419020000)])
    assert said not in nadia.upload(floor.campaign.id, whole.getvalue(), "whole.xlsx").text


def test_another_sheet_of_the_file_is_another_list_and_the_page_leads_to_the_first(
    db: Database, floor: Floor, nadia: Officer
) -> None:
    file = given_workbook()  # once: a workbook tells the second in which it was written
    nadia.upload(floor.campaign.id, file, "people.xlsx")
    first = list_id_of(db)
    page = nadia.upload(floor.campaign.id, file, "people.xlsx")
    assert page.status_code == 422, "the other visible sheet is a summary and names nobody"
    assert f"/lists/{first}" in page.text
    nadia.post(f"/lists/{first}/reading", sheet="Old")
    page = nadia.upload(floor.campaign.id, file, "people.xlsx")
    assert "Fata of Hajin" in page.text
    assert f'Other sheets of this file are lists already: <a href="/lists/{first}"><bdi>Old</bdi></a>' in page.text
    second = page.request.path.split("/")[2]
    page = nadia.post(f"/lists/{second}/reading", sheet="Old")
    assert page.status_code == 422
    assert "This sheet of the file is in the campaign already, as another list: open that one." in page.text


def test_a_wrong_encoding_is_seen_in_the_names_and_chosen_anew(db: Database, floor: Floor, nadia: Officer) -> None:
    page = nadia.upload(floor.campaign.id, "Name,Mobile\nفاطمہ بیگم,9419012345\n".encode("utf-16"))
    assert 'value="utf-16" selected' in page.text
    assert "<bdi>فاطمہ بیگم</bdi>" in page.text
    address = f"/lists/{list_id_of(db)}/reading"
    assert nadia.post(address, encoding="utf-8").status_code == 422, "NUL bytes are no UTF-8"
    assert nadia.post(address, encoding="rot13").status_code == 400
    assert "<bdi>فاطمہ بیگم</bdi>" in nadia.post(address, encoding="utf-16").text


def test_a_row_in_another_encoding_is_named(db: Database, floor: Floor, nadia: Officer) -> None:
    page = nadia.upload(
        floor.campaign.id, PEOPLE.encode() + "فاطمہ بیگم,9419012346,\n".encode() + b"Jos\xe9,9419012347,\n"
    )
    assert "Some rows are not in the same encoding as the rest: row 6, column A." in page.text


def test_phone_numbers_under_a_name_heading_are_asked_and_not_believed(
    db: Database, floor: Floor, nadia: Officer
) -> None:
    page = nadia.upload(
        floor.campaign.id, "Name,Mobile\n9419012345,Fata\n9906112233,Raja\n7006123450,Zooni\n9419012346,Sara\n"
    )
    assert "Column A · Name promises names, and phone numbers stand in it" in page.text
    assert (chosen(page.text)["name"], chosen(page.text)["phone_1"]) == ("", "")
    page = nadia.post(f"/lists/{list_id_of(db)}/columns", **(chosen(page.text) | {"name": "1", "phone_1": "0"}))
    assert "The list is being read" in page.text


def test_names_under_a_phone_heading_are_asked_and_not_believed(db: Database, floor: Floor, nadia: Officer) -> None:
    page = nadia.upload(
        floor.campaign.id,
        "Mobile,Village,Number\nFata,Hajin,9419012345\nRaja,Hajin,9906112233\nZooni,Hajin,7006123450\nSara,Hajin,9419012346\n",
    )
    assert "Column A · Mobile promises phone numbers, and nothing in it could be one" in page.text
    assert chosen(page.text)["phone_1"] == ""
    page = nadia.post(f"/lists/{list_id_of(db)}/columns", **(chosen(page.text) | {"name": "0", "phone_1": "2"}))
    assert "The list is being read" in page.text


def test_columns_that_were_confirmed_once_are_remembered_for_the_next_file(
    db: Database, floor: Floor, nadia: Officer
) -> None:
    page = nadia.upload(floor.campaign.id, PEOPLE)
    assert "guessed" in page.text
    nadia.post(f"/lists/{list_id_of(db)}/columns", **(chosen(page.text) | {"extra": "2"}))
    page = nadia.upload(floor.campaign.id, PEOPLE + "Sara,9419012346,\n", "next.csv")
    assert "remembered" in page.text
    assert "guessed" not in page.text
    assert 'name="extra" value="2" checked' in page.text


@pytest.mark.parametrize("confirmed", [False, True])
def test_an_old_font_is_shown_as_it_would_read_and_used_only_where_it_is_ticked(
    db: Database, floor: Floor, nadia: Officer, confirmed: bool
) -> None:
    words = ["jke", "yky", "lhrk", "nsoh", "deyk"]
    names = [f"{one} {other}" for one in words for other in words]
    people = "Name,Mobile\n" + "".join(f"{name},94190123{number}\n" for number, name in enumerate(names, start=10))
    page = nadia.upload(floor.campaign.id, people)
    assert "Typed in an old font?" in page.text
    assert "<bdi>राम लाल</bdi>" in page.text
    ticked = {"old_font": "0"} if confirmed else {}
    nadia.post(f"/lists/{list_id_of(db)}/columns", **chosen(page.text), **ticked)
    pages.import_list(db, list_id_of(db), now=lambda: pages.NOW)
    assert ("राम" in str(pages_rows(db))) is confirmed


def pages_rows(db: Database) -> list[str | None]:
    with db.transaction(pages.EVERYTHING) as session:
        return list(session.scalars(pages.select(ListRow.name)))


def test_a_file_of_nothing_but_headings_says_that_it_names_nobody(db: Database, floor: Floor, nadia: Officer) -> None:
    list_id = pages.in_review(db, floor, nadia, "Name,Mobile\n")
    page = nadia.get(f"/lists/{list_id}/problems").text
    assert "No row of this file names a person." in page
    assert "Every row with a person in it can be called." not in page
