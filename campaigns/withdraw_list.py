"""Withdraws a list: an import stops, and people whose case came from it are not called any more."""

import logging
from datetime import datetime
from uuid import UUID

from campaigns.rules.list_states import ListEvent
from campaigns.rules.refusals import Refusal
from campaigns.store.cases_opening import withdraw_cases_of_list
from campaigns.store.lists import lock_list, move_list
from campaigns.store.session import Database, Scope, tell

log = logging.getLogger(__name__)


def withdraw_list(db: Database, scope: Scope, list_id: UUID, *, user_id: UUID | None, now: datetime) -> Refusal | None:
    """Withdraw a list; its rows and their verdicts stay for the account. A call under way is talked to its end."""
    with db.transaction(scope) as session:
        kept = lock_list(session, list_id)
        if kept is None:
            return Refusal("list_unknown", "There is no such list.")
        if not move_list(session, kept, ListEvent.WITHDRAW, user_id=user_id, at=now):
            return Refusal("already_withdrawn", "This list was withdrawn before.")
        closed = withdraw_cases_of_list(session, kept, now=now)
        tell(session, f"floor:{kept.campaign_id}")
    log.info("list_withdrawn", extra={"list_id": str(list_id), "cases": closed})
    return None
