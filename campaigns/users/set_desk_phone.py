"""An administrator enters the number of the telephone on somebody's desk, which is rung when she works by phone."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from campaigns.rules.lists.phone_numbers import read_phone_cell
from campaigns.rules.refusals import USER_UNKNOWN, Refusal
from campaigns.rules.roles import Role
from campaigns.store.access_traces import note_access
from campaigns.store.session import NOBODY, Database
from campaigns.store.tables import AccessTrace
from campaigns.store.users import lock_user, regions

AT_DESKS: Final = (Role.AGENT, Role.SUPERVISOR)
ELSEWHERE: Final = "IN"  # read with it where there is no department yet; a number with + needs none
WRONG: Final = Refusal("desk_phone_invalid", "Write one whole number with + and its country code, as +91 194 2345678.")


def set_desk_phone(db: Database, user_id: UUID, written: str, admin_id: UUID, *, now: datetime) -> Refusal | None:
    """Keep the one number that was written; nothing written takes it away."""
    with db.transaction(NOBODY) as session:
        numbers = _numbers(written, regions(session) or [ELSEWHERE])
        if written.strip() and len(numbers) != 1:
            return WRONG
        person = lock_user(session, user_id)
        if person is None or person.role not in AT_DESKS:
            return USER_UNKNOWN
        person.desk_phone = next(iter(numbers), None)
        subject = {"user": str(user_id)}
        note_access(session, AccessTrace(at=now, user_id=admin_id, action="desk_phone_set", subject=subject))
    return None


def _numbers(written: str, countries: Collection[str]) -> set[str]:
    """Return what the number can be in the countries where we call: of two readings nobody knows which was meant."""
    if not written.strip():
        return set()
    return {phone.number for country in countries for phone in read_phone_cell(written.strip(), country).phones}
