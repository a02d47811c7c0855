"""A dirty list gets the verdicts that it has always got, to the letter of what is stored, however fast they are made."""

import json
from pathlib import Path

import pytest

from campaigns.rules.beneficiary_list import judge_rows
from campaigns.rules.columns import guess_columns
from campaigns.rules.gazetteer import Gazetteer
from campaigns.rules.stored_row import stored_row
from campaigns.sheets.open_sheet import first_rows, open_sheet
from campaigns.store.areas import shipped_aliases, shipped_areas
from tests.given_floor import NOW

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("region", ["IN", "PK"])
def test_a_dirty_list_is_stored_as_it_was_frozen(region: str) -> None:
    sheet = open_sheet(GOLDEN / "dirty_list.csv", max_bytes=1_000_000)
    columns = guess_columns(first_rows(sheet, 200), region)
    places = Gazetteer(shipped_areas(), shipped_aliases())
    frozen = (GOLDEN / f"dirty_list_{region}.jsonl").read_text(encoding="utf-8").splitlines()
    stored = [stored_row(judged, places, now=NOW) for judged in judge_rows(sheet.rows(), columns, region)]
    assert [json.loads(json.dumps(row)) for row in stored] == [json.loads(line) for line in frozen]
