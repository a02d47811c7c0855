"""Takes the downloaded workbook of refused rows back and mends those rows, by their number, where it was changed."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Final
from uuid import UUID

from campaigns.rules.lists.cells import Cell, as_text, is_formula_text
from campaigns.rules.lists.list_wishes import MendedWorkbook
from campaigns.rules.lists.mend_kinds import MendKind
from campaigns.rules.lists.mends import NOTHING_CHANGED, cell_at
from campaigns.rules.refusals import Refusal
from campaigns.rules.verdicts import Verdict
from campaigns.shared.changing import Making
from campaigns.shared.mending import By, Mended, Step, begin_step
from campaigns.sheets.open_sheet import Sheet, UnreadableFile, open_sheet
from campaigns.sheets.write_refused_rows import COLUMNS_BEFORE, refused_sheet_name, written_text
from campaigns.store.lists.list_mends import AT_ONCE, earlier_texts, rows_by_number
from campaigns.store.session import Database, Scope
from campaigns.store.tables import ListRow

log = logging.getLogger(__name__)

ANOTHER_LIST: Final = Refusal(
    "another_list",
    "This workbook does not hold the refused rows of this list: download them here, mend them, keep the name of the"
    " sheet, and upload that XLSX file.",
)
COLUMNS_MOVED: Final = Refusal(
    "columns_moved",
    "The columns of the workbook are not those that were downloaded: download the rows again and leave the first line"
    " and the order of the columns as they are.",
)


@dataclass(frozen=True)
class MendedFromFile:
    """What the file came to; `left` rows were changed in it, but had been mended here or are no refused rows."""

    mended: Mended
    left: int


def mend_from_file(
    db: Database, scope: Scope, list_id: UUID, file: MendedWorkbook, *, user_id: UUID | None, now: datetime
) -> MendedFromFile | Refusal:
    """Change only cells that differ from what was downloaded; a mend that somebody made meanwhile stays."""
    try:
        sheet = _sheet_of_list(file, list_id)
        if isinstance(sheet, Refusal):
            return sheet
        with db.transaction(scope) as session:
            step = begin_step(session, list_id, Making(db, file.change_id, now))
            if isinstance(step, Refusal):
                return step
            taking = _Taking(step, By(MendKind.FROM_FILE, user_id, now))
            refusal = taking.take(sheet)
            if refusal is not None:
                return refusal
            mended = step.end(left=taking.left)
    except UnreadableFile as unreadable:
        return unreadable.refusal()
    log.info("list_mended_from_file", extra={"list_id": str(list_id), "step": mended.step, "rows": mended.rows})
    return MendedFromFile(mended, taking.left)


def _sheet_of_list(file: MendedWorkbook, list_id: UUID) -> Sheet | Refusal:
    name = refused_sheet_name(list_id)
    sheet = open_sheet(file.path, max_bytes=file.max_bytes)
    if name not in sheet.names:
        return ANOTHER_LIST
    return sheet if sheet.name == name else open_sheet(file.path, sheet=name, max_bytes=file.max_bytes)


@dataclass
class _Taking:
    """A workbook that is being taken back, row by row."""

    step: Step
    by: By
    left: int = 0
    _taken: set[int] = field(default_factory=set)

    def take(self, sheet: Sheet) -> Refusal | None:
        """Mend what the workbook has mended."""
        lines = (cells for _, cells in sheet.rows())
        if not self._has_our_columns(next(lines, [])):
            return COLUMNS_MOVED
        for batch in _batches(self._numbered(lines)):
            self._take_batch(batch)
            self.step.making.hear(len(self._taken))
        return None if self.step.rows or self.left else NOTHING_CHANGED

    def _has_our_columns(self, first: Sequence[Cell]) -> bool:
        heads = [written_text(str(head)) for head in self.step.kept.sample[0]] if self.step.kept.sample else []
        return [_spaced(text) for text in heads] == [
            _spaced(as_text(first[at]) if at < len(first) else "")
            for at in range(COLUMNS_BEFORE, COLUMNS_BEFORE + len(heads))
        ]

    def _numbered(self, lines: Iterator[list[Cell]]) -> Iterator[tuple[int, list[str]]]:
        for cells in lines:
            number = as_text(cells[0]) if cells else ""
            if not (number.isdecimal() and len(number) < 9) or int(number) in self._taken:
                continue  # a line that somebody added, or the same row once more
            self._taken.add(int(number))
            yield int(number), [as_text(cell) for cell in cells[COLUMNS_BEFORE:]]

    def _take_batch(self, batch: Mapping[int, list[str]]) -> None:
        rows = rows_by_number(self.step.session, self.step.kept.id, list(batch))
        earlier = earlier_texts(self.step.session, self.step.kept.id, list(batch))
        changes = {}
        for number, texts in batch.items():
            row = rows.get(number)
            changed = self._changed(row, texts, earlier) if row is not None else {0: ""}
            if row is None or (changed and row.verdict is not Verdict.REJECTED):
                self.left += 1
            elif changed:
                changes[number] = changed
        self.step.mend([rows[number] for number in changes], changes, self.by)

    def _changed(self, row: ListRow, texts: Sequence[str], earlier: set[tuple[int, int, str]]) -> dict[int, str]:
        """Return the cells that are new; a text that stood there when the file was downloaded is not."""
        changed = {}
        for column in range(self.step.width):
            text = _spaced(cell_at(texts, column))
            stood = {before for at, in_column, before in earlier if (at, in_column) == (row.row, column)}
            stood.add(cell_at(row.cells, column))
            if text not in {_spaced(written_text(each)) for each in stood}:
                changed[column] = text[1:] if text.startswith("'") and is_formula_text(text[1:]) else text
        return changed


def _batches(lines: Iterator[tuple[int, list[str]]]) -> Iterator[dict[int, list[str]]]:
    while batch := dict(islice(lines, AT_ONCE)):
        yield batch


def _spaced(text: str) -> str:
    return " ".join(text.split())
