"""An agent ends a practice talk and goes on to its outcome."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.refusals import NOT_YOUR_CALL, Refusal
from campaigns.store.practice import open_practice_call
from campaigns.store.session import EVERYTHING, Database


def hang_up_practice_call(db: Database, user_id: UUID, call_id: UUID, *, now: datetime) -> Refusal | None:
    """End the talk; twice is once."""
    with db.transaction(EVERYTHING) as session:
        call = open_practice_call(session, user_id)
        if call is None or call.id != call_id:
            return NOT_YOUR_CALL
        if call.hung_up_at is None or call.hung_up_at > now:
            call.hung_up_at = now
        return None
