"""Holds a list: its people's data is kept beyond its time, for a court, an audit or an order; nobody is called by that."""

import logging
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from campaigns.rules.lists.retention import refuse_hold
from campaigns.rules.refusals import LIST_UNKNOWN, Refusal
from campaigns.shared.changing import refused_meanwhile
from campaigns.store.access_traces import note_access
from campaigns.store.campaign_choices import campaign_line
from campaigns.store.lists.lists import lock_list
from campaigns.store.lists.retention import save_hold, unlifted_hold
from campaigns.store.session import Database, Scope
from campaigns.store.tables import AccessTrace, ListHold

log = logging.getLogger(__name__)


def hold_list(
    db: Database, scope: Scope, list_id: UUID, hold: tuple[str, date | None], *, user_id: UUID | None, now: datetime
) -> Refusal | None:
    """Keep why and until which day; a hold that stood before is lifted by the new one and stays on record."""
    because, until = hold
    with db.transaction(scope) as session:
        if refusal := refused_meanwhile(session, list_id):
            return refusal
        kept = lock_list(session, list_id)
        found = campaign_line(session, kept.campaign_id) if kept else None
        if kept is None or found is None:
            return LIST_UNKNOWN
        if kept.erased_at is not None or kept.erased_to:
            return Refusal("list_erased", "The people's data of this list is erased already: nothing is left to hold.")
        if wrong := refuse_hold(because, until, today=now.astimezone(ZoneInfo(found[0].zone)).date()):
            return wrong
        if (before := unlifted_hold(session, list_id)) is not None:
            before.lifted_at, before.lifted_by = now, user_id
            session.flush()
        told = {"list_id": list_id, "department_id": kept.department_id, "because": because, "until": until}
        save_hold(session, ListHold(**told, held_at=now, held_by=user_id))
        subject = {"list_id": str(list_id), "until": str(until)}
        note_access(
            session,
            AccessTrace(at=now, user_id=user_id, department_id=kept.department_id, action="list_held", subject=subject),
        )
    log.info("list_held", extra={"list_id": str(list_id)})
    return None
