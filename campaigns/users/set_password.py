"""Gives a person a new password; every session that stands on the old one ends at its next request."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.refusals import USER_UNKNOWN, Refusal
from campaigns.shared.passwords import hash_password, password_refusal
from campaigns.store.access_traces import note_access
from campaigns.store.rights import may_give_password
from campaigns.store.session import NOBODY, Database
from campaigns.store.tables import AccessTrace
from campaigns.store.users import lock_user, user


def set_password(db: Database, user_id: UUID, password: str, giver_id: UUID, *, now: datetime) -> Refusal | None:
    """Replace the password, or say what is wrong with the new one."""
    refusal = password_refusal(password)
    if refusal is not None:
        return refusal
    password_hash = hash_password(password)
    with db.transaction(NOBODY) as session:
        person, giver = lock_user(session, user_id), user(session, giver_id)
        if person is None or giver is None or not may_give_password(giver, person):
            return USER_UNKNOWN
        if refusal := password_refusal(password, person.sign_in):
            return refusal
        person.password_hash = password_hash
        subject = {"user": str(user_id)}
        note_access(session, AccessTrace(at=now, user_id=giver_id, action="password_set", subject=subject))
    return None
