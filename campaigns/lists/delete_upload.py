"""Deletes an unfinished upload with all that came of it."""

import logging
from uuid import UUID

from campaigns.rules.refusals import UPLOAD_UNKNOWN, Refusal
from campaigns.store.lists.uploads import drop_uploads, lock_upload
from campaigns.store.session import Database, Scope

log = logging.getLogger(__name__)


def delete_upload(db: Database, scope: Scope, upload_id: UUID) -> Refusal | None:
    """Delete the upload; one that has become a list stays, for whoever asks again what became of it."""
    with db.transaction(scope) as session:
        kept = lock_upload(session, upload_id)
        if kept is None or kept.became is not None:
            return UPLOAD_UNKNOWN
        drop_uploads(session, [upload_id])
    log.info("upload_deleted", extra={"upload_id": str(upload_id)})
    return None
