"""Whom a checked cookie names; the event stream asks it, too, so it knows nothing of Flask."""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from campaigns.store.agent_sessions import live_agent_session
from campaigns.store.session import NOBODY, Database, Scope, Session
from campaigns.store.tables import AgentSession, User
from campaigns.store.users import user


def signed_in_user(db: Database, cookie: Mapping[str, Any]) -> User | None:
    """Return the active person whom a checked cookie names; a changed password ends every older session."""
    if "user" not in cookie:
        return None
    with db.transaction(NOBODY) as transaction:
        return _person(transaction, cookie)


def signed_in_agent(db: Database, cookie: Mapping[str, Any]) -> tuple[User | None, AgentSession | None]:
    """Return who that is, and the live desk of hers: in one transaction, since desks ask some hundred times a second."""
    if "user" not in cookie:
        return None, None
    with db.transaction(Scope(user_id=UUID(cookie["user"]))) as transaction:
        person = _person(transaction, cookie)
        return person, live_agent_session(transaction, person.id) if person else None


def _person(transaction: Session, cookie: Mapping[str, Any]) -> User | None:
    person = user(transaction, UUID(cookie["user"]))
    if person is None or not person.active or cookie.get("mark") != password_mark(person):
        return None
    return person


def password_mark(person: User) -> str:
    """Return a short mark of the password's hash, which changes with the password."""
    return hashlib.sha256(person.password_hash.encode()).hexdigest()[:16]
