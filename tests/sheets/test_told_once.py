"""A workbook whose rows were told beside it is not opened again, however many go on to read them."""

from pathlib import Path

import pytest

from campaigns.sheets.open_sheet import UnreadableFile, open_again, open_sheet, tell_rows_once
from tests.sheets.given_tables import written_as

TABLE = [["Name", "Mobile No"], ["Fata Begum", "9419012345"], ["Raja Bano", "9906112233"]]


def rows(path: Path) -> list[object]:
    return list(open_again(path, sheet="People", encoding=None, max_bytes=1 << 20).rows())


def told_and_read(path: Path) -> list[object]:
    tell_rows_once(path, sheet="People", encoding=None)
    return rows(path)


@pytest.mark.parametrize("kind", ["xlsx", "xls", "xlsb", "ods"])
def test_rows_that_were_told_are_those_of_the_workbook(tmp_path: Path, kind: str) -> None:
    path = written_as(kind, tmp_path / f"list.{kind}", TABLE)
    name = open_sheet(path, max_bytes=1 << 20).name
    before = list(open_again(path, sheet=name, encoding=None, max_bytes=1 << 20).rows())
    tell_rows_once(path, sheet=name, encoding=None)
    assert list(open_again(path, sheet=name, encoding=None, max_bytes=1 << 20).rows()) == before
    assert [cells for _, cells in before] == TABLE


def test_told_rows_are_read_in_place_of_the_workbook(tmp_path: Path) -> None:
    path = written_as("xlsx", tmp_path / "list.xlsx", TABLE)
    assert len(told_and_read(path)) == 3
    with (tmp_path / "list.xlsx.rows").open("ab") as told:
        told.write(b'[["Zooni Begum","7006123450"]]\n')
    assert rows(path)[-1] == (4, ["Zooni Begum", "7006123450"])


def test_a_workbook_that_breaks_while_it_is_told_is_refused_as_ever(tmp_path: Path) -> None:
    path = written_as("xlsx", tmp_path / "list.xlsx", TABLE)
    content = path.read_bytes()
    path.write_bytes(content[:200] + bytes(400) + content[600:])
    with pytest.raises(UnreadableFile) as refused:
        told_and_read(path)
    assert refused.value.because == "corrupt"
