"""Rings for reports that are due, so that a worker sends them; upkeep itself never waits for a mail server."""

from datetime import datetime

from campaigns.store.reports.report_deliveries import is_delivery_due
from campaigns.store.session import EVERYTHING, Database, enqueue


def ring_due_reports(db: Database, *, now: datetime) -> bool:
    """Put one job on the queue where any report is due; a lost bell is rung again."""
    with db.transaction(EVERYTHING) as session:
        due = is_delivery_due(session, now=now)
        if due:
            enqueue(session, "reports", "send_reports")
        return due
