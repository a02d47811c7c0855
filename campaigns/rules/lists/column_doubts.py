"""Asks about columns whose heading says one thing and whose cells another."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from campaigns.rules.lists.cells import Cell
from campaigns.rules.lists.column_content import filled_cells, holds_no_phones, holds_phones_alone
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.header_rows import same_heading
from campaigns.rules.lists.old_fonts import looks_like_old_font
from campaigns.rules.lists.side_by_side import second_table_at


class Doubt(StrEnum):
    """What an officer is asked about a column before it is believed."""

    NOT_NAMES = "not_names"  # headed as names, and phone numbers stand in it
    NOT_PHONES = "not_phones"  # headed as phones, and nothing in it could be one
    SECOND_TABLE = "second_table"  # its heading comes again further right, over other people
    OLD_FONT = "old_font"  # Hindi typed in Kruti Dev or the like


def column_doubts(
    rows: Sequence[tuple[int, Sequence[Cell]]], columns: ColumnMap, region: str
) -> dict[int, list[Doubt]]:
    """Return the doubts by column, from the first rows of a sheet."""
    below = [cells for number, cells in rows if _is_below(number, cells, columns)]
    width = max((len(cells) for cells in below), default=0)
    found = {index: _doubts(filled_cells(below, index), index, columns, region) for index in range(width)}
    return {index: doubts for index, doubts in found.items() if doubts}


def with_doubted_fonts(columns: ColumnMap, doubts: Mapping[int, Sequence[Doubt]]) -> ColumnMap:
    """Return the columns, knowing which of those in use look like an old font that nobody has confirmed."""
    doubted = (index for index in columns.used if Doubt.OLD_FONT in doubts.get(index, ()))
    return replace(columns, doubted_font=tuple(index for index in doubted if index not in columns.old_font))


def _is_below(number: int, cells: Sequence[Cell], columns: ColumnMap) -> bool:
    """A heading that is repeated further down says nothing of what its column holds."""
    if columns.header_row is None:
        return True
    return number > columns.header_row and not same_heading(cells, columns.labels)


def _doubts(cells: Sequence[Cell], index: int, columns: ColumnMap, region: str) -> list[Doubt]:
    holds = {
        Doubt.NOT_NAMES: index in (columns.name, columns.relative_name) and holds_phones_alone(cells, region),
        Doubt.NOT_PHONES: index in columns.phones and holds_no_phones(cells),
        Doubt.SECOND_TABLE: index == columns.name and second_table_at(columns.labels) is not None,
        Doubt.OLD_FONT: looks_like_old_font(cells),
    }
    return [doubt for doubt, there in holds.items() if there]
