"""Puts the chunks of a whole upload together and hands the file on; asked twice, it gives the same list."""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from campaigns.rules.refusals import Refusal
from campaigns.rules.uploads import WrongOffset
from campaigns.store.alone import alone_with
from campaigns.store.session import Database, Scope
from campaigns.store.uploads import clear_chunks, lock_upload, upload, write_upload

log = logging.getLogger(__name__)
Receive = Callable[[UUID, Path, str], UUID | Refusal]  # campaign, file, its name: the new list, or why it is none


def finish_upload(db: Database, scope: Scope, upload_id: UUID, receive: Receive, *, now: datetime) -> UUID | Refusal:
    """Return the list that the upload has become. A refused file stays until it is deleted, so that it can be asked again."""
    with alone_with(db, "upload", upload_id, wait=True), TemporaryDirectory(prefix="raabta-") as folder:
        path = Path(folder, "upload")
        with db.transaction(scope) as session:
            kept = upload(session, upload_id)
            if kept is None or kept.campaign_id is None:
                return Refusal("upload_unknown", "There is no such upload any more: choose the file again.")
            if kept.list_id is not None:
                return kept.list_id
            if kept.received < kept.size:
                return WrongOffset(
                    "not_whole", "The file is not here whole: send the rest of it.", offset=kept.received
                )
            write_upload(session, upload_id, path)
        received = receive(kept.campaign_id, path, kept.filename)
        if isinstance(received, UUID):
            _note_list(db, scope, upload_id, received, now)
    return received


def _note_list(db: Database, scope: Scope, upload_id: UUID, list_id: UUID, now: datetime) -> None:
    with db.transaction(scope) as session:
        kept = lock_upload(session, upload_id)
        if kept is not None:  # deleted meanwhile: the list stands all the same
            kept.list_id, kept.heard_at = list_id, now
            clear_chunks(session, upload_id)
    log.info("upload_finished", extra={"upload_id": str(upload_id), "list_id": str(list_id)})
