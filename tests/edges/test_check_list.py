"""`raabta check-list` says of every row what the import would, with no database near."""

import csv
import json
import os

import pytest
from click.testing import CliRunner

from tests.sheets.given_files import given_ods, given_text, given_workbook
from workers.commands.check_list import check_list

ROWS = [
    ["Social Welfare Department"],
    ["S.No", "Name", "Father/Husband", "Mobile No", "Aadhaar No", "Village"],
    [1, "Raja Begum", "Abdul Aziz", "94190 12345 / 9906112233 (son)", "9999 4105 7058", "Hajin"],
    [2, "غلام محمد", "Karim", "۹۴۱۹۰۱۲۳۴۶", "", "Hajin"],
    [3, "Zoona", "Karim", 9419012347, "", "Hajin"],
    [4, "", "Karim", 9419012348, "", "Hajin"],
    [5, "Nazir", "Karim", "nil", "", "Hajin"],
    [6, "Bashir", "Karim", "9.41901E+09", "", "Hajin"],
    [7, "Farooq", "Karim", 9999999999, "", "Hajin"],
    [8, "Shaheena", "Karim", "9419XXXX21", "", "Hajin"],
    ["S.No", "Name", "Father/Husband", "Mobile No", "Aadhaar No", "Village"],
    ["", "Total", "", 8, "", ""],
    ["", "", "", "", "", "Signature of BDO"],
]
VERDICTS = [
    ("1", "ignored", "not_a_record", ""),
    ("2", "ignored", "not_a_record", ""),
    ("3", "accepted", "", "+919419012345 +919906112233"),
    ("4", "accepted", "", "+919419012346"),
    ("5", "accepted", "", "+919419012347"),
    ("6", "rejected", "name_missing", "+919419012348"),
    ("7", "rejected", "phone_missing", ""),
    ("8", "rejected", "phone_rounded", ""),
    ("9", "rejected", "phone_dummy", ""),
    ("10", "rejected", "phone_invalid", ""),
    ("11", "ignored", "not_a_record", ""),
    ("12", "ignored", "not_a_record", ""),
    ("13", "ignored", "not_a_record", ""),
]


def run(*arguments):
    return CliRunner().invoke(check_list, [str(argument) for argument in arguments])


@pytest.mark.parametrize("given", [given_text, given_workbook, given_ods])
def test_the_same_list_gets_the_same_verdicts_as_text_as_workbook_and_as_opendocument(tmp_path, given) -> None:
    out = tmp_path / "verdicts.csv"
    result = run(given(tmp_path / "list", ROWS), "--verdicts", out, "--json")
    assert result.exit_code == 0, result.output
    with out.open(newline="", encoding="utf-8") as file:
        header, *lines = csv.reader(file)
    assert header == ["row", "verdict", "reason", "phones"]
    assert [tuple(line) for line in lines] == VERDICTS
    told = json.loads(result.stdout)  # alone: the words go to standard error
    assert (told["rows"], told["accepted"], told["rejected"], told["ignored"]) == (13, 3, 5, 5)
    assert told["reasons"]["not_a_record"] == 5
    assert told["columns"]["phones"] == [3]


def test_without_json_a_person_reads_sentences(tmp_path) -> None:
    result = run(given_text(tmp_path / "list.csv", ROWS))
    assert result.exit_code == 0
    assert result.stdout.startswith("13 rows: 3 can be called, 5 need mending, 5 are no records.")
    assert "phone_rounded" in result.stdout


def test_a_list_of_pakistan_is_read_with_its_own_numbers(tmp_path) -> None:
    result = run(
        given_text(tmp_path / "l.csv", [["نام", "موبائل نمبر"], ["گل", "0301-1234567"]]), "--region", "PK", "--json"
    )
    assert json.loads(result.stdout.splitlines()[-1])["accepted"] == 1


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "PDF"),
        (b"Name,Village\nRaja,Hajin\n", "phone numbers"),
        (b'Name,Mobile\n"Raja,1\n', "quotation"),
    ],
    ids=str,
)
def test_a_file_that_cannot_be_read_is_one_sentence_and_nothing_is_left_behind(tmp_path, content, word) -> None:
    path = tmp_path / "upload"
    path.write_bytes(content)
    result = run(path, "--verdicts", tmp_path / "verdicts.csv", "--json")
    assert result.exit_code == 2
    assert word in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert json.loads(result.stdout.splitlines()[-1]) == {"error": result.stderr.strip()}
    assert [file.name for file in tmp_path.iterdir()] == ["upload"]


def test_an_earlier_verdicts_file_is_kept_when_the_new_list_is_broken(tmp_path) -> None:
    out = tmp_path / "verdicts.csv"
    out.write_text("kept")
    path = tmp_path / "list.csv"
    path.write_text("Name,Mobile\n" + "Raja,9419012345\n" * 500 + '"Zoona,9906112233\n' * 3)
    assert run(path, "--verdicts", out).exit_code == 2
    assert out.read_text() == "kept"


@pytest.mark.parametrize(
    ("out", "word"), [("nowhere/verdicts.csv", "There is no folder"), ("pipe", "is a device"), ("link", "is a device")]
)
def test_where_nothing_can_be_written_is_said_before_the_work_begins_and_no_device_is_replaced(
    tmp_path, out, word
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    result = run(given_text(tmp_path / "list.csv", ROWS), "--verdicts", tmp_path / out)
    assert (result.exit_code, result.stdout) == (2, "")
    assert word in result.stderr
    assert (tmp_path / "pipe").is_fifo()
    assert (tmp_path / "link").is_symlink()
