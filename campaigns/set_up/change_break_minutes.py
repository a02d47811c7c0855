"""An operator's minutes of breaks are set: what its agents and their supervisors read from then on."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from campaigns.rules.desk.breaks import read_break_minutes
from campaigns.rules.refusals import Refusal
from campaigns.store.access_traces import note_access
from campaigns.store.organisations import lock_operator
from campaigns.store.session import NOBODY, Database
from campaigns.store.tables import AccessTrace


def change_break_minutes(
    db: Database, operator_id: UUID, written: Mapping[str, str], user_id: UUID, *, now: datetime
) -> Refusal | None:
    """Keep the minutes of each kind, as they were written; who set them is kept, too."""
    minutes = read_break_minutes(written)
    if isinstance(minutes, Refusal):
        return minutes
    with db.transaction(NOBODY) as session:
        operator = lock_operator(session, operator_id)
        if operator is None:
            return Refusal("operator_unknown", "This operator is not there any more: load the page again.")
        operator.break_minutes = minutes
        subject = {"operator_id": str(operator_id), "break_minutes": minutes}
        note_access(session, AccessTrace(at=now, user_id=user_id, action="break_minutes_changed", subject=subject))
    return None
