"""Ends a delivery: its report is sent no more."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.refusals import Refusal
from campaigns.store.access_traces import note_access
from campaigns.store.reports.report_deliveries import end_files, lock_delivery
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AccessTrace


def end_delivery(db: Database, delivery_id: UUID, admin_id: UUID, *, now: datetime) -> Refusal | None:
    """End a delivery for good; one that has ended stays as it is."""
    with db.transaction(EVERYTHING) as session:
        delivery = lock_delivery(session, delivery_id)
        if delivery is None:
            return Refusal("delivery_unknown", "This delivery is not there any more: load the page again.")
        if delivery.ended_at is None:
            delivery.ended_at = now
            end_files(session, delivery.id, now=now)
            trace = AccessTrace(
                at=now,
                user_id=admin_id,
                department_id=delivery.department_id,
                action="delivery_ended",
                subject={"delivery": str(delivery.id)},
            )
            note_access(session, trace)
        return None
