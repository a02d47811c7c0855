"""Takes the refused rows of a list out as a workbook, and keeps a trace of who did."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from campaigns.rules.refusals import LIST_UNKNOWN, Refusal
from campaigns.sheets.write_refused_rows import RefusedHeadings, RefusedRow, refused_sheet_name, write_refused_rows
from campaigns.store.access_traces import note_access
from campaigns.store.lists.list_rows import refused_rows
from campaigns.store.lists.lists import beneficiary_list
from campaigns.store.session import Database, Scope
from campaigns.store.tables import AccessTrace, ListRow


@dataclass(frozen=True)
class RefusedWorkbook:
    """Where the workbook goes, and its words in the reader's language."""

    target: BinaryIO
    headings: RefusedHeadings
    in_words: Callable[[ListRow], RefusedRow]
    right_to_left: bool = False


def take_refused_rows(
    db: Database,
    scope: Scope,
    list_id: UUID,
    workbook: RefusedWorkbook,
    *,
    user_id: UUID | None,
    now: datetime,
) -> Refusal | None:
    """Write the workbook row by row; the trace says how many rows left, not whose."""
    with db.transaction(scope) as session:
        kept = beneficiary_list(session, list_id)
        if kept is None:
            return LIST_UNKNOWN
        rows = write_refused_rows(
            workbook.target,
            workbook.headings,
            (workbook.in_words(row) for row in refused_rows(session, list_id)),
            sheet_name=refused_sheet_name(list_id),
            right_to_left=workbook.right_to_left,
        )
        subject = {"list_id": str(list_id), "rows": rows}
        trace = AccessTrace(
            at=now,
            user_id=user_id,
            department_id=kept.department_id,
            action="refused_rows_taken",
            subject=subject,
        )
        note_access(session, trace)
    return None
