"""Several who read a sheet together take turns, and miss nothing."""

from campaigns.sheets.open_sheet import open_sheet
from campaigns.sheets.sheet import Turns
from tests.sheets.given_files import PEOPLE, given_text, given_workbook

LONG = [*PEOPLE, ["3", 'Mir, "Haji"\nSopore', 9419000009], *([n, "Ali", 9419000100 + n] for n in range(4, 24))]


def test_readers_who_take_turns_see_every_row_once_and_all_of_them_the_first(tmp_path) -> None:
    for path in (given_text(tmp_path / "long.csv", LONG), given_workbook(tmp_path / "long.xlsx", LONG)):
        sheet, at_once = open_sheet(path, max_bytes=10**6), 4
        whole = list(sheet.rows())
        seen = [list(sheet.rows(Turns(number, 3, at_once))) for number in range(3)]
        assert all(rows[:at_once] == whole[:at_once] for rows in seen)
        apart = [*seen[0], *seen[1][at_once:], *seen[2][at_once:]]
        assert sorted(apart, key=lambda row: row[0]) == whole
        assert all(len(rows) < len(whole) * 2 / 3 for rows in seen)
