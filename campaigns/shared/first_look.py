"""Looks at the first rows of a list's file, once its sheet and encoding are chosen: columns, doubts, a sample."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from campaigns.rules.lists.cells import Cell
from campaigns.rules.lists.column_doubts import column_doubts
from campaigns.rules.lists.columns import ColumnMap, guess_columns
from campaigns.rules.lists.encodings import TextEncoding
from campaigns.rules.lists.file_shape import as_remembered, file_shape
from campaigns.rules.lists.reading import Reading
from campaigns.rules.lists.shown_sample import shown_sample
from campaigns.sheets.lost_letters import lost_letters
from campaigns.sheets.open_sheet import Sheet, first_rows, open_sheet
from campaigns.sheets.rows_expected import is_nearly_blank, rows_expected
from campaigns.store.lists.remembered_columns import remembered_columns
from campaigns.store.session import Session
from campaigns.store.tables import Campaign

FIRST_ROWS: Final = 200  # enough to see past titles and headings, and what the columns hold


@dataclass(frozen=True)
class OpenedFile:
    """A file that can be read, with its first rows."""

    sheet: Sheet
    rows: list[tuple[int, list[Cell]]]
    lost: tuple[tuple[int, int], ...]
    rows_expected: int | None
    nearly_blank: bool

    @classmethod
    def of(cls, path: Path, *, sheet: str | None, encoding: TextEncoding | None, max_bytes: int) -> Self:
        """Open a file, or raise UnreadableFile."""
        opened = open_sheet(path, sheet=sheet, encoding=encoding, max_bytes=max_bytes)
        return cls(
            opened,
            first_rows(opened, FIRST_ROWS),
            lost_letters(path, opened),
            rows_expected(path, opened),
            is_nearly_blank(path, opened),
        )


def first_look(session: Session, campaign: Campaign, file: OpenedFile) -> dict[str, Any]:
    """Return what is kept of a list about how it is read; files with known headings are taken as they were before."""
    sheet, region = file.sheet, campaign.region
    columns = guess_columns(file.rows, region)
    confirmed = _confirmed(session, campaign, columns)
    if confirmed is not None:
        columns = as_remembered(columns, confirmed)
    reading = Reading(
        offered=tuple((each.name, each.rows) for each in sheet.offered),
        hidden=sheet.hidden,
        lost=file.lost,
        nearly_blank=file.nearly_blank,
        remembered=confirmed is not None,
        doubts=column_doubts(file.rows, columns, region),
    )
    return {
        "sheet": sheet.name,
        "rows_expected": file.rows_expected,
        "encoding": sheet.encoding,
        "columns": columns.as_json(),
        "sample": shown_sample(file.rows, columns, region),
        "reading": reading.as_json(),
    }


def _confirmed(session: Session, campaign: Campaign, guess: ColumnMap) -> ColumnMap | None:
    shape = file_shape(guess.labels)
    kept = remembered_columns(session, campaign.department_id, shape) if shape else None
    return ColumnMap.from_json(kept) if kept else None
