"""Whom a checked cookie names; the event stream asks it, too, so it knows nothing of Flask."""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from campaigns.store.session import NOBODY, Database
from campaigns.store.tables import User
from campaigns.store.users import user


def signed_in_user(db: Database, cookie: Mapping[str, Any]) -> User | None:
    """Return the active person whom a checked cookie names; a changed password ends every older session."""
    if "user" not in cookie:
        return None
    with db.transaction(NOBODY) as transaction:
        person = user(transaction, UUID(cookie["user"]))
    if person is None or not person.active or cookie.get("mark") != password_mark(person):
        return None
    return person


def password_mark(person: User) -> str:
    """Return a short mark of the password's hash, which changes with the password."""
    return hashlib.sha256(person.password_hash.encode()).hexdigest()[:16]
