"""Lifts the hold of a list: where its time is over, its people's data is erased now."""

import logging
from datetime import datetime
from uuid import UUID

from campaigns.rules.refusals import LIST_UNKNOWN, Refusal
from campaigns.shared.changing import refused_meanwhile
from campaigns.store.access_traces import note_access
from campaigns.store.lists.lists import lock_list
from campaigns.store.lists.retention import unlifted_hold
from campaigns.store.session import Database, Scope
from campaigns.store.tables import AccessTrace

log = logging.getLogger(__name__)


def lift_hold(db: Database, scope: Scope, list_id: UUID, *, user_id: UUID | None, now: datetime) -> Refusal | None:
    """Lift it; that it stood stays on record. Done twice it is done once."""
    with db.transaction(scope) as session:
        if refusal := refused_meanwhile(session, list_id):
            return refusal
        kept = lock_list(session, list_id)
        if kept is None:
            return LIST_UNKNOWN
        hold = unlifted_hold(session, list_id)
        if hold is None:
            return None
        hold.lifted_at, hold.lifted_by = now, user_id
        subject = {"list_id": str(list_id), "hold_id": str(hold.id)}
        note_access(
            session,
            AccessTrace(
                at=now, user_id=user_id, department_id=kept.department_id, action="hold_lifted", subject=subject
            ),
        )
    log.info("hold_lifted", extra={"list_id": str(list_id)})
    return None
