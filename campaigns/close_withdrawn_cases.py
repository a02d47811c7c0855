"""Closes what a withdrawal had to leave open: cases that a call was at when their list was withdrawn."""

from datetime import datetime

from campaigns.store.cases_opening import withdraw_cases_of_list
from campaigns.store.lists import lock_withdrawn_lists_with_open_cases
from campaigns.store.session import EVERYTHING, Database


def close_withdrawn_cases(db: Database, *, now: datetime) -> int:
    """Close the cases of withdrawn lists that wait again; return how many."""
    with db.transaction(EVERYTHING) as session:
        left = lock_withdrawn_lists_with_open_cases(session)
        return sum(withdraw_cases_of_list(session, kept, now=now) for kept in left)
