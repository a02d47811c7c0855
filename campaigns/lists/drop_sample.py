"""Drops the sample of a list in review: everybody on it is called again."""

import logging
from datetime import datetime
from uuid import UUID

from campaigns.rules.refusals import Refusal
from campaigns.shared.changing import lock_in_review
from campaigns.store.people.samples import drop_standing_sample
from campaigns.store.session import Database, Scope, tell

log = logging.getLogger(__name__)


def drop_sample(db: Database, scope: Scope, list_id: UUID, *, user_id: UUID | None, now: datetime) -> Refusal | None:
    """Drop what was drawn; done twice it is done once. That it was drawn stays on record."""
    with db.transaction(scope) as session:
        kept = lock_in_review(session, list_id)
        if isinstance(kept, Refusal):
            return kept
        dropped = drop_standing_sample(session, list_id, user_id=user_id, at=now)
        tell(session, f"list:{list_id}")
    if dropped:
        log.info("sample_dropped", extra={"list_id": str(list_id)})
    return None
