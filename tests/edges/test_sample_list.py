"""The demo's list: the same for the same seed, and as dirty as a department's."""

from collections import Counter
from pathlib import Path

from campaigns.rules.lists.beneficiary_list import judge_rows
from campaigns.rules.lists.columns import guess_columns
from campaigns.rules.verdicts import Reason, Verdict
from campaigns.sheets.open_sheet import first_rows, open_sheet
from workers.demo.sample_list import HEADER, sample_list, write_sample_list


def test_a_seed_draws_the_same_people_again() -> None:
    assert sample_list(50, seed=7) == sample_list(50, seed=7)
    assert sample_list(50, seed=7) != sample_list(50, seed=8)


def test_the_import_finds_every_kind_of_dirt_and_most_people_callable(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    write_sample_list(path, 2_000)
    sheet = open_sheet(path, max_bytes=10**8)
    columns = guess_columns(first_rows(sheet, 200), "IN")
    assert columns.name == HEADER.index("Name of Beneficiary")
    assert columns.phones == (HEADER.index("Mobile No."),)
    judged = list(judge_rows(open_sheet(path, max_bytes=10**8).rows(), columns, "IN"))
    verdicts = Counter(row.verdict for row in judged)
    assert verdicts[Verdict.ACCEPTED] > 1_500
    assert {
        Reason.NOT_A_RECORD, Reason.NAME_MISSING, Reason.PHONE_MISSING, Reason.PHONE_ROUNDED, Reason.PHONE_DUMMY,
        Reason.PHONE_INVALID,
    } <= {row.reason for row in judged}  # fmt: skip
