"""An administrator says which languages somebody speaks on calls: they decide whose calls she is given."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from campaigns.rules.refusals import USER_UNKNOWN, Refusal
from campaigns.store.access_traces import note_access
from campaigns.store.session import NOBODY, Database
from campaigns.store.tables import AccessTrace
from campaigns.store.users import lock_user


def set_languages(
    db: Database, user_id: UUID, languages: Sequence[str], admin_id: UUID, *, now: datetime
) -> Refusal | None:
    """Keep the tags of the languages, none for any; they hold when she goes ready the next time."""
    with db.transaction(NOBODY) as session:
        person = lock_user(session, user_id)
        if person is None:
            return USER_UNKNOWN
        before, person.languages = person.languages, list(languages)
        subject = {"user": str(user_id), "before": before, "after": person.languages}
        note_access(session, AccessTrace(at=now, user_id=admin_id, action="languages_set", subject=subject))
    return None
