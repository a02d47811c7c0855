"""Erases, a few rows at a time, the personal data of a list that has ended; the account's rows and totals stay."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from campaigns.store.access_traces import note_access
from campaigns.store.lists.erasing import erase_file, erase_rows
from campaigns.store.lists.lists import lock_people_of_department
from campaigns.store.lists.retention import lock_list_to_erase
from campaigns.store.session import EVERYTHING, Database, Session, tell
from campaigns.store.tables import AccessTrace, BeneficiaryList

log = logging.getLogger(__name__)
AT_ONCE: Final = 5_000  # rows: a second or two, so that upkeep goes on


def erase_ended_lists(
    db: Database,
    *,
    secret: str,
    now: datetime,
    day_is_sure: Callable[[], bool],
    at_once: int = AT_ONCE,
) -> int | None:
    """Erase the next rows of one list and return how many, None where no list waits; with the last of them goes the file.

    A hold seems to be over as well where the clock jumped ahead, so it is asked first whether the day is sure.
    """
    with db.transaction(EVERYTHING) as session:
        waits = lock_list_to_erase(session, now=now) is not None
    if not waits or not day_is_sure():
        return None
    with db.transaction(EVERYTHING) as session:
        kept = lock_list_to_erase(session, now=now)
        if kept is None:
            return None
        lock_people_of_department(
            session, kept.department_id
        )  # a list that names them again may be about to be approved
        erased = erase_rows(session, kept, secret=secret, limit=at_once)
        if erased["rows"]:
            _note(session, kept, "rows_erased", erased | {"to_row": kept.erased_to}, now)
        if erased["rows"] < at_once:
            erase_file(session, kept)
            kept.erased_at = now
            _note(session, kept, "list_erased", {"sha256": kept.sha256}, now)
            tell(session, f"list:{kept.id}")
    log.info("rows_erased", extra={"list_id": str(kept.id), **erased})
    return erased["rows"]


def _note(session: Session, kept: BeneficiaryList, action: str, what: Mapping[str, int | str], now: datetime) -> None:
    subject = {"list_id": str(kept.id), **what}
    note_access(
        session, AccessTrace(at=now, user_id=None, department_id=kept.department_id, action=action, subject=subject)
    )
