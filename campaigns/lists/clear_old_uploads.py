"""Clears uploads of which nothing has come for a week; retention asks for no more than is needed."""

import logging
from datetime import datetime

from campaigns.rules.lists.uploads import KEPT_FOR
from campaigns.store.lists.uploads import drop_uploads, lock_uploads_unheard_since
from campaigns.store.session import EVERYTHING, Database

log = logging.getLogger(__name__)


def clear_old_uploads(db: Database, *, now: datetime) -> None:
    """Delete them with their bytes; what has become a list stays a list."""
    with db.transaction(EVERYTHING) as session:
        old = lock_uploads_unheard_since(session, now - KEPT_FOR)
        drop_uploads(session, old)
    if old:
        log.info("old_uploads_cleared", extra={"uploads": len(old)})
