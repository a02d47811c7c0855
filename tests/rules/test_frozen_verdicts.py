"""A dirty list gets the verdicts that it has always got, to the letter, however fast they are made."""

import json
from pathlib import Path
from typing import Any

import pytest

from campaigns.rules.lists.beneficiary_list import JudgedRow, judge_rows
from campaigns.rules.lists.columns import guess_columns
from campaigns.rules.lists.names import fold_name
from campaigns.rules.verdicts import Verdict
from campaigns.sheets.open_sheet import first_rows, open_sheet

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("region", ["IN", "PK"])
def test_a_dirty_list_is_judged_as_it_was_frozen(region: str) -> None:
    sheet = open_sheet(GOLDEN / "dirty_list.csv", max_bytes=1_000_000)
    columns = guess_columns(first_rows(sheet, 200), region)
    frozen = (GOLDEN / f"dirty_list_{region}.jsonl").read_text(encoding="utf-8").splitlines()
    judged = judge_rows(sheet.rows(), columns, region)
    for row, line in zip(judged, frozen, strict=True):
        assert _told(row) == _frozen(json.loads(line))


def _told(row: JudgedRow) -> dict[str, Any]:
    said = row.fields
    person: dict[str, Any] = {}
    if row.verdict is Verdict.ACCEPTED:
        person = {
            "folded_name": fold_name(row.name or "") or (row.name or "").casefold(),
            "scheme_person_id": said.scheme_person_id,
            "relative_name": said.relative_name,
            "gender": said.gender,
            "village": said.village,
        }
    return {
        "row": row.row,
        "verdict": row.verdict,
        "reason": row.reason,
        "name": row.name,
        "cells": list(row.cells),
        "phones": [phone.number for phone in row.phones],
        "other_reasons": list(row.other_reasons),
        "warnings": list(row.warnings),
        "person": person,
    }


def _frozen(stored: dict[str, Any]) -> dict[str, Any]:
    """Leave out where she lives, which follows the areas' own tables."""
    details = stored.pop("details")
    person = details.get("person", {})
    kept = ("folded_name", "scheme_person_id", "relative_name", "gender", "village") if person else ()
    return {
        **stored,
        "other_reasons": details.get("other_reasons", []),
        "warnings": [word for word in details.get("warnings", []) if not word.startswith("area_")],
        "person": {key: person.get(key) for key in kept},
    }
