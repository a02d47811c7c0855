"""A supervisor enters the number of the telephone with which she listens."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.lists.phone_numbers import read_phone_cell
from campaigns.rules.refusals import Refusal
from campaigns.store.access_traces import note_access
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AccessTrace
from campaigns.store.users import lock_user


def set_own_phone(db: Database, user_id: UUID, written: str, region: str, *, now: datetime) -> Refusal | None:
    """Keep the one number that was written, as a number of the region; nothing written takes it away."""
    found = read_phone_cell(written.strip() or None, region).phones
    if written.strip() and len(found) != 1:
        return Refusal("own_phone_invalid", "Write one whole number, with its area code or as a mobile.")
    with db.transaction(EVERYTHING) as session:
        person = lock_user(session, user_id)
        if person is not None:
            person.desk_phone = found[0].number if found else None
            note_access(session, AccessTrace(at=now, user_id=user_id, action="own_phone_set", subject={}))
    return None
