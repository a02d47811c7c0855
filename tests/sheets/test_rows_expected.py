"""How many rows a file has is known before it is read: exactly for a short one, nearly for a long one."""

from pathlib import Path

import pytest
import xlsxwriter

from campaigns.sheets.open_sheet import open_sheet
from campaigns.sheets.rows_expected import rows_expected


def expected(path: Path, sheet: str | None = None) -> int | None:
    return rows_expected(path, open_sheet(path, sheet=sheet, max_bytes=1 << 30))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256"])
@pytest.mark.parametrize(
    ("text", "rows"), [("Name,Phone\n", 1), ("a,b\nc,d", 2), ("a,b\r\nc,d\r\n", 2), ("a,b\rc,d\r", 2), ("a,b", 1)]
)
def test_a_short_text_is_counted(tmp_path: Path, text: str, encoding: str, rows: int) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(text.encode(encoding))
    assert expected(path) == rows


def test_a_long_text_is_estimated_within_a_few_percent(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("".join(f"Person {'of Hajin ' * (row % 7)}{row},9419012345\n" for row in range(150_000)))
    rows = expected(path)
    assert rows is not None
    assert abs(rows - 150_000) < 5_000


def test_a_workbook_knows_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in (("Cover", 3), ("Hajin", 120)):
            sheet = book.add_worksheet(name)
            for row in range(rows):
                sheet.write_row(row, 0, ["Fata Begum", 9419012345] if name == "Hajin" else ["Cover"])
    assert expected(path) == 120
    assert expected(path, "Cover") == 3


def test_a_hidden_sheet_that_was_chosen_knows_its_rows_too(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Cover").write(0, 0, "Pension")
        hidden = book.add_worksheet("People")
        hidden.hide()
        for row in range(70):
            hidden.write_row(row, 0, ["Fata Begum", 9419012345])
    assert expected(path, "People") == 70
