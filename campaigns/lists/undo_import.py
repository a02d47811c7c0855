"""Undoes an import that was not approved yet: the rows that were read are taken away, the file stays as it came."""

import logging
from datetime import datetime
from uuid import UUID

from campaigns.rules.refusals import LIST_UNKNOWN, Refusal
from campaigns.shared.changing import NOT_IN_REVIEW, Making, refused_meanwhile
from campaigns.shared.undoing import undo_reading
from campaigns.store.lists.lists import lock_list
from campaigns.store.session import Database, Scope

log = logging.getLogger(__name__)


def undo_import(
    db: Database, scope: Scope, list_id: UUID, *, user_id: UUID | None, now: datetime, change_id: UUID | None = None
) -> Refusal | None:
    """Put a list in review back to its columns. It has made nobody a person, a phone or a case: approval does."""
    with db.transaction(scope) as session:
        if refusal := refused_meanwhile(session, list_id, change_id):
            return refusal
        kept = lock_list(session, list_id)
        if kept is None:
            return LIST_UNKNOWN
        if not undo_reading(session, kept, user_id=user_id, at=now):
            return NOT_IN_REVIEW
        Making(db, change_id, now).made(session, {})
    log.info("import_undone", extra={"list_id": str(list_id)})
    return None
