"""Begins to take a do-not-call file in chunks, or goes on with the upload of the same file that has stopped before."""

import logging
from datetime import datetime
from uuid import UUID

from campaigns.rules.lists.identity_numbers import cut_in_name
from campaigns.rules.lists.uploads import OfferedFile, refuse_file
from campaigns.rules.refusals import Refusal
from campaigns.store.lists.uploads import lock_upload_of_do_not_call_file, save_do_not_call_upload, uploads_begun
from campaigns.store.session import Database, Scope
from campaigns.store.tables import Upload

log = logging.getLogger(__name__)


def begin_do_not_call_upload(
    db: Database, scope: Scope, department_id: UUID, file: OfferedFile, *, user_id: UUID, now: datetime
) -> Upload | Refusal:
    """Return the upload; what the file is, from whom and of which day, is told when it is here whole."""
    with db.transaction(scope) as session:
        begun = lock_upload_of_do_not_call_file(session, department_id, file.mark)
        if begun is None:
            if wrong := refuse_file(file, begun=uploads_begun(session, user_id)):
                return wrong
            facts = {"filename": cut_in_name(file.filename), "size": file.size, "mark": file.mark}
            facts |= {"begun_at": now, "heard_at": now, "department_id": department_id, "user_id": user_id}
            begun = save_do_not_call_upload(session, facts) or lock_upload_of_do_not_call_file(
                session, department_id, file.mark
            )
        if begun is None:  # somebody began it with us and has ended it meanwhile
            return Refusal("upload_ended", "This file was just sent by somebody else: look at the files that are here.")
        begun.user_id, begun.heard_at = user_id, now
    log.info("upload_begun", extra={"upload_id": str(begun.id), "received": begun.received, "bytes": begun.size})
    return begun
