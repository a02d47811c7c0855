"""Lets a person in who knows her password, and leaves a trace of it."""

from datetime import datetime

from campaigns.rules.refusals import Refusal
from campaigns.rules.sign_in_ids import SIGN_IN_ID
from campaigns.shared.passwords import check_password
from campaigns.store.access_traces import note_access
from campaigns.store.session import NOBODY, Database
from campaigns.store.tables import AccessTrace, User
from campaigns.store.users import user_by_sign_in


def sign_in(db: Database, sign_in_id: str, password: str, *, now: datetime) -> User | Refusal:
    """Return who it is, or one refusal for every reason: strangers learn nothing from it."""
    written = sign_in_id.strip().lower()
    found = None
    if SIGN_IN_ID.fullmatch(written):
        with db.transaction(NOBODY) as session:
            found = user_by_sign_in(session, written)
    fits = check_password(found.password_hash if found else None, password)
    let_in = found is not None and fits and found.active
    action = "signed_in" if let_in else "sign_in_refused"
    with db.transaction(NOBODY) as session:  # of strangers, too: their refusal takes as long, and guessing is seen
        note_access(session, AccessTrace(at=now, user_id=found.id if found else None, action=action, subject={}))
    if found is None or not let_in:
        return Refusal("sign_in_unknown", "ID or password is not right. Check both and try again.")
    return found
