"""Mends cells of one row as an officer has typed them, where they still hold what she saw."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from campaigns.rules.lists.mend_kinds import MendKind
from campaigns.rules.lists.mends import CHANGED_MEANWHILE, NO_SUCH_ROW, NOTHING_CHANGED, cell_at, cell_mark
from campaigns.rules.refusals import Refusal
from campaigns.rules.verdicts import Verdict
from campaigns.shared.changing import Making
from campaigns.shared.mending import By, Mended, begin_step
from campaigns.store.lists.list_mends import rows_by_number
from campaigns.store.session import Database, Scope

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TypedCell:
    """What was typed into a cell, and the mark of what it held when it was shown (rules/lists/mends.cell_mark)."""

    seen: str
    text: str


@dataclass(frozen=True)
class TypedRow:
    """A row with what was typed into some of its cells, by column."""

    row: int
    cells: Mapping[int, TypedCell]


def mend_row(
    db: Database, scope: Scope, list_id: UUID, typed: TypedRow, *, user_id: UUID | None, now: datetime
) -> Mended | Refusal:
    """Change the cells and judge the row again; all of it is one step, which can be undone."""
    with db.transaction(scope) as session:
        step = begin_step(session, list_id, Making(db, None, now))
        if isinstance(step, Refusal):
            return step
        found = rows_by_number(session, list_id, [typed.row]).get(typed.row)
        if found is None or found.verdict is Verdict.IGNORED or any(not 0 <= at < step.width for at in typed.cells):
            return NO_SUCH_ROW
        if any(cell_mark(cell_at(found.cells, at)) != cell.seen for at, cell in typed.cells.items()):
            return CHANGED_MEANWHILE
        step.mend(
            [found], {typed.row: {at: cell.text for at, cell in typed.cells.items()}}, By(MendKind.CELL, user_id, now)
        )
        if not step.rows:
            return NOTHING_CHANGED
        mended = step.end()
    log.info("row_mended", extra={"list_id": str(list_id), "step": mended.step})
    return mended
