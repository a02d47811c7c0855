"""Mends all rows of one cause that hold the same text in a column, with one edit."""

import logging
from datetime import datetime
from uuid import UUID

from campaigns.rules.lists.list_wishes import EqualValues
from campaigns.rules.lists.mend_kinds import MendKind
from campaigns.rules.lists.mends import CHANGED_MEANWHILE, NO_SUCH_ROW, NOTHING_CHANGED, cell_at, cell_mark
from campaigns.rules.refusals import Refusal
from campaigns.shared.changing import Making
from campaigns.shared.mending import By, Mended, begin_step
from campaigns.store.lists.cause_rows import pages_of_cause
from campaigns.store.lists.list_mends import rows_by_number
from campaigns.store.session import Database, Scope

log = logging.getLogger(__name__)


def mend_equal_values(
    db: Database, scope: Scope, list_id: UUID, wish: EqualValues, *, user_id: UUID | None, now: datetime
) -> Mended | Refusal:
    """Change them all in one step."""
    with db.transaction(scope) as session:
        step = begin_step(session, list_id, Making(db, wish.change_id, now))
        if isinstance(step, Refusal):
            return step
        shown = rows_by_number(session, list_id, [wish.row]).get(wish.row)
        if shown is None or not 0 <= wish.column < step.width:
            return NO_SUCH_ROW
        equal = cell_at(shown.cells, wish.column)
        if cell_mark(equal) != wish.seen:
            return CHANGED_MEANWHILE
        for rows in pages_of_cause(session, list_id, wish.word, equal=(wish.column, equal)):
            changes = {row.row: {wish.column: wish.text} for row in rows}
            step.mend(rows, changes, By(MendKind.EQUAL_VALUES, user_id, now))
            step.making.hear(rows[-1].row)
        if not step.rows:
            return NOTHING_CHANGED
        mended = step.end()
    log.info("equal_values_mended", extra={"list_id": str(list_id), "step": mended.step, "rows": mended.rows})
    return mended
