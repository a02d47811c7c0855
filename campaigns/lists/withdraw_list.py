"""Withdraws a list: an import stops, and people whose case came from it are not called any more."""

import logging
from datetime import datetime
from uuid import UUID

from campaigns.rules.list_states import ListEvent, ListStatus
from campaigns.rules.refusals import LIST_UNKNOWN, Refusal
from campaigns.shared.changing import Making, refused_meanwhile
from campaigns.shared.withdrawing import settle_lists_in_review, withdraw_people
from campaigns.store.lists.list_versions import lock_list_among
from campaigns.store.lists.lists import lock_people_of_department, move_list
from campaigns.store.session import Database, Scope, tell

log = logging.getLogger(__name__)


def withdraw_list(
    db: Database, scope: Scope, list_id: UUID, *, user_id: UUID | None, now: datetime, change_id: UUID | None = None
) -> Refusal | None:
    """Withdraw a list; its rows and their verdicts stay for the account. A talk under way goes on to its end."""
    with db.transaction(scope) as session:
        if busy := refused_meanwhile(session, list_id, change_id):
            return busy
        if not (locked := lock_list_among(session, list_id, ListStatus.APPROVED, ListStatus.REVIEW)):
            return LIST_UNKNOWN
        kept, *others = locked
        if kept.ended_at is not None:
            return Refusal("list_ended", "The time of this list is over: nobody is called because of it any more.")
        if not move_list(session, kept, ListEvent.WITHDRAW, user_id=user_id, at=now):
            return Refusal(
                "already_withdrawn",
                "This list was withdrawn before, and nobody is called because of it: there is nothing left to do.",
            )
        lock_people_of_department(session, kept.department_id)  # another list of hers may be about to be approved
        closed = withdraw_people(session, kept, at=now)
        settle_lists_in_review(session, others)
        tell(session, f"floor:{kept.campaign_id}")
        tell(session, "dialler")
        Making(db, change_id, now).made(session, {"cases": closed})
    log.info("list_withdrawn", extra={"list_id": str(list_id), "cases": closed})
    return None
