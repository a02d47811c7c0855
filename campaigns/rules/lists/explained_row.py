"""Says of one row what was read in each of its cells and what the verdict follows from."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

from campaigns.rules.lists.beneficiary_list import JudgedRow
from campaigns.rules.lists.cells import Cell
from campaigns.rules.lists.column_letters import column_letters
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.names import fold_name, is_placeholder_name
from campaigns.rules.lists.phone_numbers import read_phone_cell

_PLAIN: Final = {"": "", "extra": "kept for the script", "identity": "never kept beyond its last 4 digits"}


@dataclass(frozen=True)
class ExplainedCell:
    """A cell with what was seen in it; identity numbers are cut."""

    column: str  # its letters
    heading: str
    cell: str
    taken_for: str  # the field, empty where the column is not used
    seen: str


def explained_cells(cells: Sequence[Cell], judged: JudgedRow, columns: ColumnMap, region: str) -> list[ExplainedCell]:
    """Return every cell of a row with what the rules saw in it."""
    used = fields_by_column(columns)
    return [
        ExplainedCell(
            column=column_letters(index),
            heading=columns.labels[index] if index < len(columns.labels) else "",
            cell=judged.cells[index],
            taken_for=used.get(index, ""),
            seen=_seen(used.get(index, ""), cell, judged, region),
        )
        for index, cell in enumerate(cells)
    ]


def fields_by_column(columns: ColumnMap) -> dict[int, str]:
    """Return for each used column the name of its field."""
    used = dict.fromkeys(columns.extra, "extra") | dict.fromkeys(columns.identity, "identity")
    for field in fields(columns):
        index = getattr(columns, field.name)
        if isinstance(index, int) and field.name != "header_row":
            used[index] = field.name
    return used | {index: f"phone {place}" for place, index in enumerate(columns.phones, start=1)}


def _seen(taken_for: str, cell: Cell, judged: JudgedRow, region: str) -> str:
    if taken_for.startswith("phone"):
        return _phones(cell, region)
    if taken_for == "name":
        return (
            "names nobody"
            if judged.name is None or is_placeholder_name(judged.name)
            else f"compared as “{fold_name(judged.name)}”"
        )
    if taken_for in _PLAIN:
        return _PLAIN[taken_for]
    value = getattr(judged.fields, taken_for)
    return "nothing" if value is None else f"kept as “{value}”"


def _phones(cell: Cell, region: str) -> str:
    read = read_phone_cell(cell, region)
    found = [f"{phone.number} ({phone.note})" if phone.note else phone.number for phone in read.phones]
    found += sorted(read.problems)
    if read.dropped:
        found.append("a further number is not valid")
    return ", ".join(found) or "nothing"
