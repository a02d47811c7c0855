"""Opens or closes the door for one person; a closed door ends her sessions at the next request."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.refusals import USER_UNKNOWN, Refusal
from campaigns.rules.roles import Role
from campaigns.store.access_traces import note_access
from campaigns.store.session import NOBODY, Database
from campaigns.store.tables import AccessTrace
from campaigns.store.users import lock_users


def let_user_sign_in(db: Database, user_id: UUID, admin_id: UUID, *, allowed: bool, now: datetime) -> Refusal | None:
    """Let a person sign in from now on, or no longer."""
    if user_id == admin_id and not allowed:
        return Refusal("own_sign_in", "You cannot close your own sign-in: another administrator can.")
    with db.transaction(NOBODY) as session:
        locked = lock_users(session, {user_id, admin_id})
        person, admin = locked.get(user_id), locked.get(admin_id)
        # Two administrators who close each other, or of whom one takes the other's role: one stays.
        if person is None or admin is None or not admin.active or admin.role is not Role.ADMIN:
            return USER_UNKNOWN
        if person.active != allowed:
            person.active = allowed
            action = "user_opened" if allowed else "user_closed"
            subject = {"user": str(user_id)}
            note_access(session, AccessTrace(at=now, user_id=admin_id, action=action, subject=subject))
    return None
