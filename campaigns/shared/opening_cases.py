"""Opens the cases of a list that is being approved; a long one's people are stored over two connections at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Final

from campaigns.store.lists.cases_opening import meet_people_of_list, open_cases_of_list, save_people_of_list
from campaigns.store.lists.list_rows import last_row
from campaigns.store.lists.lists import lock_people_of_department
from campaigns.store.people.people_ahead import clear_people_ahead, forget_people_ahead, save_people_ahead
from campaigns.store.session import Database, Scope, Session
from campaigns.store.tables import BeneficiaryList

LONG: Final = 30_000  # rows; the people of a shorter list are stored before a second connection has found them
_MINE: Final = 0.43  # of the rows; this connection also looks for those who are named again, in all rows


def open_cases(db: Database, scope: Scope, session: Session, kept: BeneficiaryList, *, now: datetime) -> int:
    """Open the cases of a locked list and return how many are new in the campaign; nobody else approves meanwhile."""
    lock_people_of_department(session, kept.department_id)
    left = clear_people_ahead(session, kept.department_id)
    if left or (kept.rows_total or 0) < LONG:  # those who were left are gone only when this transaction commits
        meet_people_of_list(session, kept)
        save_people_of_list(session, kept, now=now)
    else:
        _save_by_two(db, scope, session, kept, now)
    opened = open_cases_of_list(session, kept, now=now)
    forget_people_ahead(session, kept.id)
    return opened


def _save_by_two(db: Database, scope: Scope, session: Session, kept: BeneficiaryList, now: datetime) -> None:
    """Store the first rows' people here and the others' beside, which commits once all have been looked for here."""
    share = int(_MINE * last_row(session, kept.id))
    with db.transaction(scope) as beside, ThreadPoolExecutor(1) as other:
        others = other.submit(save_people_ahead, beside, kept, after=share, now=now)
        meet_people_of_list(session, kept)
        save_people_of_list(session, kept, now=now, up_to=share)
        others.result()
