"""Ends a do-not-call file: put aside before it was taken, or lifted whole with a reason."""

import logging
from datetime import datetime
from uuid import UUID

from campaigns.rules.do_not_call_states import FileEvent, FileStatus
from campaigns.rules.refusals import FILE_SETTLED, FILE_UNKNOWN, REASON_MISSING, Refusal
from campaigns.store.access_traces import note_access
from campaigns.store.lists.do_not_call_files import forget_bytes, lock_do_not_call_file, move_do_not_call_file
from campaigns.store.lists.do_not_call_numbers import forget_numbers
from campaigns.store.session import Database, Scope, enqueue
from campaigns.store.tables import AccessTrace

log = logging.getLogger(__name__)


def end_do_not_call_file(
    db: Database, scope: Scope, file_id: UUID, because: str, *, user_id: UUID | None, now: datetime
) -> Refusal | None:
    """End it. The numbers of a file that stood are kept for the register; those of one never taken are forgotten."""
    with db.transaction(scope) as session:
        file = lock_do_not_call_file(session, file_id)
        if file is None:
            return FILE_UNKNOWN
        stood = file.status is FileStatus.STANDING
        if stood and not because:
            return REASON_MISSING
        if not move_do_not_call_file(file, FileEvent.END):
            return FILE_SETTLED
        file.ended_at, file.ended_by, file.ended_because = now, user_id, because or None
        if not stood:
            forget_numbers(session, file_id)
            forget_bytes(session, file_id)
        else:
            enqueue(session, "ingest", "settle_lists_of_file", file_id)
        trace = AccessTrace(
            at=now,
            user_id=user_id,
            department_id=file.department_id,
            action="do_not_call_file_ended",
            subject={"file_id": str(file_id), "stood": stood},
        )
        note_access(session, trace)
    log.info("do_not_call_file_ended", extra={"file_id": str(file_id), "stood": stood})
    return None
