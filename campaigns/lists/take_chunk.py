"""Takes the next chunk of an upload; one that comes again because its answer was lost changes nothing."""

import hashlib
from datetime import datetime
from uuid import UUID

from campaigns.rules.lists.uploads import refuse_chunk
from campaigns.rules.refusals import UPLOAD_UNKNOWN, Refusal
from campaigns.store.lists.uploads import is_repeated_chunk, lock_upload, save_chunk
from campaigns.store.session import Database, Scope


def take_chunk(
    db: Database, scope: Scope, upload_id: UUID, offset: int, content: bytes, *, now: datetime
) -> int | Refusal:
    """Return how many bytes of the file are here now; a chunk from elsewhere is refused with where the file goes on."""
    sha256 = hashlib.sha256(content).hexdigest()
    with db.transaction(scope) as session:
        kept = lock_upload(session, upload_id)
        if kept is None or kept.became is not None:
            return UPLOAD_UNKNOWN
        if offset < kept.received and is_repeated_chunk(session, kept, offset, sha256):
            return kept.received
        if wrong := refuse_chunk(offset, len(content), received=kept.received, whole=kept.size):
            return wrong
        if content:
            save_chunk(session, kept, content, sha256)
        kept.heard_at = now
        return kept.received
