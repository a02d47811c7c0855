"""Ends lists whose time is over: nobody is called because of them any more, and their data waits to be erased."""

import logging
from collections.abc import Callable
from datetime import datetime

from campaigns.rules.list_states import ListEvent, ListStatus
from campaigns.shared.withdrawing import settle_lists_in_review, withdraw_people
from campaigns.store.access_traces import note_access
from campaigns.store.lists.list_versions import lock_list_among
from campaigns.store.lists.lists import lock_people_of_department, move_list
from campaigns.store.lists.retention import lists_to_end
from campaigns.store.session import EVERYTHING, Database, Session, tell
from campaigns.store.tables import AccessTrace, BeneficiaryList

log = logging.getLogger(__name__)
WITH_CASES = (ListStatus.APPROVED, ListStatus.REPLACED)


def end_lists(db: Database, *, now: datetime, day_is_sure: Callable[[], bool]) -> int:
    """End each in a transaction of its own; return how many. A clock that jumped ahead ends none: it is asked first."""
    with db.transaction(EVERYTHING) as session:
        over = lists_to_end(session, now=now)
    if over and not day_is_sure():
        log.warning("lists_wait_for_a_sure_day", extra={"lists": len(over)})
        return 0
    for list_id in over:
        with db.transaction(EVERYTHING) as session:
            kept, *others = lock_list_among(session, list_id, ListStatus.APPROVED, ListStatus.REVIEW)
            if kept.ended_at is None:
                _end(session, kept, others, now)
    return len(over)


def _end(session: Session, kept: BeneficiaryList, others: list[BeneficiaryList], now: datetime) -> None:
    """Let an approved list stand, so that every row of it ends in the account where it ended; another is withdrawn."""
    lock_people_of_department(session, kept.department_id)
    if kept.status not in WITH_CASES:
        move_list(session, kept, ListEvent.WITHDRAW, user_id=None, at=now)
    kept.ended_at = now
    session.flush()
    closed = withdraw_people(session, kept, at=now)
    settle_lists_in_review(session, others)
    _note(session, kept, closed, now)
    for topic in (f"floor:{kept.campaign_id}", f"list:{kept.id}", "dialler"):
        tell(session, topic)
    log.info("list_ended", extra={"list_id": str(kept.id), "cases": closed})


def _note(session: Session, kept: BeneficiaryList, closed: int, now: datetime) -> None:
    subject = {"list_id": str(kept.id), "cases": closed}
    note_access(
        session,
        AccessTrace(at=now, user_id=None, department_id=kept.department_id, action="list_ended", subject=subject),
    )
