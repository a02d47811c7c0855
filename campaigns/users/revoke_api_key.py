"""Revokes a key; whoever reads with it is refused from this moment on."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.refusals import Refusal
from campaigns.store.access_traces import note_access
from campaigns.store.api_keys import lock_api_key
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AccessTrace


def revoke_api_key(db: Database, key_id: UUID, admin_id: UUID, *, now: datetime) -> Refusal | None:
    """End a key for good; one that is revoked already stays as it is."""
    with db.transaction(EVERYTHING) as session:
        key = lock_api_key(session, key_id)
        if key is None:
            return Refusal("key_unknown", "This key is not there any more: load the page again.")
        if key.revoked_at is None:
            key.revoked_at, key.revoked_by = now, admin_id
            trace = AccessTrace(
                at=now,
                user_id=admin_id,
                department_id=key.department_id,
                action="api_key_revoked",
                subject={"key": str(key.id)},
            )
            note_access(session, trace)
        return None
