"""Undoes one step of mending: every row stands again exactly as it did before."""

import logging
from datetime import datetime
from uuid import UUID

from campaigns.rules.lists.list_wishes import UndoStep
from campaigns.rules.refusals import Refusal
from campaigns.shared.changing import Making
from campaigns.shared.mending import Mended, begin_step
from campaigns.store.lists.list_mends import is_mended_again, mends_of_step, note_undone, rows_by_number
from campaigns.store.session import Database, Scope

log = logging.getLogger(__name__)


def undo_mend(
    db: Database, scope: Scope, list_id: UUID, wish: UndoStep, *, user_id: UUID | None, now: datetime
) -> Mended | Refusal:
    """Put back what the step has changed. Where a later step has changed the same cells, that one comes first."""
    number = wish.step
    with db.transaction(scope) as session:
        step = begin_step(session, list_id, Making(db, wish.change_id, now))
        if isinstance(step, Refusal):
            return step
        if is_mended_again(session, list_id, number):
            return Refusal("mended_again", "A later change stands in the same cells: undo that one first.")
        for cells in mends_of_step(session, list_id, number):
            changes: dict[int, dict[int, str]] = {}
            for mend in cells:
                changes.setdefault(mend.row, {})[mend.column] = mend.before
            rows = rows_by_number(session, list_id, list(changes))
            before = {mend.row: mend.original for mend in cells}
            step.put(list(rows.values()), changes, before, undoing=number)
            step.making.hear(max(changes))
        if not step.rows:
            return Refusal(
                "undone_before", "This change was undone before: load the page to see how the rows stand now."
            )
        note_undone(session, list_id, number, user_id=user_id, at=now)
        undone = step.end()
    log.info("mend_undone", extra={"list_id": str(list_id), "step": number, "rows": undone.rows})
    return undone
