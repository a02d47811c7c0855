"""Lets a file of a report that was given up be tried again, from the first wait on."""

from datetime import datetime
from typing import Final
from uuid import UUID

from campaigns.rules.refusals import Refusal
from campaigns.store.access_traces import note_access
from campaigns.store.reports.report_deliveries import given_up_file
from campaigns.store.session import EVERYTHING, Database, enqueue
from campaigns.store.tables import AccessTrace

NOT_GIVEN_UP: Final = Refusal(
    "file_not_given_up", "This file has arrived meanwhile, is being tried, or a newer report has taken its place."
)


def try_file_again(db: Database, file_id: UUID, admin_id: UUID, *, now: datetime) -> Refusal | None:
    """Let a worker send a file that was given up, unless a newer report has taken its place."""
    with db.transaction(EVERYTHING) as session:
        file = given_up_file(session, file_id)
        if file is None:
            return NOT_GIVEN_UP
        file.tries, file.due_at, file.ended_at = 0, now, None
        trace = AccessTrace(
            at=now,
            user_id=admin_id,
            department_id=file.department_id,
            action="delivery_tried_again",
            subject={"delivery": str(file.delivery_id), "file": str(file.id)},
        )
        note_access(session, trace)
        enqueue(session, "reports", "send_reports")
        return None
