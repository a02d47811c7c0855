"""Lifts one entry of the opt-out register: the person wants to be called again, or the entry was a mistake."""

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from campaigns.rules.calling.opt_outs import OptOutSource
from campaigns.rules.refusals import REASON_MISSING, Refusal
from campaigns.store.access_traces import note_access
from campaigns.store.lists.do_not_call_numbers import lock_number
from campaigns.store.lists.opt_out_register import lock_opt_out
from campaigns.store.session import Database, Scope, Session, enqueue
from campaigns.store.tables import AccessTrace

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Lifting:
    """Which entry, and why. `id`: the opt-out's, or that of the do-not-call file in which the number stands."""

    department_id: UUID
    source: OptOutSource
    id: UUID
    e164: str
    because: str


def lift_opt_out(
    db: Database, scope: Scope, lifting: Lifting, *, user_id: UUID | None, now: datetime
) -> Refusal | None:
    """Lift it; it stays in the register with who lifted it and why. Closed cases stay closed."""
    if not lifting.because:
        return REASON_MISSING
    with db.transaction(scope) as session:
        if not _lifted(session, lifting, user_id=user_id, now=now):
            return Refusal("not_standing", "This entry was lifted before: there is nothing left to do.")
        job = "settle_lists_of_file" if lifting.source is OptOutSource.FILE else "settle_lists_of_opt_out"
        enqueue(session, "ingest", job, lifting.id)
        subject = {"source": lifting.source.value, "id": str(lifting.id)}
        trace = AccessTrace(
            at=now, user_id=user_id, department_id=lifting.department_id, action="opt_out_lifted", subject=subject
        )
        note_access(session, trace)
    log.info("opt_out_lifted", extra=subject)
    return None


def _lifted(session: Session, lifting: Lifting, *, user_id: UUID | None, now: datetime) -> bool:
    from_file = lifting.source is OptOutSource.FILE
    entry = lock_number(session, lifting.id, lifting.e164) if from_file else lock_opt_out(session, lifting.id)
    if entry is None or (entry.department_id, entry.e164) != (lifting.department_id, lifting.e164):
        return False
    if entry.lifted_at is not None:
        return False
    entry.lifted_at, entry.lifted_by, entry.lifted_because = now, user_id, lifting.because
    return True
