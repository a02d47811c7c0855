"""Enters a number into the opt-out register by hand: a person has written to the office, or come to it."""

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from campaigns.rules.calling.opt_outs import OptOutScope, OptOutSource, Reach
from campaigns.rules.lists.do_not_call_rows import one_number
from campaigns.rules.refusals import REASON_MISSING, Refusal
from campaigns.store.access_traces import note_access
from campaigns.store.campaign_choices import department
from campaigns.store.organisations import scheme_of_department
from campaigns.store.people.opt_outs import note_opt_out
from campaigns.store.session import Database, Scope, Session
from campaigns.store.tables import AccessTrace

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class WrittenOptOut:
    """What an officer has written; the number as she typed it."""

    department_id: UUID
    number: str
    scope: OptOutScope
    scheme_id: UUID | None
    because: str


def add_opt_out(
    db: Database, scope: Scope, wish: WrittenOptOut, *, user_id: UUID | None, now: datetime
) -> str | Refusal:
    """Return the number in E.164 form once it is silenced: nobody is called on it from this moment."""
    if not wish.because:
        return REASON_MISSING
    with db.transaction(scope) as session:
        e164 = one_number(wish.number, department(session, wish.department_id).region)
        if e164 is None:
            return Refusal("not_one_number", "Write one valid phone number, for example 94190 12345.")
        reach = _reach(session, wish)
        if isinstance(reach, Refusal):
            return reach
        facts = {"because": wish.because, "noted_by": user_id}
        if not note_opt_out(session, e164, reach, OptOutSource.OFFICE, at=now, **facts):
            return Refusal(
                "already_silenced",
                "This number stands on the register already, with this reach: there is nothing left to do.",
            )
        subject = {"scope": reach.scope.value, "scheme_id": str(reach.scheme_id) if reach.scheme_id else None}
        trace = AccessTrace(
            at=now, user_id=user_id, department_id=wish.department_id, action="opt_out_added", subject=subject
        )
        note_access(session, trace)
    log.info("opt_out_added", extra={"department_id": str(wish.department_id), "scope": wish.scope.value})
    return e164


def _reach(session: Session, wish: WrittenOptOut) -> Reach | Refusal:
    if wish.scope is not OptOutScope.SCHEME:
        return Reach(wish.scope, wish.department_id)
    if wish.scheme_id is None or not scheme_of_department(session, wish.department_id, wish.scheme_id):
        return Refusal("scheme_missing", "Choose the scheme about which the person wants no calls.")
    return Reach(wish.scope, wish.department_id, wish.scheme_id)
