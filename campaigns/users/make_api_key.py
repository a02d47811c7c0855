"""Makes a key by which machines of a department read its figures; it is shown once and never kept."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from campaigns.rules.api_keys import BEGINS, hash_of
from campaigns.rules.refusals import Refusal
from campaigns.store.access_traces import note_access
from campaigns.store.api_keys import save_api_key
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AccessTrace, ApiKey
from campaigns.store.users import department

SHOWN: Final = len(BEGINS) + 4
LONGEST_NAME: Final = 80


@dataclass(frozen=True)
class NewKey:
    """A key in full, for this one moment."""

    id: UUID
    key: str


def make_api_key(
    db: Database, department_id: UUID | None, name: str, admin_id: UUID, *, now: datetime
) -> NewKey | Refusal:
    """Save the hash of a new random key, or say what is missing."""
    if not name or len(name) > LONGEST_NAME or "\0" in name:
        return Refusal("key_name_missing", "Write what the key is for: which machine reads with it.")
    with db.transaction(EVERYTHING) as session:
        body = department(session, department_id) if department_id else None
        if body is None:
            return Refusal("department_missing", "Choose the department whose figures the key opens.")
        key = BEGINS + secrets.token_urlsafe(32)
        made = ApiKey(
            department_id=body.id,
            name=name,
            begins=key[:SHOWN],
            key_hash=hash_of(key),
            made_at=now,
            made_by=admin_id,
        )
        save_api_key(session, made)
        subject = {"key": str(made.id)}
        note_access(
            session,
            AccessTrace(at=now, user_id=admin_id, department_id=body.id, action="api_key_made", subject=subject),
        )
        return NewKey(made.id, key)
