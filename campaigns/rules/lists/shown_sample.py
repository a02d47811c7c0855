"""The few rows of a list that an officer sees when she confirms its columns; identity numbers are cut."""

from collections.abc import Sequence

from campaigns.rules.lists.cells import Cell, as_text, is_blank
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.header_rows import find_header
from campaigns.rules.lists.identity_numbers import ColumnKind, cut_identity_numbers

MOST_ROWS = 20
LONGEST = 80  # letters of a cell
VALUES = 3


def shown_sample(rows: Sequence[tuple[int, Sequence[Cell]]], columns: ColumnMap, region: str) -> list[list[str]]:
    """Return the column labels, then the first rows with something in them."""
    header = find_header(rows)
    below = [cells for number, cells in rows if header is None or number > header.last]
    filled = [cells for cells in below if any(not is_blank(cell) for cell in cells)][:MOST_ROWS]
    width = max((len(cells) for cells in [*filled, header.labels if header else ()]), default=0)
    labels = [*(header.labels if header else ())]
    table = [[label[:LONGEST] for label in labels] + [""] * (width - len(labels))]
    for cells in filled:
        shown = [_shown(cell, column_kind(columns, index), region) for index, cell in enumerate(cells)]
        table.append(shown + [""] * (width - len(shown)))
    return table


def column_kind(columns: ColumnMap, index: int) -> ColumnKind:
    """Return what a column is for, as far as identity numbers are concerned."""
    if index in columns.identity:
        return ColumnKind.IDENTITY
    return ColumnKind.PHONES if index in columns.phones else ColumnKind.OTHER


def sample_values(sample: Sequence[Sequence[str]], index: int) -> list[str]:
    """Return the first few different values of a column."""
    values = dict.fromkeys(row[index] for row in sample[1:] if row[index].strip())
    return list(values)[:VALUES]


def _shown(cell: Cell, kind: ColumnKind, region: str) -> str:
    return cut_identity_numbers(as_text(cell), kind, region)[:LONGEST].replace("\0", "")
