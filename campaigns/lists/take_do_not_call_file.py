"""Takes a do-not-call file that an officer has looked at: from this moment its numbers are not called."""

import logging
from datetime import datetime
from uuid import UUID

from campaigns.rules.do_not_call_states import FileEvent
from campaigns.rules.refusals import FILE_SETTLED, FILE_UNKNOWN, Refusal
from campaigns.store.access_traces import note_access
from campaigns.store.lists.do_not_call_files import lock_do_not_call_file, lock_older_files, move_do_not_call_file
from campaigns.store.session import Database, Scope, enqueue, tell
from campaigns.store.tables import AccessTrace

log = logging.getLogger(__name__)


def take_do_not_call_file(
    db: Database, scope: Scope, file_id: UUID, *, replace: bool, user_id: UUID | None, now: datetime
) -> Refusal | None:
    """Let the file stand. With `replace`, the older files of its issuer end: numbers only in them are callable again."""
    with db.transaction(scope) as session:
        file = lock_do_not_call_file(session, file_id)
        if file is None:
            return FILE_UNKNOWN
        if not move_do_not_call_file(file, FileEvent.TAKE):
            return FILE_SETTLED
        file.taken_at, file.taken_by = now, user_id
        replaced = lock_older_files(session, file) if replace else ()
        for older in replaced:
            move_do_not_call_file(older, FileEvent.END)
            older.ended_at, older.ended_by, older.replaced_by = now, user_id, file.id
        subject = {"file_id": str(file_id), "replaced": [str(older.id) for older in replaced]}
        trace = AccessTrace(
            at=now,
            user_id=user_id,
            department_id=file.department_id,
            action="do_not_call_file_taken",
            subject=subject,
        )
        note_access(session, trace)
        enqueue(session, "ingest", "settle_lists_of_file", file_id)
        tell(session, "dialler")
    log.info("do_not_call_file_taken", extra=subject)
    return None
