"""Finds out whose figures a key opens, and keeps that it was used."""

from datetime import datetime

from campaigns.rules.api_keys import BEGINS, hash_of
from campaigns.store.api_keys import api_key_by_hash, note_use
from campaigns.store.session import EVERYTHING, Database, Scope


def read_with_key(db: Database, key: str, *, now: datetime) -> Scope | None:
    """Return the scope of a key's department, or None where no key is like that."""
    if not key.startswith(BEGINS):
        return None
    with db.transaction(EVERYTHING) as session:
        found = api_key_by_hash(session, hash_of(key))
        if found is None:
            return None
        note_use(found, at=now)
        return Scope(found.department_id)
