"""Columns named in one line are taken as named, and what is no column is said in one sentence."""

import pytest

from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.named_columns import named_columns
from campaigns.rules.refusals import Refusal

GUESS = ColumnMap(
    header_row=1, name=0, phones=(1,), village=2, identity=(3,), labels=("Name", "Mobile", "Zila", "Aadhaar")
)


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("name=C", {"name": 2, "village": None}),
        ("phone=b:E", {"phones": (1, 4)}),
        ("district=zila", {"district": 2, "village": None}),
        ("name=B, phone=A", {"name": 1, "phones": (0,)}),
        ("phone=Aadhaar", {"phones": (3,), "identity": ()}),
        ("old_font=A", {"old_font": (0,)}),
        ("extra=E:F", {"extra": (4, 5)}),
    ],
)
def test_a_column_is_named_by_its_letter_or_its_heading(text, changed) -> None:
    found = named_columns(text, GUESS, 6)
    assert isinstance(found, ColumnMap)
    assert found.as_json() == GUESS.as_json() | {
        key: list(value) if isinstance(value, tuple) else value for key, value in changed.items()
    }


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("", "field_unknown"), ("name", "field_unknown"), ("labels=A", "field_unknown"), ("wife=A", "field_unknown"),
        ("name=G", "column_unknown"), ("name=A:B", "column_unknown"), ("phone=", "column_unknown"), ("age=Nowhere", "column_unknown"),
    ],
)  # fmt: skip
def test_what_is_no_column_is_one_sentence(text, because) -> None:
    refused = named_columns(text, GUESS, 6)
    assert isinstance(refused, Refusal)
    assert refused.because == because
    assert refused.hint.endswith(".")
    assert named_columns("name=A", ColumnMap(), 0) != GUESS
