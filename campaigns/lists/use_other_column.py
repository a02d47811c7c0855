"""Takes the phones of all rows of a cause from another column of the file, where that holds valid ones."""

import logging
from datetime import datetime
from uuid import UUID

from campaigns.rules.lists.list_wishes import OtherColumn
from campaigns.rules.lists.mend_kinds import MendKind
from campaigns.rules.lists.mends import NO_SUCH_ROW, cell_at
from campaigns.rules.lists.phone_numbers import read_phone_cell
from campaigns.rules.refusals import Refusal
from campaigns.shared.changing import Making
from campaigns.shared.mending import By, Mended, begin_step
from campaigns.store.lists.cause_rows import pages_of_cause
from campaigns.store.session import Database, Scope

log = logging.getLogger(__name__)


def use_other_column(
    db: Database, scope: Scope, list_id: UUID, wish: OtherColumn, *, user_id: UUID | None, now: datetime
) -> Mended | Refusal:
    """Write the other column's cell into the phone column of each row for which it is a valid phone, in one step."""
    with db.transaction(scope) as session:
        step = begin_step(session, list_id, Making(db, wish.change_id, now))
        if isinstance(step, Refusal):
            return step
        phones, region = step.judging.columns.phones, step.judging.region
        if not 0 <= wish.column < step.width or wish.column in phones:
            return NO_SUCH_ROW
        for rows in pages_of_cause(session, list_id, wish.word):
            texts = {row.row: cell_at(row.cells, wish.column) for row in rows}
            valid = {row: {phones[0]: text} for row, text in texts.items() if read_phone_cell(text, region).phones}
            step.mend(rows, valid, By(MendKind.OTHER_COLUMN, user_id, now))
            step.making.hear(rows[-1].row)
        if not step.rows:
            return Refusal(
                "no_phone_there", "No row of this cause has a valid phone in that column: choose another column."
            )
        mended = step.end()
    log.info("other_column_used", extra={"list_id": str(list_id), "step": mended.step, "rows": mended.rows})
    return mended
