"""Names the rows of a text file that are not in the same encoding as the rest, so that somebody can mend them."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from campaigns.rules.lists.column_letters import column_letters
from campaigns.rules.lists.encodings import TextEncoding
from campaigns.sheets.sheet import Sheet
from campaigns.sheets.text_encoding import LOST, keeps_to_encoding

MOST_NAMED: Final = 5  # rows; whoever has mended those looks again


def lost_letters(path: Path, sheet: Sheet) -> tuple[tuple[int, int], ...]:
    """Return the first rows with bytes that are no letter, each with its first such column from 0."""
    if sheet.encoding is None or keeps_to_encoding(path, sheet.encoding):
        return ()
    cells = ((row, enumerate(cells)) for row, cells in sheet.rows())
    lost = (
        (row, next((at for at, cell in each if isinstance(cell, str) and LOST in cell), None)) for row, each in cells
    )
    return tuple(islice(((row, at) for row, at in lost if at is not None), MOST_NAMED))


def unread_letters(encoding: TextEncoding | None, lost: Sequence[tuple[int, int]]) -> str:
    """Say where they are and how to mend them."""
    places = "; ".join(f"row {row}, column {column_letters(column)}" for row, column in lost)
    return (
        f"Letters that cannot be read as {encoding} stand in {places}: choose another --encoding, or mend those rows."
    )
