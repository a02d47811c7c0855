"""`raabta check-list` takes sheet, encoding and columns as they are named, and explains a row cell by cell."""

import json

import pytest

from tests.edges.test_check_list import ROWS, run
from tests.rules.test_old_fonts import KRUTI_DEV
from tests.sheets.given_files import given_text
from tests.sheets.test_choices import given_sheets

PEOPLE = [["Name", "Mobile"], ["Raja Begum", 9419012345]]
ODD = [["Office no", "Person", "Home no"], ["9419012345", "Raja", "9906112233"], ["x", "Zoona", ""]]


def told(result) -> dict[str, object]:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout.splitlines()[-1])


def test_the_sheet_that_is_named_is_read(tmp_path) -> None:
    path = given_sheets(tmp_path / "l.xlsx", {"A": PEOPLE, "B": [*PEOPLE, ["Zoona Begum", 9419012346]]}, hidden=("B",))
    assert told(run(path, "--json"))["accepted"] == 1
    assert told(run(path, "--sheet", "B", "--json"))["accepted"] == 2


def test_the_encoding_that_is_named_is_read(tmp_path) -> None:
    path = given_text(tmp_path / "l.csv", [["Name", "Mobile"], ["غلام", "9419012345"]], encoding="cp1256")
    cells = told(run(path, "--encoding", "windows-1256", "--explain", 2, "--json"))["explained"]["cells"]
    assert cells[0]["cell"] == "غلام"
    assert run(path, "--encoding", "rot13").exit_code == 2


def test_a_choice_that_changes_nothing_is_said(tmp_path) -> None:
    assert "no sheets: --sheet changes nothing" in run(given_text(tmp_path / "l.csv", ODD), "--sheet", "A").stdout
    said = run(given_sheets(tmp_path / "l.xlsx", {"A": PEOPLE}), "--encoding", "utf-16").stdout
    assert "--encoding changes nothing" in said


def test_columns_are_named_by_letter_or_heading(tmp_path) -> None:
    path = given_text(tmp_path / "l.csv", ODD)
    result = told(run(path, "--columns", "name=Person,phone=C:A", "--json"))
    assert (result["columns"]["name"], result["columns"]["phones"]) == (1, [2, 0])
    assert (result["accepted"], result["rejected"]) == (1, 1)


@pytest.mark.parametrize("named", ["name=Z", "wife=A", "name", "name=A,name=B", "name=A,phone=A", "doubted_font=A"])
def test_a_column_that_is_not_there_or_is_named_twice_is_one_sentence(tmp_path, named) -> None:
    result = run(given_text(tmp_path / "l.csv", ODD), "--columns", named, "--json")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_a_row_is_explained_cell_by_cell(tmp_path) -> None:
    result = run(given_text(tmp_path / "l.csv", ROWS), "--explain", 10)
    assert result.exit_code == 0
    assert "Row 10: rejected, phone_invalid" in result.stdout
    assert "    D  Mobile No  [9419XXXX21]  phone 1: phone_invalid" in result.stdout
    assert "    B  Name  [Shaheena]  name: compared as “shaheena”" in result.stdout
    assert "look for a missing, extra or hidden digit" in result.stdout


def test_a_row_is_explained_as_json_with_its_identity_number_cut(tmp_path) -> None:
    explained = told(run(given_text(tmp_path / "l.csv", ROWS), "--explain", 3, "--json"))["explained"]
    assert (explained["verdict"], explained["reason"], explained["other_reasons"]) == ("accepted", None, [])
    assert explained["warnings"] == ["identity_number_cut"]
    by_column = {cell["column"]: cell for cell in explained["cells"]}
    assert by_column["D"]["seen"] == "+919419012345, +919906112233 (son)"
    assert by_column["F"] | {"heading": ""} == {
        "column": "F", "heading": "", "cell": "Hajin", "taken_for": "village", "seen": "kept as “Hajin”",
    }  # fmt: skip
    assert by_column["E"]["seen"] == "never kept beyond its last 4 digits"
    assert by_column["A"]["seen"] == ""
    assert "9999 4105" not in json.dumps(explained)


def test_every_reason_of_a_row_is_named_and_not_only_the_first(tmp_path) -> None:
    path = given_text(
        tmp_path / "l.csv", [["Name", "Mobile", "Village"], ["", "9999999999", "Hajin"], ["Raja", 9419012345, ""]]
    )
    explained = told(run(path, "--explain", 2, "--json"))["explained"]
    assert (explained["reason"], explained["other_reasons"]) == ("name_missing", ["phone_dummy"])
    assert explained["cells"][0]["seen"] == "names nobody"


