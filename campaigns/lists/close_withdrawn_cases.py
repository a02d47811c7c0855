"""Closes what a withdrawal had to leave open: cases that a call was at when their list was withdrawn."""

from datetime import datetime

from campaigns.shared.withdrawing import withdraw_people
from campaigns.store.lists.lists import lock_people_of_department
from campaigns.store.people.case_homes import lock_ended_lists_with_open_cases
from campaigns.store.session import EVERYTHING, Database


def close_withdrawn_cases(db: Database, *, now: datetime) -> int:
    """Close the cases of withdrawn lists that wait again; return how many."""
    with db.transaction(EVERYTHING) as session:
        left = lock_ended_lists_with_open_cases(session)
        for department_id in sorted({kept.department_id for kept in left}):
            lock_people_of_department(session, department_id)
        return sum(withdraw_people(session, kept, at=now) for kept in left)
