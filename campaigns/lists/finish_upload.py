"""Puts the chunks of a whole upload together and hands the file on; asked twice, it gives the same list or file."""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from campaigns.rules.lists.uploads import WrongOffset
from campaigns.rules.refusals import UPLOAD_UNKNOWN, Refusal
from campaigns.sheets.short_lived_folder import short_lived_folder
from campaigns.store.alone import alone_with
from campaigns.store.lists.uploads import clear_chunks, lock_upload, upload, write_upload
from campaigns.store.session import Database, Scope
from campaigns.store.tables import Upload

log = logging.getLogger(__name__)
Receive = Callable[[Upload, Path], UUID | Refusal]  # the new list or do-not-call file, or why it is none


def finish_upload(db: Database, scope: Scope, upload_id: UUID, receive: Receive, *, now: datetime) -> UUID | Refusal:
    """Return what the upload has become. A refused file stays until it is deleted, so that it can be asked again."""
    with alone_with(db, "upload", upload_id, wait=True), short_lived_folder() as folder:
        path = folder / "upload"
        with db.transaction(scope) as session:
            kept = upload(session, upload_id)
            if kept is None:
                return UPLOAD_UNKNOWN
            if kept.became is not None:
                return kept.became
            if kept.received < kept.size:
                return WrongOffset(
                    "not_whole", "The file is not here whole: send the rest of it.", offset=kept.received
                )
            write_upload(session, upload_id, path)
        received = receive(kept, path)
        if isinstance(received, UUID):
            _note_end(db, scope, upload_id, received, now)
    return received


def _note_end(db: Database, scope: Scope, upload_id: UUID, became: UUID, now: datetime) -> None:
    with db.transaction(scope) as session:
        kept = lock_upload(session, upload_id)
        if kept is not None:  # deleted meanwhile: the list stands all the same
            if kept.campaign_id is not None:
                kept.list_id = became
            else:
                kept.do_not_call_file_id = became
            kept.heard_at = now
            clear_chunks(session, upload_id)
    log.info("upload_finished", extra={"upload_id": str(upload_id), "became": str(became)})
