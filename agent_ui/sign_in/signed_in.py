"""Whom a checked cookie names; the event stream asks it, too, so it knows nothing of Flask."""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from campaigns.shared.signs_of_life import SignOfLife, note_sign
from campaigns.store.desk.open_desks import agent_at_desk
from campaigns.store.session import EVERYTHING, NOBODY, Database, Scope
from campaigns.store.tables import AgentSession, User
from campaigns.store.users import user


def signed_in_user(db: Database, cookie: Mapping[str, Any]) -> User | None:
    """Return the active person whom a checked cookie names; a changed password ends every older session."""
    if "user" not in cookie:
        return None
    with db.transaction(NOBODY) as transaction:
        person = user(transaction, UUID(cookie["user"]))
    return person if is_signed_in(person, cookie) else None


def signed_in_agent(
    db: Database, cookie: Mapping[str, Any], sign: SignOfLife | None
) -> tuple[User | None, AgentSession | None]:
    """Return who that is, and the live desk of hers: in one statement, since desks ask some hundred times a second.

    `sign`: where it is her desk that asks, what it says of itself. It is kept at once, once the cookie is found true: in
    a transaction of its own it would cost as much as all that most of what desks ask costs besides. An agent's own scope
    may read her desk and not write to it, so such a transaction is open to everything; it looks at hers alone.
    """
    if "user" not in cookie:
        return None, None
    user_id = UUID(cookie["user"])
    with db.transaction(EVERYTHING if sign else Scope(user_id=user_id), may_be_lost=True) as transaction:
        person, desk = agent_at_desk(transaction, user_id)
        if not is_signed_in(person, cookie):
            return None, None
        if sign is not None and desk is not None:
            note_sign(transaction, desk, sign)
        return person, desk


def is_signed_in(person: User | None, cookie: Mapping[str, Any]) -> bool:
    """Tell whether a person is active, and her password still the one with which a checked cookie was made."""
    return person is not None and person.active and cookie.get("mark") == password_mark(person)


def password_mark(person: User) -> str:
    """Return a short mark of the password's hash, which changes with the password."""
    return hashlib.sha256(person.password_hash.encode()).hexdigest()[:16]