def test_warnings_of_places_and_shared_numbers_are_counted_and_explained(tmp_path) -> None:
    people = [["Name", "Mobile", "State", "District"], ["Raja", "9419012345", "", ""]]
    people += [
        ["Ali", "9419012345", "Maharashtra", "Bandipora"],
        ["Zoona", "9906112233", "", ""],
        ["Mir", "94190", "", ""],
    ]
    path = given_text(tmp_path / "l.csv", people)
    found = told(run(path, "--explain", 3, "--json"))
    assert found["warnings"] == {"area_unknown": 1, "phone_shared": 2}
    assert found["explained"]["warnings"] == ["area_unknown", "phone_shared"]
    (doubt,) = found["explained"]["place"]["doubts"]
    assert (found["explained"]["place"]["found"], doubt["said"]) == (["state Maharashtra"], "Bandipora")
    people[2][2] = "J&K"
    plain = run(given_text(tmp_path / "m.csv", people), "--explain", 3).stdout
    assert "place: state Jammu And Kashmir, division Kashmir, district Bandipora" in plain
    people[2][3] = "Bandpra"
    plain = run(given_text(tmp_path / "n.csv", people), "--explain", 3).stdout
    assert "district “Bandpra”: not known: Bandipora (Kashmir)" in plain
    assert "worth a look: 1 area_unknown (first in row 3), 2 phone_shared" in run(path).stdout


def test_a_row_that_is_not_there_is_said(tmp_path) -> None:
    result = run(given_text(tmp_path / "l.csv", ROWS), "--explain", 99)
    assert result.exit_code == 2
    assert result.stderr == "The file has no row 99.\n"


def test_of_one_person_in_several_rows_the_first_is_kept_and_named(tmp_path) -> None:
    rows = [["Name", "Mobile"], ["Fata Begum", "9419012345"], ["Mst. FATA BEGUM", "+91 94190 12345"]]
    path = given_text(tmp_path / "l.csv", rows)
    found = told(run(path, "--explain", 3, "--json"))
    assert found["reasons"] == {"duplicate_in_file": 1, "not_a_record": 1}
    assert found["explained"]["same_as_row"] == 2
    assert "the same person as in row 2" in run(path, "--explain", 3).stdout


def test_hidden_sheets_are_named_and_read_only_when_asked_for(tmp_path) -> None:
    path = given_sheets(tmp_path / "l.xlsx", {"A": PEOPLE, "B": [*PEOPLE, ["Zoona", 9419012346]]}, hidden=("B",))
    notes = told(run(path, "--json"))["notes"]
    assert notes == ["Hidden, and not read unless named with --sheet: B."]
    result = run(path, "--sheet", "B", "--json")
    assert told(result)["notes"] == []
    assert told(result)["accepted"] == 2
    assert "choose one of A, B." in run(path, "--sheet", "C").stderr


def test_of_several_sheets_the_one_that_is_read_is_named(tmp_path) -> None:
    path = given_sheets(tmp_path / "l.xlsx", {"Cover": [["Pension"]], "People": PEOPLE})
    result = run(path)
    assert "Of several sheets People is read; --sheet names another of Cover, People." in result.stdout


def test_a_workbook_whose_people_are_hidden_says_where_they_are(tmp_path) -> None:
    path = given_sheets(tmp_path / "l.xlsx", {"Cover": [], "People": PEOPLE}, hidden=("People",))
    result = run(path)
    assert result.exit_code == 2
    assert "hidden ones are not read: People. Show the sheet" in result.stderr


def test_columns_that_are_not_what_they_promise_are_named(tmp_path) -> None:
    rows = [["Name", "Mobile", "Village"], *[[f"94190{at:05d}", f"Fata {at}", "Hajin"] for at in range(30)]]
    notes = told(run(given_text(tmp_path / "l.csv", rows), "--json"))["notes"]
    assert notes[0].startswith("Column A promises names, and phone numbers stand in it")
    rows = [["uke", "Mobile"], *[["Jh jkeyky", f"94190{at:05d}"] for at in range(30)]]
    notes = told(run(given_text(tmp_path / "k.csv", rows), "--json"))["notes"]
    assert notes[0].startswith("No column with names was found")
    rows = [["uke", "Mobile"], *[[name, f"94190{at:05d}"] for at, name in enumerate(KRUTI_DEV)]]
    notes = told(run(given_text(tmp_path / "k.csv", rows), "--json"))["notes"]
    assert notes == [note for note in notes if note.startswith("Column A looks as if it was typed in an old font")]
    assert len(notes) == 1
    rows = [["Mobile"] * 40, *[[f"94190{at:05d}", *["shop"] * 39] for at in range(30)]]
    notes = told(run(given_text(tmp_path / "m.csv", rows), "--json"))["notes"]
    assert [note for note in notes if "promise" in note] == [notes[1]], "equal headings are told in one sentence"
    assert notes[1].startswith("Columns B, C, D, E, F and 34 more promise phone numbers")
