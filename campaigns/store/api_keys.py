"""Keys by which machines of a department read its figures."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.store.tables import ApiKey, Department

USED_NOTED_EVERY: Final = timedelta(minutes=1)  # a machine that asks each second does not write each second


def api_key_by_hash(session: Session, key_hash: str) -> ApiKey | None:
    """Return the key with a hash, if it has not been revoked; ask it in a transaction that sees everything."""
    return session.scalar(select(ApiKey).where(ApiKey.key_hash == key_hash, ApiKey.revoked_at.is_(None)))


def note_use(key: ApiKey, *, at: datetime) -> None:
    """Keep when a key was last used, to the minute."""
    if key.used_at is None or at - key.used_at >= USED_NOTED_EVERY:
        key.used_at = at


def api_keys(session: Session) -> Sequence[tuple[ApiKey, str]]:
    """Return all keys with the names of their departments, those that hold first, the newest first."""
    found = session.execute(
        select(ApiKey, Department.name)
        .join(Department, Department.id == ApiKey.department_id)
        .order_by(ApiKey.revoked_at.is_not(None), ApiKey.made_at.desc())
    )
    return [(key, department) for key, department in found]


def save_api_key(session: Session, key: ApiKey) -> None:
    """Save a new key."""
    session.add(key)
    session.flush()


def lock_api_key(session: Session, key_id: UUID) -> ApiKey | None:
    """Return a key locked for change."""
    return session.get(ApiKey, key_id, with_for_update=True)
