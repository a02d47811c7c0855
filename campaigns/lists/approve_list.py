"""Approves a list: its accepted rows become people with cases, each once, whoever else presses the button."""

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from campaigns.rules.list_states import ListEvent, ListStatus
from campaigns.rules.refusals import LIST_UNKNOWN, Refusal
from campaigns.shared.approval_checks import not_ready_for_approval
from campaigns.shared.changing import NOT_IN_REVIEW, Making, refused_meanwhile
from campaigns.shared.opening_cases import open_cases
from campaigns.shared.replacing import cannot_replace, follow_older_lists
from campaigns.store.access_traces import note_access
from campaigns.store.lists.list_versions import lock_list_among
from campaigns.store.lists.lists import move_list
from campaigns.store.session import Database, Scope, tell
from campaigns.store.tables import AccessTrace

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CasesOpened:
    """How many people the campaign gained."""

    cases: int


def approve_list(
    db: Database, scope: Scope, list_id: UUID, *, user_id: UUID | None, now: datetime, change_id: UUID | None = None
) -> CasesOpened | Refusal:
    """Open the cases of a list in review. Nothing is called yet: that is the campaign's own approval and start."""
    with db.transaction(scope) as session:
        if busy := refused_meanwhile(session, list_id, change_id):
            return busy
        if not (locked := lock_list_among(session, list_id, ListStatus.APPROVED)):
            return LIST_UNKNOWN
        kept = locked[0]
        if kept.status is ListStatus.REVIEW and kept.accepted == 0 and kept.replaces_id is None:
            return Refusal(
                "nobody_to_call", "No row of this list can be called: mend the refused rows first, then approve it."
            )
        if kept.status is ListStatus.REVIEW and (
            refusal := not_ready_for_approval(session, kept, now=now) or cannot_replace(session, kept)
        ):
            return refusal
        if not move_list(session, kept, ListEvent.APPROVE, user_id=user_id, at=now):
            return NOT_IN_REVIEW
        opened = open_cases(db, scope, session, kept, now=now)
        follow_older_lists(session, kept, user_id=user_id, at=now)
        subject = {"list_id": str(kept.id), "cases": opened}
        note_access(
            session,
            AccessTrace(
                at=now, user_id=user_id, department_id=kept.department_id, action="list_approved", subject=subject
            ),
        )
        tell(session, f"floor:{kept.campaign_id}")
        tell(session, "dialler")
        Making(db, change_id, now).made(session, {"cases": opened})
    log.info("list_approved", extra={"list_id": str(list_id), "cases": opened})
    return CasesOpened(opened)
